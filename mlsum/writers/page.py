"""What a person is shown, before it is known where: headings, notes, lists, tables and prose.

The terminal, Markdown and HTML writers each draw the same page, so that a view is built once.
"""

from dataclasses import dataclass

__all__ = ["Bullets", "Cell", "Heading", "Note", "Page", "Piece", "Prose", "Run", "Table", "cell"]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one language (a tag, or empty where it has none), marked or not."""

    text: str
    lang: str = ""
    mark: bool = False


Cell = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A line that names what follows."""

    text: str


@dataclass(frozen=True, slots=True)
class Note:
    """A line about the text, not of it."""

    text: str


@dataclass(frozen=True, slots=True)
class Prose:
    """Running text, its line breaks kept."""

    runs: Cell


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header of the same length."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


Piece = Heading | Note | Prose | Bullets | Table
Page = tuple[Piece, ...]


def cell(text: str, lang: str = "") -> Cell:
    """A cell of one run."""
    return (Run(text, lang),)
