"""Run a job: list, skip what is done, work on batches, put outputs in place, then commit."""

import errno
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from mlsum.batch.finish import finish
from mlsum.batch.job import (
    DATASET,
    JOURNAL,
    LOCK,
    REPORT,
    SCRATCH,
    SUMMARY,
    Done,
    Job,
    Progress,
    Totals,
    Unit,
)
from mlsum.batch.journal import Journal
from mlsum.batch.listing import listing, units
from mlsum.batch.workers import Batch, worked
from mlsum.errors import OutputError, UsageError
from mlsum.writers.files import write_atomic

__all__ = ["run_job", "survey"]

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO})
_BATCH_BYTES = 4 << 20
_TOLD = 1000


def run_job(job: Job, watch: Callable[[Progress], None] = lambda _: None) -> Totals:
    """Do what is not done yet and write the dataset and the reports.

    Whenever it is stopped, the same job goes on where it was. Raises UsageError where another
    run is at work on OUT, OutputError where nothing more can be written.
    """
    try:
        (job.out / SCRATCH).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write: {error.strerror}", where=str(job.out)) from error
    with _locked(job.out):
        _clear(job)
        with closing(Journal(job.out, job.signature)) as journal:
            return _Run(job, journal, watch).go()


@contextmanager
def _locked(out: Path) -> Iterator[None]:
    """Keep others from OUT; the system takes the lock back from a killed run."""
    lock = FileLock(out / LOCK, timeout=0)
    try:
        lock.acquire()
    except Timeout as error:
        hint = "wait for it, or name another folder with --out"
        raise UsageError("another run is at work here", where=str(out), hint=hint) from error
    try:
        yield
    finally:
        lock.release()


def survey(job: Job) -> Totals:
    """What a run would do, with nothing done: `worked` are the documents left to do."""
    started = time.monotonic()
    if job.force or not (job.out / JOURNAL).exists():
        left = sum(1 for _ in _limited(job))
        return Totals(left, left, 0, 0, (), time.monotonic() - started)
    with closing(Journal(job.out, job.signature)) as journal:
        run = _Run(job, journal, lambda _: None)
        left = sum(len(batch) for batch in run.batches())
        seen = run.progress
        return Totals(left + seen.fresh + seen.failed, left, seen.fresh, seen.failed, (), 0.0)


def _clear(job: Job) -> None:
    """Remove what a killed run left half done; with `force`, what earlier runs noted, too."""
    scratch = job.out / SCRATCH
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(exist_ok=True)
    if job.force:
        for suffix in ("", "-wal", "-shm"):
            (job.out / f"{JOURNAL}{suffix}").unlink(missing_ok=True)


def _limited(job: Job) -> Iterator[tuple[Path, Unit]]:
    """The listing with places numbered, as far as the limit."""
    position = 0
    for found in listing(job.inputs, job.out):
        for unit in units(found, job):
            if job.limit is not None and position >= job.limit:
                return
            yield found.path, replace(unit, position=position)
            position += 1


def _reserved(job: Job) -> tuple[str, ...]:
    """Places in the tree that the job takes for itself."""
    return {"tree": (SUMMARY, REPORT), "both": (SUMMARY, REPORT, DATASET), "jsonl": ()}[job.shape]


class _Run:
    """One run of a job over its journal."""

    def __init__(self, job: Job, journal: Journal, watch: Callable[[Progress], None]) -> None:
        self._job = job
        self._journal = journal
        self._watch = watch
        self._failures: list[tuple[str, str]] = []
        self.progress = Progress("working")
        for name in _reserved(job):
            journal.claim(name, "an output of the job itself")

    def go(self) -> Totals:
        started = time.monotonic()
        with closing(worked(self.batches(), self._job)) as results:
            for batch, made in results:
                for (unit, digest), done in zip(batch, made, strict=True):
                    self._place(unit, digest, done)
                self._journal.commit()
                self._watch(self.progress)
                if self._failures and self._job.fail_fast:
                    break
        self._journal.commit()
        progress = self.progress
        total = progress.done + progress.fresh + progress.failed
        seconds = time.monotonic() - started
        if not (self._failures and self._job.fail_fast):
            self._watch(replace(progress, stage="writing"))
            finish(self._job, self._journal, progress, seconds)
            shutil.rmtree(self._job.out / SCRATCH, ignore_errors=True)
        told = tuple(self._failures[:_TOLD])
        return Totals(total, progress.done, progress.fresh, progress.failed, told, seconds)

    def batches(self) -> Iterator[Batch]:
        """Units that are left to do, so many or so many bytes at a time."""
        batch: Batch = []
        size = 0
        for path, unit in _limited(self._job):
            claimed = self._claimed(path, unit)
            if claimed is None:
                continue
            digest = claimed.digest
            if self._fresh(claimed, digest):
                continue
            batch.append((claimed, digest))
            size += len(claimed.data)
            if len(batch) >= self._job.batch or size >= _BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _claimed(self, path: Path, unit: Unit) -> Unit | None:
        """The unit if its places are its own; with an error if not; None if it came before."""
        line = unit.name.removeprefix(unit.dataset) if unit.dataset else ""
        by = f"{path}{line}"
        holder = None
        if unit.dataset:
            holder = self._journal.claim(unit.dataset, str(path))
        if holder in (None, str(path)):
            holder = self._journal.claim(unit.name, by)
            if holder == by:
                return None
        if holder is None and self._job.summary and not line:
            holder = self._journal.claim(f"{unit.name}.summary.txt", by)
        if holder is None:
            return unit
        return replace(unit, name=by, data=b"", error=f"its place is taken: {holder}", dataset=None)

    def _fresh(self, unit: Unit, digest: str) -> bool:
        """Whether there is nothing to do: done before, or failed and not to be tried again."""
        known = self._journal.known(unit, digest) if digest else None
        if known is None:
            return False
        status, error = known
        if status == "failed":
            if self._job.retry_failed:
                return False
            self._failed(unit.name, error)
        elif not self._in_place(unit):
            return False
        else:
            self.progress = replace(self.progress, fresh=self.progress.fresh + 1)
        self._journal.keep(unit)
        return True

    def _in_place(self, unit: Unit) -> bool:
        tree = self._job.shape != "jsonl" and self._job.translates and not unit.dataset
        return not tree or (self._job.out / unit.name).is_file()

    def _place(self, unit: Unit, digest: str, done: Done) -> None:
        """Put the outputs of a unit in place; then its row may be committed."""
        try:
            if self._job.shape != "jsonl" and not unit.dataset and done.status != "failed":
                if done.native is not None:
                    self._write(unit.name, done.native)
                if done.summary is not None:
                    self._write(f"{unit.name}.summary.txt", done.summary.encode())
        except OutputError as error:
            cause = error.__cause__
            if isinstance(cause, OSError) and cause.errno in _FULL:
                self._journal.commit()
                hint = "make room, then give the same command: it goes on from here"
                raise OutputError(error.message, where=error.where, hint=hint) from error
            done = Done("failed", error.message)
        self._journal.put(unit, digest, done)
        if done.status == "failed":
            self._failed(unit.name, done.error)
        else:
            self.progress = replace(self.progress, done=self.progress.done + 1)

    def _write(self, name: str, data: bytes) -> None:
        write_atomic(self._job.out / name, data, self._job.out / SCRATCH)

    def _failed(self, name: str, reason: str) -> None:
        if len(self._failures) < _TOLD:
            self._failures.append((name, reason))
        failed = self.progress.failed + 1
        self.progress = replace(self.progress, failed=failed, failure=f"{name}: {reason}")
