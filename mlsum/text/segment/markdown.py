"""Markdown: the blocks of a body, and the marks in them, by offsets of its text.

A CommonMark parser (pyromark) reads it; what CommonMark does not know is written over before, see
`mlsum.text.segment.extensions`.
"""

import re
from bisect import bisect_left
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import attrgetter

from mlsum.core.document import Block, BlockKind
from mlsum.text.patterns import DUNDER
from mlsum.text.segment.captions import is_caption
from mlsum.text.segment.commonmark import events
from mlsum.text.segment.elements import Edit, Mark, html_elements, nested
from mlsum.text.segment.extensions import Masked, mask, mask_plain
from mlsum.text.segment.html import html_blocks
from mlsum.text.segment.lines import block
from mlsum.text.segment.runs import DELIMITERS, Run

__all__ = ["Parsed", "markdown_blocks", "markdown_titles", "parse_inline", "parse_markdown"]

_SURROGATE = re.compile("[\ud800-\udfff]")
_DUNDER = re.compile(DUNDER)
_TEXT = re.compile(r"[^\W_]")
_SIGNS = re.compile(r"[\\`<&\[*_~{]")
_KINDS: dict[str, BlockKind] = {
    "Heading": "heading",
    "Item": "list",
    "BlockQuote": "quote",
    "TableCell": "table",
    "FootnoteDefinition": "paragraph",
    "DefinitionListTitle": "paragraph",
    "DefinitionListDefinition": "paragraph",
}
_PREFIX = "\x1a "  # what a stretch that is read by itself begins with, so that it is a paragraph
_START = attrgetter("start")
# What a link, an image or a definition says of itself when one points at it.
_TITLE = re.compile(
    r"""(?:\]\([ \t]?(?:<[^<>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,2000}\)[^()\s]{0,2000})?)
         |^[ \t>]{0,20}\[[^\]\n]{1,999}\]:[ \t]*\S{1,2000})[ \t]{1,9}
        (?:"(?P<double>[^"\n]{1,999})"|'(?P<single>[^'\n]{1,999})'|\((?P<round>[^()\n]{1,999})\))""",
    re.VERBOSE | re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text's blocks and, in order, the stretches that are markup and the marks around words."""

    blocks: list[Block] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def within(self, start: int, end: int) -> tuple[list[Edit], list[Mark]]:
        """The edits and marks of a block."""
        first, last = (bisect_left(self.edits, (at, 0, "")) for at in (start, end))
        opening, closing = (bisect_left(self.marks, at, key=_START) for at in (start, end))
        return (
            [edit for edit in self.edits[first:last] if edit[1] <= end],
            [mark for mark in self.marks[opening:closing] if mark.end <= end],
        )


def markdown_blocks(text: str) -> list[Block]:
    """Blocks of a Markdown body; see `mlsum.text.segment.blocks`."""
    return list(parse_markdown(text).blocks)


def markdown_titles(text: str, start: int, end: int) -> list[Block]:
    """Titles of links, images and definitions (`](x.png "A bridge")`), each as a block."""
    if '"' not in text and "'" not in text and "(" not in text:
        return []
    found = (
        block(text, "caption", *match.span(match.lastgroup or 0))
        for match in _TITLE.finditer(text, start, end)
    )
    return [one for one in found if one]


@lru_cache(maxsize=8)
def parse_markdown(text: str) -> Parsed:
    """The blocks of a body and all that is marked in them."""
    return _Reader(text, mask(text)).read()


def parse_inline(text: str, start: int, end: int, *, plain: bool = False) -> Parsed:
    """What is marked in `text[start:end]` alone, as if it were one paragraph.

    In `plain` text, signs within a word and placeholders of data are no marks.
    """
    piece = text[start:end]
    masked = mask_plain(piece, _DUNDER) if plain else mask(piece, lines=False)
    found = _Reader(_PREFIX + piece, _prefixed(masked), inline=True).read()
    shift = start - len(_PREFIX)
    return Parsed(
        edits=[(first + shift, last + shift, new) for first, last, new in found.edits],
        marks=[
            Mark(
                one.start + shift,
                one.inner + shift,
                one.close + shift,
                one.end + shift,
                one.link,
                one.word,
            )
            for one in found.marks
        ],
    )


def _prefixed(masked: Masked) -> Masked:
    size = len(_PREFIX)
    moved = [replace(one, start=one.start + size, end=one.end + size) for one in masked.extensions]
    return Masked(_PREFIX + masked.copy, moved)


class _Reader:
    """Goes through the parser's events once; what is `inline` only has no blocks."""

    def __init__(self, text: str, masked: Masked, *, inline: bool = False) -> None:
        self.text, self.copy, self.masked = text, _SURROGATE.sub("\ufffd", masked.copy), masked
        self.inline = inline
        self.parsed = Parsed()
        self.kinds: list[BlockKind] = ["paragraph"]
        self.run: Run | None = None
        self.limit = 0  # where the innermost block ends
        self.code: list[int] | None = None
        self.next = 0  # the first extension that is not behind
        self.attached: set[int] = set()

    def read(self) -> Parsed:
        """All blocks, edits and marks, in order."""
        for kind, name, data, start, end in events(self.copy):
            match kind:
                case "Text":
                    self._text(name, start, end)
                case "Start" if name in DELIMITERS:
                    self._at(start).open(name, data, start)
                case "End" if name in DELIMITERS:
                    self._at(start).close(end)
                case "Start":
                    self._start(name, start, end)
                case "End":
                    self._end(name)
                case "InlineHtml":
                    self._at(start).take(start, end)
                    self._at(start).elements.tag(start, end)
                case "Code" | "InlineMath":
                    self._at(start).add_code(start, end)
                case "DisplayMath":
                    self._display(start, end)
                case "SoftBreak" | "HardBreak" if self.run:
                    self._break(self.run, start, end, hard=kind == "HardBreak")
        self._close()
        marks = sorted(self.parsed.marks, key=_START)
        return Parsed(self.parsed.blocks, _disjoint(self.parsed.edits), marks)

    def _start(self, name: str, start: int, end: int) -> None:
        self._close()
        self.limit = end
        if name == "CodeBlock":
            self.code = []
        elif name == "HtmlBlock":
            self._html(start, end)
        if name != "Paragraph":
            self.kinds.append(_KINDS.get(name, self.kinds[-1]))

    def _end(self, name: str) -> None:
        self._close()
        if self.code and not self.inline:
            self._add(block(self.text, "code", self.code[0], self.code[-1]))
        self.code = None
        if name != "Paragraph":
            self.kinds.pop()

    def _at(self, start: int) -> Run:
        """The open run, or a new one."""
        if self.run is None:
            self.run = Run(self.text, self.copy, self.kinds[-1], start, self.limit)
        return self.run

    def _text(self, value: str, start: int, end: int) -> None:
        if self.code is not None:
            self.code += (start, end)
            return
        run = self._at(start)
        run.add_text(value, start, end)
        extensions = self.masked.extensions
        while self.next < len(extensions) and extensions[self.next].start < end:
            one = extensions[self.next]
            if one.start >= start and run.add_extension(one):
                self.attached.add(one.start)
            self.next += 1

    def _display(self, start: int, end: int) -> None:
        if self.run is None and not self.inline:
            self._add(block(self.text, "code", start + 2, end - 2))
        else:
            self._at(start).add_code(start, end)

    def _break(self, run: Run, start: int, end: int, *, hard: bool) -> None:
        if hard and not run.nested and not self.inline:
            self._close()  # a line of its own
        else:
            run.add_break(start, end, hard=hard)

    def _html(self, start: int, end: int) -> None:
        """The runs of text in a block of HTML; the marks of Markdown count in them, too."""
        if self.inline:
            elements = html_elements(self.text, start, end)
            self._collect(elements.edits, elements.marks)
            return
        for one in html_blocks(self.text, start, end):
            self._add(one)
            if one.kind != "code" and _SIGNS.search(self.text, one.start, one.end):
                found = parse_inline(self.text, one.start, one.end)
                self._collect(found.edits, found.marks)

    def _close(self) -> None:
        """End the run of text, if one is open."""
        if self.run is None:
            return
        run, self.run = self.run, None
        run.finish()
        self._collect(run.elements.edits, run.elements.marks)
        if not self.inline:
            for kind, first, last in run.pieces():
                self._emit(run, kind, first, last)

    def _collect(self, edits: list[Edit], marks: list[Mark]) -> None:
        self.parsed.edits.extend(edits)
        self.parsed.marks.extend(nested(marks))

    def _emit(self, run: Run, kind: BlockKind, start: int, end: int) -> None:
        """Add a piece of a run as a block, without the extensions at its edges."""
        start, end = self._trimmed(start, end)
        if not _TEXT.search(self.copy, start, end):
            return
        image = run.images.get(start)
        if image and image[0] == end:
            kind, start, end = "caption", *image[1:]
        elif kind in ("list", "quote") and is_caption(self.text[start:end]):
            kind = "caption"
        self._add(block(self.text, kind, start, end))

    def _trimmed(self, start: int, end: int) -> tuple[int, int]:
        extensions = self.masked.extensions
        while start < end:
            while start < end and self.copy[start].isspace():
                start += 1
            while start < end and self.copy[end - 1].isspace():
                end -= 1
            at = bisect_left(extensions, start, key=_START)
            first = extensions[at] if at < len(extensions) else None
            if first and first.start == start and first.hidden:
                if title := self.masked.titles.get(start):
                    self._add(block(self.text, "heading", *title))
                start = min(first.end, end)
                continue
            at = bisect_left(extensions, end, key=_START) - 1
            last = extensions[at] if at >= 0 else None
            if not last or last.end != end or not last.hidden or last.start in self.attached:
                break
            end = max(start, last.start)
        return start, end

    def _add(self, one: Block | None) -> None:
        if one and (not self.parsed.blocks or self.parsed.blocks[-1].end <= one.start):
            self.parsed.blocks.append(one)


def _disjoint(edits: list[Edit]) -> list[Edit]:
    """The edits in order, without those that another covers."""
    found: list[Edit] = []
    for one in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if not found or found[-1][1] <= one[0]:
            found.append(one)
    return found
