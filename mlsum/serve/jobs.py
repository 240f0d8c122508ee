"""Long work: queued, done one after the other in a thread, watched while it goes on."""

import asyncio
import logging
import secrets
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Any, Literal

from mlsum.core.errors import MlsumError
from mlsum.serve.errors import Busy, Refused, describe
from mlsum.serve.thread import Thread

__all__ = ["Cancelled", "Job", "Jobs", "State", "Tell"]

State = Literal["queued", "running", "done", "failed", "cancelled"]
Tell = Callable[[str, int, int], None]
"""Told the stage of a job, and how much of it is done of how much; raises Cancelled to stop it."""
Work = Callable[[Tell], Any]

_log = logging.getLogger("mlsum.serve")
_KEPT = 64


class Cancelled(Exception):
    """Nobody wants the result any more."""


@dataclass(slots=True, eq=False)
class Job:
    """Work in the queue, going on, or ended; `failure` says why it failed, as `errors.describe`."""

    name: str
    work: Work | None
    id: str = field(default_factory=lambda: secrets.token_urlsafe(12))
    state: State = "queued"
    stage: str = ""
    done: int = 0
    total: int = 0
    failure: dict[str, Any] = field(default_factory=dict)
    result: Any = None
    ended: float = 0.0
    stop: bool = False
    fetched: bool = False
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def over(self) -> bool:
        """Whether nothing will change any more."""
        return self.state in ("done", "failed", "cancelled")


class Jobs:
    """The jobs of one server; its methods are called in the server's loop.

    `limit` is how many may be queued; ended ones are forgotten after `keep` seconds, or when
    there are too many of them. `ended` receives the state of each job that ends. One that tells
    nothing for `timeout` seconds has failed.
    """

    def __init__(
        self,
        limit: int,
        keep: float,
        ended: Callable[[str], None] = lambda _: None,
        timeout: float = 600.0,
    ) -> None:
        self._limit = limit
        self._keep = keep
        self._ended = ended
        self._jobs: dict[str, Job] = {}
        self.thread = Thread("mlsum-job", timeout)
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def waiting(self) -> int:
        """How many jobs are queued."""
        return sum(job.state == "queued" for job in self._jobs.values())

    def wanted(self, since: float) -> bool:
        """Whether a job is still to be done, or one that ended `since` then to be fetched."""
        return any(
            not job.over or (job.state == "done" and not job.fetched and job.ended > since)
            for job in self._jobs.values()
        )

    def start(self, name: str, work: Work) -> Job:
        """Queue a job; `work` is called in a thread. Raises Busy where too many are queued."""
        self._forget()
        if self.waiting >= self._limit:
            raise Busy("too many jobs are queued")
        job = Job(name, work)
        self._jobs[job.id] = job
        task = asyncio.create_task(self._run(job))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return job

    def get(self, id: str) -> Job | None:
        """The job of that name; None where there is none, or none any more."""
        self._forget()
        return self._jobs.get(id)

    def remove(self, job: Job) -> None:
        """Forget a job; one that is not over is stopped when it next tells its progress."""
        job.stop = True
        self._jobs.pop(job.id, None)
        if job.state == "queued":
            self._end(job, "cancelled")

    async def watch(self, job: Job) -> AsyncIterator[Job]:
        """The job now, and again whenever it has changed, until it is over."""
        while True:
            # What is told may be over only once it was told to be: while the watcher is busy
            # with the last news, there may be more.
            changed, over = job.changed, job.over
            yield job
            if over:
                return
            await changed.wait()

    async def close(self) -> None:
        """Stop what goes on."""
        for job in list(self._jobs.values()):
            self.remove(job)
        await self.thread.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, job: Job) -> None:
        loop = asyncio.get_running_loop()

        def tell(stage: str, done: int, total: int) -> None:
            if job.stop:
                raise Cancelled
            self.thread.beat()
            loop.call_soon_threadsafe(self._step, job, stage, done, total)

        try:
            job.result = await self.thread.call(_carry_out, job, tell)
            self._end(job, "done")
        except Cancelled:
            self._end(job, "cancelled")
        except Exception as error:
            if not isinstance(error, MlsumError | Refused):
                _log.error("a job failed: unexpected %s", type(error).__name__)
            # What hangs may come back: it must not go on then.
            job.failure, job.stop = describe(error), isinstance(error, Refused)
            self._end(job, "failed")

    def _step(self, job: Job, stage: str, done: int, total: int) -> None:
        if not job.over:
            job.state, job.stage, job.done, job.total = "running", stage, done, total
            _changed(job)

    def _end(self, job: Job, state: State) -> None:
        if job.over:
            return
        job.state, job.ended, job.work = state, time.monotonic(), None
        self._ended(state)
        _changed(job)

    def _forget(self) -> None:
        over = [job for job in self._jobs.values() if job.over]
        late = time.monotonic() - self._keep
        for index, job in enumerate(over):
            if job.ended < late or index < len(over) - _KEPT:
                del self._jobs[job.id]


def _carry_out(job: Job, tell: Tell) -> Any:
    tell("started", 0, 0)
    work = job.work
    return work(tell) if work else None


def _changed(job: Job) -> None:
    """Wake all watchers; each waits for the event of the change after the one it saw."""
    job.changed.set()
    job.changed = asyncio.Event()
