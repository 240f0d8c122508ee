"""Rows of CSV and TSV files as they are written, one after the other (RFC 4180, and its kin).

Encoding, byte order mark, delimiter and line ends are the file's own. A row keeps its text: what
is added to it goes behind, and nothing before changes.
"""

import codecs
import csv
import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, TextIO

from mlsum.core.errors import FormatError
from mlsum.formats.encodings import decode

__all__ = ["TABLES", "Dialect", "Row", "by_columns", "dialect_of", "is_table", "rows", "written"]

TABLES = (".csv", ".tsv", ".tab")
_HEAD = 1000  # characters of the first line of a table that are looked at
_SHOWN = 60  # characters of the names in a hint

_DELIMITERS = ",;\t|"
_SAMPLE = 1 << 16  # bytes that the delimiter is told from
_LONGEST_ROW = 4 << 20  # characters; real rows have a few thousand
_CHUNK = 1 << 20
_NEWLINE = re.compile(r"\r\n|\n|\r")
_AROUND = 1 << 17
_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MEND = (
    "quote the cells of this row, or read the file as text: --input-format plain, without --columns"
)


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file is written."""

    encoding: str
    bom: bytes
    delimiter: str
    newline: str


@dataclass(frozen=True, slots=True)
class Row:
    """A row: its text without the line end, that line end, its cells, the line it begins on."""

    text: str
    newline: str
    cells: tuple[str, ...]
    line: int


def is_table(path: str | None) -> bool:
    """Whether a file is one of columns, by its name: translated as a text, it loses its rows."""
    return Path(path or "").suffix.lower() in TABLES


def by_columns(path: str, text: str, language: str) -> str:
    """The command that translates a table, with the names of its columns where they are few."""
    head = text.lstrip().partition("\n")[0][:_HEAD]
    names = max((next(csv.reader([head], delimiter=it)) for it in ",;\t|"), key=len)
    shown = ",".join(f'"{name}"' if "," in name else name for name in map(str.strip, names))
    columns = shown if len(shown) <= _SHOWN and "\n" not in shown else "NAME,NAME"
    return f"mlsum translate {path} --columns {shlex.quote(columns)} --to {language}"


def dialect_of(file: BinaryIO, where: str) -> Dialect:
    """What the file is written in; it is read through once for its encoding, and wound back.

    It then stands behind the byte order mark. Raises EncodingError if the encoding is unknown.
    """
    start = file.read(4)
    bom, encoding = next(((b, e) for b, e in _BOMS if start.startswith(b)), (b"", ""))
    file.seek(len(bom))
    encoding = encoding or _encoding(file, where)
    file.seek(len(bom))
    decoder = codecs.getincrementaldecoder(encoding)("replace")
    sample = decoder.decode(file.read(_SAMPLE))
    file.seek(len(bom))
    newline = _NEWLINE.search(sample)
    delimiter = "\t" if where.lower().endswith((".tsv", ".tab")) else _delimiter(sample)
    return Dialect(encoding, bom, delimiter, newline[0] if newline else "\n")


def rows(file: TextIO, dialect: Dialect, where: str) -> Iterator[Row]:
    """The rows of a file that was opened with `newline=""`; blank lines have no cells.

    Raises FormatError, naming the line, for a quoted cell that is never closed, one that is too
    long, or bytes that do not fit the encoding.
    """
    line = 1
    for text in _records(file, dialect.delimiter, where):
        bare = text.rstrip("\r\n")
        try:
            cells = (
                next(csv.reader([text], delimiter=dialect.delimiter), []) if bare.strip() else []
            )
        except csv.Error as error:  # a cell of more than 128 KiB
            message = f"line {line} is no row of a table: {error}"
            raise FormatError(message, where=where, hint=_MEND) from error
        yield Row(bare, text[len(bare) :], tuple(cells), line)
        line += len(_NEWLINE.findall(text)) or 1


def written(cell: str, dialect: Dialect) -> str:
    """A cell as it is written: in quotes where it has to be."""
    if any(char in cell for char in (dialect.delimiter, '"', "\n", "\r")) or cell != cell.strip():
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _records(file: TextIO, delimiter: str, where: str) -> Iterator[str]:
    """Lines, those put together in which a quoted cell goes on."""
    text, number, started, inside = "", 0, 1, False
    try:
        for line in file:
            number += 1
            started = started if text else number
            text += line
            inside = (inside or '"' in line) and _inside(line, delimiter, inside)
            if inside and len(text) > _LONGEST_ROW:
                break
            if not inside:
                yield text
                text = ""
    except UnicodeDecodeError as error:
        message = f"line {number + 1} is not {error.encoding}, as the rest of the file is"
        raise FormatError(message, where=where, hint="convert it first: iconv -t UTF-8") from error
    if text:
        message = f"a quoted cell that begins on line {started} is never closed"
        raise FormatError(message, where=where, hint=_MEND)


def _inside(line: str, delimiter: str, inside: bool) -> bool:
    """Whether a quoted cell goes on after a line; `inside` says whether one did before it."""
    at = 0
    while True:
        if inside or line.startswith('"', at):
            at = line.find('"', at if inside else at + 1)
            while at >= 0 and line.startswith('"', at + 1):
                at = line.find('"', at + 2)
            if at < 0:
                return True
        inside = False
        at = line.find(delimiter, at)
        if at < 0:
            return False
        at += 1


def _delimiter(sample: str) -> str:
    """The mark that divides the first row into most cells, and those below into as many."""
    lines = [line for line in sample.splitlines()[:21] if line.strip()]

    def rate(delimiter: str) -> tuple[int, int]:
        counts = [len(cells) for cells in csv.reader(lines, delimiter=delimiter)]
        if not counts or counts[0] < 2:
            return 0, 0
        return counts.count(counts[0]), counts[0]

    return max(_DELIMITERS, key=rate) if lines else ","


def _encoding(file: BinaryIO, where: str) -> str:
    """UTF-8 if all of the file is; else what the first bytes are in that are not."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    at = file.tell()
    while chunk := file.read(_CHUNK):
        try:
            decoder.decode(chunk)
        except UnicodeDecodeError as error:
            file.seek(max(0, at + error.start - _AROUND))
            around = file.read(2 * _AROUND)
            first, last = around.find(b"\n") + 1, around.rfind(b"\n") + 1
            whole = len(around) < 2 * _AROUND
            return decode(around if whole else around[first:last], Path(where).name).encoding
        at += len(chunk)
    return "utf-8"
