"""`mlsum summarize`: one document or several in a few sentences."""

from typing import Annotated

import typer

from mlsum.backends import EngineOptions
from mlsum.cli.options import (
    AsFormat,
    BaseUrl,
    BatchTokens,
    Beam,
    Debug,
    Detector,
    Device,
    Engine,
    Files,
    Force,
    ForeignNames,
    From,
    Glossary,
    Languages,
    MaybeTo,
    Model,
    Names,
    Output,
    Quiet,
    Remember,
    Strict,
    Threads,
)
from mlsum.cli.typed import Common, How
from mlsum.document import Order, Style
from mlsum.errors import UsageError

__all__ = ["InOrder", "Summarizer", "summarize"]

Sentences = Annotated[
    int | None,
    typer.Option("--sentences", "-n", min=1, metavar="N", help="So many sentences. [default: 3]"),
]
MaxChars = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="At most so many characters.")
]
Ratio = Annotated[
    float | None, typer.Option(min=0.0, max=1.0, metavar="X", help="This share of the sentences.")
]
AsStyle = Annotated[
    Style,
    typer.Option(
        metavar="STYLE", help="paragraph, bullets (a list), or headline (one short line)."
    ),
]
Summarizer = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="extractive, semantic or morphemes choose sentences; abstractive (a model here, "
        "--model) and chat (a server, --base-url) write them. [default: extractive]",
    ),
]
InOrder = Annotated[
    Order, typer.Option(metavar="ORDER", help="With --to: summarize-first, or translate-first.")
]
Highlight = Annotated[
    bool, typer.Option("--highlight", help="Show them marked, in their places in the text.")
]
Together = Annotated[
    bool,
    typer.Option(
        "--together",
        help="One digest of all FILEs: a story that several tell is told once, with its sources; "
        "with --summarizer semantic across languages, too. Limits are those of each story.",
    ),
]


def summarize(
    files: Files,
    to: MaybeTo = None,
    sentences: Sentences = None,
    max_chars: MaxChars = None,
    ratio: Ratio = None,
    style: AsStyle = "paragraph",
    summarizer: Summarizer = None,
    order: InOrder = "summarize-first",
    together: Together = False,
    highlight: Highlight = False,
    input_format: From = None,
    output_format: AsFormat = "text",
    output: Output = None,
    force: Force = False,
    languages: Languages = None,
    detector: Detector = None,
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
    strict: Strict = False,
    quiet: Quiet = False,
    _debug: Debug = False,
) -> None:
    """Say in a few sentences what a document says; with --to, in your language.

    Sentences are chosen from the text, unless a model is to write them; what such a model says
    that the text does not is told as suspect. With --to the fields are translated, too.

    Examples:

    - `mlsum summarize article.txt`

    - `mlsum summarize article.txt --sentences 2 --to pt`

    - `mlsum summarize report.md --max-chars 600 --format json`

    - `mlsum summarize article.txt --style headline --to pt`

    - `mlsum summarize report.md --highlight --format html -o report.html`

    - `mlsum summarize report.md --summarizer abstractive --model ~/models/mt5-xlsum`

    - `mlsum summarize news/*.txt --together --to ko --format html -o digest.html`
    """
    from mlsum.cli import summaries
    from mlsum.document import SummaryOptions

    common = Common(files, input_format, output_format, output, quiet, strict=strict, force=force)
    running = EngineOptions(model, device, beam, threads, batch_tokens, base_url)
    how = How(
        *(to, None, languages, detector, None, None),
        *(engine, glossary, remember, "quick", running, foreign_names),
        names=names,
    )
    who = summarizer or "extractive"
    length = SummaryOptions(sentences, max_chars, ratio, style=style, summarizer=who, order=order)
    if together and highlight:
        raise UsageError("--highlight marks one text; --together is of several")
    if together:
        raise typer.Exit(summaries.digest(common, how, length))
    raise typer.Exit(summaries.summarize(common, how, length, highlight))
