"""The options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from mlsum import backends, document
from mlsum.cli import typed
from mlsum.document import Labels, OutputFormat

__all__ = [
    "AsFormat",
    "BaseUrl",
    "BatchTokens",
    "Beam",
    "Check",
    "Debug",
    "Detector",
    "Device",
    "Engine",
    "Fields",
    "Files",
    "Force",
    "ForeignNames",
    "From",
    "Glossary",
    "LabelChoice",
    "Languages",
    "MaybeTo",
    "Model",
    "Names",
    "Output",
    "Quiet",
    "Quotes",
    "Remember",
    "Source",
    "Strict",
    "Threads",
    "To",
]

_PANEL = "How to translate"

Files = Annotated[
    list[str], typer.Argument(metavar="FILE", help="Documents to read; - is standard input.")
]
To = Annotated[str, typer.Option("--to", metavar="LANG", help="Target language: ko, pt, en, …")]
MaybeTo = Annotated[
    str | None,
    typer.Option("--to", metavar="LANG", help="Translate it into this language."),
]
From = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="FORMAT", help="Input format, if it is told wrongly: `mlsum formats`."
    ),
]
AsFormat = Annotated[
    OutputFormat,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="The result as text, markdown, json, jsonl or html.",
    ),
]
Output = Annotated[
    str | None,
    typer.Option(
        "--output",
        "-o",
        metavar="FILE|DIR",
        help="Write to this file, or into this folder (DIR/); - is standard output.",
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Write over a file that exists.")]
Languages = Annotated[
    str | None,
    typer.Option(metavar="LANG,…", help="Detect only these languages, e.g. en,pt,ko."),
]
Detector = Annotated[
    str | None, typer.Option(metavar="NAME", help="Classifier: lingua (default), langdetect, …")
]
Fields = Annotated[
    str | None,
    typer.Option(metavar="KEY,…", help="Only these fields, e.g. title,date,body."),
]
LabelChoice = Annotated[
    Labels | None,
    typer.Option(
        metavar="WHAT",
        help="keep or translate labels. [default: translate, but keep keys of JSON]",
    ),
]
Engine = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="firefox, ctranslate2, transformers, chat; none switches engines off. "
        "[default: the first that has the languages]",
        rich_help_panel=_PANEL,
    ),
]
Model = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|DIR",
        help="An installed model, a folder with one, or the name of one at --base-url.",
        rich_help_panel=_PANEL,
    ),
]
Device = Annotated[
    backends.Device,
    typer.Option(
        metavar="NAME", help="cpu, cuda, or auto: a GPU if there is one.", rich_help_panel=_PANEL
    ),
]
Beam = Annotated[
    int,
    typer.Option(
        min=1, metavar="N", help="Width of the search; 1 is greedy.", rich_help_panel=_PANEL
    ),
]
Threads = Annotated[
    int | None,
    typer.Option(
        min=1,
        metavar="N",
        help="Batches in work at a time; of chat, requests. [default: one per core; 4]",
        rich_help_panel=_PANEL,
    ),
]
BatchTokens = Annotated[
    int,
    typer.Option(
        min=1, metavar="N", help="Tokens in a batch, padding included.", rich_help_panel=_PANEL
    ),
]
BaseUrl = Annotated[
    str | None,
    typer.Option(
        "--base-url",
        metavar="URL",
        help="Translate by the chat model of this server, e.g. http://localhost:8000/v1.",
        rich_help_panel=_PANEL,
    ),
]
Glossary = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Your own terms, TSV or YAML; they go before every table."),
]
ForeignNames = Annotated[
    document.ForeignNames,
    typer.Option(
        metavar="HOW",
        help="Names in letters that a model lacks: original, romanized, or both: Seoul (서울).",
        rich_help_panel=_PANEL,
    ),
]
Names = Annotated[
    document.Romanization,
    typer.Option(
        metavar="HOW",
        help="Korean names in Latin letters: customary (Lee Yeong-hui), revised, mccune.",
        rich_help_panel=_PANEL,
    ),
]
Quotes = Annotated[
    document.QuoteStyle,
    typer.Option(
        metavar="STYLE",
        help="Quotation marks: as in the source, or as the target language writes them.",
        rich_help_panel=_PANEL,
    ),
]
Source = Annotated[
    str | None, typer.Option("--source", metavar="LANG", help="Source language, not detected.")
]
Remember = Annotated[
    bool,
    typer.Option("--memory/--no-memory", help="Use, and keep, what was translated before."),
]
Check = Annotated[
    typed.Check,
    typer.Option(
        metavar="HOW", help="quick, or deep: compare the meanings of source and output, too."
    ),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="Exit with 1 where a sentence is suspect, too.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No messages, only results and errors.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")]
