"""Lines put together to paragraphs, words that were divided at their ends mended.

A paragraph ends where the next line is further down than lines are apart, is indented, begins
with a bullet, or where its first word would have fitted in the line above. Headings are larger
than the text, or short and bold.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from mlsum.formats.pdf.joints import Joints
from mlsum.formats.pdf.order import Line
from mlsum.formats.pdf.pieces import Path, Tag
from mlsum.text.script import EASTERN

__all__ = ["Paragraph", "paragraphs"]

_LARGER = 1.15  # how much larger than the text a heading is
_SMALLER = 0.95  # than the text: notes
_SAME = 0.08  # how far two sizes of one paragraph differ at most, in relation
_NOTES = 4  # blocks that may stand between two lines of a paragraph
_MORE = 16  # where the document tells that they are of one
_FURTHER = 1.35  # how much further than usual a new paragraph is below
_INDENT = 0.8  # ems
_HANGS = 0.3  # ems that the further lines of an item are indented at least
_ROOM = 1.3  # letters differ in width: so much more than a word needs on average is room
_LONGEST_HEADING = 200
_BULLET = re.compile(r"([•·‣◦●▪■□–∙]|[-*](?=\s))\s*|(?=\(?(?:\d{1,3}|[a-z])[.)]\s)")
_CLOSED = re.compile(r"[.!?:;。！？…][\"'”’)\]」』]*$")
_SOFT = "\u00ad"
_SPACELESS = re.compile(f"[{EASTERN}]")
_ENTRY = re.compile(r"(?:\s?[.·․…]){4,}\s*[\divxlc]+$")  # of a table of contents
_LEADERS = re.compile(r"(?:\s?[.·․…]){4,}")


@dataclass(slots=True)
class Paragraph:
    """A paragraph, or a heading of a level, or the cells of a row of a table, or a note."""

    text: str
    level: int = 0
    bullet: bool = False
    cells: tuple[str, ...] = ()
    table: Path = ()  # which table its cells are of, where the document tells
    small: bool = False
    note: str = ""  # its number


@dataclass(slots=True)
class _Block:
    lines: list[Line] = field(default_factory=list)

    @property
    def last(self) -> Line:
        return self.lines[-1]

    @property
    def tag(self) -> Tag | None:
        return self.lines[0].tag

    @property
    def place(self) -> Path:
        """Of the block, or of its row, where the document tells it."""
        return (self.tag.row or self.tag.path) if self.tag else ()


def paragraphs(lines: Sequence[Line]) -> list[Paragraph]:
    """The paragraphs that lines make which stand in reading order."""
    if not lines:
        return []
    body = _body_size(lines)
    blocks = list(_blocks(lines, body))
    levels = _levels(blocks, body)
    joints = Joints(lines, [pair for block in blocks for pair in pairwise(block.lines)])
    found = [_paragraph(block, levels.get(id(block), 0), joints) for block in blocks]
    for paragraph, block in zip(found, blocks, strict=True):
        paragraph.small = block.last.size < _SMALLER * body
    return found


def _body_size(lines: Sequence[Line]) -> float:
    """The size of most letters."""
    letters: Counter[float] = Counter()
    for line in lines:
        letters[round(line.size, 1)] += len(line.text)
    return letters.most_common(1)[0][0]


def _blocks(lines: Sequence[Line], body: float) -> Iterator[_Block]:
    pitch, hanging = _pitch(lines, body), _hangs(lines)
    done: list[_Block] = []
    for line in lines:
        block = _goes_on_in(done, line, body, (pitch, hanging))
        if block:
            block.lines.append(line)
        else:
            done.append(_Block([line]))
    yield from done


def _pitch(lines: Sequence[Line], body: float) -> float:
    """How far lines of the text are apart, in ems."""
    steps = [
        (one.y - other.y) / body
        for one, other in pairwise(lines)
        if one.page == other.page and 0 < one.y - other.y < 3 * body
    ]
    return median(steps) if steps else 1.2


def _goes_on_in(
    done: Sequence[_Block], line: Line, body: float, habits: tuple[float, bool]
) -> _Block | None:
    """The paragraph that a line goes on with."""
    if line.tag:
        place = line.tag.row or line.tag.path
        same = (it for it in reversed(done[-_MORE:]) if it.last.tag)
        return next((it for it in same if it.place == place), None)
    if not done:
        return None
    last = done[-1].last
    beside = last.page == line.page and last.y > line.y and last.column == line.column
    if beside and not last.tag:
        return done[-1] if _follows(done[-1], line, *habits) else None
    # In the next column or on the next page; notes at the foot may stand between.
    for block in reversed(done[-_NOTES:]):
        if not block.tag and _alike(block.last, line):
            return block if _carries_over(block, line, body) else None
    return None


def _follows(block: _Block, line: Line, pitch: float, hanging: bool) -> bool:
    last, first = block.last, block.lines[0]
    if len(last.pieces) > 1 or len(line.pieces) > 1 or not _alike(last, line):
        return False
    if _ENTRY.search(last.text):
        return False
    if last.y - line.y > _FURTHER * pitch * max(line.size, last.size) or _BULLET.match(line.text):
        return False
    listed = _BULLET.match(first.text)
    if not listed and line.left - last.left > _INDENT * line.size and last is not first:
        return False
    if not listed and last.left - line.left > _INDENT * line.size and last is not first:
        return False
    if listed and last is first and _is_beside(first, line, hanging):
        return False
    if listed and last is not first and line.left < last.left - _INDENT * line.size:
        return False
    return not _had_room(last, line)


def _is_beside(first: Line, line: Line, hanging: bool) -> bool:
    """Whether a line begins where the bullet does, in a document whose items are indented."""
    return hanging and line.left < first.left + _HANGS * line.size


def _hangs(lines: Sequence[Line]) -> bool:
    """Whether most items of lists have their further lines indented."""
    steps = [
        (other.left - one.left) / one.size
        for one, other in pairwise(lines)
        if _BULLET.match(one.text)
        and one.column == other.column
        and one.y > other.y
        and not _BULLET.match(other.text)
        and not _had_room(one, other)
    ]
    hanging = sum(_HANGS < step < 4 for step in steps)
    return 2 * hanging >= len(steps) > 0


def _had_room(last: Line, line: Line) -> bool:
    """Whether the first word of a line would have fitted in the line above."""
    word = line.text.split()[0]
    if _SPACELESS.match(word):
        word = word[:3]  # marks that open no line take others with them
    letter = sum(it.right - it.left for it in (last, line)) / len(last.text + line.text)
    return last.right + _ROOM * (len(word) + 1) * letter < last.column[1]


def _carries_over(block: _Block, line: Line, body: float) -> bool:
    """Whether a sentence goes on at the top of the next column or page."""
    if len(block.last.pieces) > 1 or len(line.pieces) > 1 or line.size > _LARGER * body:
        return False
    if _CLOSED.search(block.last.text) or _BULLET.match(line.text):
        return False
    if line.text[0].islower() or bool(_SPACELESS.match(line.text) and not line.bold):
        return True
    # A line that is full and ends no sentence goes on with whatever there is.
    full = block.last.right > block.last.column[1] - 1.5 * line.size
    goes_on = block.last.text[-1].isalpha() or block.last.text[-1] in ",;-"
    return full and goes_on and not line.bold


def _alike(one: Line, other: Line) -> bool:
    return abs(one.size - other.size) <= _SAME * other.size and one.bold == other.bold


def _levels(blocks: Sequence[_Block], body: float) -> dict[int, int]:
    """The levels of the headings, by their sizes from large to small; bold ones come last."""
    sizes = {
        round(block.last.size, 1)
        for block in blocks
        if block.last.size >= _LARGER * body and _may_head(block)
    }
    ranks = {size: min(rank, 4) for rank, size in enumerate(sorted(sizes, reverse=True), 1)}
    found = {}
    tagged = any(block.tag and block.tag.level for block in blocks)
    for block in blocks:
        if tagged and block.tag:
            found[id(block)] = block.tag.level
            continue
        size = round(block.last.size, 1)
        if not _may_head(block):
            continue
        if size in ranks:
            found[id(block)] = ranks[size]
        elif block.last.bold and size >= 0.95 * body and len(block.lines) == 1:
            found[id(block)] = min(len(ranks) + 1, 5)
    return found


def _may_head(block: _Block) -> bool:
    if block.tag and (block.tag.row or block.tag.role == "LI"):
        return False
    if any(len(line.pieces) > 1 for line in block.lines):
        return False
    text = " ".join(line.text for line in block.lines)
    words = any(map(str.isalpha, text)) and len(text) <= _LONGEST_HEADING
    return words and len(block.lines) <= 3 and not text.endswith((",", ";")) and len(text) > 1


def _paragraph(block: _Block, level: int, joints: Joints) -> Paragraph:
    if block.tag and block.tag.row:
        return _row(block, joints)
    if len(block.lines) == 1 and len(block.last.pieces) > 1:
        cells = tuple(_tidy(piece.text) for piece in block.last.pieces)
        return Paragraph("  ".join(cells), cells=cells)
    text = _tidy(joints.joined(block.lines))
    bullet = _BULLET.match(text)
    item = bool(block.tag and block.tag.role == "LI")
    if not level and (bullet[1] if bullet else item):
        return Paragraph(text[bullet.end() if bullet else 0 :], bullet=True)
    return Paragraph(text, level)


def _row(block: _Block, joints: Joints) -> Paragraph:
    """A row whose cells the document tells, each in its column."""
    cells: dict[int, list[Line]] = {}
    for line in block.lines:
        cells.setdefault(tag.path[len(tag.row)] if (tag := line.tag) else 0, []).append(line)
    said = [_tidy(joints.joined(cells[at])) if at in cells else "" for at in range(max(cells) + 1)]
    return Paragraph("  ".join(said), cells=tuple(said), table=block.tag.table if block.tag else ())


def _tidy(text: str) -> str:
    text = _LEADERS.sub(" … ", text.replace(_SOFT, ""))
    return " ".join(text.split())
