"""The inline marks of a body: emphasis, links, references, tags; where each opens and closes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mlsum.core.document import Block, Markup
from mlsum.text.segment.elements import Edit, Mark, html_elements, nested
from mlsum.text.segment.markdown import parse_inline, parse_markdown

__all__ = ["Edit", "Inlines", "Mark", "inlines"]

_SIGNS = re.compile(r"[\\`<&\[*_~{=#:%^]")


@dataclass(frozen=True, slots=True)
class Inlines:
    """The markup of a block, in order: `edits` with what is read instead; `marks` around words.

    No two marks cross.
    """

    edits: Sequence[Edit] = ()
    marks: Sequence[Mark] = ()


def inlines(text: str, found: Sequence[Block], markup: Markup) -> Iterator[Inlines]:
    """What is marked in each block of a body that is no code; plain text is read as Markdown."""
    parsed = parse_markdown(text) if markup == "markdown" else None
    own = frozenset(parsed.blocks) if parsed else frozenset()
    for block in found:
        start, end = block.start, block.end
        if block.kind == "code":
            continue
        if not _SIGNS.search(text, start, end):  # most blocks have nothing marked
            yield Inlines()
        elif parsed and block in own:
            yield Inlines(*parsed.within(start, end))
        elif markup == "html":
            elements = html_elements(text, start, end)
            yield Inlines(elements.edits, nested(elements.marks))
        else:
            stretch = parse_inline(text, start, end, plain=markup == "plain")
            yield Inlines(stretch.edits, stretch.marks)
