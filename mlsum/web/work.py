"""What requests ask for, done many at a time: each function takes items and answers in order."""

import asyncio
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

from mlsum import backends
from mlsum.detection import detect_batch
from mlsum.document import (
    Body,
    Detection,
    Document,
    Item,
    ItemSummary,
    Markup,
    Part,
    Source,
    SummaryOptions,
    Translation,
)
from mlsum.lang import UND, Lang
from mlsum.memory import Memory
from mlsum.pipeline import Options, Text, model_for, summarize_document, translate_texts
from mlsum.web.errors import Refused
from mlsum.web.settings import Settings
from mlsum.web.state import State

__all__ = ["detect", "lang_of", "options", "summarize", "summarizing", "translate"]

_ELSEWHERE = "chat"  # the summarizer that asks another machine
_Item = TypeVar("_Item")
_Answer = TypeVar("_Answer")


async def detect(
    state: State, texts: Sequence[str], languages: Sequence[str] | None = None
) -> list[Detection]:
    """The languages of texts; requests with the same candidates share a batch."""
    among = tuple(map(Lang.parse, languages)) if languages else None

    def work(asked: Sequence[Sequence[str]]) -> list[list[Detection]]:
        found = iter(detect_batch([text for texts in asked for text in texts], among))
        return [[next(found) for _ in texts] for texts in asked]

    return await _ask(state, ("detect", among), work, texts, sum(map(len, texts)))


async def translate(
    state: State, texts: Sequence[str], to: str, source: str | None, markup: Markup
) -> list[Translation]:
    """Translations of texts; all requests share batches, whatever their languages."""
    given, target = lang_of(source) if source else None, Lang.parse(to)
    asked = [Text(text, markup, given or UND, target, forced=given is not None) for text in texts]
    settings = state.settings

    def work(asked: Sequence[Sequence[Text]]) -> list[list[Translation]]:
        flat = [text for texts in asked for text in texts]
        made = iter(
            translate_texts(
                flat,
                settings.engine,
                settings.glossary,
                memory=memory(settings),
                engine_options=settings.engine_options,
            )
        )
        return [[next(made) for _ in texts] for texts in asked]

    return await _ask(state, "translate", work, asked, sum(map(len, texts)))


async def summarize(
    state: State, text: str, markup: Markup, length: SummaryOptions, how: Options
) -> tuple[Document, list[ItemSummary]]:
    """The summary of a text, as that of a document with nothing but a body."""
    body = Body(Part(text, 0, len(text)), markup)
    document = Document(Source(text), "plain", (Item(body=body),))

    def work(asked: Sequence[Document]) -> list[list[ItemSummary]]:
        return [summarize_document(document, length, how) for document in asked]

    done = await _ask(state, ("summarize", length, how), work, document, len(text))
    return document, done


def options(settings: Settings, to: str | None, source: str | None = None) -> Options:
    """The options of a run in this server. Raises LanguageError."""
    return Options(
        Lang.parse(to) if to else UND,
        lang_of(source) if source else None,
        engine=settings.engine,
        glossary=settings.glossary,
        memory=memory(settings),
        engine_options=settings.engine_options,
    )


def summarizing(
    settings: Settings, length: SummaryOptions, how: Options
) -> tuple[SummaryOptions, Options]:
    """How the summarizer that was asked for is to run in this server.

    Nothing leaves this machine unless the server was started with another one to ask: then
    Refused, with 400, as for a name that nothing has.
    """
    known = sorted({*backends.names("summarizers"), *backends.names("generators")})
    if length.summarizer not in known:
        raise Refused(400, "there is no such summarizer", f"known: {', '.join(known)}")
    if length.summarizer == _ELSEWHERE and not settings.engine_options.base_url:
        message = "this server was started without a chat model to ask"
        raise Refused(400, message, "mlsum serve --base-url URL --model NAME")
    how, length = model_for(how, length)
    return length, how


def memory(settings: Settings) -> Memory | None:
    """The translation memory of the person who runs the server, where they lend it."""
    return Memory.default() if settings.memory else None


def lang_of(tag: str) -> Lang | None:
    """The language of a tag; None for `auto`, by which clients ask to detect it."""
    return None if tag == "auto" else Lang.parse(tag)


async def _ask(
    state: State,
    key: Hashable,
    work: Callable[[Sequence[_Item]], Sequence[_Answer]],
    item: _Item,
    size: int,
) -> _Answer:
    """Put it to the collector, for as long as a request may take."""
    settings = state.settings
    if size > settings.max_chars:
        message = f"a request that is answered at once may have {settings.max_chars} characters"
        raise Refused(413, message, "send it as a document: POST /v1/documents")
    try:
        async with asyncio.timeout(settings.timeout):
            return await state.collector.ask(key, work, item, size)
    except TimeoutError:
        message = f"this took longer than {settings.timeout:g} seconds"
        raise Refused(503, message, "send less, or a document: POST /v1/documents") from None
