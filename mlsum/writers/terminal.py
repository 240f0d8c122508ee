"""Draw a page on a terminal: languages in colours, nothing that the terminal would obey."""

import io
import sys
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import regex

from mlsum.writers.page import (
    Bars,
    Bullets,
    Cell,
    Heading,
    Legend,
    Note,
    Page,
    Prose,
    Run,
    Section,
    Sides,
    Table,
    words,
)

if TYPE_CHECKING:
    from rich.console import RenderableType
    from rich.text import Text

__all__ = ["draw", "fitting", "printable", "wrapped"]

# Told apart on light and dark backgrounds, and by most people who do not see all colours.
_COLOURS = ("cyan", "magenta", "yellow", "green", "blue", "red", "bright_cyan", "bright_magenta")

# Control characters and bidi overrides could move the cursor, retitle the window or reorder
# what is read; tabs and newlines are text.
_OBEYED = regex.compile(r"[\p{Cc}\u202A-\u202E\u2066-\u2069--[\t\n]]", regex.V1)

_NARROW = 20  # columns into which nothing can be wrapped well
_WHOLE = 24  # columns that what a row is about may take unbroken

_Simple = Heading | Note | Prose | Bullets | Table


def printable(text: str) -> str:
    """The text with what a terminal would obey made visible as U+FFFD."""
    shown: str = _OBEYED.sub("\N{REPLACEMENT CHARACTER}", text.replace("\r\n", "\n"))
    return shown


def fitting(text: str, columns: int) -> int:
    """How many characters of a text fit into `width` columns; Hangul and Han take two each."""
    width = 0
    for at, char in enumerate(text):
        width += 2 if east_asian_width(char) in "WF" else 1
        if width > columns:
            return at
    return len(text)


def wrapped(line: str, columns: int, indent: str = "    ") -> str:
    """A line wrapped at blanks to a width in columns, all but the first line indented."""
    if columns < _NARROW:
        return line
    found: list[str] = []
    while (end := fitting(line, columns)) < len(line):
        blank = line.rfind(" ", len(indent), end + 1)
        end = blank if blank > len(indent) else end
        found.append(line[:end])
        line = indent + line[end:].lstrip()
    return "\n".join([*found, line])


def draw(page: Page, width: int | None = None, colour: bool | None = None) -> str:
    """The page as lines for a terminal `width` columns wide; `colour` None asks the terminal.

    In a pipe there are no colours, and tables take the width they need.
    """
    from rich.console import Console

    terminal = sys.stdout.isatty() if colour is None else colour
    drawn = io.StringIO()
    console = Console(
        file=drawn,
        force_terminal=terminal,
        no_color=None if terminal else True,
        width=width or (None if sys.stdout.isatty() else 160),
        highlight=False,
        markup=False,
        emoji=False,
    )
    simple = tuple(_simple(page))
    colours = _palette(simple)
    for number, piece in enumerate(simple):
        if number and _apart(simple[number - 1], piece):
            console.print()
        # A pipe's reader wraps lines, or does not want them wrapped.
        console.print(
            _piece(piece, colours, terminal),
            soft_wrap=not terminal and not isinstance(piece, Table),
        )
    return "\n".join(line.rstrip() for line in drawn.getvalue().split("\n"))


def _apart(above: _Simple, below: _Simple) -> bool:
    """Whether an empty line stands between two pieces."""
    match above, below:
        case (_, Heading()) | (Table(), Bullets()) | (Table() | Prose() | Bullets(), Prose()):
            return True
        case _:
            return False


def _simple(page: Page) -> Iterator[_Simple]:
    """Sections as their pieces, a legend as a line, and two sides as a table."""
    for piece in page:
        match piece:
            case Section(_, title, pieces):
                yield Heading(title)
                yield from _simple(pieces)
            case Bars():
                yield piece.table
            case Legend(_, shares):
                yield Prose(tuple(Run(f"{it.lang} {it.part:.1%}  ", it.lang) for it in shares))
            case Sides():
                count = 2 if piece.lang else 1
                rows = (
                    (row.labels[0], *(row.original, row.translation)[:count]) for row in piece.rows
                )
                yield Table(("", *piece.header[:count]), tuple(rows))
            case _:
                yield piece


def _palette(page: Sequence[_Simple]) -> dict[str, str]:
    """A colour per language, in order of appearance."""
    langs: dict[str, None] = {}
    for piece in page:
        rows = piece.rows if isinstance(piece, Table) else ()
        cells = [cell for row in rows for cell in row]
        if isinstance(piece, Prose):
            cells.append(piece.runs)
        if isinstance(piece, Bullets):
            cells.extend(piece.items)
        langs |= dict.fromkeys(run.lang for cell in cells for run in cell if run.lang)
    return {lang: _COLOURS[index % len(_COLOURS)] for index, lang in enumerate(langs)}


def _piece(piece: _Simple, colours: dict[str, str], terminal: bool) -> "RenderableType":
    from rich.text import Text

    match piece:
        case Heading(text):
            return Text(printable(text), style="bold")
        case Note(text):
            return Text(printable(text), style="dim")
        case Prose(runs):
            plain = tuple(map(_starred, piece.plain_runs))
            return _tinted(runs if terminal else plain, colours)
        case Bullets(items):
            lines = [_tinted((Run("- "), *item), colours) for item in items]
            return Text("\n").join(lines)
        case Table():
            return _table(piece, colours)


def _tinted(runs: Cell, colours: dict[str, str]) -> "Text":
    from rich.text import Text

    text = Text()
    for run in runs:
        style = colours.get(run.lang, "")
        text.append(printable(run.text), style=f"{style} bold reverse" if run.mark else style)
    return text


def _starred(run: Run) -> Run:
    """A marked run in plain characters, without colour."""
    return Run(f"**{run.text}**", run.lang) if run.mark else run


def _table(piece: Table, colours: dict[str, str]) -> "RenderableType":
    from rich.box import SIMPLE_HEAD
    from rich.cells import cell_len
    from rich.table import Table as RichTable

    table = RichTable(box=SIMPLE_HEAD, pad_edge=False, header_style="bold", show_edge=False)
    for index, name in enumerate(piece.header):
        # What a row is about stays whole, so that it can be copied; unless it is long itself.
        whole = not index and all(cell_len(words(row[0])) <= _WHOLE for row in piece.rows)
        table.add_column(printable(name), overflow="fold", justify="left", no_wrap=whole)
    for row in piece.rows:
        table.add_row(*(_tinted(cell, colours) for cell in row))
    return table
