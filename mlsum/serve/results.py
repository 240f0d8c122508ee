"""A finished document in the formats in which it can be fetched."""

import asyncio

from mlsum.core.lang import UND
from mlsum.engines import why_not
from mlsum.serve.documents import Done
from mlsum.serve.schemas import ResultFormat
from mlsum.writers import SUFFIXES, html, markdown, records, views
from mlsum.writers.beside import document_view
from mlsum.writers.page import Heading, Note
from mlsum.writers.words import say_in

__all__ = ["MEDIA", "render"]

MEDIA: dict[ResultFormat, str] = {
    "document": "application/octet-stream",
    "json": "application/json",
    "markdown": "text/markdown",
    "html": "text/html",
    "view": "text/html",
}


async def render(done: Done, format: ResultFormat, ui: str) -> tuple[bytes, str]:
    """The bytes of a result, and the suffix of its file; an empty one where it keeps its own."""
    if format == "document":
        return await asyncio.to_thread(lambda: done.native), done.suffix
    if format == "json":
        return await asyncio.to_thread(lambda: records.dump([done.record], False).encode()), ".json"
    return await asyncio.to_thread(_page, done, format, ui)


def _page(done: Done, format: ResultFormat, ui: str) -> tuple[bytes, str]:
    style = done.length.style if done.length else "bullets"
    page = document_view(done.document, done.detections, done.result, done.summaries, ui, style)
    if done.options.glossary:
        terms = len(done.options.glossary.entries)
        page = (*page, Note(say_in(ui)(f"Terms in the glossary: {terms}")))
    if hint := _hint(done):
        page = (Note(say_in(ui)(f"to translate the rest: {hint}")), *page)
    title = views.title_of(done.document)
    if format == "view":
        return html.fragment(page, ui).encode(), ""
    if format == "html":
        return html.draw(page, title, ui).encode(), SUFFIXES["html"]
    return markdown.draw((Heading(title), *page)).encode(), SUFFIXES["markdown"]


def _hint(done: Done) -> str:
    """The command that gets the models which a document lacked; empty where it lacked none."""
    target, how = done.options.target.base, done.options
    outcomes = done.result.outcomes if done.result else ()
    found = [one.task.detection for one in outcomes if one.translation.status == "untranslated"]
    langs = [lang.base for one in found for lang in (one.lang, *(span.lang for span in one.spans))]
    for lang in dict.fromkeys(langs):
        if lang not in (UND, target) and (
            why := why_not(lang, target, how.engine, how.engine_options)
        ):
            return why.hint
    return ""
