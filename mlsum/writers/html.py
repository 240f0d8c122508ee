"""Draw a page as HTML: a self-contained file, or the same components for the page of a server.

All text is escaped here and nowhere else. A file holds one style sheet and one script, both ours,
and a policy that lets no other run; it asks for nothing from outside.
"""

import base64
import hashlib
from functools import lru_cache
from html import escape
from importlib.resources import files
from itertools import groupby

from mlsum.writers.page import (
    Bar,
    Bars,
    Bullets,
    Cell,
    Heading,
    Legend,
    Note,
    Page,
    Piece,
    Prose,
    Row,
    Run,
    Sides,
    Table,
    doubts,
    words,
)
from mlsum.writers.words import say_in

__all__ = ["STATIC", "draw", "embedded", "fragment"]

STATIC = files("mlsum.writers") / "static"

# The languages that mlsum is made for always have the same tint; others take the rest in turn.
_TINTS = {"en": 0, "pt": 1, "ko": 2}
_COLOURS = 12
_SHORT = 24  # characters of a cell whose words are never broken
_HINT = "Hover over a sentence, or use the arrow keys, to see its translation."


def draw(page: Page, title: str, lang: str = "en") -> str:
    """The page as one HTML5 file; headings and notes are in `lang`, runs say theirs."""
    style, script = _asset("view.css"), _asset("view.js")
    policy = f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}"
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>{style}</style>\n</head>\n"
        f'<body>\n<main class="view">\n<h1>{escape(title)}</h1>\n{fragment(page, lang)}\n</main>\n'
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def embedded(page: Page, title: str, lang: str = "en") -> str:
    """The file of `draw` as one element of another page, apart from its styles: for a notebook."""
    return (
        f'<iframe title="{escape(title)}" sandbox="allow-scripts" '
        'style="width: 100%; height: 32rem; border: 0; resize: vertical" '
        f'srcdoc="{escape(draw(page, title, lang))}"></iframe>'
    )


def fragment(page: Page, lang: str = "en") -> str:
    """The pieces of a page, to be put into another."""
    drawing = _Drawing(lang)
    return "\n".join(drawing.piece(piece) for piece in page)


@lru_cache(maxsize=4)
def _asset(name: str) -> str:
    return STATIC.joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    """The source expression by which a policy lets exactly this text run (CSP level 3)."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


class _Drawing:
    """One pass over a page: remembers which language has which tint."""

    def __init__(self, lang: str) -> None:
        self._say = say_in(lang)
        self._tints = dict(_TINTS)
        self._entered = True

    def piece(self, piece: Piece) -> str:
        """A piece as HTML."""
        match piece:
            case Heading(text):
                return f"<h2>{escape(text)}</h2>"
            case Note(text):
                return f'<p class="note">{escape(text)}</p>'
            case Prose(runs):
                return f'<div class="prose">{self._cell(runs)}</div>{self._doubts(runs)}'
            case Bullets(items):
                lines = (f"<li>{self._cell(item)}{self._doubts(item)}</li>" for item in items)
                return f"<ul>{''.join(lines)}</ul>"
            case Table():
                return self._table(piece)
            case Legend():
                return self._legend(piece)
            case Bars():
                return self._bars(piece)
            case Sides():
                return self._sides(piece)

    def _table(self, table: Table) -> str:
        head = "".join(f'<th scope="col">{escape(name)}</th>' for name in table.header)
        lines = ("<tr>" + "".join(map(self._data, row)) + "</tr>" for row in table.rows)
        return (
            f'<div class="scroll" tabindex="0"><table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n'
            + "\n".join(lines)
            + "\n</tbody>\n</table></div>"
        )

    def _data(self, cell: Cell) -> str:
        """A cell of a table; a long one may break anywhere, for addresses have no blanks."""
        long = ' class="long"' if len(words(cell)) > _SHORT else ""
        return f"<td{long}>{self._cell(cell)}</td>"

    def _legend(self, legend: Legend) -> str:
        entries = "".join(
            f'<li><span class="swatch" data-tint="{self._tint(one.lang)}"></span>'
            f'{escape(one.name)} <span class="share">{one.part:.1%}</span></li>'
            for one in legend.shares
        )
        return f'<ul class="legend" aria-label="{escape(legend.title)}">{entries}</ul>'

    def _bars(self, bars: Bars) -> str:
        name, said = map(escape, bars.header)
        lines = "\n".join(map(self._bar, bars.bars))
        return (
            f'<div class="scroll" tabindex="0"><table class="bars">\n<thead><tr>'
            f'<th scope="col">{name}</th><td></td><th scope="col">{said}</th></tr></thead>\n'
            f"<tbody>\n{lines}\n</tbody>\n</table></div>"
        )

    def _bar(self, bar: Bar) -> str:
        """One bar; what it shows is said beside it, for who cannot see it."""
        drawn, at = "", 0.0
        for one in bar.parts:
            tint = f'data-tint="{self._tint(one.lang)}"' if one.lang else 'class="plain"'
            title = f"<title>{escape(one.name)}</title>" if one.name else ""
            width = f'x="{at * 100:.3f}" width="{one.part * 100:.3f}" height="1"'
            drawn += f"<rect {tint} {width}>{title}</rect>"
            at += one.part
        return (
            f'<tr><th scope="row">{escape(bar.name)}</th><td><svg viewBox="0 0 100 1" '
            f'preserveAspectRatio="none" aria-hidden="true">{drawn}</svg></td>'
            f"<td>{escape(bar.said)}</td></tr>"
        )

    def _sides(self, sides: Sides) -> str:
        self._entered = False
        shown = sides.header if sides.lang else sides.header[:1]
        head = "".join(f'<div role="columnheader">{escape(name)}</div>' for name in shown)
        rows = "\n".join(self._row(row, sides) for row in sides.rows)
        hint = f'<p class="note hint">{escape(self._say(_HINT))}</p>\n' if sides.lang else ""
        kind = "sides two" if sides.lang else "sides"
        return (
            f'{hint}<div class="{kind}" role="table" aria-label="{escape(" – ".join(shown))}">\n'
            f'<div role="rowgroup" class="head"><div role="row" class="row">{head}</div></div>\n'
            f'<div role="rowgroup">\n{rows}\n</div>\n</div>'
        )

    def _row(self, row: Row, sides: Sides) -> str:
        note = f'<p class="note">{escape(row.note)}</p>' if row.note else ""
        left = self._side(row.labels[0], row.original)
        cells = f'<div role="cell" class="side">{left}</div>'
        if sides.lang:
            right = self._side(row.labels[1], row.translation, enter=True)
            cells += f'<div role="cell" class="side made" lang="{escape(sides.lang)}">{right}'
            cells += f"{note}</div>"
        same = " same" if sides.lang and words(row.original) == words(row.translation) else ""
        return f'<div role="row" class="row {row.kind}{same}">{cells}</div>'

    def _side(self, label: Cell, text: Cell, enter: bool = False) -> str:
        before = f'<p class="label">{self._cell(label)}</p>' if label else ""
        return f'{before}<p class="text">{self._cell(text, enter)}</p>{self._doubts(text)}'

    def _doubts(self, runs: Cell) -> str:
        """The lines under a text on what is wrong in it, each a link to its sentence."""
        return "".join(
            f'<p class="note why"><a href="#{escape(name)}">{escape(line)}</a></p>'
            if name
            else f'<p class="note why">{escape(line)}</p>'
            for line, name in doubts(runs).items()
        )

    def _cell(self, runs: Cell, enter: bool = False) -> str:
        return "".join(
            self._pair(pair, list(group), enter) if pair else "".join(map(self._run, group))
            for pair, group in groupby(runs, lambda run: run.pair)
        )

    def _pair(self, pair: str, runs: list[Run], enter: bool) -> str:
        """A sentence that has a partner; the first translation is where the keyboard enters."""
        entry = ' tabindex="0"' if enter and not self._entered else ""
        self._entered = self._entered or enter
        text = "".join(map(self._run, runs))
        return f'<span class="pair" data-pair="{escape(pair)}"{entry}>{text}</span>'

    def _run(self, run: Run) -> str:
        text = escape(run.text)
        if run.mark:
            name = f' id="{escape(run.name)}"' if run.name else ""
            text = f"<mark{name}>{text}</mark>"
        if run.lang:
            tint = self._tint(run.lang)
            text = f'<span lang="{escape(run.lang)}" class="tint" data-tint="{tint}">{text}</span>'
        if run.goes:
            text = f'<a href="#{escape(run.goes)}">{text}</a>'
        if run.doubt:
            name = f' id="{escape(run.name)}"' if run.name else ""
            text = f'<span class="doubt"{name}>{text}</span>'
        return text

    def _tint(self, lang: str) -> int:
        return self._tints.setdefault(lang, len(self._tints)) % _COLOURS
