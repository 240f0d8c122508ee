"""Sheets of a workbook (SpreadsheetML, ECMA-376-1, part 18): scanned once, without a tree.

A sheet may have a million cells, and most are numbers. What is taken down is which of the shared
strings it shows and in which order, where the heads of its tables are, and what formulas name.
"""

import re
from collections.abc import Set
from dataclasses import dataclass, field

from mlsum.formats.office.cells import cut_lines, cut_print, first_row, is_words, last_row, literals
from mlsum.formats.office.contents import CodedText, decoded, encoded
from mlsum.formats.office.package import Content, Slot
from mlsum.formats.office.pieces import Group, Mark, Piece, Text, said
from mlsum.formats.office.runs import Bit, Dialect, Format, RunParagraph
from mlsum.formats.office.xml import Element, count_in, elements, keyed, named, names

__all__ = ["PRINTED", "Scan", "String", "Table", "scan"]

_MOST_STRINGS = 1 << 31  # which a table of strings has not
_FORMULAS = frozenset(("s:f", "s:formula", "s:formula1", "s:formula2", "?:f", "?:formula"))
PRINTED = frozenset(
    f"s:{parity}{place}" for parity in ("odd", "even", "first") for place in ("Header", "Footer")
)
_TOLD = [it.partition(":")[2] for it in ("s:c", "s:row", "s:filter", *_FORMULAS, *PRINTED)]
# A reference to a column of a table, `Sales[Amount]`, and not to another workbook, `[1]Sheet`.
_STRUCTURED = re.compile(r"\[(?!\d+\])")


@dataclass(slots=True)
class Scan:
    """What a sheet shows: shared strings in order, and those of the cells that were asked for.

    `named` are texts that its formulas, filters and lists of choices name; `structured` says that
    a formula refers to a column of a table by its head; `inline` and `printed`, that there are
    texts in the sheet itself.
    """

    strings: dict[int, None] = field(default_factory=dict)
    asked: dict[str, int] = field(default_factory=dict)
    named: set[str] = field(default_factory=set)
    structured: bool = False
    inline: bool = False
    printed: bool = False


def scan(data: bytes, where: str, cells: Set[str]) -> Scan:
    """Read a sheet once; `cells` are those whose shared strings are asked for."""
    found = Scan()
    for element in elements(data, where, _TOLD):
        name = named(element.tag)
        if name == "s:c":
            _take_cell(element, cells, found)
        elif name in _FORMULAS and element.text:
            found.named.update(literals(element.text))
            found.structured = found.structured or bool(_STRUCTURED.search(element.text))
        elif name == "s:filter":
            found.named.add(element.get("val", "").strip().casefold())
        elif name in PRINTED:
            words = "".join(said(cut_print(element.text or "")))
            found.printed = found.printed or is_words(words)
        elif name == "s:row":
            element.clear()
    return found


def _take_cell(cell: Element, cells: Set[str], found: Scan) -> None:
    kind = cell.get("t")
    found.inline = found.inline or kind == "inlineStr"
    if kind != "s":
        return
    value = next((it.text or "" for it in cell if named(it.tag) == "s:v"), "")
    place = count_in(value, _MOST_STRINGS)
    if place is not None:
        found.strings.setdefault(place)
        if cell.get("r") in cells:
            found.asked[cell.get("r")] = place


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

    def speak(self, run: Element, language: str) -> None:
        """Cells do not note their language."""

    def turn(self, paragraph: Element, language: str) -> None:
        """Cells run as their sheet does."""


_STRINGS = _Strings()


class String:
    """A text of a workbook, shared by cells (`s:si`) or a cell's own (`s:is`)."""

    def __init__(self, element: Element, part: str) -> None:
        self.element = element
        self.part = part
        self.old = self.text

    @property
    def text(self) -> str:
        """What it says, without its phonetic guide."""
        return "".join(
            decoded(it.text or "")
            for it in self.element.iter(names("s:t", self.element))
            if named(it.getparent().tag) != "s:rPh"
        )

    def slot(self) -> Slot:
        """It as a slot: plain, or in runs of different formats."""
        return Slot(self._content(), self.part, "td")

    def _content(self) -> Content:
        runs = [it for it in self.element if named(it.tag) == "s:r"]
        plain = next((it for it in self.element if named(it.tag) == "s:t"), None)
        if not runs and plain is not None:
            return CodedText(plain, cut_lines(decoded(plain.text or "")))
        pieces = [piece for run in runs for piece in _of_run(run)]
        return RunParagraph(self.element, pieces, _STRINGS)

    def append(self, text: str) -> None:
        """Add to its end."""
        last = [*self.element.iter(names("s:t", self.element))][-1]
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
