"""Translate columns of CSV and TSV files: `mlsum translate table.csv --columns title --to pt`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mlsum.cli.outputs import place_beside, say, target_path
from mlsum.cli.typed import Common, How
from mlsum.document import Document
from mlsum.errors import FormatError, UsageError
from mlsum.formats.files import TABLES, by_columns, is_table
from mlsum.writers.doubts import plainly
from mlsum.writers.words import counted

if TYPE_CHECKING:
    from mlsum.batch.csvcolumns import Progress

__all__ = ["refuse_table", "translate_tables"]

_SUFFIXES = (*TABLES, ".txt")


def refuse_table(document: Document, common: Common, language: str) -> None:
    """A table, read as a text, would come back without its rows. Raises FormatError for one."""
    path = document.source.path or ""
    if common.input_format or not is_table(path):
        return
    hint = by_columns(path, document.source.text, language)
    raise FormatError("a table is translated by columns; name them", where=path, hint=hint)


def translate_tables(common: Common, how: How, names: str) -> int:
    """Add a translated column for each of `names` to every table; an exit code back."""
    from mlsum.batch.csvcolumns import Columns, translate_columns, translate_stream
    from mlsum.cli.work import options_of, refuse_missing
    from mlsum.pipeline import Tally

    _refuse(common, how)
    options = options_of(how)
    refuse_missing(options)
    columns = Columns(tuple(name.strip() for name in names.split(",") if name.strip()), options)
    tally = Tally()
    try:
        for path in common.files:
            if path == "-":
                done = translate_stream(sys.stdin.buffer, sys.stdout.buffer, columns, _silent)
            else:
                output = _place(path, str(options.target), common)
                with _watching(Path(path), common.quiet) as watch:
                    done = translate_columns(Path(path), output, columns, watch)
            tally += done.tally
            _tell(done, path, common)
    except KeyboardInterrupt:
        say("mlsum: stopped; what was done is kept", "the same command goes on from here")
        return 130
    return tally.exit_code(common.strict)


def _refuse(common: Common, how: How) -> None:
    """What does not go together with columns of a table."""
    for path in common.files:
        if path != "-" and Path(path).suffix.lower() not in _SUFFIXES:
            hint = "save the sheet as CSV; a workbook is translated whole, without --columns"
            raise UsageError("--columns is for CSV and TSV files", where=path, hint=hint)
    if common.output_format != "text" or common.in_place or how.fields:
        message = "--columns does not go with --format, --fields or --in-place"
        raise UsageError(message, hint="a table with more columns is what is written")


def _place(path: str, language: str, common: Common) -> Path:
    """Where the new table goes: what -o says, or beside the old one."""
    suffix = f".{language}{Path(path).suffix}"
    named = target_path(common, path, len(common.files) > 1, suffix)
    beside = named or place_beside(path, language, common)
    if named:
        named.parent.mkdir(parents=True, exist_ok=True)
    return beside or Path(f"table.{language}.csv")


def _tell(done: "Progress", path: str, common: Common) -> None:
    """How many rows there are, and what a person should look at."""
    if common.quiet:
        return
    before = f", {done.resumed} of them before" if done.resumed else ""
    said: list[tuple[str, str]] = [(f"{counted(done.rows, 'row')} done{before}", "")]
    if done.untranslated:
        why, hint = next(iter(done.tally.missing), ("", "mlsum models list"))
        reason = f" ({plainly(why)})" if why else ""
        said.append((f"{counted(done.untranslated, 'cell')} not translated{reason}", hint))
    if done.formulas:
        cells = counted(done.formulas, "new cell")
        message = f"an apostrophe stands before {cells} that would be taken for a formula"
        said.append((message, ""))
    for message, hint in said:
        say(f"mlsum: {path}: {message}", hint)


def _silent(_: "Progress") -> None:
    """Watch nothing."""


@contextmanager
def _watching(path: Path, quiet: bool) -> Iterator[Callable[["Progress"], None]]:
    """A bar over the bytes of the table, on a terminal."""
    if quiet or not sys.stderr.isatty() or not path.is_file():
        yield _silent
        return
    from rich.console import Console
    from rich.progress import BarColumn, TaskProgressColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.fields[rows]} rows"), BarColumn(), TaskProgressColumn())
    with Bar(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=path.stat().st_size, rows=0)
        yield lambda done: bar.update(task, completed=done.size, rows=done.rows)
