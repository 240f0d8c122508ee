"""`mlsum batch`: many documents as one job that can be stopped and goes on."""

import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from mlsum.backends import EngineOptions
from mlsum.cli.options import (
    BaseUrl,
    BatchTokens,
    Beam,
    Check,
    Debug,
    Detector,
    Device,
    Engine,
    Fields,
    From,
    Glossary,
    LabelChoice,
    Languages,
    MaybeTo,
    Model,
    Quiet,
    Remember,
    Source,
    Threads,
)
from mlsum.cli.typed import How

if TYPE_CHECKING:
    from mlsum.batch import Job, Progress, Totals

__all__ = ["batch"]

Watch = Callable[["Progress"], None]
_EVERY = 5.0  # seconds between lines in a log
_LISTED = 20


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="IN...", help="Folders, patterns, files, JSON Lines; - is a list of paths."
    ),
]
Out = Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.")]
Summarize = Annotated[bool, typer.Option("--summarize", help="Write summaries, too.")]
Sentences = Annotated[
    int | None, typer.Option("--sentences", "-n", min=1, help="Sentences of a summary.")
]
Shape = Annotated[
    Literal["tree", "jsonl", "both"],
    typer.Option("--as", help="Documents in folders like theirs, one dataset, or both."),
]
Workers = Annotated[int, typer.Option(min=1, help="Processes that work side by side.")]
BatchSize = Annotated[int, typer.Option(min=1, help="Documents worked on together.")]
Limit = Annotated[int | None, typer.Option(min=1, help="Only the first so many.")]
MaxMb = Annotated[int, typer.Option(min=1, help="Refuse larger documents.")]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Try again what failed before.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what is left to do.")]
FailFast = Annotated[bool, typer.Option("--fail-fast", help="Stop where one fails.")]
Force = Annotated[bool, typer.Option("--force", help="Do everything anew.")]
LogJson = Annotated[bool, typer.Option("--log-json", help="Tell the progress in lines of JSON.")]


def batch(
    inputs: Inputs,
    out: Out,
    to: MaybeTo = None,
    summarize: Summarize = False,
    sentences: Sentences = None,
    shape: Shape = "tree",
    workers: Workers = 1,
    batch_size: BatchSize = 32,
    limit: Limit = None,
    max_mb: MaxMb = 64,
    retry_failed: RetryFailed = False,
    dry_run: DryRun = False,
    fail_fast: FailFast = False,
    force: Force = False,
    log_json: LogJson = False,
    input_format: From = None,
    source: Source = None,
    languages: Languages = None,
    detector: Detector = None,
    fields: Fields = None,
    labels: LabelChoice = None,
    engine: Engine = None,
    model: Model = None,
    device: Device = "auto",
    beam: Beam = 2,
    threads: Threads = None,
    batch_tokens: BatchTokens = 2048,
    base_url: BaseUrl = None,
    glossary: Glossary = None,
    remember: Remember = True,
    check: Check = "quick",
    quiet: Quiet = False,
    _debug: Debug = False,
) -> None:
    """Translate and summarize many documents; stopped at any moment, it goes on where it was.

    Without --to, languages are detected. OUT holds the results, `summary.json`, and
    `report.html`. The exit code is 1 where some documents failed.

    Examples:

    - `mlsum batch articles/ --out done --to pt --summarize`

    - `mlsum batch news.jsonl --out done --to en --as jsonl --workers 2`

    - `find . -name '*.txt' | mlsum batch - --out done --summarize`
    """
    from mlsum.batch import Job
    from mlsum.cli.work import options_of
    from mlsum.document import SummaryOptions

    running = EngineOptions(model, device, beam, threads, batch_tokens, base_url)
    how = How(
        *(to, source, languages, detector, fields, labels),
        *(engine, glossary, remember, check, running),
    )
    job = Job(
        inputs,
        out,
        options_of(how),
        SummaryOptions(sentences) if summarize or sentences else None,
        shape,
        input_format,
        workers,
        batch_size,
        limit,
        max_mb << 20,
        retry_failed,
        fail_fast,
        force,
    )
    raise typer.Exit(_dry(job) if dry_run else _go(job, quiet, log_json))


def _dry(job: "Job") -> int:
    from mlsum.batch import survey

    totals = survey(job)
    typer.echo(
        f"{totals.documents} documents: {totals.worked} to do, {totals.fresh} done before, "
        f"{totals.failed} failed before"
    )
    return 0


def _go(job: "Job", quiet: bool, log_json: bool) -> int:
    from mlsum.batch import run_job
    from mlsum.cli.outputs import say

    try:
        with _watching(job, quiet, log_json) as watch:
            totals = run_job(job, watch)
    except KeyboardInterrupt:
        say("mlsum: stopped; what was done is kept", "the same command goes on from here")
        return 130
    _tell(job, totals, quiet, log_json)
    return 1 if totals.failed else 0


def _tell(job: "Job", totals: "Totals", quiet: bool, log_json: bool) -> None:
    """The end of a job, and the list of what failed."""
    from mlsum.cli.outputs import say

    if log_json:
        for name, reason in totals.failures:
            _line({"event": "failed", "document": name, "reason": reason})
    else:
        for name, reason in totals.failures[:_LISTED]:
            say(f"mlsum: {name}: {reason}")
        if totals.failed > _LISTED:
            say(f"mlsum: and {totals.failed - _LISTED} more", f"all: {job.out / 'report.html'}")
    told = (
        f"{totals.worked} documents done in {totals.seconds:.1f} s, "
        f"{totals.fresh} done before, {totals.failed} failed"
    )
    if log_json:
        _line(
            {"event": "end", "done": totals.worked, "done_before": totals.fresh}
            | {"failed": totals.failed, "seconds": round(totals.seconds, 3)}
        )
    elif not quiet:
        say(f"mlsum: {told}")


def _line(values: dict[str, object]) -> None:
    sys.stderr.write(json.dumps(values, ensure_ascii=False) + "\n")
    sys.stderr.flush()


@contextmanager
def _watching(job: "Job", quiet: bool, log_json: bool) -> Iterator[Watch]:
    """What shows the progress: a bar on a terminal, a line every few seconds elsewhere."""
    if quiet and not log_json:
        yield lambda _: None
    elif log_json or not sys.stderr.isatty():
        yield _logger(log_json)
    else:
        with _bar(job) as watch:
            yield watch


def _logger(log_json: bool) -> Watch:
    started = time.monotonic()
    last = started

    def watch(progress: "Progress") -> None:
        nonlocal last
        now = time.monotonic()
        if now - last < _EVERY and progress.stage != "writing":
            return
        last = now
        rate = round(progress.done / max(now - started, 0.001), 2)
        if log_json:
            _line(
                {"event": "progress", "stage": progress.stage, "done": progress.done}
                | {"done_before": progress.fresh, "failed": progress.failed, "per_second": rate}
            )
        else:
            sys.stderr.write(
                f"mlsum: {progress.stage}: {progress.done} done, {progress.fresh} done before, "
                f"{progress.failed} failed, {rate} a second\n"
            )

    return watch


@contextmanager
def _bar(job: "Job") -> Iterator[Watch]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    from mlsum.batch import count

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]:.1f}/s  {task.fields[failed]} failed"),
        TimeRemainingColumn(),
    )
    started = time.monotonic()
    with Bar(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("listing", total=count(job), rate=0.0, failed=0)

        def watch(progress: "Progress") -> None:
            seen = progress.done + progress.fresh + progress.failed
            rate = progress.done / max(time.monotonic() - started, 0.001)
            bar.update(
                task,
                completed=seen,
                description=progress.stage,
                rate=rate,
                failed=progress.failed,
            )

        yield watch
