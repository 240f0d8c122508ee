"""What stands on each page of a PDF: runs of letters on one baseline. One page is open at a time.

A page that is turned, or written from top to bottom, is turned back: in what follows, lines run
from left to right and downwards.
"""

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from mlsum.errors import FormatError, MissingExtraError

__all__ = ["Page", "Pdf", "Piece"]

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
_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_EAST = re.compile(rf"[{_WIDE}\uac00-\ud7a3]")
_IDEOGRAPH = re.compile(f"[{_WIDE}]")
_WORD = re.compile(rf"[{_WIDE}]|[^\s\u00a0\x02\ufffe{_WIDE}]*[\x02\ufffe]|[^\s\u00a0{_WIDE}]+")
_VERTICAL_SHARE = 0.6
_PICTURE = 0.4  # share of a page that a picture must cover to be a scan of it
_LONGEST_TAG = 40
_IMAGE = 3  # FPDF_PAGEOBJ_IMAGE
_PASSWORD = 4  # FPDF_ERR_PASSWORD
_AGAIN = "get the file again; if a viewer still opens it, print it into a new PDF"
_PDFIUM = Lock()  # the library is not made for threads


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of letters on one line: from `left` to `right` on the baseline `y`, upwards from 0."""

    text: str
    left: float
    right: float
    y: float
    size: float
    bold: bool = False

    @property
    def top(self) -> float:
        """About where capitals end."""
        return self.y + 0.75 * self.size

    @property
    def bottom(self) -> float:
        """About where descenders end."""
        return self.y - 0.22 * self.size


@dataclass(frozen=True, slots=True)
class Page:
    """The pieces of a page as they were drawn; `scanned` where a picture is all there is."""

    number: int
    height: float
    pieces: tuple[Piece, ...]
    scanned: bool = False


class Pdf:
    """An opened PDF. Raises FormatError where it is locked, damaged, or no PDF at all."""

    def __init__(self, data: bytes, where: str = "") -> None:
        try:
            import pypdfium2
            import pypdfium2.raw as raw
        except ImportError as error:
            raise MissingExtraError("pypdfium2", "documents", where=where) from error
        self._raw: Any = raw
        self._where = where
        self._failed: type[Exception] = pypdfium2.PdfiumError
        self._where = where
        with _PDFIUM:
            try:
                self._document = pypdfium2.PdfDocument(data)
                self.count = len(self._document)
            except pypdfium2.PdfiumError as error:
                raise self._refused(error, where) from error
        if not self.count:
            raise FormatError("this PDF has no pages", where=where, hint=_AGAIN)

    def properties(self) -> dict[str, str]:
        """What the document says of itself: Title, Author, Subject, Keywords, …, Lang."""
        with _PDFIUM:
            said = self._document.get_metadata_dict(skip_empty=True)
            tag = (ctypes.c_ushort * _LONGEST_TAG)()
            self._raw.FPDFCatalog_GetLanguage(self._document.raw, tag, ctypes.sizeof(tag))
        return {**said, "Lang": bytes(tag).decode("utf-16-le", "ignore").partition("\0")[0].strip()}

    def pages(self) -> Iterator[Page]:
        """The pages in order, each closed before the next is read."""
        for index in range(self.count):
            try:
                with _PDFIUM:
                    page = self._page(index)
            except self._failed as error:
                message = f"damaged PDF: page {index + 1} cannot be read"
                raise FormatError(message, where=self._where, hint=_AGAIN) from error
            yield page

    def _page(self, index: int) -> Page:
        page = self._document[index]
        try:
            height = page.get_height()
            found = _Reader(self._raw, page).pieces()
            scanned = not found and _is_picture(page)
        finally:
            page.close()
        return Page(index + 1, height, tuple(_upright(found, height)), scanned)

    def close(self) -> None:
        """Give the memory back."""
        with _PDFIUM:
            self._document.close()

    def _refused(self, error: Exception, where: str) -> FormatError:
        if getattr(error, "err_code", None) == _PASSWORD:
            message = "this PDF is protected by a password"
            hint = "save it without one first: qpdf --decrypt --password=… in.pdf out.pdf"
            return FormatError(message, where=where, hint=hint)
        return FormatError(f"damaged PDF: {error}", where=where, hint=_AGAIN)


class _Reader:
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


def _upright(found: Sequence[tuple[Piece, float]], height: float) -> list[Piece]:
    """The pieces in the direction in which most letters run; marks across the page are left out."""
    letters: Counter[int] = Counter()
    for piece, angle in found:
        letters[_degrees(angle)] += len(piece.text)
    if not letters:
        return []
    main = letters.most_common(1)[0][0]
    pieces = [piece for piece, angle in found if _degrees(angle) == main]
    return _rightward(_horizontal(pieces, height))


def _degrees(angle: float) -> int:
    return round(math.degrees(angle) / 5) * 5 % 360


def _horizontal(pieces: list[Piece], height: float) -> list[Piece]:
    """Japanese and Chinese that run downwards, letter below letter, turned into lines."""
    single = sum(len(it.text) == 1 and bool(_IDEOGRAPH.match(it.text)) for it in pieces)
    if single < _VERTICAL_SHARE * len(pieces) or single < 2:
        return pieces
    lines: list[Piece] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        turned = replace(piece, left=height - piece.top, right=height - piece.y, y=piece.left)
        if (
            last
            and abs(last.y - turned.y) < piece.size / 2
            and (-0.5 * piece.size < turned.left - last.right < _WIDE_GAP * piece.size)
        ):
            lines[-1] = replace(last, text=last.text + piece.text, right=turned.right)
        else:
            lines.append(turned)
    return lines


def _rightward(pieces: list[Piece]) -> list[Piece]:
    """A page in Arabic or Hebrew seen in a mirror: then it runs as all others do."""
    letters = sum(len(piece.text) for piece in pieces)
    leftward = sum(len(_LEFTWARD.findall(piece.text)) for piece in pieces)
    if 2 * leftward < letters or not pieces:
        return pieces
    return [replace(piece, left=-piece.right, right=-piece.left) for piece in pieces]


def _is_picture(page: Any) -> bool:
    """Whether a picture covers a good part of the page."""
    whole = page.get_width() * page.get_height() or 1.0
    for thing in page.get_objects(filter=[_IMAGE], max_depth=3):
        left, bottom, right, top = (
            thing.get_bounds() if hasattr(thing, "get_bounds") else thing.get_pos()
        )
        if abs((right - left) * (top - bottom)) > _PICTURE * whole:
            return True
    return False
