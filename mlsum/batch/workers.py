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
from collections.abc import Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import replace
from itertools import chain, islice
from multiprocessing.context import BaseContext

from mlsum import backends, registry
from mlsum.batch.job import Done, Job, Unit
from mlsum.batch.place import place
from mlsum.batch.work import work
from mlsum.document import SummaryOptions
from mlsum.engines.cores import cores
from mlsum.errors import EngineError, MissingError, MissingExtraError
from mlsum.options import Options

__all__ = ["Batch", "Worked", "suited", "worked"]

Batch = list[tuple[Unit, str]]  # a unit and the digest of its content
Worked = tuple[Batch, list[Done]]
_FEW = 3  # batches that are done before processes have begun
_AHEAD = 2  # batches per worker that wait or are done: what bounds memory


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


def worked(batches: Iterable[Batch], job: Job) -> Generator[Worked, None, None]:
    """Each batch with what came of it, its outputs in place.

    One worker works in this process, and so are a few batches worked on.
    """
    batches = iter(batches)
    begun = list(islice(batches, _FEW)) if job.workers > 1 else []
    if len(begun) < _FEW:
        for batch in chain(begun, batches):
            yield batch, _put([unit for unit, _ in batch], job)
        return
    yield from _in_processes(chain(begun, batches), job)


def _put(batch: list[Unit], job: Job) -> list[Done]:
    return place(batch, work(batch, job), job)


def _in_processes(batches: Iterable[Batch], job: Job) -> Generator[Worked, None, None]:
    """A queue of bounded length; each worker loads its engine once and keeps it."""
    pool = ProcessPoolExecutor(job.workers, _context(), initializer=_begin, initargs=(job,))
    waiting: deque[tuple[Batch, Future[list[Done]]]] = deque()
    try:
        for batch in batches:
            waiting.append((_lean(batch), pool.submit(_work, [unit for unit, _ in batch])))
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
