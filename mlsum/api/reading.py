"""Documents from what callers have: a path, a text, or a document already."""

from collections.abc import Sequence
from pathlib import Path

from mlsum.core.document import Body, Document, Item, Part, Source
from mlsum.core.errors import UsageError
from mlsum.formats import has_known_ending, parse_file, parse_text

__all__ = ["as_document", "parse", "refuse_several"]


def parse(text_or_path: str | Path, format: str | None = None) -> Document:
    """Read a document from a file or from a text; `parse_file` and `parse_text` never guess.

    A `Path` is a file; so is a string of one line that names an existing one, or that is a single
    word with the extension of a format (`article.txt`). Every other string is the document itself.
    `format` is sniffed unless it is named. Raises InputError and its kinds: what is not there or
    cannot be read, is no text, or breaks its format.
    """
    if isinstance(text_or_path, Path) or _names_file(text_or_path):
        return parse_file(Path(text_or_path), format)
    return parse_text(text_or_path, format)


def as_document(document_or_text: Document | str) -> Document:
    """A text as a document whose body is all of it, so that places in both are the same."""
    if isinstance(document_or_text, Document):
        return document_or_text
    body = Body(Part(document_or_text, 0, len(document_or_text)))
    return Document(Source(document_or_text), "plain", (Item(body=body),))


def refuse_several(items: Sequence[object]) -> None:
    """Raise UsageError for the items of a document where one is expected."""
    if len(items) > 1:
        hint = "take them one by one: document.split()"
        raise UsageError("this document has several items", hint=hint)


def _names_file(text: str) -> bool:
    if not text or len(text) > 1024 or "\n" in text or "\0" in text:
        return False
    try:
        return Path(text).is_file() or _like_a_path(text)
    except OSError:
        return False


def _like_a_path(text: str) -> bool:
    """Whether a mistyped path is likelier than a text: `articel.txt`, and not `See a.txt.`."""
    return len(text.split()) == 1 and "://" not in text and has_known_ending(text)
