"""Drop capitals: Word keeps the first letters of a paragraph in a frame of their own before it."""

import re

from mlsum.formats.office.inline import escaped, plain
from mlsum.formats.office.runs import RunParagraph

__all__ = ["DropCap"]

# The tags that a text begins with, what stands before its first letter, and that letter or word.
_LETTER = re.compile(r"((?:<[^<>]*>)*)([^\w<]*\w)")
_WORD = re.compile(_LETTER.pattern[:-1] + "+) ?")


class DropCap:
    """Two paragraphs that are read as one.

    The frame has the first letter of a translation; its first word, where a blank goes before the
    rest (`A long time`).
    """

    monospaced = False

    def __init__(self, frame: RunParagraph, rest: RunParagraph, *, apart: bool) -> None:
        self._frame = frame
        self._rest = rest
        self._first = _WORD if apart else _LETTER
        between = " " if apart else ""
        self.text = f"{escaped(frame.plain_text)}{between}{rest.text}"
        self.plain_text = f"{frame.plain_text}{between}{rest.plain_text}"

    def write(self, text: str, language: str) -> None:
        """Put the first letter of a new text into the frame, and the others after it."""
        first = self._first.match(text)
        tags, letter = first.groups() if first else ("", "")
        rest = text[first.end() :] if first else text
        self._frame.write(escaped(plain(letter)), language)
        self._rest.write(tags + rest, language)
