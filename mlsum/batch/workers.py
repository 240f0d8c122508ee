"""Work on batches here or in processes; results come in the order of the batches.

Each process holds engines of its own, on its share of the cores. One engine for all would have
every sentence cross between processes twice, and half of the work on a document is not the
engine's: tables, detection, checks. What this costs is memory, 450 MiB a worker with the embedded
models, so larger ones begin with one worker.
"""

import multiprocessing
import os
import signal
import sys
import threading
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import replace
from itertools import chain, islice
from multiprocessing.context import BaseContext

from mlsum import backends, registry
from mlsum.batch.job import Done, Job, Unit
from mlsum.batch.place import place
from mlsum.batch.work import failed, work
from mlsum.document import SummaryOptions
from mlsum.engines.cores import cores
from mlsum.errors import EngineError, MissingError, MissingExtraError
from mlsum.options import Options

__all__ = ["Batch", "Worked", "suited", "worked"]

Batch = list[tuple[Unit, str]]  # a unit and the digest of its content
Worked = tuple[Batch, list[Done]]
_FEW = 3  # batches that are done before processes have begun
_AHEAD = 2  # batches per worker that wait or are done: what bounds memory
_TIMED = 10_000  # bytes that a worker is given the time of `job.timeout` for, again and again
_HOPELESS = 3  # documents in a row of which each loses its worker


def suited(options: Options, summary: SummaryOptions | None = None) -> int:
    """How many workers to begin with: one per core, or one where models are large or elsewhere."""
    if summary and summary.summarizer in backends.names("generators"):
        return 1
    embedded = options.engine in ("firefox", "none") or (
        options.engine is None
        and not options.engine_options.base_url
        and all(one.engine == "firefox" for one in registry.installed())
    )
    return cores() if embedded else 1


def worked(
    batches: Iterable[Batch], job: Job, apart: bool = False
) -> Generator[Worked, None, None]:
    """Each batch with what came of it, its outputs in place.

    One worker works in this process, and so are a few batches worked on; not so where they are to
    be `apart`: then what kills a process kills another than this.
    """
    batches = iter(batches)
    begun = list(islice(batches, _FEW)) if job.workers > 1 and not apart else []
    if len(begun) < _FEW and not apart:
        for batch in chain(begun, batches):
            yield batch, _put([unit for unit, _ in batch], job)
        return
    yield from _in_processes(chain(begun, batches), job)


def _put(batch: list[Unit], job: Job) -> list[Done]:
    return place(batch, work(batch, job), job)


class _LostError(EngineError):
    """A worker died, or does not come to an end."""


class _Crew:
    """Worker processes, begun when there is work; each loads its engine once and keeps it."""

    def __init__(self, job: Job, many: int) -> None:
        self.job = job
        self._many = many
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, batch: Batch) -> Future[list[Done]]:
        """Have a batch worked on; where the crew is lost, so is the batch."""
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._many, _context(), initializer=_begin, initargs=(self.job,)
            )
        try:
            return self._pool.submit(_work, [unit for unit, _ in batch])
        except BrokenProcessPool as error:
            lost: Future[list[Done]] = Future()
            lost.set_exception(error)
            return lost

    def result(self, batch: Batch, future: Future[list[Done]]) -> list[Done]:
        """Wait for what comes of a batch. Raises _LostError."""
        limit = self.job.timeout * (1 + sum(len(unit.data) for unit, _ in batch) / _TIMED)
        try:
            return future.result(limit)
        except BrokenProcessPool as error:
            hint = "was it out of memory? the same command goes on; try fewer --workers"
            raise _LostError("a worker process died", hint=hint) from error
        except TimeoutError as error:
            hint = "where it is only slow, a larger --timeout waits longer"
            raise _LostError(f"a worker was not done after {limit:.0f} s", hint=hint) from error

    def end(self, kill: bool = False) -> None:
        """End the processes, at once or as soon as each is done with its batch."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        if kill:  # from Python 3.14 on, this is pool.kill_workers()
            for process in list((getattr(pool, "_processes", None) or {}).values()):
                process.kill()
        pool.shutdown(wait=False, cancel_futures=True)


class _Alone:
    """One worker by itself, to tell which document it is that kills its worker, or never ends."""

    def __init__(self, job: Job) -> None:
        self._crew = _Crew(job, 1)
        self._lost = 0  # documents in a row

    def work(self, batch: Batch) -> list[Done]:
        """What comes of a batch; where its worker is lost, of its halves.

        A document that loses its worker by itself has failed. Raises EngineError where each does:
        then the documents are not why.
        """
        try:
            made = self._crew.result(batch, self._crew.submit(batch))
        except _LostError as error:
            self._crew.end(kill=True)
            half = len(batch) // 2
            if half:
                return self.work(batch[:half]) + self.work(batch[half:])
            self._lost += 1
            if self._lost == _HOPELESS:
                raise
            return [failed(unit, error.message) for unit, _ in batch]
        self._lost = 0
        return made

    def close(self) -> None:
        """End the process."""
        self._crew.end()


def _in_processes(batches: Iterable[Batch], job: Job) -> Generator[Worked, None, None]:
    """A queue of bounded length. Where a worker is lost, one alone does what was on its way."""
    crew = _Crew(job, job.workers)
    waiting: deque[tuple[Batch, Future[list[Done]]]] = deque()
    with closing(_Alone(job)) as alone:
        try:
            for batch in batches:
                waiting.append((batch, crew.submit(batch)))
                if len(waiting) >= job.workers * _AHEAD:
                    yield from _first(waiting, crew, alone)
            while waiting:
                yield from _first(waiting, crew, alone)
        finally:
            crew.end()


def _first(
    waiting: deque[tuple[Batch, Future[list[Done]]]], crew: _Crew, alone: _Alone
) -> Iterator[Worked]:
    """The batch that waits longest; all of them where a worker is lost, as each may be why."""
    batch, future = waiting.popleft()
    try:
        made = crew.result(batch, future)
    except _LostError:
        crew.end(kill=True)
        yield _lean(batch), alone.work(batch)
        while waiting:
            batch, future = waiting.popleft()
            whole = future.done() and not future.cancelled() and not future.exception()
            yield _lean(batch), future.result() if whole else alone.work(batch)
        alone.close()
    else:
        yield _lean(batch), made


def _context() -> BaseContext:
    """How processes come to be: copies of one that has loaded everything, where that is safe."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["mlsum.batch.warm"])
    return context


def _lean(batch: Batch) -> Batch:
    """A batch without its bytes, which only the worker needs."""
    return [(replace(unit, data=b""), digest) for unit, digest in batch]


_job: Job | None = None


def _begin(job: Job) -> None:
    """Prepare a worker: it leaves Ctrl-C to the parent and does not outlive it."""
    global _job
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The share of cores that is a worker's; libraries read this when they load.
    share = max(1, cores() // job.workers)
    for name in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ.setdefault(name, str(share))
    running = job.options.engine_options
    running = replace(running, threads=running.threads or share)
    _job = replace(job, options=replace(job.options, engine_options=running))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _work(batch: list[Unit]) -> list[Done]:
    if _job is None:
        raise RuntimeError("a worker must begin with its job")
    try:
        return _put(batch, _job)
    except MissingExtraError as error:
        # It is made from other arguments than it keeps, so it would not come through a pipe.
        raise MissingError(error.message, hint=error.hint, where=error.where) from None
