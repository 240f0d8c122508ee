"""Blocks of Markdown (CommonMark with tables, task lists and footnotes), by one scan of its lines.

A full parser knows more than is needed here and gives lines where offsets are needed; this one
keeps only what tells text from markup, and takes constant time per line.
"""

import re

from mlsum.core.document import Block, BlockKind
from mlsum.text.segment.captions import is_caption
from mlsum.text.segment.html import BLOCK_START, html_blocks
from mlsum.text.segment.lines import BULLET, block, lines

__all__ = ["markdown_blocks", "markdown_titles"]

_SPACE = re.compile(r"[ \t]*")
_RULE = re.compile(r"([-*_])(?:[ \t]*\1){2,}[ \t]*$")
_HEADING = re.compile(r"#{1,6}(?:[ \t]+|$)")
_SETEXT = re.compile(r"(?:=+|-+)[ \t]*$")
# Code, or TeX between lines of two dollars.
_FENCE = re.compile(r"(`{3,}(?=[^`]*$)|~{3,}|\$\$(?=[ \t]*$))")
_CONTAINER = re.compile(r":{3,}")  # `:::note`, and its end
# A footnote, or what a list of definitions says of a term.
_FOOTNOTE = re.compile(r"\[\^[^\]]{1,100}\]:[ \t]*|:[ \t]+(?=\S)")
# A link definition; its target must look like one, for `[Note]: yes` is text to its reader.
_DEFINITION = re.compile(
    r"""\[[^\]]{1,999}\]:[ \t]*(?=\S*[/.#:<])\S+(?:[ \t]+(?:"[^"]*"|'[^']*'|\([^()]*\)))?[ \t]*$"""
)
_DELIMITERS = re.compile(r"(?=.*\|)\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$")
_CELL = re.compile(r"(?:[^|\\]|\\.?)+")
_IMAGE = re.compile(r"""!\[([^\]]*)\]\([^()\s]*(?:\s+(?:"[^"]*"|'[^']*'))?\)""")
# What a link, an image or a definition says of itself when one points at it.
_TITLE = re.compile(
    r"""(?:\]\([ \t]?(?:<[^<>\n]{0,2000}>|[^()\s]{0,2000}(?:\([^()\s]{0,2000}\)[^()\s]{0,2000})?)
         |^[ \t>]{0,20}\[[^\]\n]{1,999}\]:[ \t]*\S{1,2000})[ \t]{1,9}
        (?:"(?P<double>[^"\n]{1,999})"|'(?P<single>[^'\n]{1,999})'|\((?P<round>[^()\n]{1,999})\))""",
    re.VERBOSE | re.MULTILINE,
)
_HTML_ENDS = {
    "<!--": "-->",
    "<?": "?>",
    "<script": "</script",
    "<style": "</style",
    "<pre": "</pre",
}

# Markers one line may open with (`> - > 1. …`): text for certain, and linear time, after these.
_NESTING = 12


def markdown_blocks(text: str) -> list[Block]:
    """Blocks of a Markdown body; see `mlsum.text.segment.blocks`."""
    scanner = _Scanner(text)
    for start, end, _ in lines(text):
        scanner.line(start, end)
    return scanner.finish()


def markdown_titles(text: str, start: int, end: int) -> list[Block]:
    """Titles of links, images and definitions (`](x.png "A bridge")`), each as a block."""
    if '"' not in text and "'" not in text and "(" not in text:
        return []
    found = (
        block(text, "caption", *match.span(match.lastgroup or 0))
        for match in _TITLE.finditer(text, start, end)
    )
    return [one for one in found if one]


class _Scanner:
    """What is open at the current line: a paragraph, a list's indent, a quote, code, HTML, a table.

    `start` is -1 where no text is open; `kind` is the kind of what is.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Block] = []
        self.start = self.end = -1
        self.last_line = -1  # where the last line of the open text starts
        self.kind: BlockKind = "paragraph"
        self.open = False  # a paragraph is open, though a hard break may have ended its block
        self.depth = 0  # quote marks
        self.base = 0  # columns the text of the innermost list item is indented by
        self.fence = self.html_end = ""
        self.html = self.table = False

    def finish(self) -> list[Block]:
        """Close what is open; the blocks in order."""
        self._close()
        return self.found

    def line(self, start: int, end: int) -> None:
        """Take the next line, `text[start:end]` without its break."""
        if self.fence and self._in_fence(start, end):
            return
        if self.html and self._in_html(start, end):
            return
        at, depth, indent, item = self._containers(start, end)
        if at >= end:
            self._close()
            self.depth = depth
            return
        if depth > self.depth or (depth < self.depth and not self.open):
            self._close()
            self.depth, self.base = depth, 0 if not item else self.base
        if item:
            self._close()
        elif not self.open:
            if indent >= self.base + 4:
                self._indented_code(at, end)
                return
            self.base = min(self.base, indent)
        if self.kind == "code":
            self._close()
        if not self._structure(at, end, item):
            self._text(at, end, item)

    def _containers(self, start: int, end: int) -> tuple[int, int, int, bool]:
        """Skip quote and list marks: where the text starts, quote depth, its indent, in an item?"""
        text, at, depth, origin, item = self.text, start, 0, start, False
        for _ in range(_NESTING):
            space = _SPACE.match(text, at, end)
            at = space.end() if space else at
            indent = len(text[origin:at].expandtabs(4))
            if at >= end:
                break
            if text[at] == ">" and (item or indent < self.base + 4):
                depth, at = depth + 1, at + 1
                origin = at = at + 1 if text.startswith(" ", at) else at
                continue
            mark = None if _RULE.match(text, at, end) else BULLET.match(text, at, end)
            if not mark or not self._starts_item(mark[0], indent, item):
                break
            item, at = True, mark.end()
            self._close()
            self.base = len(text[origin:at].expandtabs(4))
        return at, depth, len(text[origin:at].expandtabs(4)), item

    def _starts_item(self, mark: str, indent: int, item: bool) -> bool:
        """Whether a list mark is one here: not in code, nor `2.` at the start of a wrapped line."""
        if not item and indent >= self.base + 4:
            return False
        interrupts = not self.open or self.kind == "list" or item
        return interrupts or (
            mark[-1] in " \t" and not ("0" <= mark[0] <= "9" and mark[:2] != "1.")
        )

    def _structure(self, at: int, end: int, item: bool) -> bool:
        """Take a line that is markup by itself: heading, rule, fence, HTML, table, definition."""
        text = self.text
        if self.open and not item and _SETEXT.match(text, at, end):
            self.kind = "heading"
            self._close()
        elif _RULE.match(text, at, end) or _CONTAINER.match(text, at, end):
            self._close()
        elif heading := _HEADING.match(text, at, end):
            self._close()
            self._emit("heading", heading.end(), end - _closing_hashes(text[heading.end() : end]))
        elif fence := _FENCE.match(text, at, end):
            self._close()
            self.fence, self.start, self.end, self.kind = fence[0], end, end, "code"
        elif BLOCK_START.match(text, at, end):
            self._open_html(at, end)
        elif self.table:
            self._cells(at, end)
        elif is_caption(text[at:end]) or _IMAGE.fullmatch(text[at:end].rstrip()):
            self._close()
            self._emit("caption", at, end)
        elif self.open and _DELIMITERS.match(text, at, end) and self._table_head():
            self.table = True
        else:
            return not self.open and bool(_DEFINITION.match(text, at, end))
        return True

    def _text(self, at: int, end: int, item: bool) -> None:
        """Open a paragraph or carry it on; a hard break at the line's end ends the block."""
        if footnote := _FOOTNOTE.match(self.text, at, end):
            self._close()
            at = footnote.end()
        if not self.open:
            inside: BlockKind = "quote" if self.depth else "list" if self.base else "paragraph"
            self.kind = "list" if item else inside
        self.open = True
        self.start = at if self.start < 0 else self.start
        self.last_line, self.end = at, end
        line = self.text[at:end]
        backslash = line.endswith("\\") and not line.endswith("\\\\")
        if backslash or line.endswith("  "):
            self._emit(self.kind, self.start, end - backslash)
            self.start = -1

    def _indented_code(self, at: int, end: int) -> None:
        self.start = at if self.start < 0 else self.start
        self.kind, self.end = "code", end

    def _in_fence(self, start: int, end: int) -> bool:
        """Take a line of fenced code; False where the quote that the fence stands in has ended."""
        line = self.text[start:end].lstrip(" \t>").rstrip()
        if self.depth and ">" not in self.text[start:end][:4]:
            self._close()
            return False
        closes = line.startswith(self.fence) and not line.strip(self.fence[0])
        if closes or (self.fence == "$$" and line.endswith("$$")):
            self._close()
        else:
            self.end = end
        return True

    def _open_html(self, at: int, end: int) -> None:
        self._close()
        head = self.text[at : at + 9].lower()
        self.html_end = next((stop for tag, stop in _HTML_ENDS.items() if head.startswith(tag)), "")
        self.html, self.start, self.end = True, at, end
        if self.html_end and self.html_end in self.text[at:end].lower():
            self._close()

    def _in_html(self, start: int, end: int) -> bool:
        """Take a line of HTML; False at the blank line that ends it."""
        line = self.text[start:end]
        if not self.html_end and not line.strip(" \t>"):
            self._close()
            return False
        self.end = end
        if self.html_end and self.html_end in line.lower():
            self._close()
        return True

    def _table_head(self) -> bool:
        """Make a table's head of the last line, if it has a cell border; the lines before stay."""
        start, at, end = self.start, self.last_line, self.end
        if at < 0 or start < 0 or "|" not in self.text[at:end]:
            return False
        self._emit(self.kind, start, at)
        self.start = -1
        self._close()
        self._cells(at, end)
        return True

    def _cells(self, at: int, end: int) -> None:
        for cell in _CELL.finditer(self.text, at, end):
            self._emit("table", *cell.span())

    def _close(self) -> None:
        """End whatever is open."""
        if self.start >= 0 and self.html:
            self.found.extend(html_blocks(self.text, self.start, self.end))
        elif self.start >= 0:
            self._emit(self.kind, self.start, self.end)
        self.start = self.last_line = -1
        self.open = self.html = self.table = False
        self.fence, self.kind = "", "paragraph"

    def _emit(self, kind: BlockKind, start: int, end: int) -> None:
        one = block(self.text, kind, start, end)
        if one and kind != "code" and (image := _IMAGE.fullmatch(self.text, one.start, one.end)):
            one = block(self.text, "caption", *image.span(1))
        if one:
            self.found.append(one)


def _closing_hashes(heading: str) -> int:
    """Length of the `##` a heading may be closed with, and of the space around it."""
    bare = heading.rstrip().rstrip("#")
    return len(heading) - len(bare) if not bare or bare[-1] in " \t" else 0
