"""Work on batches here or in processes; results come in the order of the batches."""

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool

from mlsum.batch.job import Done, Job, Unit
from mlsum.batch.work import work
from mlsum.errors import EngineError, MissingError, MissingExtraError

__all__ = ["Batch", "worked"]

Batch = list[tuple[Unit, str]]  # a unit and the digest of its content
Worked = tuple[Batch, list[Done]]
_AHEAD = 2  # batches per worker that wait or are done: what bounds memory


def worked(batches: Iterable[Batch], job: Job) -> Generator[Worked, None, None]:
    """Each batch with what came of it; one worker works in this process."""
    if job.workers < 2:
        for batch in batches:
            yield batch, work([unit for unit, _ in batch], job)
        return
    yield from _in_processes(batches, job)


def _in_processes(batches: Iterable[Batch], job: Job) -> Generator[Worked, None, None]:
    """A queue of bounded length; each worker loads its engine once and keeps it."""
    pool = ProcessPoolExecutor(
        job.workers, multiprocessing.get_context("spawn"), initializer=_begin, initargs=(job,)
    )
    waiting: deque[tuple[Batch, Future[list[Done]]]] = deque()
    try:
        for batch in batches:
            waiting.append((batch, pool.submit(_work, [unit for unit, _ in batch])))
            if len(waiting) >= job.workers * _AHEAD:
                first, future = waiting.popleft()
                yield first, future.result()
        while waiting:
            first, future = waiting.popleft()
            yield first, future.result()
    except BrokenProcessPool as error:
        hint = "was it out of memory? the same command goes on; try fewer --workers"
        raise EngineError("a worker process died", hint=hint) from error
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


_job: Job | None = None


def _begin(job: Job) -> None:
    """Prepare a worker: it leaves Ctrl-C to the parent and does not outlive it."""
    global _job
    _job = job
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The share of cores that is a worker's; libraries read this when they load.
    share = str(max(1, (os.cpu_count() or 1) // job.workers))
    for name in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ.setdefault(name, share)
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
        return work(batch, _job)
    except MissingExtraError as error:
        # It is made from other arguments than it keeps, so it would not come through a pipe.
        raise MissingError(error.message, hint=error.hint, where=error.where) from None
