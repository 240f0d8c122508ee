"""Which formats there are, in the order in which they are asked; each is loaded when it is needed.

A package adds a format by an entry point of the group `mlsum.formats` that names its module, with
an `ABOUT` beside the functions; those formats are asked first.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

from mlsum.core.document import Document, Part, Source
from mlsum.core.plugins import added
from mlsum.formats.about import ABOUT, About

__all__ = ["BinaryFormat", "Format", "about", "binaries", "binary", "names", "text", "texts"]


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


# In the order in which they are asked: what is told by what is in it before what is told by less.
_OURS = {
    "docx": "office.docx",
    "pptx": "office.pptx",
    "xlsx": "office.xlsx",
    "odt": "office.odf:ODT",
    "odp": "office.odf:ODP",
    "ods": "office.odf:ODS",
    "epub": "ebook.epub",
    "pdf": "pdf.reader",
    "srt": "subtitles.srt",
    "webvtt": "subtitles.webvtt",
    "feed": "feed",
    "xml": "xmlfile",
    "eml": "mail.eml",
    "mbox": "mail.mbox",
    "jsonl": "jsonlines",
    "json": "jsonfile",
    "frontmatter": "frontmatter",
    "html": "html",
    "labelled": "labelled",
    "markdown": "markdown",
    "plain": "plain",
}
_LEAD = 4096  # characters, white space and the first that say something


def names() -> tuple[str, ...]:
    """The names of all formats, in the order in which they are asked."""
    return tuple({**_added(), **_OURS})


def about(name: str) -> About:
    """What a format is to a person; what is not known of one is plain text's."""
    told: About = getattr(_added().get(name), "ABOUT", None) or ABOUT.get(name, ABOUT["plain"])
    return told


def text(name: str) -> Format:
    """The format of this name, one of texts."""
    found: Format = _load(name)
    return found


def binary(name: str) -> BinaryFormat:
    """The format of this name, one of bytes."""
    found: BinaryFormat = _load(name)
    return found


def texts(source: Source) -> Iterator[str]:
    """The formats that a text may be in, by its name and its first characters."""
    start = source.text[:_LEAD].lstrip()
    return _may(False, start, source.path)


def binaries(data: bytes, path: str | None) -> Iterator[str]:
    """The formats that bytes may be in, by their name and the first of them."""
    return _may(True, data[:_LEAD].decode("latin-1"), path)


def _may(is_binary: bool, start: str, path: str | None) -> Iterator[str]:
    suffix = Path(path or "").suffix.lower()
    for name in names():
        told = about(name)
        begins = not start or not told.starts or start.startswith(told.starts)
        if told.binary == is_binary and (begins or suffix in told.suffixes):
            yield name


@lru_cache(maxsize=1)
def _added() -> Mapping[str, Any]:
    """The modules that installed packages add."""
    return {name: entry.load() for name, entry in added("formats").items()}


@lru_cache(maxsize=64)
def _load(name: str) -> Any:
    if name in _added():
        return _added()[name]
    module, _, attribute = _OURS[name].partition(":")
    found = import_module(f"mlsum.formats.{module}")
    return getattr(found, attribute) if attribute else found
