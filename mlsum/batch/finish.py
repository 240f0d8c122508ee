"""Write what stands at the end of a job: datasets in the order of the listing, and reports."""

import json
import os
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import PurePosixPath
from typing import IO, Any

from mlsum.batch.datasets import lines_back, parquet_back
from mlsum.batch.job import DATASETS, REPORT, SCRATCH, SUMMARY, Job, Progress, Shape
from mlsum.batch.journal import Journal
from mlsum.batch.listing import listing
from mlsum.batch.place import GO_ON
from mlsum.batch.report import gather, page
from mlsum.batch.tables import WRITERS
from mlsum.core.errors import InputError, OutputError
from mlsum.writers import html
from mlsum.writers.files import write_atomic
from mlsum.writers.words import number, reader, say_in

__all__ = ["finish"]

Fill = Callable[[IO[bytes]], None]


def finish(
    job: Job, journal: Journal, progress: Progress, seconds: float
) -> tuple[list[tuple[str, str]], dict[str, Any]]:
    """Write datasets, the files of rows in the tree, `summary.json` and `report.html`.

    Returns the files of rows that could not be written, with the reason, and what the journal
    was found to hold.
    """
    for shape in job.datasets:
        _write(job, DATASETS[shape], _dataset(shape, job, journal))
    failures = list(_rows_back(job, journal)) if job.tree and job.translates else []
    if job.tree and job.summary:
        _summaries(job, journal)
    facts = gather(journal)
    facts["timing"] = {
        "seconds": round(seconds, 3),
        "worked": progress.done,
        "done_before": progress.fresh,
        "documents_per_second": round(progress.done / seconds, 3) if seconds else None,
    }
    summary = json.dumps(_without_rows(facts), ensure_ascii=False, indent=2) + "\n"
    scratch = job.out / SCRATCH
    write_atomic(job.out / SUMMARY, summary.encode(), scratch)
    ui = reader(job.ui, job.options.target)
    title = f"mlsum batch · {say_in(ui)('Documents: ' + number(facts['documents'], ui))}"
    write_atomic(job.out / REPORT, html.draw(page(facts, ui), title, ui).encode(), scratch)
    return failures, facts


def _dataset(shape: Shape, job: Job, journal: Journal) -> Fill:
    return lambda file: WRITERS[shape](partial(_records, journal), file, job)


def _records(journal: Journal) -> Iterator[str]:
    """The lines of the records; a document of several items has several."""
    for (lines,) in journal.rows("records"):
        # Not splitlines: text may hold other line ends than this one.
        yield from (f"{line}\n" for line in str(lines).split("\n") if line)


def _rows_back(job: Job, journal: Journal) -> Iterator[tuple[str, str]]:
    """The files of many documents that came in, row by row as they were translated."""
    found = journal.rows("DISTINCT dataset", "dataset IS NOT NULL")
    names = [str(row[0]) for row in found]
    parquet = {name for name in names if PurePosixPath(name).suffix.lower() == ".parquet"}
    paths = {one.name: one.path for one in (listing(job.inputs, job.out) if parquet else ())}
    for name in names:
        try:
            path = paths[name] if name in parquet else None
            _write(job, name, partial(_fill_rows, journal, name, path))
        except (InputError, KeyError):
            yield name, "it changed while it was worked on"


def _summaries(job: Job, journal: Journal) -> None:
    """The summaries of each file of rows, in their order, an empty line between two."""
    for (name,) in journal.rows("DISTINCT dataset", "dataset IS NOT NULL AND summary IS NOT NULL"):
        _write(job, f"{name}.summary.txt", partial(_fill_summaries, journal, str(name)))


def _fill_summaries(journal: Journal, name: str, file: IO[bytes]) -> None:
    between = ""
    for (text,) in journal.rows("summary", "dataset = ? AND summary IS NOT NULL", name):
        file.write(f"{between}{text}".encode())
        between = "\n"


def _fill_rows(journal: Journal, name: str, parquet: str | None, file: IO[bytes]) -> None:
    if parquet:
        parquet_back(parquet, _lines(journal, name), file)
    else:
        lines_back((line for _, line in _lines(journal, name)), file)


def _lines(journal: Journal, name: str) -> Iterator[tuple[int, bytes]]:
    """The rows of a file with their numbers in it, as they were translated."""
    for place, line in journal.rows("name, native", "dataset = ? AND native IS NOT NULL", name):
        if isinstance(line, bytes):
            yield int(str(place).rpartition(":")[2]), line


def _write(job: Job, name: str, fill: Fill) -> None:
    """A file from its pieces, whole or not at all."""
    temporary, target = job.out / SCRATCH / "stream", job.out / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            fill(file)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(target)
    except OSError as error:
        reason = f"cannot write: {error.strerror or error}"
        raise OutputError(reason, where=str(target), hint=GO_ON) from error


def _without_rows(facts: dict[str, Any]) -> dict[str, Any]:
    """What does not depend on the clock, and the timing under a key of its own."""
    left_out = ("slowest", "pace", "tally", "partly")
    return {key: value for key, value in facts.items() if key not in left_out} | {
        "untranslated": sum(facts["partly"]),
        "missing": dict(facts["tally"].missing),
    }
