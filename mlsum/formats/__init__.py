"""Read documents in many formats, and write them back with nothing changed but what was edited.

A format is a module with `sniff`, `parse` and `render`. Where no format is named, the first one
that recognizes the text is taken, in the order of `NAMES`: a file's suffix counts first, then how
its text begins, from the most to the least distinctive opening; plain text takes what is left.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Protocol

from mlsum.document import Document, Item, Part, Source
from mlsum.errors import InputError, UsageError
from mlsum.formats import frontmatter, html, jsonfile, jsonlines, labelled, markdown, plain
from mlsum.formats.encodings import decode, encode

__all__ = [
    "NAMES",
    "decode",
    "encoding_for",
    "parse",
    "parse_file",
    "parse_text",
    "render",
    "render_bytes",
]


class Format(Protocol):
    """What the module of a format offers."""

    def sniff(self, source: Source) -> bool:
        """Whether the text is in this format, by its name and its beginning; never raises."""

    def parse(self, source: Source) -> Document:
        """The document in the text. Raises FormatError where the text breaks the format."""

    def render(self, document: Document, edits: Mapping[Part, str]) -> str:
        """The document's text with the edits written in."""


_FORMATS: Mapping[str, Format] = {
    "jsonl": jsonlines,
    "json": jsonfile,
    "frontmatter": frontmatter,
    "html": html,
    "labelled": labelled,
    "markdown": markdown,
    "plain": plain,
}
NAMES = tuple(_FORMATS)
_NO_EDITS: Mapping[Part, str] = MappingProxyType({})


def parse(source: Source, format: str | None = None) -> Document:
    """The document in a text, in the named format or the one it looks like.

    It has at least one item; an empty text gives one without fields and body. Raises UsageError
    for an unknown name, FormatError where the text breaks the format.
    """
    if format is not None and format not in _FORMATS:
        known = f"known formats: {', '.join(sorted(NAMES))}"
        raise UsageError(f"unknown format {format!r}", hint=known)
    if not source.text.strip():
        return Document(source, format or "plain", (Item(),))
    if format is None:
        format = next(name for name in NAMES if _FORMATS[name].sniff(source))
    return _FORMATS[format].parse(source)


def parse_text(text: str, format: str | None = None) -> Document:
    """The document in a string. Raises EncodingError for lone surrogates, else as `parse`."""
    source = Source(text)
    encode(source, text)
    return parse(source, format)


def parse_file(path: str | Path, format: str | None = None) -> Document:
    """The document in a file. Raises InputError where it cannot be read, else as `parse`."""
    where = str(path)
    try:
        data = Path(path).read_bytes()
    except IsADirectoryError as error:
        raise InputError("this is a directory", where=where, hint="name the files in it") from error
    except FileNotFoundError as error:
        raise InputError("no such file", where=where, hint="check the path") from error
    except PermissionError as error:
        hint = "check who may read it: ls -l"
        raise InputError("this file may not be read", where=where, hint=hint) from error
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", where=where, hint="check the path") from error
    return parse(decode(data, where), format)


def render(document: Document, edits: Mapping[Part, str] = _NO_EDITS) -> str:
    """The document's text with new text for some parts; without edits, exactly as it came."""
    if all(part.text == text for part, text in edits.items()):
        return document.source.text
    return _FORMATS[document.format].render(document, edits)


def render_bytes(document: Document, edits: Mapping[Part, str] = _NO_EDITS) -> bytes:
    """The document as a file: its own byte order mark and encoding (see `encoding_for`)."""
    return encode(document.source, render(document, edits))[0]


def encoding_for(document: Document, text: str) -> str:
    """The encoding `text` is written in: the document's own, or UTF-8 where that lacks a letter."""
    return encode(document.source, text)[1]
