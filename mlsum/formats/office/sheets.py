"""Sheets of a workbook (SpreadsheetML, ECMA-376-1, part 18): scanned once, without a tree.

A sheet may have a million cells, and most are numbers. What is taken down is which of the shared
strings it shows and in which order, where the heads of its tables are, and what formulas name.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, field

from mlsum.formats.office.cells import (
    column_of,
    contains,
    cut_lines,
    cut_print,
    first_row,
    is_words,
    last_row,
    literals,
    number_of,
    reference,
)
from mlsum.formats.office.contents import CodedText, ElementText, decoded, encoded
from mlsum.formats.office.package import Content, Slot
from mlsum.formats.office.pieces import Group, Mark, Piece, Text, words_of
from mlsum.formats.office.runs import Bit, Dialect, Format, RunParagraph
from mlsum.formats.office.xml import Element, count_in, elements, keyed, named, names

__all__ = ["PRINTED", "Scan", "String", "Table", "own_strings", "scan"]

_MOST_STRINGS = 1 << 31  # which a table of strings has not
_FORMULAS = frozenset(("s:f", "s:formula", "s:formula1", "s:formula2", "?:f", "?:formula"))
PRINTED = frozenset(
    f"s:{parity}{place}" for parity in ("odd", "even", "first") for place in ("Header", "Footer")
)
_MOST_ROWS = 1 << 20
_SCANNED = [it.partition(":")[2] for it in ("s:c", "s:row", "s:filter", *_FORMULAS, *PRINTED)]
# A reference to a column of a table, `Sales[Amount]`, and not to another workbook, `[1]Sheet`.
_STRUCTURED = re.compile(r"\[(?!\d+\])")


@dataclass(slots=True)
class Scan:
    """What a sheet shows: its shared strings in order, each with the column it is first in.

    `requested` are the strings of the cells that were requested; `own`, the cells that hold a
    text of their own. `named` are texts that formulas, filters and lists of choices name;
    `structured` says that a formula refers to a column of a table by its head; `printed`, that
    printed pages have a head or a foot.
    """

    strings: dict[int, str] = field(default_factory=dict)
    requested: dict[str, int] = field(default_factory=dict)
    own: list[str] = field(default_factory=list)
    named: set[str] = field(default_factory=set)
    structured: bool = False
    printed: bool = False
    computed: list[str] = field(default_factory=list)  # areas that one formula fills


def scan(data: bytes, where: str, cells: Set[str]) -> Scan:
    """Read a sheet once; `cells` are those whose shared strings are requested."""
    result = Scan()
    place = _Place()
    for element in elements(data, where, _SCANNED):
        name = named(element.tag)
        if name == "s:c":
            _scan_cell(element, place.of(element), cells, result)
        elif name in _FORMULAS:
            if name == "s:f" and ":" in element.get("ref", "") and element.get("t") != "shared":
                result.computed.append(element.get("ref"))
            result.named.update(literals(element.text or ""))
            result.structured = result.structured or bool(_STRUCTURED.search(element.text or ""))
        elif name == "s:filter":
            result.named.add(element.get("val", "").strip().casefold())
        elif name in PRINTED:
            words = "".join(words_of(cut_print(element.text or "")))
            result.printed = result.printed or is_words(words)
        elif name == "s:row":
            place.next_row(element)
            result.computed = [it for it in result.computed if not place.is_below(it)]
            element.clear()
    return result


class _Place:
    """Where cells are, of which some do not say so: after the one before (ECMA-376-1, 18.3.1.4)."""

    def __init__(self) -> None:
        self._row = 1
        self._last = ""  # of the row

    def of(self, cell: Element) -> str:
        """The reference of the next cell."""
        if own := cell.get("r"):
            self._last = own
            return str(own)
        row = count_in(cell.getparent().get("r"), _MOST_ROWS) or self._row
        self._last = reference(number_of(column_of(self._last)) + 1, row)
        return self._last

    def next_row(self, row: Element) -> None:
        """Go on to the row after this one."""
        self._row = 1 + (count_in(row.get("r"), _MOST_ROWS) or self._row)
        self._last = ""

    def is_below(self, area: str) -> bool:
        """Whether all of an area was before."""
        return (count_in(re.sub(r"\D", "", area.rpartition(":")[2]), _MOST_ROWS) or 0) < self._row


def _scan_cell(cell: Element, place: str, cells: Set[str], result: Scan) -> None:
    kind = cell.get("t")
    if kind == "s":
        value = next((it.text or "" for it in cell if named(it.tag) == "s:v"), "")
        index = count_in(value, _MOST_STRINGS)
        if index is not None:
            result.strings.setdefault(index, column_of(place))
            if place in cells:
                result.requested[place] = index
    elif own_text(cell) is not None and not any(contains(it, place) for it in result.computed):
        result.own.append(place)


def own_text(cell: Element) -> Element | None:
    """The element of a cell's own text, which no formula computes; None where it has none."""
    parts = {named(it.tag): it for it in cell}
    kind = cell.get("t")
    if kind == "str" and "s:f" not in parts:
        return parts.get("s:v")
    return parts.get("s:is") if kind == "inlineStr" else None


def own_strings(root: Element, part: str, cells: Sequence[str]) -> dict[str, "String"]:
    """The texts of some cells that have their own, in the order of the sheet."""
    place, wanted = _Place(), frozenset(cells)
    result = {}
    for row in root.iter(names("s:row", root)):
        for cell in row.iterchildren(names("s:c", root)):
            at = place.of(cell)
            text = own_text(cell) if at in wanted else None
            if text is not None:
                result[at] = String(text, part)
        place.next_row(row)
    return result


class Table:
    """A table in a sheet: its columns are called what the cells in its head say."""

    def __init__(self, root: Element, part: str) -> None:
        self.part = part
        self.name = root.get("displayName", "")
        area = root.get("ref", "")
        self.head = first_row(area) if root.get("headerRowCount") != "0" else []
        self.foot = last_row(area) if root.get("totalsRowCount") not in (None, "0") else []
        self._columns = {it.get("name", ""): it for it in root.iter(names("s:tableColumn", root))}
        formulas = [it.text or "" for it in root.iter() if named(it.tag).endswith("Formula")]
        self.structured = any(map(_STRUCTURED.search, formulas))

    def rename(self, old: str, new: str) -> bool:
        """Give a column the name that its head has now; False where there is no such column."""
        column = self._columns.get(_as_name(old))
        if column is not None:
            column.set("name", _as_name(new))
        return column is not None


def _as_name(text: str) -> str:
    return encoded(text).replace("\r\n", "\n").replace("\n", "_x000a_")


class _Strings(Dialect):
    run = "s:r"
    properties = "s:rPr"
    text = "s:t"
    first = frozenset()
    last = frozenset()

    def set_language(self, run: Element, language: str) -> None:
        """Cells do not note their language."""

    def set_direction(self, paragraph: Element, language: str) -> None:
        """Cells run as their sheet does."""


_STRINGS = _Strings()


class String:
    """A text of a workbook: shared by cells (`s:si`), or a cell's own (`s:is`, `s:v`)."""

    def __init__(self, element: Element, part: str) -> None:
        self.element = element
        self.part = part
        self.old = self.text

    @property
    def text(self) -> str:
        """Its words, without the phonetic guide."""
        return "".join(decoded(it.text or "") for it in self._texts())

    def _texts(self) -> Iterator[Element]:
        if named(self.element.tag) == "s:v":
            yield self.element
        for child in self.element:
            name = named(child.tag)
            if name == "s:t":
                yield child
            elif name == "s:r":
                yield from (it for it in child if named(it.tag) == "s:t")

    def slot(self) -> Slot:
        """It as a slot: plain, or in runs of different formats."""
        return Slot(self._content(), self.part, "td")

    def _content(self) -> Content:
        runs = [it for it in self.element if named(it.tag) == "s:r"]
        plain = next(self._texts(), None)
        if not runs and plain is not None:
            one_line = self.old == self.old.strip() and "\n" not in self.old
            return ElementText(plain) if one_line else CodedText(plain, cut_lines(self.old))
        pieces = [piece for run in runs for piece in _of_run(run)]
        return RunParagraph(self.element, pieces, _STRINGS)

    def append(self, text: str) -> None:
        """Add to its end."""
        last = [*self._texts()][-1]
        last.text = f"{last.text or ''}{text}"


def _of_run(run: Element) -> list[Piece]:
    parts = {named(it.tag): it for it in run}
    key = keyed(parts["s:rPr"])[1:] if "s:rPr" in parts else ((), ())
    pieces: list[Piece] = []
    for piece in cut_lines(decoded(parts["s:t"].text or "") if "s:t" in parts else ""):
        if isinstance(piece, Text):
            pieces.append(Group(Format(run), (piece,), key))
        else:
            words = run.makeelement(names("s:t", run))
            words.text = "\n"
            pieces.append(Mark((Bit(run, words),), "br"))
    return pieces
