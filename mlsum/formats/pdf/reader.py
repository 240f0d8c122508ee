"""PDF documents: read as Markdown under a head of what they say of themselves, written as such.

A PDF fixes where letters stand; a translation, which is longer or shorter, does not fit there. So
it becomes a text: `report.pdf` is translated into `report.pt.md`.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from mlsum.core.document import Body, Document, Field, Item, Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.pdf.footnotes import with_notes
from mlsum.formats.pdf.furniture import without_furniture
from mlsum.formats.pdf.order import lines
from mlsum.formats.pdf.pages import Pdf
from mlsum.formats.pdf.paragraphs import Paragraph, paragraphs
from mlsum.formats.pdf.pieces import Page
from mlsum.formats.splice import Edits, splice

__all__ = ["notes", "parse", "render", "render_bytes", "sniff"]

_KEYS = {
    "Title": "title",
    "Author": "author",
    "Subject": "description",
    "Keywords": "keywords",
    "CreationDate": "created",
    "Lang": "language",
}
_LABELS = {"CreationDate": "Created", "Lang": "Language"}
_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?(?:([+-]\d\d)'?(\d\d)|Z)?")
_FILENAME = re.compile(
    r"(?:Microsoft \w+ - )?[^\s]+\.(?:docx?|indd|pptx?|xlsx?|tex|dvi|qxd|rtf|odt|pdf)"
)
_SCANNED = "<!-- page {}: a picture without text -->"
_FOUND = re.compile(r"^<!-- page (\d+): a picture without text -->$", re.MULTILINE)
_MARKS = re.compile(r"([\\`*_]|<(?=[A-Za-z/!?])|\[(?=[^\]]*\]\())")
_STARTS = re.compile(r"\A(?:#{1,6}|>|\+|[-=]{1,}|~{3,})(?=\s|$)")
_OCR = "recognize its letters first (OCR): ocrmypdf in.pdf out.pdf"
_LISTED = 12


def sniff(data: bytes, path: str | None) -> bool:
    """Bytes that begin with %PDF, or nearly so, as readers allow."""
    named = (path or "").lower().endswith(".pdf")
    return data.startswith(b"%PDF-") or (named and b"%PDF-" in data[:1024])


def parse(data: bytes, path: str | None) -> Document:
    """One item: the properties as fields, the text as Markdown.

    Raises FormatError for a PDF that is locked or damaged, or in which there is no text.
    """
    pdf = Pdf(data, path or "")
    try:
        properties = pdf.properties()
        pages = without_furniture(list(pdf.pages()))
    finally:
        pdf.close()
    if not any(page.pieces for page in pages):
        raise _without_text(pages, path or "")
    body = "\n\n".join(_markdown(pages))
    rows = [(name, _said(name, properties.get(name, ""))) for name in _KEYS]
    return _document([(name, value) for name, value in rows if value], body, data, path)


def render(document: Document, edits: Edits) -> str:
    """The text with the edits written in."""
    bodies = {body.text for body in document.bodies}
    return splice(
        document, edits, lambda part, text: text if part in bodies else " ".join(text.split())
    )


def render_bytes(document: Document, edits: Edits) -> bytes:
    """The text as a file of Markdown in UTF-8."""
    return (render(document, edits) + "\n").encode()


def notes(document: Document, edits: Edits) -> tuple[str, ...]:
    """Which pages are pictures, and what reads them."""
    del edits
    pages = _FOUND.findall(document.source.text)
    if not pages:
        return ()
    shown = ", ".join(pages[:_LISTED]) + (" …" if len(pages) > _LISTED else "")
    said = "page {} is a picture" if len(pages) == 1 else "pages {} are pictures"
    return (f"{said.format(shown)} without text: {_OCR}",)


def _document(
    rows: Sequence[tuple[str, str]], body: str, data: bytes, path: str | None
) -> Document:
    """The reading: a labelled head, then the text; each part a stretch of it."""
    text = ""
    fields = []
    for name, value in rows:
        label, at = _LABELS.get(name, name), len(text) + len(">")
        start = at + len(label) + len(": ")
        text += f">{label}: {value}\n"
        parts = Part(label, at, at + len(label)), Part(value, start, start + len(value))
        fields.append(Field(*parts, _KEYS[name]))
    text += "\n" if text else ""
    part = Part(body, len(text), len(text) + len(body))
    source = Source(text + body, path=path, data=data)
    return Document(source, "pdf", (Item(tuple(fields), Body(part, "markdown")),))


def _markdown(pages: Sequence[Page]) -> Iterator[str]:
    """The blocks of the text; pages that are pictures are marked where they stand.

    What stands on both sides of such a page is not one paragraph.
    """
    for scanned, some in groupby(pages, key=lambda page: page.scanned):
        if scanned:
            yield from (_SCANNED.format(page.number) for page in some)
            continue
        found = paragraphs([line for page in some for line in lines(page.pieces, page.number)])
        with_notes(found)
        for (table, width), group in groupby(found, key=_shape):
            same = list(group)
            if table or (width > 1 and len(same) > 1):
                yield _table(same)
            else:
                yield from map(_block, same)


def _shape(paragraph: Paragraph) -> tuple[object, int]:
    """What the rows of a table have in common: that it is theirs, or how many cells they have."""
    return paragraph.table, 0 if paragraph.table else len(paragraph.cells)


def _block(paragraph: Paragraph) -> str:
    text = _MARKS.sub(r"\\\1", paragraph.text)
    if paragraph.note:
        return f"[^{paragraph.note}]: {text}"
    if paragraph.level:
        return f"{'#' * paragraph.level} {text}"
    if paragraph.bullet:
        return f"- {text}"
    return _STARTS.sub(lambda start: "\\" + start[0], text, count=1)


def _table(rows: Sequence[Paragraph]) -> str:
    """Rows of cells as a table; what stands in the first is taken for its head."""
    width = max(len(row.cells) for row in rows)
    filled = [[*row.cells, *[""] * (width - len(row.cells))] for row in rows]
    written = [
        "| " + " | ".join(_MARKS.sub(r"\\\1", cell).replace("|", "\\|") for cell in row) + " |"
        for row in filled
    ]
    rule = "|" + " --- |" * width
    return "\n".join([written[0], rule, *written[1:]])


def _said(name: str, value: str) -> str:
    """What a property says to a reader; a title that is the name of a file says nothing."""
    value = " ".join(value.split())
    if name == "Title" and _FILENAME.fullmatch(value):
        return ""
    found = _DATE.match(value) if name == "CreationDate" else None
    if not found:
        return value if name != "CreationDate" else ""
    year, month, day, hour, minute, second, zone, rest = found.groups()
    written = f"{year}-{month}-{day}"
    if hour:
        written += f" {hour}:{minute}:{second or '00'}"
        written += f"{zone}:{rest}" if zone else ""
    return written


def _without_text(pages: Sequence[Page], where: str) -> FormatError:
    scanned = sum(page.scanned for page in pages)
    if scanned:
        message = f"no text in this PDF: {scanned} of {len(pages)} pages are pictures"
        return FormatError(message, where=where, hint=_OCR)
    return FormatError("no text in this PDF: its pages are empty", where=where, hint=_OCR)
