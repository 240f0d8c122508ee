"""Results on their way out: records for programs, pages for people, files written whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from mlsum.core.document import OutputFormat

if TYPE_CHECKING:
    from mlsum.core.records import Record
    from mlsum.writers.page import Page

__all__ = ["SUFFIXES", "Shown", "compose"]


# What a result's file is called when it goes to a folder; a translated document keeps its own.
SUFFIXES: dict[OutputFormat, str] = {
    "text": ".txt",
    "markdown": ".md",
    "json": ".json",
    "jsonl": ".jsonl",
    "html": ".html",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One document's result in the shapes it can be written in.

    `title` names the document where several are shown together; `native` are the bytes of the
    document in its own format, where the result is a document, or in one with another `suffix`;
    `beside` is the file they go into where no place is named. `lang` is the language of the page,
    `heading` its heading in a file of its own, where that is not the title.
    """

    title: str
    records: Sequence["Record"]
    page: "Page"
    native: bytes | None = None
    lang: str = "en"
    suffix: str = ""
    beside: Path | None = None
    heading: str = ""


def compose(shown: Sequence[Shown], output_format: OutputFormat, *, titled: bool = False) -> bytes:
    """The results of one or more documents as one file in a format, UTF-8.

    `titled` puts a document's title over its page.
    """
    # One of these is needed, and what it draws with; `mlsum --help` needs none.
    from mlsum.writers import html, markdown, terminal
    from mlsum.writers.page import Heading
    from mlsum.writers.records import dump

    if output_format in ("json", "jsonl"):
        records = [record for one in shown for record in one.records]
        return dump(records, lines=output_format == "jsonl")
    if output_format == "text" and all(one.native is not None for one in shown):
        return b"".join(one.native or b"" for one in shown)
    page = tuple(
        piece
        for one in shown
        for piece in ((Heading(one.title), *one.page) if titled else one.page)
    )
    if output_format == "markdown":
        return markdown.draw(page).encode()
    if output_format == "html":
        headings = [(not titled and one.heading) or one.title for one in shown[:3]]
        return html.draw(page, " / ".join(headings), shown[0].lang).encode()
    return terminal.draw(page).encode()
