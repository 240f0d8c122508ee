"""Translation memories as other tools write them: TMX 1.4b and tab-separated tables."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, TextIO
from xml.sax.saxutils import escape, quoteattr

from mlsum.core.errors import EncodingError, FormatError, InputError, LanguageError
from mlsum.core.lang import Lang
from mlsum.memory.store import Entry, Query

if TYPE_CHECKING:
    from xml.parsers.expat import XMLParserType

__all__ = ["read_pairs", "write_tmx"]

_TSV_HINT = "the first row names the languages, such as en<tab>pt; the source comes first"
_CHUNK = 1 << 16
_ANY = "*all*"
# Inside a segment these hold the mark-up of the tool that made it, not text.
_CODES = frozenset({"bpt", "ept", "it", "ph", "ut"})
_HEAD = """\
<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4">
<header creationtool="mlsum" creationtoolversion="1" segtype="sentence" o-tmf="mlsum"
 adminlang="en" srclang="*all*" datatype="plaintext"/>
<body>
"""


def write_tmx(entries: Iterable[Entry], file: TextIO) -> int:
    """Write entries as TMX 1.4b, one by one, and say how many were.

    One with a character that XML cannot hold is left out.
    """
    file.write(_HEAD)
    written = 0
    for entry in entries:
        if all(map(_in_xml, entry.text + entry.output)):
            file.write(_unit(entry))
            written += 1
    file.write("</body>\n</tmx>\n")
    return written


def read_pairs(path: Path) -> Iterator[tuple[Query, str]]:
    """The pairs of a TMX file, or by its suffix `.tsv` or `.txt` of a tab-separated table.

    A row or unit in several languages gives a pair from the source language to each other one;
    a TMX file that names none gives all. Raises InputError where the file cannot be read, and
    FormatError with its line where it is no such thing.
    """
    try:
        if path.suffix.lower() in {".tsv", ".txt"}:
            with path.open(encoding="utf-8-sig", newline="") as text:
                yield from _tsv(text, path)
        else:
            with path.open("rb") as data:
                yield from _tmx(data, path)
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}", where=str(path)) from error
    except UnicodeDecodeError as error:
        raise EncodingError("not UTF-8 text", hint="save it as UTF-8", where=str(path)) from error


def _unit(entry: Entry) -> str:
    engine = f'<prop type="x-engine">{escape(entry.engine)}</prop>' if entry.engine else ""
    both = ((entry.source, entry.text), (entry.target, entry.output))
    variants = "".join(
        f'<tuv xml:lang="{lang}"><seg>{escape(text)}</seg></tuv>' for lang, text in both
    )
    return f"<tu srclang={quoteattr(str(entry.source))}>{engine}{variants}</tu>\n"


def _in_xml(char: str) -> bool:
    # https://www.w3.org/TR/xml/#charsets; a carriage return would come back as a line feed.
    return char in "\t\n" or " " <= char <= "\ud7ff" or "\ue000" <= char not in "\ufffe\uffff"


def _tsv(lines: Iterable[str], path: Path) -> Iterator[tuple[Query, str]]:
    languages: list[Lang] = []
    for number, line in enumerate(lines, 1):
        cells = [cell.strip() for cell in line.rstrip("\r\n").split("\t")]
        where = f"{path}:{number}"
        if not any(cells):
            continue
        if not languages:
            languages = _languages(cells, where)
            continue
        if len(cells) != len(languages):
            raise FormatError(
                f"cells in this row: {len(cells)}, not {len(languages)}",
                hint=_TSV_HINT,
                where=where,
            )
        yield from _pairs(list(zip(languages, cells, strict=True)), languages[0])


def _languages(cells: list[str], where: str) -> list[Lang]:
    try:
        languages = [Lang.parse(cell) for cell in cells]
    except LanguageError as error:
        raise FormatError(error.message, hint=_TSV_HINT, where=where) from error
    if len(languages) < 2 or len(set(languages)) < len(languages):
        raise FormatError(
            "two or more different languages belong here", hint=_TSV_HINT, where=where
        )
    return languages


def _pairs(texts: list[tuple[Lang, str]], source: Lang | None) -> Iterator[tuple[Query, str]]:
    """The pairs of one unit; without a `source` every language is one."""
    for a, text in texts:
        for b, output in texts:
            if a.base != b.base and text and output and (source is None or a.base == source.base):
                yield Query(text, a, b), output


def _tmx(data: BinaryIO, path: Path) -> Iterator[tuple[Query, str]]:
    """Parse TMX as it streams by; units come out as they are complete."""
    from xml.parsers.expat import ExpatError, ParserCreate, errors

    parser = ParserCreate()
    reader = _Reader(parser, path)
    done = False
    while not done:
        chunk = data.read(_CHUNK)
        done = not chunk
        try:
            parser.Parse(chunk, done)
        except ExpatError as error:
            raise FormatError(
                f"not TMX: {errors.messages[error.code]}", where=f"{path}:{error.lineno}"
            ) from error
        except LookupError as error:  # an encoding nobody knows
            raise FormatError(f"not TMX: {error}", where=str(path)) from error
        yield from reader.found
        reader.found.clear()


@dataclass(slots=True)
class _Reader:
    """Takes the events of a TMX file; complete units gather in `found`."""

    parser: "XMLParserType"
    path: Path
    found: list[tuple[Query, str]] = field(default_factory=list)
    _srclang: str = _ANY
    _unit_srclang: str = _ANY
    _lang: str = ""
    _texts: list[tuple[Lang, str]] = field(default_factory=list)
    _inside: list[str] = field(default_factory=list)
    _seg: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.EntityDeclHandler = self._refuse

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._inside and name != "tmx":
            raise self._error(f"not TMX: the root is <{name}>")
        self._inside.append(name)
        if name == "header":
            self._srclang = attributes.get("srclang", _ANY)
        elif name == "tu":
            self._unit_srclang = attributes.get("srclang", self._srclang)
            self._texts = []
        elif name == "tuv":
            self._lang = attributes.get("xml:lang", attributes.get("lang", ""))
        elif name == "seg":
            self._seg = []

    def _end(self, name: str) -> None:
        self._inside.pop()
        if name == "seg":
            text = " ".join("".join(self._seg).split())
            self._texts.append((self._read(self._lang), text))
        elif name == "tu":
            any_source = self._unit_srclang.lower() == _ANY
            source = None if any_source else self._read(self._unit_srclang)
            self.found += _pairs(self._texts, source)

    def _characters(self, text: str) -> None:
        if "seg" in self._inside and _CODES.isdisjoint(self._inside):
            self._seg.append(text)

    def _doctype(
        self, _name: str, _system: str | None, _public: str | None, internal: bool
    ) -> None:
        # The usual `<!DOCTYPE tmx SYSTEM "tmx14.dtd">` is never fetched, so it does no harm.
        if internal:
            self._refuse()

    def _refuse(self, *_: object) -> None:
        raise self._error("a TMX file may not declare entities or a document type of its own")

    def _read(self, tag: str) -> Lang:
        try:
            return Lang.parse(tag)
        except LanguageError as error:
            raise self._error(error.message) from error

    def _error(self, message: str) -> FormatError:
        return FormatError(message, where=f"{self.path}:{self.parser.CurrentLineNumber}")
