"""The reading order of a page: bands from top to bottom, the columns in each from left to right.

A band is what overlaps in height; bands that leave the same stretch free stand in columns there.
That is the recursive cut of Nagy and Seth (1984) along white space, each step in linear time.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from mlsum.formats.pdf.pieces import Path, Piece, Tag

__all__ = ["Line", "lines"]

_GUTTER = 0.7  # ems of white space between columns
_STRETCHED = 2.5  # ems that a blank may be stretched to in any text, beside a scrap of it
_STRETCHES = 20  # of a band, the widest; a page has no more columns
_SCRAP = 8  # letters: what has fewer is no line of a column
_LINES = 3  # of a column; less are cells of a table
_WORDY = 12  # letters of a line of running text, on average
_DEEPEST = 6

Stretch = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Line:
    """Pieces on one baseline, and the column they stand in: its left and right edge."""

    pieces: tuple[Piece, ...]
    page: int
    column: Stretch

    @property
    def tag(self) -> Tag | None:
        """The block that the document says it is of."""
        return self.pieces[0].tag

    @property
    def text(self) -> str:
        """What the line says, the pieces apart by two blanks."""
        return "  ".join(piece.text for piece in self.pieces)

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.pieces[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.pieces[-1].right

    @property
    def y(self) -> float:
        """Its baseline."""
        return self.pieces[0].y

    @property
    def size(self) -> float:
        """The size of most of its letters."""
        return max(self.pieces, key=lambda piece: len(piece.text)).size

    @property
    def bold(self) -> bool:
        """Whether all of it is bold."""
        return all(piece.bold for piece in self.pieces)


def lines(pieces: Sequence[Piece], page: int) -> list[Line]:
    """The lines of a page in the order in which they are read."""
    tagged = [piece for piece in pieces if piece.tag and not piece.tag.drawn]
    rest = [piece for piece in pieces if not piece.tag]
    tables: dict[Path, list[Piece]] = {}
    for piece in pieces:
        if piece.tag and piece.tag.drawn:
            tables.setdefault(piece.tag.table, []).append(piece)
    rest += map(_as_one, tables.values())
    ordered = (one for line in _ordered(rest, page, 0) for one in _opened(line, tables))
    return [*_tagged(tagged, page), *ordered]


def _as_one(table: Sequence[Piece]) -> Piece:
    """A table as a piece of its size, to find its place on the page."""
    left, right = _edges(table)
    bottom, top = min(it.bottom for it in table), max(it.top for it in table)
    size = (top - bottom) / 0.97  # see Piece.top and Piece.bottom
    text = " ".join(it.text for it in table)
    return Piece(text, left, right, bottom + 0.22 * size, size, tag=table[0].tag)


def _opened(line: Line, tables: Mapping[Path, Sequence[Piece]]) -> Iterator[Line]:
    """A line, the tables in it as their own lines."""
    for piece in line.pieces:
        if piece.tag:
            yield from _tagged(tables[piece.tag.table], line.page)
    if beside := tuple(piece for piece in line.pieces if not piece.tag):
        yield replace(line, pieces=beside)


def _tagged(pieces: Sequence[Piece], page: int) -> Iterator[Line]:
    """The lines of blocks that the document tells, in its order."""
    blocks: dict[Path, list[Piece]] = {}
    for piece in pieces:
        if piece.tag:
            blocks.setdefault(piece.tag.path, []).append(piece)
    for path in sorted(blocks):
        row: list[Piece] = []
        column = _edges(blocks[path])
        for piece in blocks[path]:
            if row and abs(row[-1].y - piece.y) > 0.4 * max(piece.size, row[-1].size):
                yield Line((_joined(row),), page, column)
                row = []
            row.append(piece)
        yield Line((_joined(row),), page, column)


def _ordered(pieces: list[Piece], page: int, depth: int) -> Iterator[Line]:
    if not pieces:
        return
    group: list[list[Piece]] = []
    free: list[Stretch] = []
    edges = (0.0, 0.0)
    for band in _mended(list(_bands(pieces)), inner=depth > 0):
        gaps, own = _free(band), _edges(band)
        both = (min(edges[0], own[0]), max(edges[1], own[1])) if group else own
        shared = _shared(free, gaps, min(it.size for it in band)) if group else gaps
        divided = _divides(free, edges) or _divides(gaps, own)
        if group and divided and not _divides(shared, both):
            yield from _group(group, free, page, depth)
            group, shared, both = [], gaps, own
        group.append(band)
        free, edges = shared, both
    yield from _group(group, free, page, depth)


def _group(bands: list[list[Piece]], free: list[Stretch], page: int, depth: int) -> Iterator[Line]:
    """Bands with a gutter in common: columns if there is text on both sides, else lines."""
    pieces = [piece for band in bands for piece in band]
    gutter = _gutter(pieces, free) if depth < _DEEPEST else None
    if gutter is not None:
        yield from _ordered([it for it in pieces if it.left < gutter], page, depth + 1)
        yield from _ordered([it for it in pieces if it.left >= gutter], page, depth + 1)
        return
    column = _edges(pieces)
    for band in bands:
        for row in _rows(band):
            yield Line(tuple(row), page, column)


def _mended(bands: list[list[Piece]], inner: bool) -> Iterator[list[Piece]]:
    """The bands, lines that were only spaced out to fill a narrow column in one piece again."""
    edges = _edges([piece for band in bands for piece in band])
    for above, band, below in zip([[], *bands], bands, [*bands[1:], []], strict=False):
        rows = list(_rows(band)) if len(band) > 1 else []
        alone = len(above) < 2 and len(below) < 2 and len(bands) > 1
        whole = not any(piece.tag for piece in band)
        loose = inner and len(rows) == 1 and not _is_in_line(rows[0], [*above, *below])
        if whole and len(rows) == 1 and _is_stretched(rows[0], edges, alone=alone, loose=loose):
            yield [_joined(rows[0])]
        else:
            yield band


def _is_in_line(row: Sequence[Piece], others: Sequence[Piece]) -> bool:
    """Whether a gap of a line begins or ends where one of the lines beside it does: cells do."""
    near = 0.3 * row[0].size
    lefts = [one.left for one in others]
    rights = [one.right for one in others]
    return any(
        any(abs(one.right - it) < near for it in rights)
        or any(abs(other.left - it) < near for it in lefts)
        for one, other in pairwise(row)
    )


def _is_stretched(row: Sequence[Piece], column: Stretch, *, alone: bool, loose: bool) -> bool:
    """Whether a line has wide gaps because it fills its column, and not because it has cells.

    Its gaps are alike then, as no table's are, or `loose`, in line with none beside it.
    """
    gaps = [other.left - one.right for one, other in pairwise(row)]
    size = row[0].size
    letters = [len(piece.text) for piece in row]
    if alone and max(gaps) < _STRETCHED * size and min(letters) < _SCRAP:
        return True
    wordy = sum(letters) >= _WORDY * len(row) or max(letters) >= 1.5 * _WORDY
    fills = row[0].left < column[0] + 2 * size and row[-1].right > column[1] - size
    return loose and fills and not wordy


def _joined(row: Sequence[Piece]) -> Piece:
    """The pieces of a line as one."""
    first = max(row, key=lambda it: len(it.text))
    text = " ".join(piece.text for piece in row)
    return replace(first, text=text, left=row[0].left, right=row[-1].right, blank=row[-1].blank)


def _bands(pieces: Sequence[Piece]) -> Iterator[list[Piece]]:
    """What overlaps in height, from top to bottom."""
    band: list[Piece] = []
    bottom = 0.0
    for piece in sorted(pieces, key=lambda it: (-it.top, it.left)):
        if band and piece.top <= bottom:
            yield band
            band = []
        bottom = min(bottom, piece.bottom) if band else piece.bottom
        band.append(piece)
    if band:
        yield band


def _rows(band: list[Piece]) -> Iterator[list[Piece]]:
    """The lines of a band, which may be many where columns stand side by side."""
    row: list[Piece] = []
    for piece in sorted(band, key=lambda it: (-it.y, it.left)):
        if row and row[0].y - piece.y > 0.4 * max(piece.size, row[0].size):
            yield sorted(row, key=lambda it: it.left)
            row = []
        row.append(piece)
    if row:
        yield sorted(row, key=lambda it: it.left)


def _free(band: Sequence[Piece]) -> list[Stretch]:
    """The widest stretches of the page that a band leaves free, from left to right."""
    found: list[Stretch] = []
    at = float("-inf")
    for piece in sorted(band, key=lambda it: it.left):
        if piece.left > at:
            found.append((at, piece.left))
        at = max(at, piece.right)
    found.append((at, float("inf")))
    widest = sorted(found, key=lambda it: it[0] - it[1])[:_STRETCHES]
    return sorted(widest)


def _shared(one: Sequence[Stretch], other: Sequence[Stretch], size: float) -> list[Stretch]:
    """What two lists of free stretches have in common, where it is wide enough."""
    found = []
    for left, right in one:
        for start, end in other:
            stretch = (max(left, start), min(right, end))
            if stretch[1] - stretch[0] > _GUTTER * size:
                found.append(stretch)
    return found


def _edges(pieces: Sequence[Piece]) -> Stretch:
    """Where the first of them begins and the last ends."""
    return min(it.left for it in pieces), max(it.right for it in pieces)


def _divides(free: Sequence[Stretch], edges: Stretch) -> bool:
    """Whether one of the free stretches has text on both sides."""
    return any(edges[0] < left and right < edges[1] for left, right in free)


def _gutter(pieces: Sequence[Piece], free: Sequence[Stretch]) -> float | None:
    """Where two columns of running text meet, if they do."""
    first, last = _edges(pieces)
    for left, right in free:
        if left <= first or right >= last:
            continue
        middle = (left + right) / 2
        before = [piece for piece in pieces if piece.left < middle]
        if _is_column(before) and _is_column([it for it in pieces if it.left >= middle]):
            return middle
    return None


def _is_column(pieces: Sequence[Piece]) -> bool:
    letters = sum(len(piece.text) for piece in pieces)
    heights = {round(piece.y) for piece in pieces}
    return len(heights) >= _LINES and letters >= _WORDY * len(heights)
