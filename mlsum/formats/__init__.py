"""Read documents in many formats, and write them back with nothing changed but what was edited.

A format is a module with `sniff`, `parse` and `render`. Where no format is named, the first one
that recognizes the text is taken, in the order of `names`: a file's suffix counts first, then how
its text begins, from the most to the least distinctive opening; plain text takes what is left.

A binary format (an office document) reads bytes and writes bytes; in between, its document is
like any other: `source.text` is a reading of it, of which the parts are pieces. What such a file
is, is told by what is in it, whatever its name.

A package adds a format by an entry point of the group `mlsum.formats` that names its module, with
an `ABOUT` beside the functions; those formats are asked first.
"""

from collections.abc import Mapping
from functools import lru_cache
from importlib.metadata import entry_points
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

from mlsum.document import Document, Item, Part, Source
from mlsum.errors import FormatError, UsageError
from mlsum.formats import feed, frontmatter, html, jsonfile, jsonlines, labelled, markdown, plain
from mlsum.formats.about import ABOUT, About
from mlsum.formats.ebook import epub
from mlsum.formats.encodings import decode, encode
from mlsum.formats.files import read_bytes
from mlsum.formats.mail import eml, mbox
from mlsum.formats.office import docx, pptx, xlsx
from mlsum.formats.office.archive import Archive, is_archive
from mlsum.formats.office.odf import ODP, ODS, ODT
from mlsum.formats.pdf import reader as pdf_reader
from mlsum.formats.subtitles import srt, webvtt

__all__ = [
    "ABOUT",
    "About",
    "about",
    "decode",
    "encoding_for",
    "names",
    "notes",
    "parse",
    "parse_bytes",
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


class BinaryFormat(Protocol):
    """What the module of a format offers whose files are no text."""

    def sniff(self, data: bytes, path: str | None) -> bool:
        """Whether the bytes are in this format, by what is in them; never raises."""

    def parse(self, data: bytes, path: str | None) -> Document:
        """The document; its source keeps `data`. Raises FormatError where they break the format."""

    def render(self, document: Document, edits: Mapping[Part, str]) -> str:
        """The document's reading with the edits written in."""

    def render_bytes(self, document: Document, edits: Mapping[Part, str]) -> bytes:
        """The document's file with the edits written in; only what they touch is changed."""


_TEXT: Mapping[str, Format] = {
    "srt": srt,
    "webvtt": webvtt,
    "feed": feed,
    "eml": eml,
    "mbox": mbox,
    "jsonl": jsonlines,
    "json": jsonfile,
    "frontmatter": frontmatter,
    "html": html,
    "labelled": labelled,
    "markdown": markdown,
    "plain": plain,
}
_BINARY: Mapping[str, BinaryFormat] = {
    "docx": docx,
    "pptx": pptx,
    "xlsx": xlsx,
    "odt": ODT,
    "odp": ODP,
    "ods": ODS,
    "epub": epub,
    "pdf": pdf_reader,
}
_NO_EDITS: Mapping[Part, str] = MappingProxyType({})


def names() -> tuple[str, ...]:
    """The names of all formats, in the order in which they are asked."""
    return (*_binaries(), *_texts())


def about(format: str) -> About:
    """What a format is to a person; what is not known of one is plain text's."""
    told: About = getattr(_added().get(format), "ABOUT", None) or ABOUT.get(format, ABOUT["plain"])
    return told


def parse(source: Source, format: str | None = None) -> Document:
    """The document in a text, in the named format or the one it looks like.

    It has at least one item; an empty text gives one without fields and body. Raises UsageError
    for an unknown name, FormatError where the text breaks the format.
    """
    _refuse_unknown(format)
    texts, binaries = _texts(), _binaries()
    if format is not None and format in binaries:
        hint = "name a file of this format, or leave --from out"
        raise FormatError(f"this is text, not {about(format).title}", hint=hint)
    if not source.text.strip():
        return Document(source, format or "plain", (Item(),))
    if format is None:
        format = next(name for name in texts if texts[name].sniff(source))
    return texts[format].parse(source)


def parse_text(text: str, format: str | None = None) -> Document:
    """The document in a string. Raises EncodingError for lone surrogates, else as `parse`."""
    source = Source(text)
    encode(source, text)
    return parse(source, format)


def parse_bytes(data: bytes, name: str | None = None, format: str | None = None) -> Document:
    """The document in the bytes of a file that is called `name`, if it has a name.

    Raises UsageError for an unknown format, MissingExtraError where the format needs more than
    is installed, InputError and its kinds where the bytes are no document.
    """
    _refuse_unknown(format)
    binaries = _binaries()
    found = format or next((it for it in binaries if binaries[it].sniff(data, name)), None)
    if found is not None and found in binaries:
        return binaries[found].parse(data, name)
    if format is None:
        _refuse_misnamed(data, name)
    return parse(decode(data, name), format)


def parse_file(path: str | Path, format: str | None = None) -> Document:
    """The document in a file. Raises InputError where it cannot be read, else as `parse_bytes`."""
    return parse_bytes(read_bytes(path), str(path), format)


def render(document: Document, edits: Mapping[Part, str] = _NO_EDITS) -> str:
    """The document's text with new text for some parts; without edits, exactly as it came.

    Of a binary document, that is its reading.
    """
    if all(part.text == text for part, text in edits.items()):
        return document.source.text
    return _module(document.format).render(document, edits)


def render_bytes(document: Document, edits: Mapping[Part, str] = _NO_EDITS) -> bytes:
    """The document as a file: its own byte order mark and encoding (see `encoding_for`).

    Without edits, the exact bytes that came, unless `ABOUT` says that it is written otherwise.
    """
    source, binary = document.source, _binaries().get(document.format)
    if binary is None:
        return encode(source, render(document, edits))[0]
    unchanged = all(part.text == text for part, text in edits.items())
    if unchanged and source.data is not None and not about(document.format).written:
        return source.data
    return binary.render_bytes(document, edits)


def notes(document: Document, edits: Mapping[Part, str] = _NO_EDITS) -> tuple[str, ...]:
    """What a person should know who reads the document, or has it written with the edits.

    A format whose module has a function of this name tells: cues that are too fast to read,
    pages without text, attachments left as they are.
    """
    tell = getattr(_module(document.format), "notes", None)
    return tell(document, edits) if tell else ()


def encoding_for(document: Document, text: str) -> str:
    """The encoding `text` is written in: the document's own, or UTF-8 where that lacks a letter."""
    return encode(document.source, text)[1]


def _refuse_unknown(format: str | None) -> None:
    if format is not None and format not in names():
        known = f"known formats: {', '.join(sorted(names()))}"
        raise UsageError(f"unknown format {format!r}", hint=known)


def _refuse_misnamed(data: bytes, name: str | None) -> None:
    """A file that has the name of a binary format, but is none, is damaged or something else."""
    where = name or ""
    if data.startswith(_OLD_OFFICE):
        locked = "EncryptedPackage".encode("utf-16-le") in data
        kind = "protected by a password" if locked else "in the format of an old office program"
        raise FormatError(f"this document is {kind}", where=where, hint=_SAVE_ANEW)
    suffix = Path(where).suffix.lower()
    found = [about(format) for format in names()]
    titles = [one.title for one in found if one.claimed and suffix in one.suffixes]
    if titles and data.strip():
        if is_archive(data):
            Archive(data, where)  # says what is damaged
        message = f"this is not {titles[0]}, although its name ends in {suffix}"
        raise FormatError(message, where=where, hint=_MISNAMED)


_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MISNAMED = "get the file again; if it is something else, say what: --from plain"
_SAVE_ANEW = "save it without a password, as .docx, .pptx or .xlsx"


@lru_cache(maxsize=1)
def _added() -> Mapping[str, Any]:
    """The modules that installed packages add."""
    return {entry.name: entry.load() for entry in entry_points(group="mlsum.formats")}


@lru_cache(maxsize=1)
def _texts() -> Mapping[str, Format]:
    return {**{name: it for name, it in _added().items() if not _is_binary(it)}, **_TEXT}


@lru_cache(maxsize=1)
def _binaries() -> Mapping[str, BinaryFormat]:
    return {**{name: it for name, it in _added().items() if _is_binary(it)}, **_BINARY}


def _is_binary(module: Any) -> bool:
    return hasattr(module, "render_bytes")


def _module(format: str) -> Format | BinaryFormat:
    return _binaries().get(format) or _texts()[format]
