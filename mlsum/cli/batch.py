"""`mlsum batch`: many documents as one job that can be stopped and goes on."""

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, Annotated, Literal, get_args

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
    ForeignNames,
    From,
    Glossary,
    LabelChoice,
    Languages,
    MaybeTo,
    Model,
    Names,
    Quiet,
    Quotes,
    Remember,
    Source,
    Strict,
    Threads,
)
from mlsum.cli.summarize import InOrder, Summarizer
from mlsum.cli.typed import How
from mlsum.document import Order

if TYPE_CHECKING:
    from mlsum.batch import Job, Runner, Shape
    from mlsum.document import SummaryOptions
    from mlsum.options import Options

__all__ = [
    "BatchSize", "Inputs", "LogJson", "MaxMb", "Out", "Sentences", "Shapes", "Summarize", "Timeout",
    "Workers", "asked_of", "batch", "refuse_overlap",
    "shapes_for", "staged",
]  # fmt: skip


Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="IN",
        help="Folders, patterns, files, URLs; JSON Lines or Parquet; - is a list of paths.",
    ),
]
Out = Annotated[
    str, typer.Option("--out", "-o", metavar="DIR|URL", help="Folder for the results, or a URL.")
]
Summarize = Annotated[bool, typer.Option("--summarize", help="Write summaries, too.")]
Sentences = Annotated[
    int | None,
    typer.Option("--sentences", "-n", min=1, metavar="N", help="Sentences of a summary."),
]
Shapes = Annotated[
    str,
    typer.Option(
        "--as",
        metavar="SHAPE,…",
        help="tree: documents in folders like theirs; jsonl, parquet, csv: all in one dataset.",
    ),
]
Workers = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="Processes side by side. [default: one per core; 1 where models are large]",
    ),
]
EngineRunner = Annotated[
    Literal["local", "ray"],
    typer.Option(
        "--engine-runner", metavar="NAME", help="local: in processes here; ray: in actors of Ray."
    ),
]
RayAddress = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="A running Ray cluster: auto, or ray://HOST:10001."),
]
Gpus = Annotated[
    float,
    typer.Option(
        min=0.0, metavar="X", help="With Ray: GPUs of each worker; 0.25 lets four share one."
    ),
]
BatchSize = Annotated[int, typer.Option(min=1, metavar="N", help="Documents worked on together.")]
Limit = Annotated[int | None, typer.Option(min=1, metavar="N", help="Only the first so many.")]
MaxMb = Annotated[int, typer.Option(min=1, metavar="N", help="Refuse larger documents.")]
RetryFailed = Annotated[bool, typer.Option("--retry-failed", help="Try again what failed before.")]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Tell what is left to do.")]
FailFast = Annotated[bool, typer.Option("--fail-fast", help="Stop where one fails.")]
Timeout = Annotated[
    float,
    typer.Option(
        min=1.0,
        metavar="SECONDS",
        help="A worker may take so long for each 10 kB; then its documents are tried one by one.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Do everything anew.")]
LogJson = Annotated[bool, typer.Option("--log-json", help="Tell the progress in lines of JSON.")]


def batch(
    inputs: Inputs,
    out: Out,
    to: MaybeTo = None,
    summarize: Summarize = False,
    sentences: Sentences = None,
    summarizer: Summarizer = None,
    order: InOrder = "summarize-first",
    shapes: Shapes = "tree",
    workers: Workers = None,
    batch_size: BatchSize = 32,
    limit: Limit = None,
    max_mb: MaxMb = 64,
    retry_failed: RetryFailed = False,
    dry_run: DryRun = False,
    fail_fast: FailFast = False,
    force: Force = False,
    timeout: Timeout = 600.0,
    log_json: LogJson = False,
    engine_runner: EngineRunner = "local",
    ray_address: RayAddress = None,
    gpus: Gpus = 0.0,
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
    foreign_names: ForeignNames = "original",
    names: Names = "customary",
    quotes: Quotes = "source",
    check: Check = "quick",
    strict: Strict = False,
    quiet: Quiet = False,
    _debug: Debug = False,
) -> None:
    """Translate and summarize many documents; stopped at any moment, it goes on where it was.

    Without --to and --summarize, languages are detected, into `dataset.jsonl`. OUT holds the
    results, `summary.json`, and `report.html`. The exit code is 1 where documents failed or parts
    stayed untranslated, and 3 where a model or a package is missing for all of them.

    Examples:

    - `mlsum batch articles/ --out done --to pt --summarize`

    - `mlsum batch news.parquet --out done --to en --as parquet,csv`

    - `find . -name '*.txt' | mlsum batch - --out done --summarize`

    - `mlsum batch s3://news/2024/ --out s3://news/2024-pt/ --to pt --engine-runner ray`
    """
    from mlsum.batch import Job, suited

    running = EngineOptions(model, device, beam, threads, batch_tokens, base_url)
    how = How(
        *(to, source, languages, detector, fields, labels),
        *(engine, glossary, remember, check, running, foreign_names),
        names=names,
        quotes=quotes,
    )
    refuse_overlap(inputs, out)
    options, summary = asked_of(how, (summarize, sentences, summarizer, order))
    job = Job(
        inputs,
        staged(out),
        options,
        summary,
        shapes_for(shapes, options, summary, quiet or log_json),
        input_format,
        workers or suited(options, summary),
        batch_size,
        limit,
        max_mb << 20,
        retry_failed,
        fail_fast,
        force,
        timeout,
        careful=True,
    )
    if dry_run:
        raise typer.Exit(_dry(job))
    runner = _ray(ray_address, gpus) if engine_runner == "ray" else None
    raise typer.Exit(_go(job, out, runner, (quiet, log_json), strict))


def asked_of(
    how: How, short: tuple[bool, int | None, str | None, Order]
) -> tuple["Options", "SummaryOptions | None"]:
    """What was typed of documents and of summaries; None where none are asked for."""
    from mlsum.cli.work import options_for, options_of, refuse_missing
    from mlsum.document import SummaryOptions

    summarize, sentences, summarizer, order = short
    if not (summarize or sentences or summarizer):
        options = options_of(how)
        refuse_missing(options)
        return options, None
    who = summarizer or "extractive"
    return options_for(how, SummaryOptions(sentences, summarizer=who, order=order))


def shapes_of(given: str) -> tuple["Shape", ...]:
    """The forms of the results, as they were typed. Raises UsageError for an unknown one."""
    from mlsum.batch import Shape
    from mlsum.errors import UsageError

    known = get_args(Shape)
    asked = [name.strip() for name in given.split(",") if name.strip()]
    unknown = [name for name in asked if name not in known]
    if unknown or not asked:
        said = f"unknown form {unknown[0]!r}" if unknown else "no form of the results is named"
        raise UsageError(said, hint=f"--as one or several of {', '.join(known)}", where="--as")
    return tuple(name for name in known if name in asked)


def shapes_for(
    given: str, options: "Options", summary: "SummaryOptions | None", quiet: bool
) -> tuple["Shape", ...]:
    """As `shapes_of`; where languages are all that is found, a tree would hold none of them."""
    from mlsum.cli.outputs import say
    from mlsum.lang import UND

    shapes = shapes_of(given)
    if options.target != UND or summary or shapes != ("tree",):
        return shapes
    if not quiet:
        say(
            "mlsum: without --to and --summarize, languages are detected: see dataset.jsonl",
            "--to LANG translates, --summarize writes summaries",
        )
    return ("jsonl",)


def refuse_overlap(inputs: list[str], out: str) -> None:
    """Raise UsageError where IN and OUT contain each other: results would be read, or sources lost.

    Patterns and lists on standard input are not looked into.
    """
    from mlsum.batch import is_url
    from mlsum.errors import UsageError

    one: PurePath
    other: PurePath
    for given in inputs:
        if is_url(given) != is_url(out):
            continue
        if is_url(out):
            one, other = PurePath(given), PurePath(out)
        elif os.path.exists(given):  # noqa: PTH110 (pathlib raises an error for too long a name)
            one, other = Path(given).resolve(), Path(out).resolve()
        else:
            continue
        if one.is_relative_to(other) or other.is_relative_to(one):
            hint = "name a folder beside IN"
            raise UsageError(f"OUT ({out}) and IN contain each other", where=given, hint=hint)


def staged(out: str) -> Path:
    """The folder that a job works in: OUT, or one of this machine where OUT is a URL."""
    from mlsum.batch import is_url

    if not is_url(out):
        return Path(out)
    import hashlib

    from platformdirs import user_state_path

    return user_state_path("mlsum") / "batch" / hashlib.sha256(out.encode()).hexdigest()[:16]


def _ray(address: str | None, gpus: float) -> "Runner":
    from mlsum.batch_ray import Cluster, on_ray

    return on_ray(Cluster(address, gpus))


def _dry(job: "Job") -> int:
    from mlsum.batch import survey
    from mlsum.writers.words import counted

    totals = survey(job)
    typer.echo(
        f"{counted(totals.documents, 'document')}: {totals.worked} to do, "
        f"{totals.fresh} done before, {totals.failed} failed before"
    )
    return 0


def _go(
    job: "Job", out: str, runner: "Runner | None", telling: tuple[bool, bool], strict: bool
) -> int:
    from mlsum.batch import is_url, run_job, upload
    from mlsum.cli.outputs import say
    from mlsum.cli.telling import tell, watching

    try:
        with watching(job, *telling) as watch:
            totals = run_job(job, watch, runner)
            if is_url(out):
                upload(job.out, out)
    except KeyboardInterrupt:
        say("mlsum: stopped; what was done is kept", "the same command goes on from here")
        return 130
    tell(job, totals, *telling, place=out)
    return totals.exit_code(strict)
