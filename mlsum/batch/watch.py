"""Keep a job going: look again and again at what it reads, and do what is new.

A file is taken when two looks in a row find it the same, so one that is still being written waits;
one that is renamed into place is whole at once. Files under the names of downloads are left alone.
"""

import glob
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from mlsum.batch.job import Job
from mlsum.batch.listing import STDIN, Found, listing
from mlsum.batch.run import Runner
from mlsum.batch.stores import Stamp, stamp
from mlsum.batch.workers import Workers
from mlsum.core.errors import InputError, UsageError

__all__ = ["kept", "rounds"]

_UNFINISHED = (".tmp", ".temp", ".part", ".partial", ".crdownload", ".download", ".swp", "~")
Seen = dict[str, Stamp]


def rounds(
    job: Job, every: float, pause: Callable[[float], None] = time.sleep
) -> Iterator[Callable[[Found], bool]]:
    """A round whenever something is new, changed or gone: what it yields says which files to read.

    Checks the folder every `every` seconds, at first for all files. Raises InputError for an
    input that names nothing, UsageError for standard input.
    """
    if STDIN in job.inputs:
        raise UsageError("standard input cannot be watched", hint="name a folder")
    before = _look(job, first=True)
    done: Seen | None = None
    while True:
        pause(every)
        now = _look(job)
        whole = {path: one for path, one in now.items() if before.get(path) == one}
        before = now
        if now and (done is None or _differ(now, whole, done)):
            done = done or {}
            yield _chosen(whole, done)
            # A file that is being written again keeps what it came to, until it is whole.
            kept = {path: one for path, one in done.items() if path in now and path not in whole}
            done = whole | kept


@contextmanager
def kept(job: Job) -> Iterator[Runner]:
    """Processes for all rounds: they keep their models, and no document can end who began them."""
    with closing(Workers(job)) as workers:
        yield lambda run: workers.worked(run.batches())


def _differ(now: Seen, whole: Seen, done: Seen) -> bool:
    return any(done.get(path) != one for path, one in whole.items()) or not done.keys() <= set(now)


def _chosen(whole: Seen, done: Seen) -> Callable[[Found], bool]:
    return lambda found: found.path in whole and whole[found.path] != done.get(found.path)


def _look(job: Job, first: bool = False) -> Seen:
    """What is there, and when it last changed."""
    found: Seen = {}
    try:
        for one in listing(job.inputs, job.out):
            if not one.name.lower().endswith(_UNFINISHED) and (when := stamp(one.path)):
                found[one.path] = when
    except InputError:
        # A pattern may match later; a folder may come back.
        if first and not any(map(glob.has_magic, job.inputs)):
            raise
    return found
