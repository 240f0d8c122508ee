"""Options as they were typed, before anything that takes time to load reads them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from mlsum.backends import EngineOptions
from mlsum.document import ForeignNames, Labels, OutputFormat, QuoteStyle, Romanization

__all__ = ["Check", "Common", "How"]

Check = Literal["quick", "deep"]


@dataclass(frozen=True, slots=True)
class Common:
    """What all commands share: where documents come from and where results go.

    `in_place` writes the translation of a document that is no text over the document; `strict`
    fails where a sentence is suspect; `force` writes over a file that exists.
    """

    files: Sequence[str]
    input_format: str | None
    output_format: OutputFormat
    output: str | None
    quiet: bool
    in_place: bool = False
    strict: bool = False
    force: bool = False


@dataclass(frozen=True, slots=True)
class How:
    """Options of detection and translation as they were typed."""

    to: str | None = None
    source: str | None = None
    languages: str | None = None
    detector: str | None = None
    fields: str | None = None
    labels: Labels | None = None
    engine: str | None = None
    glossary: Path | None = None
    memory: bool = False
    check: Check = "quick"
    engine_options: EngineOptions = field(default_factory=EngineOptions)
    foreign_names: ForeignNames = "original"
    names: Romanization = "customary"
    quotes: QuoteStyle = "source"
