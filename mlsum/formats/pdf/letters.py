"""The letters of a page put together to pieces, by where pdfium says that they stand."""

import ctypes
import math
import re
from collections.abc import Sequence
from itertools import islice
from typing import Any

from mlsum.formats.pdf.pieces import Piece, Tag
from mlsum.formats.pdf.ruled import grids, tagged
from mlsum.formats.pdf.tags import Tags
from mlsum.text.script import EASTERN, HANGUL

__all__ = ["Letters"]

_WIDE_GAP = 1.6  # ems between pieces of a line that stand apart: columns, cells
_SAME_LINE = 0.5  # ems that a raised letter may be off its line
_SCALED = 1.5  # points
_SOFT_HYPHEN = "\u00ad"
# Ligatures, and pdfium's mark of a word that goes on in the next line.
_READ = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl"} | {
    2: _SOFT_HYPHEN,
    0xFFFE: _SOFT_HYPHEN,
    0: None,
    0x200B: None,
}
_NOTHING = "\u200b"
_NUMBER = re.compile(r"(?<![\d(–-])(?<!\d[.,/])(\d{1,3})(?![\d%–-]|[.,]\d)")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_NOTE_NUMBER = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹]+\s?")
_SMALLER = 0.85  # than the letters beside it
_RAISED_BY = 0.15  # ems
_BOLD = re.compile(r"bold|black|heavy|CMBX|SFBX", re.IGNORECASE)
_NOT_BOLD = re.compile(r"regular|roman|book|light|medium|normal", re.IGNORECASE)
_BOLD_WEIGHT = 600
_EAST = re.compile(rf"[{EASTERN}{HANGUL}]")
_IDEOGRAPH = re.compile(rf"[{EASTERN}]")
_KOREAN_BLANK = re.compile(r"(?<=[\uac00-\ud7a3]) (?=[\uac00-\ud7a3])")
_BLANKS = 80  # Korean ones of a page that are measured
_BLANK = 0.3  # ems, where a page has none
_NARROWER = 0.8  # than a blank: what letters of two scripts are set apart by
_WORD = re.compile(
    rf"[{EASTERN}]|[^\s\u00a0\x02\ufffe{EASTERN}]*[\x02\ufffe]|[^\s\u00a0{EASTERN}]+"
)


class Letters:
    """Reads the letters of one page, with few calls into the library: they are what takes time."""

    def __init__(self, raw: Any, page: Any, number: int, tags: Tags | None = None) -> None:
        self._raw = raw
        self._page = page
        self._number = number
        self._tags = tags
        self._text = page.get_textpage()
        self._handle = self._text.raw
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._sides = [ctypes.c_double() for _ in range(4)]
        self._loose = raw.FS_RECTF()
        self._korean_blank: float | None = None

    def pieces(self) -> list[tuple[Piece, float]]:
        """The pieces of the page with their angles, in the order in which they are drawn."""
        done: list[tuple[Piece, float]] = []
        run: _Run | None = None
        end = 0
        text = self._with_notes(self._letters())
        words = list(_WORD.finditer(text))
        for word, tag in zip(words, self._tags_of(words), strict=True):
            start = word.start()
            place = self._origin(start)
            spaced = start > end and not self._only_set_apart(text, end, start)
            if run and not (
                run.tag == tag and self._goes_on(run, (start, *place), spaced=start > end)
            ):
                run.blank = self._is_written(text, end)
                done += self._closed(run)
                run = None
            run = run or self._opened(text, start, place, tag)
            run.add(word[0], word.end() - 1, spaced=spaced)
            end = word.end()
        if run:
            run.blank = self._is_written(text, end)
            done += self._closed(run)
        self._text.close()
        return done

    def _tags_of(self, words: Sequence[re.Match[str]]) -> list[Tag | None]:
        """The block of each word, in a document that has tags; else its cell in a ruled table."""
        if not self._tags:
            found = grids(self._raw, self._page.raw)
            places = [self._origin(it.start()) for it in words] if found else []
            return tagged(found, places, self._number) if found else [None] * len(words)
        things = [self._raw.FPDFText_GetTextObject(self._handle, it.start()) for it in words]
        return self._tags.of(self._page.raw, things)

    def _origin(self, index: int) -> tuple[float, float]:
        self._raw.FPDFText_GetCharOrigin(self._handle, index, self._x, self._y)
        return self._x.value, self._y.value

    def _is_written(self, text: str, index: int) -> bool:
        """Whether a blank stands in the file itself."""
        return text[index : index + 1] == " " and not (
            self._raw.FPDFText_IsGenerated(self._handle, index)
        )

    def _only_set_apart(self, text: str, end: int, start: int) -> bool:
        """Whether a blank is the library's guess where letters of East Asia meet others.

        Programs set the two a little apart, which is no blank: `11시`. Beside an ideograph it
        never is; Korean has blanks, too, which are wider.
        """
        if start != end + 1 or bool(_EAST.match(text, end - 1)) == bool(_EAST.match(text, start)):
            return False
        if self._raw.FPDFText_IsGenerated(self._handle, end) != 1:
            return False
        if _IDEOGRAPH.match(text, end - 1) or _IDEOGRAPH.match(text, start):
            return True
        if text[end - 1] in ".,?!:;":
            return False
        if self._korean_blank is None:
            found = list(islice(_KOREAN_BLANK.finditer(text), _BLANKS))
            widths = sorted(self._apart(it.start() - 1, it.end()) for it in found)
            self._korean_blank = widths[len(widths) // 20] if widths else _BLANK
        return bool(self._apart(end - 1, start) < _NARROWER * self._korean_blank)

    def _apart(self, one: int, other: int) -> float:
        """How far two letters are apart, with the room that each has by itself left out, in ems."""
        edges = []
        for index in (one, other):
            self._raw.FPDFText_GetLooseCharBox(self._handle, index, self._loose)
            edges.append((self._loose.left, self._loose.right))
        size = self._raw.FPDFText_GetFontSize(self._handle, one)
        return float((edges[1][0] - edges[0][1]) / max(size, 1.0))

    def _letters(self) -> str:
        """The letters, each in the place of its number; blanks where the library sees a gap."""
        count = self._raw.FPDFText_CountChars(self._handle)
        buffer = (ctypes.c_ushort * (count + 1))()
        if self._raw.FPDFText_GetText(self._handle, 0, count, buffer) == count + 1:
            return bytes(buffer)[:-2].decode("utf-16-le", "surrogatepass")
        # Some have no letter, or two codes: then the numbers hold only one by one.
        return "".join(chr(self._raw.FPDFText_GetUnicode(self._handle, i)) for i in range(count))

    def _with_notes(self, text: str) -> str:
        """The letters with small raised numbers, which call notes, as such: `it.¹`."""
        chars = list(text)
        for found in _NUMBER.finditer(text):
            start, end = found.span(1)
            if self._is_written(text, start - 1):
                continue
            before = _before(text, start)
            if before is not None and self._is_raised(start, before):
                blanks = range(before + 1, start)
                if all(self._raw.FPDFText_IsGenerated(self._handle, one) for one in blanks):
                    chars[before + 1 : start] = _NOTHING * len(blanks)
            elif end == len(text) or not self._is_raised(start, end):
                continue
            chars[start:end] = found[1].translate(_RAISED)
        return "".join(chars)

    def _is_raised(self, index: int, beside: int) -> bool:
        """Whether a letter is smaller than the one beside it and stands higher."""
        size = self._raw.FPDFText_GetFontSize(self._handle, beside)
        if self._raw.FPDFText_GetFontSize(self._handle, index) > _SMALLER * size:
            return False
        heights = []
        for one in (index, beside):
            self._raw.FPDFText_GetCharOrigin(self._handle, one, self._x, self._y)
            heights.append(self._y.value)
        return bool(_RAISED_BY * size < heights[0] - heights[1] < size)

    def _opened(self, text: str, index: int, place: tuple[float, float], tag: Tag | None) -> "_Run":
        after = _NOTE_NUMBER.match(text, index)
        if after and after.end() < len(text):  # the letters of the note tell its size
            index = after.end()
            place = self._origin(index)
        angle = -self._raw.FPDFText_GetCharAngle(self._handle, index)  # which counts clockwise
        size = self._raw.FPDFText_GetFontSize(self._handle, index)
        box = self._box(index)
        tall = max(abs(box[3] - box[1]), abs(box[2] - box[0]))
        # A font of size 1 is scaled by the page: then the letters tell how large it is.
        size = size if size > _SCALED else max(1.3 * tall, 1.0)
        return _Run(index, place, angle, size, tag)

    def _goes_on(self, run: "_Run", word: tuple[int, float, float], *, spaced: bool) -> bool:
        """Whether a word belongs to the run; a wide gap divides columns and cells."""
        index, *place = word
        along = run.along(*place)
        step = along - run.at
        run.at = along
        if abs(run.across(*place) - run.line) > _SAME_LINE * run.size:
            return False
        if not spaced:
            return abs(step) < 3 * run.size
        last, first = self._extent(run, run.last), self._extent(run, index)
        gap = first[0] - last[1] if step >= 0 else last[0] - first[1]  # Arabic runs leftwards
        return bool(-run.size < gap < _WIDE_GAP * run.size)

    def _extent(self, run: "_Run", index: int) -> tuple[float, float]:
        """Where a letter begins and ends along a run."""
        left, bottom, right, top = self._box(index)
        if not run.angle:
            return left, right
        corners = [run.along(a, b) for a in (left, right) for b in (bottom, top)]
        return min(corners), max(corners)

    def _closed(self, run: "_Run") -> list[tuple[Piece, float]]:
        text = "".join(run.chars).translate(_READ)
        if not text.isprintable():  # halves of letters that have two codes, and what is left
            text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "ignore")
            text = "".join(it for it in text if it.isprintable() or it in (_SOFT_HYPHEN, "\u3000"))
        text = text.strip()
        if not text:
            return []
        edges = (*self._extent(run, run.first), *self._extent(run, run.last))
        left, right = min(edges), max(edges)
        bold = self._is_bold(run.first)
        piece = Piece(text, left, right, run.line, run.size, bold, run.blank, run.tag)
        return [(piece, run.angle)]

    def _box(self, index: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self._sides
        self._raw.FPDFText_GetCharBox(self._handle, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _is_bold(self, index: int) -> bool:
        """By the name of the font; where that says nothing, by the weight, which pdfium guesses."""
        buffer, flags = ctypes.create_string_buffer(100), ctypes.c_int()
        size = self._raw.FPDFText_GetFontInfo(self._handle, index, buffer, 100, flags)
        name = buffer.value.decode("utf-8", "replace") if 0 < size <= 100 else ""
        if _BOLD.search(name) or _NOT_BOLD.search(name):
            return bool(_BOLD.search(name))
        return bool(self._raw.FPDFText_GetFontWeight(self._handle, index) >= _BOLD_WEIGHT)


def _before(text: str, index: int) -> int | None:
    """The letter before another; the library may see a blank or a new line between."""
    places = range(index - 1, max(index - 4, -1), -1)
    return next((place for place in places if not text[place].isspace()), None)


class _Run:
    """Letters on one line, so far: `start` and `at` are along the line, `line` how high it is."""

    __slots__ = (
        "_cos",
        "_sin",
        "angle",
        "at",
        "blank",
        "chars",
        "first",
        "last",
        "line",
        "size",
        "start",
        "tag",
    )

    def __init__(
        self,
        index: int,
        place: tuple[float, float],
        angle: float,
        size: float,
        tag: Tag | None = None,
    ) -> None:
        self.angle, self.size, self.tag = angle, size, tag
        self._cos, self._sin = math.cos(angle), math.sin(angle)
        self.first = self.last = index
        self.start = self.at = self.along(*place)
        self.line = self.across(*place)
        self.chars: list[str] = []
        self.blank = False

    def along(self, x: float, y: float) -> float:
        """How far a place is along the line."""
        return x * self._cos + y * self._sin

    def across(self, x: float, y: float) -> float:
        """How high a place is, seen from the line."""
        return y * self._cos - x * self._sin

    def add(self, word: str, last: int, *, spaced: bool) -> None:
        """Take a word, with the blank before it."""
        if spaced and self.chars:
            self.chars.append(" ")
        self.chars.append(word)
        self.last = last
