"""A finished document in the formats in which it can be fetched."""

import asyncio
from dataclasses import dataclass
from pathlib import PurePath

from mlsum.core.lang import UND, Lang
from mlsum.engines import availability
from mlsum.formats import about
from mlsum.serve.documents import Done
from mlsum.serve.schemas import ResultFormat
from mlsum.writers import SUFFIXES, html, markdown, records, views
from mlsum.writers.fragment import fragment
from mlsum.writers.page import Bullets, Heading, Note, Page, Section
from mlsum.writers.side_by_side import document_view
from mlsum.writers.words import name_in, say_in

__all__ = ["MEDIA", "View", "lacks", "native_text", "render", "suffix_of", "view_of"]

MEDIA: dict[ResultFormat, str] = {
    "document": "application/octet-stream",
    "json": "application/json",
    "markdown": "text/markdown",
    "html": "text/html",
    "view": "text/html",
}


@dataclass(frozen=True, slots=True)
class View:
    """A document for the page: its title, its HTML, its main language, and sentences to check."""

    title: str
    html: str
    lang: Lang
    language_name: str
    check: int


def view_of(done: Done, ui: str) -> View:
    """The document beside its translation, in the reader's language."""
    page = _page(done, ui, hint=False)
    bodies = [found.body.detection.lang for found in done.detections if found.body]
    fields = [one.value.lang for found in done.detections for one in found.fields]
    lang = next((lang.base for lang in (*bodies, *fields) if lang != UND), UND)
    title = views.page_title(done.document, done.detections, done.result)
    checks = [it for it in page if isinstance(it, Section) and it.kind == "check"]
    lists = [it for section in checks for it in section.pieces if isinstance(it, Bullets)]
    name = name_in(lang, ui) if lang != UND else ""
    return View(title, fragment(page, ui), lang, name, sum(len(it.items) for it in lists))


def suffix_of(done: Done) -> str:
    """The suffix of the document in its own format: `.docx`."""
    name = PurePath(done.document.source.name or "").suffix
    return done.suffix or name or about(done.document.format).suffixes[0]


def native_text(done: Done) -> str | None:
    """The translated document as text; None where its format is none."""
    if about(done.document.format).binary:
        return None
    return done.native.decode("utf-8", "replace")


async def render(done: Done, format: ResultFormat, ui: str) -> tuple[bytes, str]:
    """The bytes of a result, and the suffix of its file; an empty one where it keeps its own."""
    if format == "document":
        return await asyncio.to_thread(lambda: done.native), done.suffix
    if format == "json":
        return await asyncio.to_thread(lambda: records.encode(done.record, 2)), ".json"
    return await asyncio.to_thread(_write, done, format, ui)


def _write(done: Done, format: ResultFormat, ui: str) -> tuple[bytes, str]:
    page, title = _page(done, ui), views.page_title(done.document, done.detections, done.result)
    if format == "view":
        return fragment(page, ui).encode(), ""
    if format == "html":
        return html.draw(page, title, ui).encode(), SUFFIXES["html"]
    heading = Heading(views.title_of(done.document))
    return markdown.draw((heading, *page)).encode(), SUFFIXES["markdown"]


def _page(done: Done, ui: str, *, hint: bool = True) -> Page:
    style = done.length.style if done.length else "bullets"
    page = document_view(done.document, done.detections, done.result, done.summaries, ui, style)
    if done.options.glossary:
        terms = len(done.options.glossary.entries)
        page = (*page, Note(say_in(ui)(f"Terms in the glossary: {terms}")))
    if hint and (missing := lacks(done)):
        page = (Note(say_in(ui)(f"to translate the rest: {missing[2]}")), *page)
    return page


def lacks(done: Done) -> tuple[Lang, Lang, str] | None:
    """The first pair of languages that a document lacked a model for, and the hint to get one."""
    target, options = done.options.target.base, done.options
    outcomes = done.result.outcomes if done.result else ()
    found = [it.task.detection for it in outcomes if it.translation.status == "untranslated"]
    langs = [lang.base for it in found for lang in (it.lang, *(span.lang for span in it.spans))]
    for lang in dict.fromkeys(langs):
        if lang not in (UND, target) and (
            why := availability(lang, target, options.engine, options.engine_options).error
        ):
            return lang, target, why.hint
    return None
