"""Tables with ruled lines: which cell a place on the page is in, by the lines around it."""

import ctypes
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from mlsum.formats.pdf.pieces import Tag

__all__ = ["Grid", "grids", "tagged"]

_PATH = 2  # FPDF_PAGEOBJ_PATH
_MOST = 3000  # things drawn on a page; one with more is a map or a diagram
_MOST_RULES = 400
_THIN = 2.5  # points
_SHORT = 8.0  # points; what is shorter is no rule
_NEAR = 3.0  # points between lines that meet, or are one
_FILLED = 0.4  # of the cells have text; those of a diagram have not

Box = tuple[float, float, float, float]  # left, bottom, right, top


@dataclass(frozen=True, slots=True)
class Grid:
    """The lines of a table: from left to right, and from the bottom up."""

    columns: tuple[float, ...]
    rows: tuple[float, ...]

    def cell(self, x: float, y: float) -> tuple[int, int] | None:
        """The row, counted from the top, and the column that a place is in."""
        row, column = bisect_right(self.rows, y), bisect_right(self.columns, x + 1)
        inside = 0 < row < len(self.rows) and 0 < column < len(self.columns)
        return (len(self.rows) - 1 - row, column - 1) if inside else None


def grids(raw: Any, page: Any) -> list[Grid]:
    """The tables of a page that have lines around their cells, two columns at least."""
    rules = list(_rules(raw, page))
    if not 4 < len(rules) <= _MOST_RULES:
        return []
    found = []
    for group in _touching(rules):
        columns = _distinct(
            x for box in group if box[3] - box[1] > _SHORT for x in (box[0], box[2])
        )
        rows = _distinct(y for box in group if box[2] - box[0] > _SHORT for y in (box[1], box[3]))
        if len(columns) > 2 and len(rows) > 1:
            found.append(Grid(columns, rows))
    return found


def tagged(
    grids: Sequence[Grid], places: Sequence[tuple[float, float]], page: int
) -> list[Tag | None]:
    """The cell of each place where a word stands; none in a grid that holds hardly any text."""
    tags: list[Tag | None] = [None] * len(places)
    for number, grid in enumerate(grids):
        cells = {i: cell for i, place in enumerate(places) if (cell := grid.cell(*place))}
        several = len({column for _, column in cells.values()}) > 1
        room = (len(grid.columns) - 1) * (len(grid.rows) - 1)
        if not several or len(set(cells.values())) < _FILLED * room:
            continue
        table = (-1, page, number)  # behind no place of a tree
        for i, (row, column) in cells.items():
            tags[i] = Tag((*table, row, column), "TD", (*table, row), table)
    return tags


def _rules(raw: Any, page: Any) -> Iterator[Box]:
    """The straight lines that are drawn on a page; a box is its four sides."""
    count = raw.FPDFPage_CountObjects(page)
    sides = [ctypes.c_float() for _ in range(4)]
    for index in range(count if count <= _MOST else 0):
        thing = raw.FPDFPage_GetObject(page, index)
        if raw.FPDFPageObj_GetType(thing) != _PATH or raw.FPDFPath_CountSegments(thing) > 6:
            continue
        if not raw.FPDFPageObj_GetBounds(thing, *sides):
            continue
        left, bottom, right, top = (side.value for side in sides)
        wide, high = right - left, top - bottom
        if min(wide, high) <= _THIN < _SHORT <= max(wide, high):
            yield left, bottom, right, top
        elif min(wide, high) > _SHORT:
            yield from ((left, bottom, right, bottom), (left, top, right, top))
            yield from ((left, bottom, left, top), (right, bottom, right, top))


def _touching(rules: Sequence[Box]) -> list[list[Box]]:
    """The lines in groups that hang together."""
    groups: list[list[Box]] = []
    for rule in rules:
        near = [group for group in groups if any(_meet(rule, one) for one in group)]
        groups = [group for group in groups if group not in near]
        groups.append([rule, *(one for group in near for one in group)])
    return groups


def _meet(one: Box, other: Box) -> bool:
    return (
        one[0] - _NEAR <= other[2]
        and other[0] - _NEAR <= one[2]
        and one[1] - _NEAR <= other[3]
        and other[1] - _NEAR <= one[3]
    )


def _distinct(values: Iterator[float]) -> tuple[float, ...]:
    """Values in order, those that are nearly the same as one."""
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _NEAR:
            found.append(value)
    return tuple(found)
