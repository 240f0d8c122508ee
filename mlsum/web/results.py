"""A finished document in the formats in which it can be fetched."""

import asyncio

from mlsum.web.documents import Done
from mlsum.web.schemas import ResultFormat
from mlsum.writers import SUFFIXES, html, markdown, records, views
from mlsum.writers.beside import document_view
from mlsum.writers.page import Heading

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
        return await asyncio.to_thread(lambda: done.native), ""
    if format == "json":
        return await asyncio.to_thread(lambda: records.dump([done.record], False).encode()), ".json"
    return await asyncio.to_thread(_page, done, format, ui)


def _page(done: Done, format: ResultFormat, ui: str) -> tuple[bytes, str]:
    page = document_view(done.document, done.detections, done.result, done.summaries, ui)
    title = views.title_of(done.document)
    if format == "view":
        return html.fragment(page, ui).encode(), ""
    if format == "html":
        return html.draw(page, title, ui).encode(), SUFFIXES["html"]
    return markdown.draw((Heading(title), *page)).encode(), SUFFIXES["markdown"]
