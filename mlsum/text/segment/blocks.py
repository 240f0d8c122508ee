"""Blocks of a body: the runs of text between the marks of its markup, as offsets."""

import re

from mlsum.core.document import Block, BlockKind, Markup
from mlsum.core.lang import UND, Lang
from mlsum.text.segment.captions import is_caption
from mlsum.text.segment.html import html_blocks
from mlsum.text.segment.lines import BULLET, block, lines
from mlsum.text.segment.markdown import markdown_blocks
from mlsum.text.segment.wrapping import wrap_width, wraps

__all__ = ["blocks", "unwrap"]

# A line break inside a paragraph, with the indent of the next line; in text, its quote marks, too.
_HTML_BREAK = re.compile(r"(?<![ \t])[ \t]*(?:\r\n|\r|\n)[ \t]*")
_SOFT_BREAK = re.compile(_HTML_BREAK.pattern + r"(?:>[ \t]?)*")

# The soft hyphen, zero-width blanks and joiners (those between letters that need none).
_BREAKS = re.compile("[\u00ad\u200b\u2060\ufeff]|(?<=[A-Za-z])[\u200c\u200d](?=[A-Za-z])")

# Nobody wraps lines by hand beyond this column: a longer line is a whole paragraph.
_WRAP = 120


def blocks(text: str, markup: Markup = "plain") -> list[Block]:
    """Blocks of a body, disjoint and in order, in one pass.

    Every letter outside markup (tags, targets of link definitions, image addresses) is in exactly
    one block; what stands between the blocks is markup and white space, to be copied as it is.
    A block of several lines keeps its soft line breaks and, in a quote, the marks after them:
    see `unwrap`.
    """
    if markup == "markdown":
        return markdown_blocks(text)
    if markup == "html":
        return html_blocks(text, 0, len(text))
    return _plain_blocks(text)


def unwrap(text: str, lang: Lang = UND, markup: Markup = "plain") -> str:
    """A block's text on one line: soft breaks become a space, or nothing where none is written.

    Characters that only say where a word may be broken are left out, for they tear it apart.
    """
    soft_break = _HTML_BREAK if markup == "html" else _SOFT_BREAK
    return soft_break.sub(" " if lang.spaced else "", _BREAKS.sub("", text))


def _plain_blocks(text: str) -> list[Block]:
    """Paragraphs between blank lines; items, captions, long lines and headings stand alone."""
    found: list[Block | None] = []
    start = end = 0
    kind: BlockKind = "paragraph"
    alone = True

    def close() -> None:
        found.append(block(text, kind, start, end))

    places = list(lines(text))
    width = wrap_width([text[first:last] for first, last, _ in places])
    before = ""
    for first, last, _ in places:
        line = text[first:last]
        single = not line.strip() or len(line) > _WRAP or is_caption(line)
        marker = BULLET.match(text, last - len(line.lstrip()), last)
        if marker or single or alone or not wraps(before, line, width):
            close()
            start, kind = (marker.end(), "list") if marker else (first, "paragraph")
        end, alone, before = last, single, line
    close()
    return [one for one in found if one]
