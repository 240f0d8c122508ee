"""Translate columns of a table: a stream of rows to which new cells are added.

A stopped run is continued by the next one, and the output has the same bytes in the end: rows
are worked on in batches of a fixed size, and what is in the unfinished file of the same job is
checked row by row against the source before it is believed.
"""

import io
import os
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, cast

from mlsum import service
from mlsum.batch.former import former_part
from mlsum.core.document import Document, Field, Item, Part, Source
from mlsum.core.errors import FormatError, InputError, OutputError, UsageError, did_you_mean
from mlsum.core.fingerprint import fingerprint
from mlsum.formats.tables import Dialect, Row, dialect_of, rows, written
from mlsum.request import Request
from mlsum.translation import Options, Tally, tally_of

__all__ = ["Columns", "Progress", "translate_columns", "translate_stream"]

_ROWS = 64  # of a batch
_HELD = 8 << 20  # bytes of a stream that are held in memory
_COMMA = re.compile(r"\s*,\s*")
# How a cell begins that a spreadsheet takes for a formula (OWASP, CSV Injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Columns:
    """Which columns are translated, and how."""

    names: tuple[str, ...]
    options: Options


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a job: bytes read of the source, rows, and cells that need attention.

    `resumed` rows were there before; `formulas` new cells would have begun a formula. `tally`
    counts the sentences of the other rows.
    """

    size: int = 0
    rows: int = 0
    resumed: int = 0
    untranslated: int = 0
    formulas: int = 0
    tally: Tally = field(default_factory=Tally)


Watch = Callable[[Progress], None]


def translate_columns(source: Path, output: Path, columns: Columns, watch: Watch) -> Progress:
    """Write the table at `source` with a new column for each of `columns` to `output`.

    Raises UsageError for a column that is not there, or a new one that is; FormatError, with the
    line, for a table that is broken; InputError and OutputError. What was done is kept.
    """
    try:
        with source.open("rb") as file:
            part = _part_file(source, output, columns)
            dialect = dialect_of(file, str(source))
            try:
                with _opened(part) as out:
                    progress = _resumed(file, out, dialect, str(source))
                    file.seek(len(dialect.bom))
                    for one in _worked(file, out, columns, (dialect, str(source), progress)):
                        progress = one
                        watch(one)
                    os.fsync(out.fileno())
                part.replace(output)
            finally:
                if part.exists() and not part.stat().st_size:
                    part.unlink()  # there is nothing to go on with
    except (FileNotFoundError, IsADirectoryError, PermissionError) as error:
        hint = "check the path"
        raise InputError(f"{error.strerror}", where=str(source), hint=hint) from error
    return progress


def translate_stream(file: BinaryIO, out: BinaryIO, columns: Columns, watch: Watch) -> Progress:
    """The same from one stream to another; the source is held on disk, for it is read twice."""
    with SpooledTemporaryFile(_HELD) as held:
        shutil.copyfileobj(file, held)
        held.seek(0)
        source = cast("BinaryIO", held)
        dialect = dialect_of(source, "<stdin>")
        done = Progress()
        for done in _worked(source, out, columns, (dialect, "<stdin>", Progress())):
            watch(done)
    out.flush()
    return done


def _opened(part: Path) -> BinaryIO:
    try:
        part.touch()
        return part.open("r+b")
    except OSError as error:
        hint = "name another place with -o"
        raise OutputError(f"cannot write: {error.strerror}", where=str(part), hint=hint) from error


def _part_file(source: Path, output: Path, columns: Columns) -> Path:
    """The file of rows that are done; one of an earlier version gets its name."""
    part = output.with_name(f".{output.name}.{_signature(source, columns)}.part")
    former = former_part(source, columns.names, columns.options)
    earlier = output.with_name(f".{output.name}.{former}.part")
    if earlier.is_file() and not part.exists():
        earlier.replace(part)
    return part


def _signature(source: Path, columns: Columns) -> str:
    """What makes two jobs the same: the table, its columns, and all that shapes a translation."""
    status = source.stat()
    return fingerprint(
        source=str(source.resolve()),
        size=status.st_size,
        modified=status.st_mtime_ns,
        columns=columns.names,
        options=replace(columns.options.deciding, fields=frozenset()),
    )[:12]


def _resumed(file: BinaryIO, out: BinaryIO, dialect: Dialect, where: str) -> Progress:
    """How many rows an earlier run has finished, in whole batches; what is beyond is cut off."""
    file.seek(len(dialect.bom))
    out.seek(len(dialect.bom))
    done, kept, at = 0, 0, len(dialect.bom)
    with _text(file, dialect) as source, _text(out, dialect) as made:
        pairs = zip(rows(source, dialect, where), rows(made, dialect, where), strict=False)
        try:
            for count, (old, new) in enumerate(pairs):  # the first is the head
                if not new.newline or not new.text.startswith(old.text):
                    break
                at += len((new.text + new.newline).encode(dialect.encoding))
                if count and count % _ROWS == 0:
                    done, kept = count, at
        except FormatError:  # cut off in the middle of a cell
            pass
    out.seek(kept)
    out.truncate()
    return Progress(rows=done, resumed=done)


@contextmanager
def _text(file: BinaryIO, dialect: Dialect) -> Iterator[io.TextIOWrapper]:
    """The text from where a file stands; the file itself stays open."""
    text = io.TextIOWrapper(file, encoding=dialect.encoding, newline="")
    try:
        yield text
    finally:
        text.detach()


def _worked(
    file: BinaryIO, out: BinaryIO, columns: Columns, job: tuple[Dialect, str, Progress]
) -> Iterator[Progress]:
    """Work on the rows that are left, a batch at a time; each is on disk before the next."""
    dialect, where, progress = job
    with _text(file, dialect) as text:
        reader = rows(text, dialect, where)
        head = next(reader, None)
        if head is None or not head.cells:
            hint = "its first row names the columns"
            raise InputError("the table has no head", where=where, hint=hint)
        places = _places(head, columns, where)
        if not progress.rows:
            names = [_harmless(f"{name}_{columns.options.target}") for name, _ in places]
            out.write(dialect.bom + _line(head, names, dialect, (len(head.cells), where)))
        for _ in islice(reader, progress.rows):
            pass
        while batch := list(islice(reader, _ROWS)):
            made, progress = _translated(batch, places, columns.options, progress)
            width = (len(head.cells), where)
            lines = [_line(*one, dialect, width) for one in zip(batch, made, strict=True)]
            out.write(b"".join(lines))
            out.flush()
            progress = replace(progress, rows=progress.rows + len(batch), size=file.tell())
            yield progress


def _places(head: Row, columns: Columns, where: str) -> list[tuple[str, int]]:
    """The columns with their places."""
    names = [cell.strip() for cell in head.cells]
    chosen = tuple(_chosen(columns.names, names))
    missing = [name for name in chosen if name not in names]
    if missing:
        hint = did_you_mean(missing[0], names, f"there are: {'; '.join(names)}")
        raise UsageError(f"no column {', '.join(missing)}", where=where, hint=hint)
    for name in chosen:
        if (new := f"{name}_{columns.options.target}") in names:
            hint = "leave it out of --columns, or remove it first"
            raise UsageError(f"there is a column {new} already", where=where, hint=hint)
    return [(name, names.index(name)) for name in dict.fromkeys(chosen)]


def _chosen(given: Sequence[str], names: Sequence[str]) -> Iterator[str]:
    """The names of columns; those that a comma in a name has divided are put together again."""
    known = {_COMMA.sub(",", name): name for name in names}
    rest = list(given)
    while rest:
        ends = () if rest[0] in names else range(len(rest), 1, -1)
        end = next((it for it in ends if _COMMA.sub(",", ",".join(rest[:it])) in known), 1)
        name = _COMMA.sub(",", ",".join(rest[:end]))
        yield rest[0] if rest[0] in names else known.get(name, rest[0])
        del rest[:end]


def _translated(
    batch: Sequence[Row], places: Sequence[tuple[str, int]], options: Options, progress: Progress
) -> tuple[list[list[str]], Progress]:
    """The new cells of each row: its cells are the fields of an item."""
    documents = [_document(row, places) for row in batch]
    request = Request(options=replace(options, labels="keep"))
    results = [one.translation for one in service.translate(documents, request)]
    made: list[list[str]] = []
    untranslated = formulas = 0
    for row, result in zip(batch, results, strict=True):
        new = {one.task.part: one.translation for one in result.outcomes}
        cells = []
        for place in (place for _, place in places):
            part = _part(row, place)
            text = new[part].text if part in new else part.text
            untranslated += part in new and new[part].status == "untranslated"
            cells.append(_harmless(text))
            formulas += cells[-1] != text
        made.append(cells)
    return made, replace(
        progress,
        untranslated=progress.untranslated + untranslated,
        formulas=progress.formulas + formulas,
        tally=progress.tally + tally_of(options, (o for one in results for o in one.outcomes)),
    )


def _harmless(text: str) -> str:
    """The text, with a mark before it where a spreadsheet would compute it."""
    return f"'{text}" if text.startswith(_FORMULA) and not _is_number(text) else text


def _document(row: Row, places: Sequence[tuple[str, int]]) -> Document:
    """A row as an item; a formula is no text."""
    parts = [(name, _part(row, place)) for name, place in places]
    fields = tuple(
        Field(Part(name, -1, -1), part) for name, part in parts if not part.text.startswith("=")
    )
    return Document(Source(""), "plain", (Item(fields),))


def _part(row: Row, place: int) -> Part:
    return Part(row.cells[place] if place < len(row.cells) else "", place, place)


def _line(row: Row, cells: Sequence[str], dialect: Dialect, whole: tuple[int, str]) -> bytes:
    """A row with cells behind it; one that is too short is filled up first, a blank one stays."""
    width, where = whole
    if len(row.cells) > width:
        message = f"line {row.line} has {len(row.cells)} cells, the head {width}"
        raise FormatError(message, where=where, hint="put cells with delimiters in quotes")
    short = dialect.delimiter * (width - len(row.cells))
    added = short + "".join(dialect.delimiter + written(cell, dialect) for cell in cells)
    text = row.text + (added if row.cells else "") + row.newline
    try:
        return text.encode(dialect.encoding)
    except UnicodeEncodeError as error:
        lacks = f"line {row.line}: {dialect.encoding} has no letter {text[error.start]!r}"
        hint = f"convert the table first: iconv -f {dialect.encoding} -t UTF-8"
        raise OutputError(lacks, where=where, hint=hint) from error


def _is_number(text: str) -> bool:
    return text[1:].replace(".", "").replace(",", "").replace(" ", "").isdigit()
