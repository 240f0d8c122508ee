"""What a worker process is: it begins with its job, and works on the batches that it is sent."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import replace

from mlsum.batch.job import Done, Job, Unit
from mlsum.batch.place import place
from mlsum.batch.routes import forget
from mlsum.batch.work import work
from mlsum.core.errors import MissingError, MissingExtraError
from mlsum.engines.cores import cores

__all__ = ["Task", "begin", "do", "prove", "put"]

Task = Callable[[Sequence[Unit], Job], list[Done]]

# A worker that is lost to this, too, is not lost because of documents.
_HARMLESS = """\
The minister arrived in Seoul on Monday.

O ministro chegou a Lisboa na segunda-feira.

장관은 월요일에 서울에 도착했다.
"""

_job: Job | None = None
_round = 0


def put(batch: Sequence[Unit], job: Job) -> list[Done]:
    """Work on a batch and put its outputs in place."""
    return place(batch, work(batch, job), job)


def begin(job: Job) -> None:
    """Prepare a worker: it leaves Ctrl-C to the parent and does not outlive it."""
    global _job
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # The share of cores that is a worker's; libraries read this when they load.
    running = job.options.engine_options
    share = running.threads or max(1, cores() // job.workers)
    for name in ("OMP_NUM_THREADS", "RAYON_NUM_THREADS"):
        os.environ.setdefault(name, str(share))
    running = replace(running, threads=share)
    _job = replace(job, options=replace(job.options, engine_options=running))
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        _have_kernel_watch(parent.sentinel)
        parent.join()
        os._exit(1)


def _have_kernel_watch(sentinel: int) -> None:
    """End by SIGIO when the parent's end of a pipe closes, even while a library holds the GIL."""
    if sys.platform == "linux":
        import fcntl

        fcntl.fcntl(sentinel, fcntl.F_SETOWN, os.getpid())
        fcntl.fcntl(sentinel, fcntl.F_SETFL, fcntl.fcntl(sentinel, fcntl.F_GETFL) | os.O_ASYNC)


def do(task: Task, batch: Sequence[Unit], number: int) -> list[Done]:
    """Do a task on a batch; with each new `number`, what is installed is looked at again."""
    global _round
    if number != _round:
        _round = number
        forget()
    try:
        return task(batch, _begun())
    except MissingExtraError as error:
        # It is made from other arguments than it keeps, so it would not come through a pipe.
        raise MissingError(error.message, hint=error.hint, where=error.where) from None


def prove() -> list[Done]:
    """Do all that a document needs with one that harms nobody; nothing is kept of it."""
    job = _begun()
    unseen = replace(job, options=replace(job.options, memory=None))
    return work([Unit("harmless.txt", _HARMLESS.encode())], unseen)


def _begun() -> Job:
    if _job is None:
        raise RuntimeError("a worker must begin with its job")
    return _job
