import asyncio
import threading
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from mlsum.core.errors import InputError
from mlsum.serve.errors import Busy
from mlsum.serve.jobs import Job, Jobs, Tell


def run(steps: Callable[[Jobs], Coroutine[Any, Any, Any]], **how: Any) -> Any:
    async def main() -> Any:
        jobs = Jobs(how.pop("limit", 4), how.pop("keep", 60.0), **how)
        try:
            return await steps(jobs)
        finally:
            await jobs.close()

    return asyncio.run(main())


async def end_of(jobs: Jobs, job: Job) -> list[tuple[str, str, int]]:
    return [(now.state, now.stage, now.done) async for now in jobs.watch(job)]


def count(tell: Tell) -> str:
    for n in range(3):
        tell("counting", n, 3)
    return "three"


def test_a_job_is_watched_to_its_end() -> None:
    async def steps(jobs: Jobs) -> tuple[Job, list[tuple[str, str, int]]]:
        job = jobs.start("a", count)
        return job, await end_of(jobs, job)

    job, told = run(steps)
    assert told[0] == ("queued", "", 0)
    assert told[-1] == ("done", "counting", 2)
    assert job.result == "three"


def test_a_job_that_is_over_is_told_at_once() -> None:
    async def steps(jobs: Jobs) -> list[tuple[str, str, int]]:
        job = jobs.start("a", count)
        await end_of(jobs, job)
        return await end_of(jobs, job)

    assert run(steps) == [("done", "counting", 2)]


def bad(tell: Tell) -> None:
    raise InputError("the document is empty", hint="send another")


def bug(tell: Tell) -> None:
    raise KeyError("the text of somebody")


@pytest.mark.parametrize(
    ("work", "code", "error", "hint"),
    [
        (bad, "empty", "the document is empty", "send another"),
        (bug, "unexpected", "unexpected KeyError", "this is a bug in mlsum"),
    ],
)
def test_a_job_that_fails_says_why_and_quotes_nothing(
    work: Any, code: str, error: str, hint: str
) -> None:
    async def steps(jobs: Jobs) -> Job:
        job = jobs.start("a", work)
        await end_of(jobs, job)
        return job

    job = run(steps)
    assert job.state == "failed"
    assert job.failure == {"error": error, "hint": hint, "code": code}


def test_a_job_in_work_is_stopped_when_it_next_tells() -> None:
    began, go = threading.Event(), threading.Event()

    def long(tell: Tell) -> None:
        began.set()
        go.wait(10)
        tell("on", 1, 2)

    async def steps(jobs: Jobs) -> str:
        job = jobs.start("a", long)
        await asyncio.to_thread(began.wait)
        jobs.remove(job)
        go.set()
        await end_of(jobs, job)
        return job.state

    assert run(steps) == "cancelled"


def test_a_queued_job_that_is_removed_is_never_begun() -> None:
    go = threading.Event()
    begun: list[str] = []

    async def steps(jobs: Jobs) -> str:
        first = jobs.start("a", lambda tell: go.wait(10))
        second = jobs.start("b", lambda tell: begun.append("b"))
        jobs.remove(second)
        go.set()
        await end_of(jobs, first)
        return second.state

    assert run(steps) == "cancelled"
    assert begun == []


def test_more_jobs_than_may_wait_are_refused() -> None:
    go = threading.Event()

    async def steps(jobs: Jobs) -> int:
        for name in "abc":
            jobs.start(name, lambda tell: go.wait(10))
        with pytest.raises(Busy):
            jobs.start("d", count)
        go.set()
        return jobs.waiting

    assert run(steps, limit=3) >= 2


def test_jobs_are_forgotten_in_time() -> None:
    async def steps(jobs: Jobs) -> Job | None:
        job = jobs.start("a", count)
        await end_of(jobs, job)
        assert not jobs.wanted(since=job.ended + 1)
        assert jobs.wanted(since=job.ended - 1)
        return jobs.get(job.id)

    assert run(steps, keep=60.0) is not None
    assert run(steps, keep=-1.0) is None


def test_only_so_many_results_are_kept() -> None:
    async def steps(jobs: Jobs) -> int:
        made = []
        for n in range(70):
            made.append(jobs.start(str(n), count))
            await end_of(jobs, made[-1])
        return sum(jobs.get(job.id) is not None for job in made)

    ended: list[str] = []
    assert run(steps, ended=ended.append) == 64
    assert ended == ["done"] * 70


def test_the_end_is_told_even_to_one_who_was_busy_when_it_came() -> None:
    async def steps(jobs: Jobs) -> list[str]:
        go = threading.Event()
        job = jobs.start("a", lambda tell: go.wait(10))
        told = []
        async for now in jobs.watch(job):
            told.append(now.state)
            if now.state == "running":
                go.set()
                while not job.over:  # the watcher is busy
                    await asyncio.sleep(0.01)
        return told

    assert run(steps) == ["queued", "running", "done"]
