"""Translate columns of CSV and TSV files: `mlsum translate table.csv --columns title --to pt`."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from mlsum.cli.outputs import place_beside, say, target_path
from mlsum.cli.refusals import refuse_missing
from mlsum.core.errors import UsageError
from mlsum.formats.tables import TABLES
from mlsum.request import Request
from mlsum.writers.doubts import plainly
from mlsum.writers.words import counted

if TYPE_CHECKING:
    from mlsum.batch.csvcolumns import Progress

__all__ = ["translate_tables"]

_SUFFIXES = (*TABLES, ".txt")


def translate_tables(request: Request) -> int:
    """Add a translated column for each of `columns` to every table; an exit code back."""
    from mlsum.batch.csvcolumns import Columns, translate_columns, translate_stream
    from mlsum.translation import Tally

    _refuse(request)
    refuse_missing(request.options)
    columns = Columns(request.columns, request.options)
    tally = Tally()
    try:
        for path in request.files:
            if path == "-":
                done = translate_stream(sys.stdin.buffer, sys.stdout.buffer, columns, _silent)
            else:
                output = _place(path, request)
                with _watching(Path(path), request.quiet) as watch:
                    done = translate_columns(Path(path), output, columns, watch)
            tally += done.tally
            _tell(done, path, request)
    except KeyboardInterrupt:
        say("mlsum: interrupted; finished work is kept", "run the same command again to resume")
        return 130
    return tally.exit_code(request.strict)


def _refuse(request: Request) -> None:
    """What does not go together with columns of a table."""
    for path in request.files:
        if path != "-" and Path(path).suffix.lower() not in _SUFFIXES:
            hint = "save the sheet as CSV; a workbook is translated whole, without --columns"
            raise UsageError("--columns is for CSV and TSV files", where=path, hint=hint)
    if request.output_format != "text" or request.in_place or request.options.fields:
        message = "--columns does not go with --format, --fields or --in-place"
        raise UsageError(message, hint="a table with more columns is what is written")


def _place(path: str, request: Request) -> Path:
    """Where the new table goes: what -o says, or beside the old one."""
    language = request.options.target
    suffix = f".{language}{Path(path).suffix}"
    named = target_path(request, path, len(request.files) > 1, suffix)
    beside = named or place_beside(path, request)
    if named:
        named.parent.mkdir(parents=True, exist_ok=True)
    return beside or Path(f"table.{language}.csv")


def _tell(done: "Progress", path: str, request: Request) -> None:
    """Print the number of rows and what needs attention."""
    if request.quiet:
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
