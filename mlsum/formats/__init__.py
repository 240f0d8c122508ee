"""Read documents in many formats, and write them back with nothing changed but what was edited.

A format is a module with `sniff`, `parse` and `render`. Where no format is named, the first one
that recognizes the text is taken, in the order of `names`: a file's suffix counts first, then how
its text begins, from the most to the least distinctive opening; plain text takes what is left.

A binary format (an office document) reads bytes and writes bytes; in between, its document is
like any other: `source.text` is a reading of it, of which the parts are pieces. What such a file
is, is decided by its content, not its name.
"""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from mlsum.core.document import Document, Item, Part, Source
from mlsum.core.errors import FormatError, UsageError, did_you_mean
from mlsum.formats import catalogue
from mlsum.formats.about import About
from mlsum.formats.catalogue import about, names
from mlsum.formats.damaged import DAMAGED, bad_bytes
from mlsum.formats.encodings import decode, encode
from mlsum.formats.files import read_bytes
from mlsum.formats.legacy import GUESSED
from mlsum.formats.reading import misread, parts, readable, reads_otherwise
from mlsum.formats.splice import position

__all__ = [
    "About",
    "about",
    "decode",
    "encoding_for",
    "has_known_ending",
    "names",
    "notes",
    "parse",
    "parse_bytes",
    "parse_file",
    "parse_text",
    "render",
    "render_bytes",
]


# Formats that have entities by their own rules; there wrong decoding is reported alone.
_LITERAL = frozenset({"html", "feed", "xml", "webvtt"})
_NO_EDITS: Mapping[Part, str] = MappingProxyType({})


def parse(source: Source, format: str | None = None) -> Document:
    """The document in a text, in the named format or the one it looks like.

    It has at least one item; an empty text gives one without fields and body. Raises UsageError
    for an unknown name, FormatError where the text breaks the format.
    """
    _refuse_unknown(format)
    if format is not None and about(format).binary:
        hint = "name a file of this format, or leave --input-format out"
        raise FormatError(f"this is text, not {about(format).title}", hint=hint)
    if not source.text.strip():
        return Document(source, format or "plain", (Item(),))
    if format is None:
        likely = catalogue.texts(source)
        format = next(name for name in likely if catalogue.text(name).sniff(source))
    return _read(catalogue.text(format).parse(source))


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
    likely = [format] if format else catalogue.binaries(data, name)
    binaries = (catalogue.binary(it) for it in likely if about(it).binary)
    if found := next((it for it in binaries if format or it.sniff(data, name)), None):
        return found.parse(data, name)
    if format is None:
        _refuse_misnamed(data, name)
    return parse(decode(data, name), format)


def has_known_ending(name: str) -> bool:
    """Whether a name ends as the files of a format do: `article.txt`."""
    ending = Path(name).suffix.lower()
    return any(ending in about(one).suffixes for one in names())


def parse_file(path: str | Path, format: str | None = None) -> Document:
    """The document in a file. Raises InputError where it cannot be read, else as `parse_bytes`."""
    return parse_bytes(read_bytes(path), str(path), format)


def render(document: Document, edits: Mapping[Part, str] = _NO_EDITS) -> str:
    """The document's text with new text for some parts; without edits, exactly as it came.

    Of a binary document, that is its reading.
    """
    edits = {part: text for part, text in edits.items() if part.text != text}
    if not edits:
        return document.source.text
    written = _as_written(document)
    places = dict(zip(parts(document), parts(written), strict=True))
    edits = {places.get(part, part): text for part, text in edits.items()}
    return catalogue.text(document.format).render(written, edits)


def render_bytes(document: Document, edits: Mapping[Part, str] = _NO_EDITS) -> bytes:
    """The document as a file: its own byte order mark and encoding (see `encoding_for`).

    Without edits, the exact bytes that came, unless `about` says that it is written otherwise.
    """
    source, told = document.source, about(document.format)
    if not told.binary:
        return encode(source, render(document, edits))[0]
    unchanged = all(part.text == text for part, text in edits.items())
    if unchanged and source.data is not None and not told.written:
        return source.data
    return catalogue.binary(document.format).render_bytes(document, edits)


def notes(document: Document, edits: Mapping[Part, str] = _NO_EDITS) -> tuple[str, ...]:
    """What a person should know who reads the document, or has it written with the edits.

    A format whose module has a function of this name tells: cues that are too fast to read,
    pages without text, attachments left as they are.
    """
    written = _as_written(document)
    tell = getattr(catalogue.text(document.format), "notes", None)
    wrong = misread(written, repairs=document.format not in _LITERAL)
    return (
        *_damage(document.source),
        *_guessed(document),
        *wrong,
        *(tell(document, edits) if tell else ()),
    )


def _damage(source: Source) -> tuple[str, ...]:
    name = source.encoding.removeprefix(DAMAGED)
    places = [] if name == source.encoding else bad_bytes(source.text)
    if not places:
        return ()
    count = "1 byte is" if len(places) == 1 else f"{len(places)} bytes are"
    return (f"{count} not {name} and kept, the first at {position(source.text, places[0])}",)


def _guessed(document: Document) -> tuple[str, ...]:
    """The encoding of a text that nothing in it names."""
    encoding = document.source.encoding
    if encoding not in GUESSED or document.source.text.lstrip().startswith("<"):
        return ()
    return (f"read as {encoding}, by its letters; if that is wrong, convert it to UTF-8 first",)


def _read(document: Document) -> Document:
    """The document with its parts as a reader has them, where its format does not do so."""
    return document if document.format in _LITERAL else readable(document)


def _as_written(document: Document) -> Document:
    """The document with its parts as its format alone reads them: what that can write back."""
    if document.format in _LITERAL or about(document.format).binary:
        return document
    if not reads_otherwise(document.source.text):
        return document
    written = catalogue.text(document.format).parse(document.source)
    return written if _read(written) == document else document


def encoding_for(document: Document, text: str) -> str:
    """The encoding `text` is written in: the document's own, or UTF-8 where that lacks a letter."""
    return encode(document.source, text)[1]


def _refuse_unknown(format: str | None) -> None:
    if format is not None and format not in names():
        known = f"known formats: {', '.join(sorted(names()))}"
        raise UsageError(f"unknown format {format!r}", hint=did_you_mean(format, names(), known))


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
        from mlsum.formats.office.archive import Archive, is_archive

        if is_archive(data):
            Archive(data, where)  # says what is damaged
        message = f"this is not {titles[0]}, although its name ends in {suffix}"
        raise FormatError(message, where=where, hint=_MISNAMED)


_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MISNAMED = "get the file again; if it is something else, say what: --input-format plain"
_SAVE_ANEW = "save it without a password, as .docx, .pptx or .xlsx"
