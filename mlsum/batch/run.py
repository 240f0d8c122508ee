"""Run a job: list, skip what is done, work on batches, put outputs in place, then commit."""

import shutil
import time
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path, PurePosixPath
from typing import Any

from filelock import FileLock, Timeout

from mlsum.batch.finish import finish
from mlsum.batch.former import former_signature
from mlsum.batch.job import (
    DATASETS,
    JOURNAL,
    LOCK,
    LOST,
    REPORT,
    SCRATCH,
    SUMMARY,
    Done,
    Job,
    Progress,
    Totals,
    Unit,
)
from mlsum.batch.journal import Journal, Known
from mlsum.batch.listing import Found, listing, total, units
from mlsum.batch.place import path_of
from mlsum.batch.routes import forget, still
from mlsum.batch.workers import Batch, Worked, worked
from mlsum.core.errors import OutputError, UsageError
from mlsum.formats import about, names
from mlsum.translation import Tally

__all__ = ["Run", "Runner", "Watch", "run_job", "survey"]

Watch = Callable[[Progress], None]
Runner = Callable[["Run"], Generator[Worked, None, None]]
Chosen = Callable[[Found], bool]

_BATCH_BYTES = 4 << 20
_TOLD = 1000


def run_job(
    job: Job,
    watch: Watch = lambda _: None,
    runner: Runner | None = None,
    chosen: Chosen = lambda _: True,
) -> Totals:
    """Do what is not done yet and write the datasets and the reports.

    A stopped job is continued by the next run. `chosen` says which files
    are read; what is known of the others stands. Raises UsageError where another
    run is at work on OUT, OutputError where nothing more can be written.
    """
    try:
        cut_off = (job.out / SCRATCH).exists()  # a run that comes to its end removes it
        (job.out / SCRATCH).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"cannot write: {error.strerror}", where=str(job.out)) from error
    with _locked(job.out):
        _clear(job)
        with closing(Journal(job.out, job.signature, former_signature(job))) as journal:
            run = Run(job, journal, watch, chosen)
            return run.go(runner or partial(_here, apart=job.careful and cut_off))


def _here(run: "Run", apart: bool) -> Generator[Worked, None, None]:
    return worked(run.batches(), run.job, apart)


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
    if job.force or not (job.out / JOURNAL).exists():
        left = total(job)
        return Totals(left, left, 0, 0, (), 0.0)
    with closing(Journal(job.out, job.signature, former_signature(job))) as journal:
        run = Run(job, journal)
        left = sum(len(batch) for batch in run.batches())
        seen = run.progress
        return Totals(left + seen.fresh + seen.failed, left, seen.fresh, seen.failed, (), 0.0)


def _clear(job: Job) -> None:
    """Remove what a killed run left half done; with `force`, what earlier runs noted, too."""
    scratch = job.out / SCRATCH
    if scratch.is_symlink():
        scratch.unlink()  # what is written there stays in this folder
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(exist_ok=True)
    if job.force:
        for suffix in ("", "-wal", "-shm"):
            (job.out / f"{JOURNAL}{suffix}").unlink(missing_ok=True)


class Run:
    """One run of a job over its journal."""

    def __init__(
        self,
        job: Job,
        journal: Journal,
        watch: Watch = lambda _: None,
        chosen: Chosen = lambda _: True,
    ) -> None:
        self.job = job
        self.journal = journal
        self.progress = Progress("loading")
        self._watch = watch
        self._chosen = chosen
        self._failures: list[tuple[str, str]] = []
        forget()
        reserved = (SUMMARY, REPORT, *(DATASETS[shape] for shape in job.datasets))
        for name in reserved if job.tree else ():
            journal.claim(name, "an output of the job itself")

    def go(self, runner: Runner) -> Totals:
        """Take what the runner brings, then write what stands at the end."""
        started = time.monotonic()
        self._watch(self.progress)
        with closing(runner(self)) as results:
            for batch, made in results:
                finished = tuple(
                    (unit.name, done.status)
                    for (unit, _), done in zip(batch, made, strict=True)
                    if not done.lost
                )
                self.progress = replace(self.progress, stage="working", finished=finished)
                for (unit, digest), done in zip(batch, made, strict=True):
                    self._note(unit, digest, done)
                self.journal.commit()
                self._watch(self.progress)
                if self._failures and self.job.fail_fast:
                    break
        self.journal.commit()
        seconds = time.monotonic() - started
        facts: dict[str, Any] = {}
        if not (self._failures and self.job.fail_fast):
            self._watch(replace(self.progress, stage="writing", finished=()))
            lost, facts = finish(self.job, self.journal, self.progress, seconds)
            for name, reason in lost:
                self._failed(name, reason)
            shutil.rmtree(self.job.out / SCRATCH, ignore_errors=True)
        return self._totals(facts, seconds)

    def _totals(self, facts: dict[str, Any], seconds: float) -> Totals:
        progress = self.progress
        return Totals(
            progress.done + progress.fresh + progress.failed,
            *(progress.done, progress.fresh, progress.failed),
            tuple(self._failures[:_TOLD]),
            seconds,
            tuple(facts.get("reasons", {}).items()),
            facts.get("tally", Tally()),
            facts.get("partly", (0, 0)),
            facts.get("statuses", {}).get("missing", 0),
        )

    def batches(self) -> Iterator[Batch]:
        """The units left to process, in groups of limited number and bytes."""
        batch: Batch = []
        size = 0
        for path, unit in self._limited():
            claimed = self.claimed(path, unit)
            if claimed is None:
                continue
            digest = claimed.digest
            if digest and self.fresh(claimed, digest, self.journal.known(claimed.name)):
                continue
            batch.append((claimed, digest))
            size += len(claimed.data)
            if len(batch) >= self.job.batch or size >= _BATCH_BYTES:
                yield batch
                batch, size = [], 0
        if batch:
            yield batch

    def _limited(self) -> Iterator[tuple[str, Unit]]:
        """The listing as far as the limit. Rows have places behind that of their file."""
        left = self.job.limit
        for index, found in enumerate(listing(self.job.inputs, self.job.out)):
            if not self._chosen(found):
                if self._taken(found.name, found.shown):
                    continue
                kept = self.journal.keep_file(found.name, index << 32)
                self.progress = replace(self.progress, fresh=self.progress.fresh + kept)
                continue
            for unit in units(found, self.job, index << 32):
                if left is not None:
                    if left == 0:
                        return
                    left -= 1
                yield found.shown, unit

    def claimed(self, path: str, unit: Unit) -> Unit | None:
        """The unit if its places are its own; with an error if not; None if it came before."""
        by = path
        if unit.dataset:
            by += unit.name.removeprefix(unit.dataset)
            holder = self._taken(unit.dataset, path)
            if holder in (None, path):
                holder = self.journal.claim(unit.name, by)
        else:
            holder = self._taken(unit.name, by)
        if holder is None or holder == by:
            return None if holder else unit
        return replace(unit, name=by, data=b"", error=f"its place is taken: {holder}", dataset=None)

    def _taken(self, name: str, by: str) -> str | None:
        """Take the places that the outputs of a file may need; None if they were free."""
        suffix = PurePosixPath(name).suffix.lower()
        written = (one.written for one in map(about, names()) if suffix in one.suffixes)
        ends = ("", *filter(None, written), *(".summary.txt",) * bool(self.job.summary))
        found = (self.journal.claim(f"{name}{end}", by) for end in ends)
        return next((holder for holder in found if holder), None)

    def fresh(self, unit: Unit, digest: str, known: Known | None) -> bool:
        """Whether there is nothing to do: done before, or failed and not to be tried again."""
        if known is None or known.digest != digest or not self.settled(unit, known):
            return False
        if known.status in LOST:
            self._failed(unit.name, known.error)
        else:
            self.progress = replace(self.progress, fresh=self.progress.fresh + 1)
        self.journal.keep(unit)
        return True

    def settled(self, unit: Unit, known: Known) -> bool:
        """Whether what is known of a unit holds, if its content is the same."""
        if known.status in LOST:
            return known.status != "missing" and not self.job.retry_failed
        tree = self.job.tree and self.job.translates and not unit.dataset
        there = not tree or path_of(self.job, unit, known.written).is_file()
        return there and still(known.routes, self.job.options)

    def _note(self, unit: Unit, digest: str, done: Done) -> None:
        """Note what came of a unit whose outputs are in place."""
        self.journal.put(unit, digest, done)
        if done.lost:
            self._failed(unit.name, done.error)
        else:
            self.progress = replace(self.progress, done=self.progress.done + 1)

    def _failed(self, name: str, reason: str) -> None:
        if len(self._failures) < _TOLD:
            self._failures.append((name, reason))
        failed = self.progress.failed + 1
        self.progress = replace(self.progress, failed=failed, failure=f"{name}: {reason}")
