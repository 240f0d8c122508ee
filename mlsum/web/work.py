"""What requests ask for, done many at a time: each function takes items and answers in order."""

import asyncio
import json
from collections.abc import Callable, Hashable, Sequence
from functools import lru_cache
from typing import TypeVar

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
from mlsum.lexicon import Glossary
from mlsum.memory import Memory
from mlsum.pipeline import Options, Text, model_for, summarize_document, translate_texts
from mlsum.web.errors import Refused
from mlsum.web.schemas import Terms
from mlsum.web.settings import Settings
from mlsum.web.state import State
from mlsum.web.summarizers import refusal

__all__ = [
    "detect",
    "glossary_in",
    "glossary_of",
    "lang_of",
    "options",
    "summarize",
    "summarizing",
    "translate",
]

_GLOSSARY = 1 << 20  # bytes; a larger one is the server's own
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
    state: State,
    texts: Sequence[str],
    to: str,
    source: str | None,
    markup: Markup,
    glossary: Glossary | None = None,
) -> list[Translation]:
    """Translations of texts; requests of one glossary share batches, whatever their languages."""
    given, target = lang_of(source) if source else None, Lang.parse(to)
    asked = [Text(text, markup, given or UND, target, forced=given is not None) for text in texts]
    how = options(state.settings, None, None, glossary)

    def work(asked: Sequence[Sequence[Text]]) -> list[list[Translation]]:
        made = iter(translate_texts([text for texts in asked for text in texts], how))
        return [[next(made) for _ in texts] for texts in asked]

    return await _ask(state, ("translate", glossary), work, asked, sum(map(len, texts)))


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


def options(
    settings: Settings, to: str | None, source: str | None, glossary: Glossary | None
) -> Options:
    """The options of a run in this server. Raises LanguageError."""
    return Options(
        Lang.parse(to) if to else UND,
        lang_of(source) if source else None,
        engine=settings.engine,
        glossary=glossary,
        memory=memory(settings),
        engine_options=settings.engine_options,
        foreign_names=settings.foreign_names,
        names=settings.names,
    )


def summarizing(
    settings: Settings, length: SummaryOptions, how: Options
) -> tuple[SummaryOptions, Options]:
    """How the summarizer that was asked for is to run in this server.

    Raises UsageError for an unknown name, and Refused, with 400, for what is not ready here.
    """
    if lacks := refusal(length.summarizer, settings):
        raise Refused(400, lacks.message, lacks.hint)
    how, length = model_for(how, length)
    return length, how


def glossary_of(settings: Settings, terms: Terms | None) -> Glossary | None:
    """The terms of a request before those of the server. Raises FormatError and LanguageError."""
    return _before(json.dumps(terms), settings.glossary) if terms else settings.glossary


def glossary_in(settings: Settings, data: bytes, name: str) -> Glossary:
    """The same for a file of terms. Raises Refused for a large one, FormatError for none."""
    if len(data) > _GLOSSARY:
        message = f"a glossary may have {_GLOSSARY >> 20} MiB"
        raise Refused(413, message, "start the server with it: mlsum serve --glossary FILE")
    given = Glossary.parse(data, name)
    return given.merge(settings.glossary) if settings.glossary else given


# So that requests with the same terms share a batch; few, for they hold what was sent.
@lru_cache(maxsize=4)
def _before(terms: str, own: Glossary | None) -> Glossary:
    given = Glossary.of(json.loads(terms))
    return given.merge(own) if own else given


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
