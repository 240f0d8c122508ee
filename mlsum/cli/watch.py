"""`mlsum watch`: a batch that goes on as new documents come."""

from typing import TYPE_CHECKING, Annotated

import typer

from mlsum.backends import EngineOptions
from mlsum.cli.batch import (
    BatchSize,
    Inputs,
    LogJson,
    MaxMb,
    Out,
    Sentences,
    Shapes,
    Summarize,
    Timeout,
    Workers,
    asked_of,
    refuse_overlap,
    shapes_for,
    staged,
)
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
    Threads,
)
from mlsum.cli.summarize import InOrder, Summarizer
from mlsum.cli.typed import How

if TYPE_CHECKING:
    from mlsum.batch import Job

__all__ = ["watch"]

Every = Annotated[
    float, typer.Option(min=0.1, metavar="SECONDS", help="Time between two looks at IN.")
]


def watch(
    inputs: Inputs,
    out: Out,
    to: MaybeTo = None,
    summarize: Summarize = False,
    sentences: Sentences = None,
    summarizer: Summarizer = None,
    order: InOrder = "summarize-first",
    shapes: Shapes = "tree",
    every: Every = 2.0,
    workers: Workers = None,
    batch_size: BatchSize = 32,
    max_mb: MaxMb = 64,
    timeout: Timeout = 600.0,
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
    foreign_names: ForeignNames = "original",
    names: Names = "customary",
    quotes: Quotes = "source",
    check: Check = "quick",
    quiet: Quiet = False,
    _debug: Debug = False,
) -> None:
    """Do what `batch` does, and go on with every document that comes or changes; Ctrl-C ends it.

    It shares the journal of `batch` in OUT. A file is taken once it is no longer written to. In
    OUT, datasets and reports are always those of all that is in IN.

    Example: `mlsum watch inbox/ --out done --to ko --summarize`
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
        max_bytes=max_mb << 20,
        timeout=timeout,
    )
    _keep(job, out, every, (quiet, log_json))


def _keep(job: "Job", out: str, every: float, telling: tuple[bool, bool]) -> None:
    from mlsum.batch import is_url, kept, rounds, run_job, upload
    from mlsum.cli.outputs import say
    from mlsum.cli.telling import tell, watching

    quiet, log_json = telling
    if not quiet and not log_json:
        say(f"mlsum: watching {', '.join(job.inputs)}; Ctrl-C ends it")
    try:
        with kept(job) as runner:
            for chosen in rounds(job, every):
                with watching(job, *telling) as shown:
                    totals = run_job(job, shown, runner, chosen)
                if is_url(out):
                    upload(job.out, out)
                tell(job, totals, *telling)
    except KeyboardInterrupt:
        if not quiet and not log_json:
            say("mlsum: stopped; what was done is kept")
