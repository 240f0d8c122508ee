"""What a body says to its reader: its text without the marks of inline Markdown and HTML.

Marks are found once per block, not per sentence: emphasis and links may open in one sentence and
close in another. What is left of any stretch can then be asked for by its offsets.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from mlsum.core.document import Block, Markup
from mlsum.core.lang import UND, Lang
from mlsum.text.segment.blocks import unwrap
from mlsum.text.segment.inlines import Edit, inlines

__all__ = ["Reading", "reading"]

_BLANKS = re.compile(r"[ \t\u00a0]{2,}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A body with the stretches that are markup, in order, each with what is read instead."""

    text: str
    markup: Markup
    edits: tuple[Edit, ...]

    def between(self, start: int, end: int, lang: Lang = UND) -> str:
        """What `text[start:end]` says, on one line."""
        written: list[str] = []
        at = start
        index = bisect_left(self.edits, (start, 0, ""))
        if index and self.edits[index - 1][1] > start:  # cut inside the target of a link
            at = min(self.edits[index - 1][1], end)
        while index < len(self.edits) and self.edits[index][0] < end:
            first, last, new = self.edits[index]
            written += [self.text[at:first], new]
            at = min(last, end)
            index += 1
        said = unwrap("".join([*written, self.text[at:end]]), lang, self.markup)
        return said if self.markup == "plain" else _BLANKS.sub(" ", said)


def reading(text: str, found: Sequence[Block], markup: Markup) -> Reading:
    """The marks in the blocks of a body."""
    if markup == "plain":
        return Reading(text, markup, ())
    edits = [edit for one in inlines(text, found, markup) for edit in one.edits]
    return Reading(text, markup, tuple(edits))
