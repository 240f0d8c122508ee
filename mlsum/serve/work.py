"""What requests ask for, done many at a time: each function takes items and answers in order."""

import asyncio
import json
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import Any, TypeVar

from mlsum.core.document import (
    Body,
    Detection,
    Document,
    Item,
    ItemSummary,
    Markup,
    Part,
    Source,
    Translation,
)
from mlsum.core.lang import UND
from mlsum.detection import detect_batch
from mlsum.lexicon import Glossary
from mlsum.request import Request, parse_request
from mlsum.serve.errors import Refused
from mlsum.serve.schemas import Terms
from mlsum.serve.settings import Settings
from mlsum.serve.state import State
from mlsum.serve.summarizers import refusal
from mlsum.translation import Text, model_for, summarize_document, translate_texts

__all__ = [
    "detect",
    "glossary_in",
    "glossary_of",
    "parse_glossary",
    "request_of",
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
    among = request_of(state.settings, languages=languages).options.languages

    def work(asked: Sequence[Sequence[str]]) -> list[list[Detection]]:
        found = iter(detect_batch([text for texts in asked for text in texts], among))
        return [[next(found) for _ in texts] for texts in asked]

    return await _ask(state, ("detect", among), work, texts, sum(map(len, texts)))


async def translate(
    state: State, texts: Sequence[str], markup: Markup, request: Request
) -> list[Translation]:
    """Translations of texts; requests of one glossary share batches, whatever their languages."""
    source, target = request.options.source, request.options.target
    asked = [Text(text, markup, source or UND, target, forced=source is not None) for text in texts]
    how = replace(request.options, source=None, target=UND)  # each text has its own

    def work(asked: Sequence[Sequence[Text]]) -> list[list[Translation]]:
        made = iter(translate_texts([text for texts in asked for text in texts], how))
        return [[next(made) for _ in texts] for texts in asked]

    return await _ask(state, ("translate", how.glossary), work, asked, sum(map(len, texts)))


async def summarize(state: State, text: str, markup: Markup, request: Request) -> ItemSummary:
    """The summary of a text, as that of a document with nothing but a body."""
    body = Body(Part(text, 0, len(text)), markup)
    document = Document(Source(text), "plain", (Item(body=body),))
    length, how = request.summary, request.options

    def work(asked: Sequence[Document]) -> list[list[ItemSummary]]:
        return [summarize_document(document, length, how) for document in asked]

    (summary,) = await _ask(state, ("summarize", length, how), work, document, len(text))
    return summary


def request_of(settings: Settings, glossary: Glossary | None = None, **values: Any) -> Request:
    """A request to this server: its options by name, over those that the server was started with.

    `auto` as the source detects it. Raises LanguageError and UsageError.
    """
    if values.get("source") == "auto":
        del values["source"]
    return parse_request({**values, "glossary": glossary}, Request(options=settings.options))


def summarizing(settings: Settings, request: Request) -> Request:
    """The request with the model of its summarizer.

    Raises UsageError for an unknown name, and Refused, with 400, for what is not ready here.
    """
    if lacks := refusal(request.summary.summarizer, settings):
        raise Refused(400, lacks.message, lacks.hint)
    options, summary = model_for(request.options, request.summary)
    return replace(request, options=options, summary=summary)


def glossary_of(settings: Settings, terms: Terms | None) -> Glossary | None:
    """The terms of a request before those of the server. Raises FormatError and LanguageError."""
    own = settings.options.glossary
    return _before(json.dumps(terms), own) if terms else own


def glossary_in(settings: Settings, data: bytes, name: str) -> Glossary:
    """The same for a file of terms. Raises as `parse_glossary`."""
    given = parse_glossary(data, name)
    return given.merge(settings.options.glossary) if settings.options.glossary else given


def parse_glossary(data: bytes, name: str) -> Glossary:
    """The terms in a file. Raises Refused for a large one, FormatError for none."""
    if len(data) > _GLOSSARY:
        message = f"the limit for a glossary is {_GLOSSARY >> 20} MiB"
        raise Refused(413, message, "start the server with it: mlsum serve --glossary FILE")
    return Glossary.parse(data, name)


# So that requests with the same terms share a batch; few, for they hold what was sent.
@lru_cache(maxsize=4)
def _before(terms: str, own: Glossary | None) -> Glossary:
    given = Glossary.of(json.loads(terms))
    return given.merge(own) if own else given


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
