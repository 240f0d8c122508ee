"""Put the outputs of a batch in place, each whole or not at all."""

import errno
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from mlsum.batch.job import SCRATCH, Done, Job, Unit
from mlsum.core.errors import OutputError
from mlsum.writers.files import write_atomic

__all__ = ["GO_ON", "path_of", "place"]

GO_ON = "make room, then give the same command: it goes on from here"
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
# A sync waits 3 ms for the disk to do what it does for eight files in the same time.
_AT_ONCE = 8


def path_of(job: Job, unit: Unit, written: str = "") -> Path:
    """Where the document of a unit comes to lie."""
    return job.out / f"{unit.name}{written}"


def place(batch: Sequence[Unit], made: Sequence[Done], job: Job) -> list[Done]:
    """Write the files of a batch; what is left in each Done is for the journal.

    A file that cannot be written is a failure of its unit. Raises OutputError where the disk is
    full: then no other could be written either.
    """
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return list(pool.map(lambda unit, done: _placed(unit, done, job), batch, made))


def _placed(unit: Unit, done: Done, job: Job) -> Done:
    if unit.dataset:
        return done
    try:
        if job.tree and not done.lost:
            scratch = job.out / SCRATCH
            if done.native is not None:
                write_atomic(path_of(job, unit, done.written), done.native, scratch)
            if done.summary is not None:
                write_atomic(path_of(job, unit, ".summary.txt"), done.summary.encode(), scratch)
    except OutputError as error:
        cause = error.__cause__
        if isinstance(cause, OSError) and cause.errno in _FULL:
            raise OutputError(error.message, where=error.where, hint=GO_ON) from error
        return Done("failed", error.message)
    return replace(done, native=None, summary=None)
