"""Small documents of other projects: read whole, and written back to the byte."""

import os
from email import message_from_bytes
from pathlib import Path

import pytest

from mlsum import formats
from mlsum.core.document import Document
from mlsum.text.segment import blocks

SHARED = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[2] / "shared"))
CASES = SHARED / "data/cases_documents"
EDITED = (".eml", ".html", ".xml")
FILES = sorted(
    path
    for path in CASES.glob("*/*")
    if path.suffix != ".pdf"  # written as Markdown
)

pytestmark = pytest.mark.skipif(not FILES, reason="needs the documents of shared/data")


def edited(document: Document) -> bytes:
    """The file with a mark behind each of its texts."""
    items = [(item, item.page or item.body) for item in document.items]
    edits = {body.text: f"{body.text.text} ☙" for _, body in items if body}
    edits |= {
        one.value: f"{one.value.text} ☙"
        for item, _ in items
        if not item.page
        for one in item.fields
        if not one.key
    }
    return formats.render_bytes(document, edits)


def files_in(data: bytes) -> list[tuple[str | None, object]]:
    """The attachments of a mail, as the standard library reads it."""
    leaves = [one for one in message_from_bytes(data).walk() if not one.is_multipart()]
    return [
        (one.get_filename(), one.get_payload(decode=True)) for one in leaves if one.get_filename()
    ]


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_document_is_read_and_written_back(path: Path) -> None:
    data = path.read_bytes()
    document = formats.parse_bytes(data, path.name)
    assert formats.render_bytes(document) == data
    if path.suffix not in EDITED:
        return
    assert document.format != "plain"
    new = edited(document)
    assert formats.parse_bytes(new, path.name).format == document.format
    if path.suffix == ".eml":
        assert files_in(new) == files_in(data)


@pytest.mark.parametrize("path", sorted(CASES.glob("*/*.html")), ids=lambda path: path.parent.name)
def test_no_attribute_is_taken_for_text(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    words = " ".join(page[one.start : one.end].split("<")[0] for one in blocks(page, "html"))
    assert max(map(len, words.split())) < 100
