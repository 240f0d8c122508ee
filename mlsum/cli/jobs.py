"""`mlsum batch` and `mlsum watch`: many documents as one job that can be stopped and goes on."""

from dataclasses import asdict, replace
from pathlib import Path

import typer

from mlsum.batch import (
    Job,
    Progress,
    Runner,
    Shape,
    Watch,
    is_url,
    kept,
    rounds,
    run_job,
    suited,
    survey,
    upload,
)
from mlsum.cli.outputs import say
from mlsum.cli.refusals import refuse_missing, refuse_overlap
from mlsum.cli.summaries import with_model
from mlsum.cli.telling import tell, watching
from mlsum.core.document import SummaryOptions
from mlsum.core.lang import UND
from mlsum.request import Request
from mlsum.request.options import Options
from mlsum.writers.words import counted

__all__ = ["batch", "watch"]

_STOPPED = "mlsum: interrupted; finished work is kept"


def batch(request: Request) -> int:
    """Carry out a job; an exit code back."""
    job = replace(_job(request), careful=True)
    if request.dry_run:
        return _dry(job)
    try:
        with watching(job, request.quiet, request.log_json) as watch:
            totals = run_job(job, watch, _runner(request))
            if is_url(request.out):
                upload(job.out, request.out)
    except KeyboardInterrupt:
        say(_STOPPED, "run the same command again to resume")
        return 130
    tell(job, totals, request.quiet, request.log_json, place=request.out)
    return totals.exit_code(request.strict)


def watch(request: Request) -> int:
    """Carry out a job again and again, as documents come, until Ctrl-C."""
    job = _job(request)
    telling = (request.quiet, request.log_json)
    if not any(telling):
        say(f"mlsum: watching {', '.join(job.inputs)}; Ctrl-C ends it")
    try:
        with kept(job) as runner:
            for chosen in rounds(job, request.every):
                with watching(job, *telling) as shown:
                    totals = run_job(job, _naming(shown, any(telling)), runner, chosen)
                if is_url(request.out):
                    upload(job.out, request.out)
                tell(job, totals, *telling)
    except KeyboardInterrupt:
        if not any(telling):
            say(_STOPPED)
    return 0


def _naming(shown: Watch, quiet: bool) -> Watch:
    """A watch that also names the documents that are finished."""

    def name(progress: Progress) -> None:
        shown(progress)
        for document, status in () if quiet else progress.finished:
            say(f"mlsum: {document}: {status}")

    return name


def _job(request: Request) -> Job:
    """The job of a request. Raises UsageError where IN and OUT overlap, and MissingModelError."""
    refuse_overlap(request.files, request.out)
    options, summary = _options(request)
    job = Job(
        request.files,
        staged(request.out),
        options,
        summary,
        request.input_format,
        request.workers or suited(options, summary),
        ui=request.ui,
        **asdict(request.job),
    )
    return replace(job, shapes=_shapes(job, request.quiet or request.log_json))


def _options(request: Request) -> tuple[Options, SummaryOptions | None]:
    """How documents are translated and summarized; None where they are not summarized."""
    if request.summarizes:
        request = with_model(request)
        return request.options, request.summary
    refuse_missing(request.options)
    return request.options, None


def _shapes(job: Job, quiet: bool) -> tuple[Shape, ...]:
    """Those of the job; where languages are all that is found, a tree would hold none of them."""
    if job.options.target != UND or job.summary or job.shapes != ("tree",):
        return job.shapes
    if not quiet:
        say(
            "mlsum: without --to and --summarize, languages are detected: see dataset.jsonl",
            "--to LANG translates, --summarize writes summaries",
        )
    return ("jsonl",)


def staged(out: str) -> Path:
    """The folder that a job works in: OUT, or one of this machine where OUT is a URL."""
    if not is_url(out):
        return Path(out)
    import hashlib

    from platformdirs import user_state_path

    return user_state_path("mlsum") / "batch" / hashlib.sha256(out.encode()).hexdigest()[:16]


def _runner(request: Request) -> Runner | None:
    """Ray, where it is to schedule the work."""
    if request.runner == "local":
        return None
    from mlsum.batch_ray import Cluster, on_ray

    return on_ray(Cluster(request.ray_address, request.gpus))


def _dry(job: Job) -> int:
    totals = survey(job)
    typer.echo(
        f"{counted(totals.documents, 'document')}: {totals.worked} to do, "
        f"{totals.fresh} done before, {totals.failed} failed before"
    )
    return 0
