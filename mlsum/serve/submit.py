"""Documents as jobs: submitted, looked up, and described as JSON."""

import asyncio
from collections.abc import Callable
from typing import Any

from mlsum.serve import work
from mlsum.serve.documents import Done, Upload, carry_out, file_name
from mlsum.serve.errors import Refused
from mlsum.serve.jobs import Job
from mlsum.serve.schemas import DocumentOptions
from mlsum.serve.state import State

__all__ = ["finished", "job_of", "record", "submit"]


async def submit(
    state: State, options: DocumentOptions, name: str, read: Callable[[], bytes]
) -> Job:
    """Begin a job for the document that `read` gives; it is called in the job's thread.

    Raises Refused where the server is stopping, and MlsumError for options that cannot be.
    """
    if state.closing:
        raise Refused(503, "this server is about to stop")
    glossary = state.settings.options.glossary
    if given := options.glossary:
        data, glossary_name = await given.read(), file_name(given.filename)
        glossary = await asyncio.to_thread(work.glossary_in, state.settings, data, glossary_name)
    values = options.model_dump(exclude={"file", "url", "format", "glossary"})
    request = work.request_of(
        state.settings, glossary, input_format=options.format or None, **values
    )
    summarizes = request.summarizes or "order" in request.given
    if summarizes:
        request = work.summarizing(state.settings, request)
    return state.jobs.start(name, carry_out(Upload(name, read, request, summarizes)))


def job_of(state: State, id: str) -> Job:
    """The job of that id. Raises Refused."""
    job = state.jobs.get(id) or state.pulls.get(id)
    if job is None:
        raise Refused(404, "this document is no longer available")
    return job


def finished(state: State, id: str) -> tuple[Job, Done]:
    """A job that is done, and its result. Raises Refused."""
    job = job_of(state, id)
    if job.state != "done":
        raise Refused(409, f"this job is {job.state}", job.failure.get("error", ""))
    job.fetched = True
    return job, job.result


def record(job: Job) -> dict[str, Any]:
    """A job as JSON."""
    return {
        "id": job.id,
        "name": job.name,
        "state": job.state,
        "stage": job.stage,
        "done": job.done,
        "total": job.total,
        **{name: job.failure.get(name) for name in ("error", "hint", "where", "code", "values")},
        "result": f"/v1/jobs/{job.id}/result" if job.state == "done" else None,
    }
