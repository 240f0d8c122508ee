"""What a person is shown, before it is known where: headings, notes, lists, tables and prose.

The terminal, Markdown and HTML writers each draw the same page, so that a view is built once.
"""

from dataclasses import dataclass
from typing import Literal

from mlsum.core.document import BlockKind

__all__ = [
    "Bar",
    "Bars",
    "Bullets",
    "Cell",
    "Heading",
    "Legend",
    "Note",
    "Page",
    "Piece",
    "Prose",
    "Row",
    "Run",
    "Section",
    "Share",
    "Sides",
    "Table",
    "cell",
    "doubts",
    "words",
]


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text in one language (a tag, or empty where it has none), marked or not.

    Runs of one `pair` stand for each other on the two sides of a translation; `doubt` is a line on
    why one is not to be trusted, the same in all of its runs. `name` makes a run a place, and
    `goes` leads to the place of that name.
    """

    text: str
    lang: str = ""
    mark: bool = False
    pair: str = ""
    doubt: str = ""
    name: str = ""
    goes: str = ""


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
    """Running text, its line breaks kept.

    Where there are no colours, text that is `tagged` has the tag of a language before its runs.
    """

    runs: Cell
    tagged: bool = False

    @property
    def plain_runs(self) -> Cell:
        """The runs as they are shown without colours: `[en] The talks ended. [pt] O presidente`."""
        if not self.tagged or len({run.lang for run in self.runs if run.lang}) < 2:
            return self.runs
        shown: list[Run] = []
        before = ""
        for run in self.runs:
            if run.lang and run.lang != before:
                shown.append(Run(f"[{run.lang}] "))
                before = run.lang
            shown.append(run)
        return tuple(shown)


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list."""

    items: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under a header of the same length."""

    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A language, its name, and its share of the letters: 0 to 1."""

    lang: str
    name: str
    part: float


@dataclass(frozen=True, slots=True)
class Legend:
    """Which languages a text is in, the most frequent first."""

    title: str
    shares: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: its name, its stretches as parts of a full bar, and what these say."""

    name: str
    parts: tuple[Share, ...]
    said: str


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart; the header names what the bars are of, and what is said of them."""

    header: tuple[str, str]
    bars: tuple[Bar, ...]

    @property
    def table(self) -> Table:
        """The same where nothing can be drawn."""
        return Table(self.header, tuple((cell(bar.name), cell(bar.said)) for bar in self.bars))


@dataclass(frozen=True, slots=True)
class Row:
    """A field or a block and its translation; labels name a field, `note` is a remark on it.

    A `table` has a pair of cells, the original and its translation, for each column of each row.
    """

    original: Cell
    translation: Cell = ()
    labels: tuple[Cell, Cell] = ((), ())
    note: str = ""
    kind: BlockKind | Literal["field", "title"] = "paragraph"
    table: tuple[tuple[tuple[Cell, Cell], ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Sides:
    """Rows of a text beside its translation into `lang`; without one, the original alone.

    `source` is the main language of the original. A header of empty strings is not shown.
    """

    header: tuple[str, str]
    rows: tuple[Row, ...]
    lang: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """Pieces that belong together: a summary, sentences to check, metadata, details to unfold."""

    kind: Literal["summary", "check", "facts", "details"]
    title: str
    pieces: "tuple[Piece, ...]"


Piece = Heading | Note | Prose | Bullets | Table | Legend | Bars | Sides | Section
Page = tuple[Piece, ...]


def cell(text: str, lang: str = "") -> Cell:
    """A cell of one run."""
    return (Run(text, lang),)


def doubts(runs: Cell) -> dict[str, str]:
    """The lines on what is wrong in a cell, in order, each with the name of its place."""
    found: dict[str, str] = {}
    for run in runs:
        if run.doubt:
            found.setdefault(run.doubt, run.name)
    return found


def words(runs: Cell) -> str:
    """What a cell says, without its languages and marks."""
    return "".join(run.text for run in runs)
