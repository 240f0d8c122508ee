"""The files to read, as the driver lists them, and how a task reads them on its node."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from mlsum.batch import Job, Run
from mlsum.batch.datasets import count_rows, holds_rows
from mlsum.batch.job import Unit
from mlsum.batch.listing import Found, listing, units
from mlsum.batch.stores import is_url
from mlsum.batch_ray.rows import UNIT, units_table
from mlsum.core.errors import InputError

__all__ = ["FILES", "asked", "read"]

FILES = 16  # that one task reads


def asked(run: Run) -> Iterator[dict[str, Any]]:
    """Every file to be read, with the digests of what need not be done in it."""
    job, left = run.job, run.job.limit
    for index, found in enumerate(listing(job.inputs, job.out)):
        if left is not None and left <= 0:
            return
        many = holds_rows(found.path, job)
        claimed = _claimed(run, found, many)
        if claimed is None:
            continue
        known = run.journal.known_rows(found.name) if many else {}
        if not many and (one := run.journal.known(found.name)):
            known = {found.name: one}
        done = {
            name: one.digest
            for name, one in known.items()
            if run.settled(Unit(name, dataset=found.name if many else None), one)
        }
        most = left if left is not None else -1
        if left is not None:
            left -= _rows_in(found) if many else 1
        yield {
            "path": found.path if is_url(found.path) else str(Path(found.path).absolute()),
            "name": claimed.name,
            "error": claimed.error,
            "position": index << 32,
            "most": most,
            "known": json.dumps(done),
        }


def _claimed(run: Run, found: Found, many: bool) -> Unit | None:
    """A file as a unit, with an error where its place is taken; None if it came before."""
    if not many:
        return run.claimed(found.shown, Unit(found.name))
    holder = run.journal.claim(found.name, found.shown)
    if holder == found.shown:
        return None
    error = f"its place is taken: {holder}" if holder else ""
    return Unit(found.shown if holder else found.name, error=error)


def _rows_in(found: Found) -> int:
    try:
        return count_rows(found.path)
    except (OSError, InputError):
        return 1


def read(files: Any, job: Job) -> Iterator[Any]:
    """Read files, where the task runs: a row per document, without bytes where it is done."""
    for file in files.to_pylist():
        known = json.loads(file["known"])
        if file["error"]:
            found: Iterable[Unit] = [Unit(file["name"], error=file["error"])]
        else:
            found = units(Found(file["path"], file["name"]), job, file["position"])
        rows: list[dict[str, Any]] = []
        for number, unit in enumerate(found):
            if number == file["most"]:
                break
            digest = unit.digest
            done = bool(digest) and known.get(unit.name) == digest
            row = {key: getattr(unit, key) for key in UNIT}
            rows.append(row | {"data": b"" if done else unit.data, "digest": digest, "done": done})
            if len(rows) == job.batch:
                yield units_table(rows)
                rows = []
        yield units_table(rows)
