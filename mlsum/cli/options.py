"""The options that several commands share."""

from pathlib import Path
from typing import Annotated

import typer

from mlsum.cli import typed
from mlsum.document import Labels, OutputFormat

__all__ = [
    "AsFormat",
    "Check",
    "Debug",
    "Detector",
    "Engine",
    "Fields",
    "Files",
    "From",
    "Glossary",
    "LabelChoice",
    "Languages",
    "MaybeTo",
    "Output",
    "Quiet",
    "Remember",
    "Source",
    "To",
]

Files = Annotated[
    list[str], typer.Argument(metavar="FILE...", help="Documents to read; - is standard input.")
]
To = Annotated[str, typer.Option("--to", metavar="LANG", help="Target language: ko, pt, en, …")]
MaybeTo = Annotated[
    str | None,
    typer.Option("--to", metavar="LANG", help="Translate it into this language."),
]
From = Annotated[
    str | None,
    typer.Option("--from", metavar="FORMAT", help="Input format, instead of sniffing it."),
]
AsFormat = Annotated[
    OutputFormat,
    typer.Option("--format", "-f", help="How the result is written.", show_default=True),
]
Output = Annotated[
    Path | None,
    typer.Option("--output", "-o", help="Write to this file (or folder) instead of the screen."),
]
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
    typer.Option(help="Keep or translate labels. [default: translate, but keep keys of JSON]"),
]
Engine = Annotated[
    str | None,
    typer.Option(metavar="NAME", help="Translation engine: firefox, …; none switches engines off."),
]
Glossary = Annotated[
    Path | None, typer.Option(help="Your own terms, TSV or YAML; they go before every table.")
]
Source = Annotated[
    str | None, typer.Option("--source", metavar="LANG", help="Source language, not detected.")
]
Remember = Annotated[
    bool,
    typer.Option("--memory/--no-memory", help="Use, and keep, what was translated before."),
]
Check = Annotated[
    typed.Check, typer.Option(help="deep compares the meanings of source and output, too.")
]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No messages, only results and errors.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show where an error comes from.")]
