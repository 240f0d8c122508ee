"""Runs of Markdown text without a block's mark in them: their inline marks, and their lines."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter
from typing import Any

from mlsum.core.document import BlockKind
from mlsum.text.segment.captions import is_caption
from mlsum.text.segment.elements import Elements, Mark
from mlsum.text.segment.extensions import Extension
from mlsum.text.segment.lines import SIGN_BULLET

__all__ = ["DELIMITERS", "Piece", "Run"]

Piece = tuple[BlockKind, int, int]

# The inlines that enclose text, and how many characters they begin with.
DELIMITERS = {"Emphasis": 1, "Strong": 2, "Strikethrough": 2, "Link": 1, "Image": 2}
_UNMARKED = ("Autolink", "Email")
# Marks of no parser around words, by the two ends of each: ==highlight==, [words]{.class},
# [[page|words]].
_PAIRS = re.compile(
    r"(?P<open_mark>==)(?=[^\s=])[^\n]{1,999}?(?<=[^\s=])(?P<close_mark>==)(?!=)"
    r"|(?P<open_span>\[)(?=[^\[\]\n]{1,300}\]\{)[^\[\]\n]+(?P<close_span>\]\{[^{}\n]{1,300}\})"
    r"|(?P<open_page>\[\[[^\[\]\n|]{1,300}\|)[^\[\]\n]{1,300}(?P<close_page>\]\])(?!\()"
)
_PAIR_SIGNS = re.compile(r"==|\]\{|\[\[")
_DELIMITER_ROW = re.compile(r"\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*")
_CELL = re.compile(r"(?:[^|\\]|\\.?)+")


class Run:
    """A paragraph, heading, item or cell, filled by the parser's events in order.

    `text` is what was written, `copy` what the parser read. `limit` is where its block ends.
    """

    def __init__(self, text: str, copy: str, kind: BlockKind, start: int, limit: int) -> None:
        self.text, self.copy, self.kind = text, copy, kind
        self.start = self._first(start)
        self.end = self.start  # of what has been read
        self.elements = Elements(text, self.start, limit)
        self.images: dict[int, tuple[int, int, int]] = {}  # by start: its end, those of its text
        self._inlines: list[tuple[str, int, Any]] = []  # those that are open
        self._texts: list[tuple[int, int]] = []
        self._lines = [self.start]
        self._breaks: list[int] = []

    @property
    def nested(self) -> bool:
        """Whether an inline or an element is open."""
        return bool(self._inlines or self.elements.open)

    def take(self, start: int, end: int) -> None:
        """Go on to a piece; what is before it and was no event of the parser's is markup."""
        if len(self._lines) <= len(self._breaks):
            self._lines.append(self._first(start))
        if self.end < start:
            self.elements.edits.append((self.end, start, ""))
        self.end = max(end, self.end)

    def add_text(self, value: str, start: int, end: int) -> None:
        """Text that is read as `value`: it differs where something is escaped."""
        self.take(start, end)
        self._texts.append((start, end))
        if value != self.copy[start:end]:
            self.elements.edits.append((start, end, value))

    def add_code(self, start: int, end: int) -> None:
        """Inline code, or TeX."""
        self.take(start, end)
        written = self.text[start:end]
        if size := len(written) - len(written.lstrip("`")):
            self.elements.edits += [(start, start + size, ""), (end - size, end, "")]

    def add_break(self, start: int, end: int, *, hard: bool = False) -> None:
        """The end of a line."""
        self.take(start, end)
        if hard:
            self.elements.edits.append((start, end, " "))
            self.elements.marks.append(Mark.point(start, end))
        elif not self.nested:
            self._breaks.append(start)

    def open(self, name: str, data: Any, start: int) -> None:
        """Begin an inline that encloses text."""
        size = DELIMITERS[name]
        if name == "Strikethrough" and not self.text.startswith("~~", start):
            size = 1
        self.take(start, start)
        self.take(start + size, start + size)
        self._inlines.append((name, start, data))

    def close(self, end: int) -> None:
        """End the innermost inline: it is a mark around what has been read since it began."""
        name, start, data = self._inlines.pop()
        kind = str(data["link_type"]) if data else ""
        if kind.startswith("Collapsed"):
            end += len("[]")
        inner, close = start + DELIMITERS[name], self.end
        self.take(end, end)
        marks = self.elements.marks
        if name == "Image":
            own = kind in ("Inline", "Reference", "ReferenceUnknown")
            self.images[start] = (end, *((inner, close) if own else (start, end)))
            marks.append(Mark.point(start, end))
        elif name == "Link" and kind not in _UNMARKED:
            marks.append(Mark(start, inner, close, end, link=True))
        elif name != "Link":
            inner = start + end - close
            last = marks[-1] if marks else None
            if (
                last
                and (last.start, last.end) == (inner, close)
                and self.text[start] == self.text[inner]
            ):
                inner, close = last.inner, last.close
                marks.pop()
            marks.append(Mark(start, inner, close, end))

    def add_extension(self, one: Extension) -> bool:
        """Mark an extension; whether it belongs to the mark that it touches."""
        edits, marks = self.elements.edits, self.elements.marks
        if one.hidden:
            edits.append((one.start, one.end, ""))
        elif self.text.startswith("[[", one.start):
            edits += [(one.start, one.start + 2, ""), (one.end - 2, one.end, "")]
        if not (one.attribute and marks and marks[-1].end == one.start):
            marks.append(Mark.point(one.start, one.end, word=one.word))
            return False
        last = marks.pop()
        point = last.inner == last.end
        inner, close = (one.end, one.end) if point else (last.inner, last.close)
        marks.append(replace(last, inner=inner, close=close, end=one.end))
        if image := self.images.get(last.start):
            self.images[last.start] = (one.end, *image[1:])
        return True

    def finish(self) -> None:
        """End what is open, and mark what the parser does not know around words."""
        self.elements.finish(self.end)
        if not _PAIR_SIGNS.search(self.text, self.start, self.end):
            return
        for match in _PAIRS.finditer(self.text, self.start, self.end):
            name = match.lastgroup or ""
            start, inner = match.span(name.replace("close", "open"))
            close, last = match.span(name)
            if self._is_text(start) and self._is_text(close):
                self.elements.edits += [(start, inner, ""), (close, last, "")]
                link = name == "close_page"
                self.elements.marks.append(Mark(start, inner, close, last, link=link))

    def pieces(self) -> Iterator[Piece]:
        """The run, cut where a line stands alone: a caption, an image, an item with a sign."""
        ends = [*self._breaks, self.end]
        lines = list(zip(self._lines, ends, strict=False))
        table = next(self._tables(lines), len(lines))
        start, kind, alone = self.start, self.kind, False
        for index, (first, last) in enumerate(lines[:table]):
            bullet = SIGN_BULLET.match(self.text, first, last) if len(lines) > 1 else None
            single = len(lines) > 1 and self._is_single(first, last)
            if index and (bullet or single or alone):
                yield kind, start, ends[index - 1]
                start, kind = first, self.kind
            if bullet:
                start, kind = bullet.end(), "list"
            alone = single
        if table:
            yield kind, start, ends[table - 1]
        for index, row in enumerate(lines[table:]):
            if index != 1:
                yield from (("table", *cell.span()) for cell in _CELL.finditer(self.copy, *row))

    def _tables(self, lines: list[tuple[int, int]]) -> Iterator[int]:
        """At which lines a paragraph goes over into a table, as browsers show it."""
        for index, (first, last) in enumerate(lines[1:]):
            row = _DELIMITER_ROW.fullmatch(self.text, first, last)
            if row and "|" in self.text[slice(*lines[index])]:
                yield index

    def _is_single(self, start: int, end: int) -> bool:
        image = self.images.get(start)
        alone = image is not None and not self.text[image[0] : end].strip()
        return alone or is_caption(self.text[start:end])

    def _is_text(self, at: int) -> bool:
        index = bisect_right(self._texts, at, key=itemgetter(0)) - 1
        return index >= 0 and at < self._texts[index][1]

    def _first(self, start: int) -> int:
        """Where a piece begins, the sign that escapes its first character included."""
        return start - (self.copy[max(0, start - 1) : start] == "\\")
