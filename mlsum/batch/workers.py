"""Work on batches here or in processes; results come in the order of the batches.

Each process holds engines of its own, on its share of the cores. One engine for all would have
every sentence cross between processes twice, and half of the work on a document is not the
engine's: tables, detection, checks. What this costs is memory, 450 MiB a worker with the embedded
models, so larger ones begin with one worker.
"""

import multiprocessing
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from dataclasses import replace
from itertools import chain, islice
from multiprocessing.context import BaseContext

from mlsum import store
from mlsum.batch.job import Done, Job, Unit
from mlsum.batch.process import Task, begin, do, prove, put
from mlsum.batch.work import failed
from mlsum.core import backends
from mlsum.core.document import SummaryOptions
from mlsum.core.errors import EngineError
from mlsum.engines.cores import cores
from mlsum.request.options import Options

__all__ = ["Batch", "Worked", "Workers", "suited", "worked"]

Batch = list[tuple[Unit, str]]  # a unit and the digest of its content
Worked = tuple[Batch, list[Done]]
_FEW = 3  # batches that are done before processes have begun
_AHEAD = 2  # batches per worker that wait or are done: what bounds memory
_TIMED = 10_000  # bytes that a worker is given the time of `job.timeout` for, again and again
_HOPELESS = 3  # documents in a row, each of which loses its worker, before workers are doubted


def suited(options: Options, summary: SummaryOptions | None = None) -> int:
    """How many workers to begin with: one per core, or one where models are large or elsewhere."""
    if summary and summary.summarizer in backends.names("generators"):
        return 1
    embedded = options.engine in ("firefox", "none") or (
        options.engine is None
        and not options.engine_options.base_url
        and all(one.engine == "firefox" for one in store.installed())
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
            yield batch, put([unit for unit, _ in batch], job)
        return
    with closing(Workers(job)) as workers:
        yield from workers.worked(chain(begun, batches))


class Workers:
    """Processes that work on batches until they are closed, whatever a document does to one.

    A `task` says what they do, and where: unless told otherwise, they put outputs in place.
    """

    def __init__(self, job: Job, task: Task = put) -> None:
        self._job = job
        self._crew = _Crew(job, task, job.workers)
        self._alone = _Alone(job, task)

    def worked(self, batches: Iterable[Batch]) -> Generator[Worked, None, None]:
        """Each batch with what came of it, with a queue of bounded length.

        Where a worker is lost, one alone does what was on its way. Raises EngineError where
        workers are lost whatever they do.
        """
        waiting: deque[tuple[Batch, Future[list[Done]]]] = deque()
        self._crew.number += 1
        ended = False
        try:
            for batch in batches:
                waiting.append((batch, self._crew.submit(batch)))
                if len(waiting) >= self._job.workers * _AHEAD:
                    yield from self._first(waiting)
            while waiting:
                yield from self._first(waiting)
            ended = True
        except KeyboardInterrupt:
            # What is done already need not be done again.
            yield from ((_lean(batch), one.result()) for batch, one in waiting if _whole(one))
            raise
        finally:
            if not ended:  # nobody takes what is on its way any more, and it might never end
                self._crew.end(kill=True)
                self._alone.end(kill=True)

    def close(self) -> None:
        """End the processes."""
        self._crew.end()
        self._alone.end()

    def _first(self, waiting: deque[tuple[Batch, Future[list[Done]]]]) -> Iterator[Worked]:
        """The batch that waits longest; all of them where a worker is lost, as each may be why."""
        batch, future = waiting[0]
        try:
            made = self._crew.result(batch, future)
        except _LostError as error:
            self._crew.end(kill=True)
            waiting.popleft()
            # Who waits longest is in work; so where nothing ends, it is this batch that does not.
            known = error.slow and len(batch) > 1
            yield (
                _lean(batch),
                self._alone.parts(batch, error) if known else self._alone.work(batch),
            )
            while waiting:
                batch, future = waiting.popleft()
                yield _lean(batch), future.result() if _whole(future) else self._alone.work(batch)
            self._alone.end()
        else:
            waiting.popleft()
            yield _lean(batch), made


class _LostError(EngineError):
    """A worker died, or is too `slow` to wait for."""

    slow = False


class _Crew:
    """Worker processes, begun when there is work; each loads its engine once and keeps it."""

    def __init__(self, job: Job, task: Task, many: int) -> None:
        self.job = job
        self.number = 0  # of the run
        self._task = task
        self._many = many
        self._pool: ProcessPoolExecutor | None = None

    def submit(self, batch: Batch) -> Future[list[Done]]:
        """Have a batch worked on; where the crew is lost, so is the batch."""
        return self._submit(do, self._task, [unit for unit, _ in batch], self.number)

    def prove(self) -> None:
        """Have a worker show that it can do anything at all. Raises _LostError."""
        self.result([], self._submit(prove))

    def _submit(self, work: Callable[..., list[Done]], *given: object) -> Future[list[Done]]:
        if self._pool is None:
            self._pool = ProcessPoolExecutor(
                self._many, _context(), initializer=begin, initargs=(self.job,)
            )
        try:
            return self._pool.submit(work, *given)
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
            lost = _LostError(f"a worker was not done after {limit:.0f} s", hint=hint)
            lost.slow = True
            raise lost from error

    def end(self, kill: bool = False) -> None:
        """End the processes: those that may be at work must be killed."""
        pool, self._pool = self._pool, None
        if pool is None:
            return
        if kill:  # from Python 3.14 on, this is pool.kill_workers()
            for process in list((getattr(pool, "_processes", None) or {}).values()):
                process.kill()
        # Unless they are waited for, the end of Python may find the pool half shut.
        pool.shutdown(cancel_futures=True)


class _Alone:
    """One worker by itself, to tell which document it is that kills its worker, or never ends."""

    def __init__(self, job: Job, task: Task) -> None:
        self._crew = _Crew(job, task, 1)
        self._lost = 0  # documents in a row

    def work(self, batch: Batch) -> list[Done]:
        """What comes of a batch; where its worker is lost, of its parts.

        A document that loses its worker by itself has failed. Raises EngineError where one that is
        known to be harmless does, too: then documents are not why.
        """
        try:
            made = self._crew.result(batch, self._crew.submit(batch))
        except _LostError as error:
            self._crew.end(kill=True)
            if len(batch) > 1:
                return self.parts(batch, error)
            self._lost += 1
            if self._lost % _HOPELESS == 0:
                self._crew.prove()
            return [failed(unit, error.message) for unit, _ in batch]
        self._lost = 0
        return made

    def parts(self, batch: Batch, error: _LostError) -> list[Done]:
        """What comes of the halves of a batch; of its documents, where each try is a long wait."""
        size = 1 if error.slow else (len(batch) + 1) // 2
        parts = [batch[at : at + size] for at in range(0, len(batch), size)]
        return [done for part in parts for done in self.work(part)]

    def end(self, kill: bool = False) -> None:
        """End the process."""
        self._crew.end(kill)


def _context() -> BaseContext:
    """How processes come to be: copies of one that has loaded everything, where that is safe."""
    if sys.platform != "linux":
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["mlsum.batch.warm"])
    return context


def _whole(future: Future[list[Done]]) -> bool:
    """Whether it is there, and no error."""
    return future.done() and not future.cancelled() and not future.exception()


def _lean(batch: Batch) -> Batch:
    """A batch without its bytes, which only the worker needs."""
    return [(replace(unit, data=b""), digest) for unit, digest in batch]
