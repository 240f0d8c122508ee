"""Write the pieces of a page as HTML elements; all text is escaped here and nowhere else."""

import re
from collections.abc import Iterable
from html import escape
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
    Section,
    Sides,
    Table,
    doubts,
    words,
)
from mlsum.writers.words import percent, say_in

__all__ = ["fragment"]

# The languages that mlsum is made for always have the same tint; others take the rest in turn.
_TINTS = {"en": 0, "pt": 1, "ko": 2}
_COLOURS = 12
_SHORT = 24  # characters of a cell whose words are never broken
_HINT = "Hover over a sentence, or use the arrow keys, to see its translation."
# The only addresses that become links; closing marks are the text's own.
_ADDRESS = re.compile(r"https?://[^\s<>\"'`{}|\\^\[\]]{1,2000}(?<![.,;:!?)])")


def fragment(page: Page, lang: str = "en") -> str:
    """The pieces of a page, to be put into another; headings and notes are in `lang`."""
    return _Writer(lang).pieces(page)


class _Writer:
    """One pass over a page: remembers which language has which tint, and which has none."""

    def __init__(self, lang: str) -> None:
        self._lang = lang
        self._say = say_in(lang)
        self._tints = dict(_TINTS)
        self._main = ""
        self._entered = True

    def pieces(self, page: Iterable[Piece]) -> str:
        """Pieces one below the other."""
        return "\n".join(map(self._piece, page))

    def _piece(self, piece: Piece) -> str:
        match piece:
            case Heading(text):
                return f'<h2 dir="auto">{escape(text)}</h2>'
            case Note(text):
                return f'<p class="note" dir="auto">{_linked(text)}</p>'
            case Prose(runs):
                text = f'<div class="prose" dir="auto">{self._cell(runs)}</div>'
                return text + self._doubts(runs)
            case Bullets(items):
                lines = (f'<li dir="auto">{self._cell(it)}{self._doubts(it)}</li>' for it in items)
                return f"<ul>{''.join(lines)}</ul>"
            case Table():
                return self._table(piece)
            case Legend():
                return self._legend(piece)
            case Bars():
                return self._bars(piece)
            case Sides():
                return self._sides(piece)
            case Section():
                return self._section(piece)

    def _section(self, section: Section) -> str:
        title, inner = escape(section.title), self.pieces(section.pieces)
        if section.kind == "details":
            return f'<details class="details"><summary>{title}</summary>\n{inner}\n</details>'
        return f'<section class="{section.kind}"><h2>{title}</h2>\n{inner}\n</section>'

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
        return f'<td{long} dir="auto">{self._cell(cell)}</td>'

    def _legend(self, legend: Legend) -> str:
        """The main language first, without a tint: text in it has none."""
        self._main = legend.shares[0].lang if legend.shares else ""
        entries = "".join(
            f"<li>{self._swatch(one.lang)}{escape(one.name)} "
            f'<span class="share">{percent(one.part, self._lang)}</span></li>'
            for one in legend.shares
        )
        return f'<ul class="legend" aria-label="{escape(legend.title)}">{entries}</ul>'

    def _swatch(self, lang: str) -> str:
        tint = self._tint(lang)
        return "" if lang == self._main else f'<span class="swatch" data-tint="{tint}"></span>'

    def _bars(self, bars: Bars) -> str:
        name, text = map(escape, bars.header)
        lines = "\n".join(map(self._bar, bars.bars))
        return (
            f'<div class="scroll" tabindex="0"><table class="bars">\n<thead><tr>'
            f'<th scope="col">{name}</th><td></td><th scope="col">{text}</th></tr></thead>\n'
            f"<tbody>\n{lines}\n</tbody>\n</table></div>"
        )

    def _bar(self, bar: Bar) -> str:
        """One bar; what it shows stands beside it as text."""
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
        self._main = sides.source or self._main
        self._entered = False
        shown = sides.header if sides.lang else sides.header[:1]
        cells = "".join(f'<div role="columnheader">{escape(name)}</div>' for name in shown)
        head = (
            f'<div role="rowgroup" class="head"><div role="row" class="row">{cells}</div></div>\n'
        )
        rows = "\n".join(self._row(row, sides) for row in sides.rows)
        hint = f'\n<p class="note hint">{escape(self._say(_HINT))}</p>' if sides.lang else ""
        label = " – ".join(filter(None, shown)) or self._say("About this document")
        return (
            f'<div class="sides{" two" if sides.lang else ""}" role="table" '
            f'aria-label="{escape(label)}">\n{head if any(shown) else ""}'
            f'<div role="rowgroup">\n{rows}\n</div>\n</div>{hint if any(shown) else ""}'
        )

    def _row(self, row: Row, sides: Sides) -> str:
        note = f'<p class="note">{escape(row.note)}</p>' if row.note else ""
        left = self._grid(row, 0) if row.table else self._side(row.labels[0], row.original)
        cells = f'<div role="cell" class="side source">{left}</div>'
        if sides.lang:
            main, self._main = self._main, sides.lang
            right = (
                self._grid(row, 1)
                if row.table
                else self._side(row.labels[1], row.translation, enter=True)
            )
            self._main = main
            cells += f'<div role="cell" class="side target" lang="{escape(sides.lang)}">{right}'
            cells += f"{note}</div>"
        same = " same" if sides.lang and words(row.original) == words(row.translation) else ""
        return f'<div role="row" class="row {row.kind}{same}">{cells}</div>'

    def _grid(self, row: Row, side: int) -> str:
        """One side of a table in a document."""
        lines = (
            "<tr>" + "".join(self._data(pair[side]) for pair in line) + "</tr>"
            for line in row.table
        )
        return f'<div class="scroll" tabindex="0"><table>{"".join(lines)}</table></div>'

    def _side(self, label: Cell, text: Cell, enter: bool = False) -> str:
        before = f'<p class="label" dir="auto">{escape(words(label))}</p>' if label else ""
        inner = self._cell(text, enter)
        return f'{before}<p class="text" dir="auto">{inner}</p>{self._doubts(text)}'

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
        text = escape(run.text) if run.goes else _linked(run.text)
        if run.mark:
            name = f' id="{escape(run.name)}"' if run.name else ""
            text = f"<mark{name}>{text}</mark>"
        if run.lang:
            tint = f' class="tint" data-tint="{self._tint(run.lang)}"'
            shown = "" if run.lang == self._main else tint
            text = f'<span lang="{escape(run.lang)}"{shown}>{text}</span>'
        if run.goes:
            text = f'<a href="#{escape(run.goes)}">{text}</a>'
        if run.doubt:
            name = f' id="{escape(run.name)}"' if run.name else ""
            text = f'<span class="doubt"{name}>{text}</span>'
        return text

    def _tint(self, lang: str) -> int:
        return self._tints.setdefault(lang, len(self._tints)) % _COLOURS


def _linked(text: str) -> str:
    """Text with its web addresses as links, which tell the site nothing and open elsewhere."""
    parts, at = [], 0
    for found in _ADDRESS.finditer(text):
        url = escape(found[0])
        parts += [
            escape(text[at : found.start()]),
            f'<a href="{url}" target="_blank" rel="noopener noreferrer nofollow">{url}</a>',
        ]
        at = found.end()
    return "".join([*parts, escape(text[at:])])
