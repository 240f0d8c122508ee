"""Write what stands at the end of a job: datasets in the order of the listing, and reports."""

import json
import os
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from mlsum.batch.job import DATASET, REPORT, SCRATCH, SUMMARY, Job, Progress
from mlsum.batch.journal import Journal
from mlsum.batch.report import gather, page
from mlsum.errors import OutputError
from mlsum.writers import html
from mlsum.writers.files import write_atomic

__all__ = ["finish"]


def finish(job: Job, journal: Journal, progress: Progress, seconds: float) -> None:
    """Put the dataset, the JSON Lines files of the tree, `summary.json` and `report.html`."""
    if job.shape != "tree":
        records = (str(row[0]).encode() for row in journal.rows("records"))
        _stream(job, DATASET, records)
    if job.shape != "jsonl":
        _lines(job, journal)
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
    title = f"mlsum batch · {facts['documents']} documents"
    write_atomic(job.out / REPORT, html.draw(page(facts), title).encode(), scratch)


def _lines(job: Job, journal: Journal) -> None:
    """The JSON Lines files that came in, line by line as they were translated."""
    rows = journal.rows("dataset, native", "native IS NOT NULL")
    for name, lines in groupby(rows, key=lambda row: str(row[0])):
        _stream(job, name, _ended(line for _, line in lines if isinstance(line, bytes)))


def _ended(lines: Iterable[bytes]) -> Iterator[bytes]:
    """A file's last line may lack its end, but not where another line follows."""
    before = b"\n"
    for line in lines:
        if not before.endswith(b"\n"):
            yield b"\n"
        yield line
        before = line


def _stream(job: Job, name: str, pieces: Iterable[bytes]) -> None:
    """A file from its pieces, whole or not at all."""
    temporary, target = job.out / SCRATCH / "stream", job.out / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except OSError as error:
        hint = "make room, then give the same command: it goes on from here"
        raise OutputError(
            f"cannot write: {error.strerror or error}", where=str(target), hint=hint
        ) from error


def _without_rows(facts: dict[str, Any]) -> dict[str, Any]:
    """What does not depend on the clock, and the timing under a key of its own."""
    return {key: value for key, value in facts.items() if key not in ("slowest", "pace")}
