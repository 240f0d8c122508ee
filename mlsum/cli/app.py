"""The commands of `mlsum` and their options."""

import os
from typing import Annotated

import typer

from mlsum.backends import EngineOptions
from mlsum.cli import (
    batch,
    doctor,
    evaluate,
    formats,
    memory,
    models,
    serve,
    shown,
    summarize,
    watch,
)
from mlsum.cli.options import (
    AsFormat,
    BaseUrl,
    BatchTokens,
    Beam,
    Check,
    Debug,
    Detector,
    Device,
    Engine,
    Fields,
    Files,
    Force,
    ForeignNames,
    From,
    Glossary,
    LabelChoice,
    Languages,
    Model,
    Names,
    Output,
    Quiet,
    Quotes,
    Remember,
    Source,
    Strict,
    Threads,
    To,
)
from mlsum.cli.typed import Common, How

__all__ = ["app"]

app = typer.Typer(
    name="mlsum",
    cls=shown.Group,
    no_args_is_help=True,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help=(
        "Detect, translate and summarize documents in which languages meet, on your own machine."
        "\n\nSeveral FILEs may be given; `-` reads standard input. Results go to standard output, "
        "everything else to standard error."
    ),
)


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        typer.echo(f"mlsum {version('mlsum')}")
        raise typer.Exit


@app.callback()
def options(
    _: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
    offline: Annotated[
        bool, typer.Option("--offline", help="Use no network but servers on this machine.")
    ] = False,
) -> None:
    """Options before the command."""
    if offline:
        # Where every layer, and every process that a job starts, looks for it.
        os.environ["MLSUM_OFFLINE"] = "1"


@app.command()
def detect(
    files: Files,
    input_format: From = None,
    output_format: AsFormat = "text",
    output: Output = None,
    force: Force = False,
    languages: Languages = None,
    detector: Detector = None,
    fields: Fields = None,
    quiet: Quiet = False,
    _debug: Debug = False,
) -> None:
    """Tell the language of every part: labels, values, and the spans inside them.

    Examples:

    - `mlsum detect article.txt`

    - `mlsum detect --languages en,pt,ko --format json *.txt > languages.json`

    - `echo "The song is called ロミオとシンデレラ" | mlsum detect -`
    """
    from mlsum.cli import work

    common = Common(files, input_format, output_format, output, quiet, force=force)
    how = How(languages=languages, detector=detector, fields=fields)
    raise typer.Exit(work.detect(common, how))


@app.command()
def plan(
    files: Files,
    to: To,
    input_format: From = None,
    output_format: AsFormat = "text",
    output: Output = None,
    force: Force = False,
    source: Source = None,
    languages: Languages = None,
    detector: Detector = None,
    fields: Fields = None,
    labels: LabelChoice = None,
    engine: Engine = None,
    model: Model = None,
    base_url: BaseUrl = None,
    glossary: Glossary = None,
    quiet: Quiet = False,
    _debug: Debug = False,
) -> None:
    """Show what `translate` would do to each part. Loads no model.

    Example: `mlsum plan article.txt --to ko`
    """
    from mlsum.cli import work

    common = Common(files, input_format, output_format, output, quiet, force=force)
    how = How(
        *(to, source, languages, detector, fields, labels, engine, glossary),
        engine_options=EngineOptions(model, base_url=base_url),
    )
    raise typer.Exit(work.plan(common, how))


@app.command()
def translate(
    files: Files,
    to: To,
    input_format: From = None,
    output_format: AsFormat = "text",
    output: Output = None,
    force: Force = False,
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
    in_place: Annotated[
        bool, typer.Option("--in-place", help="Write an office document over itself.")
    ] = False,
    columns: Annotated[
        str | None,
        typer.Option(metavar="NAME,…", help="Of a CSV or TSV file: add these columns, translated."),
    ] = None,
    strict: Strict = False,
    quiet: Quiet = False,
    _debug: Debug = False,
) -> None:
    """Translate a document: its metadata by tables, its text by an engine.

    The document comes back in its own format. What could not be translated stays as it was, with
    a message and the exit code 1, or 3 where a model is missing for all of it. A document that is
    no text goes into a file beside it: `report.docx` becomes `report.pt.docx`. A PDF
    comes back as Markdown, a table by `--columns`.

    Examples:

    - `mlsum translate article.txt --to pt`

    - `mlsum translate article.txt --to ko --fields title,date,source --labels keep`

    - `mlsum translate news.jsonl --to en --format json -o news.en.json`

    - `mlsum translate report.docx slides.pptx --to pt`

    - `mlsum translate table.csv --columns title,summary --to pt`
    """
    from mlsum.cli import work
    from mlsum.cli.columns import translate_tables

    common = Common(files, input_format, output_format, output, quiet, in_place, strict, force)
    running = EngineOptions(model, device, beam, threads, batch_tokens, base_url)
    how = How(
        *(to, source, languages, detector, fields, labels),
        *(engine, glossary, remember, check, running, foreign_names),
        names=names,
        quotes=quotes,
    )
    if columns is not None:
        raise typer.Exit(translate_tables(common, how, columns))
    raise typer.Exit(work.translate(common, how))


app.command()(summarize.summarize)


@app.command()
def keywords(
    files: Files,
    to: Annotated[
        str | None,
        typer.Option("--to", metavar="LANG", help="Add what they are called in this language."),
    ] = None,
    count: Annotated[
        int, typer.Option("--count", "-n", min=1, metavar="N", help="At most so many.")
    ] = 10,
    input_format: From = None,
    output_format: AsFormat = "text",
    output: Output = None,
    force: Force = False,
    languages: Languages = None,
    detector: Detector = None,
    glossary: Glossary = None,
    quiet: Quiet = False,
    _debug: Debug = False,
) -> None:
    """List key terms and names with their weights; with --to, their translations and sources.

    Example: `mlsum keywords article.txt --to ko`
    """
    from mlsum.cli import summaries

    common = Common(files, input_format, output_format, output, quiet, force=force)
    how = How(to, None, languages, detector, glossary=glossary)
    raise typer.Exit(summaries.keywords(common, how, count))


# Help lists the commands in this order: what most people come for, then many documents, then care.
for command in (batch.batch, watch.watch, serve.serve):
    app.command()(command)
app.add_typer(models.app, name="models")
app.add_typer(memory.app)
app.command()(formats.formats)
app.command()(doctor.doctor)
app.add_typer(evaluate.app)
shown.dress(app)
