"""The letters of a page put together to pieces, by where pdfium says that they stand."""

import ctypes
import math
import re
from typing import Any

from mlsum.formats.pdf.pieces import Piece

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
}
_BOLD = re.compile(r"bold|black|heavy|semibold|extrab", re.IGNORECASE)
_BOLD_WEIGHT = 600
_WIDE = r"\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef"
_EAST = re.compile(rf"[{_WIDE}\uac00-\ud7a3]")
_WORD = re.compile(rf"[{_WIDE}]|[^\s\u00a0\x02\ufffe{_WIDE}]*[\x02\ufffe]|[^\s\u00a0{_WIDE}]+")


class Letters:
    """Reads the letters of one page, with few calls into the library: they are what takes time."""

    def __init__(self, raw: Any, page: Any) -> None:
        self._raw = raw
        self._text = page.get_textpage()
        self._handle = self._text.raw
        self._x, self._y = ctypes.c_double(), ctypes.c_double()
        self._sides = [ctypes.c_double() for _ in range(4)]

    def pieces(self) -> list[tuple[Piece, float]]:
        """The pieces of the page with their angles, in the order in which they are drawn."""
        done: list[tuple[Piece, float]] = []
        run: _Run | None = None
        end = 0
        text = self._letters()
        for word in _WORD.finditer(text):
            start = word.start()
            self._raw.FPDFText_GetCharOrigin(self._handle, start, self._x, self._y)
            place = (self._x.value, self._y.value)
            spaced = start > end and not self._only_set_apart(text, end, start)
            if run and not self._goes_on(run, (start, *place), spaced=start > end):
                done += self._closed(run)
                run = None
            run = run or self._opened(start, place)
            run.add(word[0], word.end() - 1, spaced=spaced)
            end = word.end()
        if run:
            done += self._closed(run)
        self._text.close()
        return done

    def _only_set_apart(self, text: str, end: int, start: int) -> bool:
        """Whether a blank is the library's guess where letters of East Asia meet others.

        Programs set the two a little apart, which is no blank: `11시`.
        """
        if start != end + 1 or bool(_EAST.match(text, end - 1)) == bool(_EAST.match(text, start)):
            return False
        return bool(self._raw.FPDFText_IsGenerated(self._handle, end) == 1)

    def _letters(self) -> str:
        """The letters, each in the place of its number; blanks where the library sees a gap."""
        count = self._raw.FPDFText_CountChars(self._handle)
        buffer = (ctypes.c_ushort * (count + 1))()
        if self._raw.FPDFText_GetText(self._handle, 0, count, buffer) == count + 1:
            return bytes(buffer)[:-2].decode("utf-16-le", "surrogatepass")
        # Some have no letter, or two codes: then the numbers hold only one by one.
        return "".join(chr(self._raw.FPDFText_GetUnicode(self._handle, i)) for i in range(count))

    def _opened(self, index: int, place: tuple[float, float]) -> "_Run":
        angle = -self._raw.FPDFText_GetCharAngle(self._handle, index)  # which counts clockwise
        size = self._raw.FPDFText_GetFontSize(self._handle, index)
        box = self._box(index)
        tall = max(abs(box[3] - box[1]), abs(box[2] - box[0]))
        # A font of size 1 is scaled by the page: then the letters tell how large it is.
        return _Run(index, place, angle, size if size > _SCALED else max(1.3 * tall, 1.0))

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
        piece = Piece(text, left, right, run.line, run.size, self._is_bold(run.first))
        return [(piece, run.angle)]

    def _box(self, index: int) -> tuple[float, float, float, float]:
        left, right, bottom, top = self._sides
        self._raw.FPDFText_GetCharBox(self._handle, index, left, right, bottom, top)
        return left.value, bottom.value, right.value, top.value

    def _is_bold(self, index: int) -> bool:
        if self._raw.FPDFText_GetFontWeight(self._handle, index) >= _BOLD_WEIGHT:
            return True
        buffer, flags = ctypes.create_string_buffer(100), ctypes.c_int()
        size = self._raw.FPDFText_GetFontInfo(self._handle, index, buffer, 100, flags)
        return bool(0 < size <= 100 and _BOLD.search(buffer.value.decode("utf-8", "replace")))


class _Run:
    """Letters on one line, so far: `start` and `at` are along the line, `line` how high it is."""

    __slots__ = (
        "_cos",
        "_sin",
        "angle",
        "at",
        "chars",
        "first",
        "last",
        "line",
        "size",
        "start",
    )

    def __init__(self, index: int, place: tuple[float, float], angle: float, size: float) -> None:
        self.angle, self.size = angle, size
        self._cos, self._sin = math.cos(angle), math.sin(angle)
        self.first = self.last = index
        self.start = self.at = self.along(*place)
        self.line = self.across(*place)
        self.chars: list[str] = []

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
