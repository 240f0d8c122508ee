"""Lines of a text with their offsets, and what one line says about itself."""

import re
from collections.abc import Iterator

from mlsum.core.document import Block, BlockKind
from mlsum.text.segment.captions import is_caption

__all__ = ["BULLET", "SIGN_BULLET", "block", "lines"]

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n|\Z)")
_TEXT = re.compile(r"[^\W_]")

# One marker of a list item: a bullet, `1.`, `2)`; with a task's box where there is one.
_SIGNS = "•·‣◦○●■□◇◆▷▶※✓✔✗✘☐☑☒✅❌"
BULLET = re.compile(rf"(?:[-*+{_SIGNS}]|\d{{1,3}}[.)])(?:[ \t]+(?:\[[ xX]\][ \t]+)?|$)")
# Those that CommonMark does not know.
SIGN_BULLET = re.compile(rf"[{_SIGNS}][ \t]+")


def lines(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end without the line break, and end with it, of every line; `\\r\\n` is one break."""
    for match in _LINE.finditer(text):
        start, stop = match.span()
        if start == stop:
            return
        content = match[0].rstrip("\r\n")
        yield start, start + len(content), stop


def block(text: str, kind: BlockKind, start: int, end: int) -> Block | None:
    """A block without the white space around it; None where there is no letter or digit."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    end = start + len(piece.strip())
    if start >= end or not _TEXT.search(text, start, end):
        return None
    if kind == "paragraph" and is_caption(text[start:end]):
        kind = "caption"
    return Block(kind, start, end)
