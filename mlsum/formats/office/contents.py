"""What stands in slots that have no formats: the text of an element or of an attribute."""

import re
from collections.abc import Sequence

from mlsum.formats.office.inline import Inline, escaped, plain
from mlsum.formats.office.pieces import Mark, Piece, Text, words_of
from mlsum.formats.office.xml import Element, named

__all__ = ["CodedText", "ElementText", "decoded", "encoded"]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
# How Office writes characters that XML has no place for, and what looks so but is not.
_CODED = re.compile(r"_x((?![Dd][89A-Fa-f])[0-9A-Fa-f]{4})_")  # half a character is none
_LOOKS_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


def decoded(text: str) -> str:
    """Text of OOXML with its codes for control characters resolved."""
    return _CODED.sub(lambda it: chr(int(it[1], 16)), text)


def encoded(text: str) -> str:
    """Text for OOXML: what looks like such a code is written as one."""
    return _LOOKS_CODED.sub("_x005F_", text)


class ElementText:
    """The text of an element, or of one of its attributes."""

    monospaced = False

    def __init__(self, element: Element, attribute: str | None = None) -> None:
        self._element = element
        self._attribute = attribute
        text = element.get(attribute, "") if attribute else element.text or ""
        self.plain_text = decoded(text).strip()
        self.text = escaped(self.plain_text)

    def write(self, text: str, _language: str) -> None:
        """Put a new text there."""
        new = encoded(plain(text))
        if self._attribute:
            self._element.set(self._attribute, new)
        else:
            self._element.text = new


class CodedText:
    """The text of an element in which some stretches are marks: line breaks, codes of a footer.

    The nodes of the marks are what is written for them.
    """

    monospaced = False

    def __init__(self, element: Element, pieces: Sequence[Piece]) -> None:
        self._element = element
        self._inline = Inline(pieces)
        self.text, self.plain_text = self._inline.text, self._inline.plain_text

    def write(self, text: str, _language: str) -> None:
        """Put a new text there, the marks in their places."""
        parts: list[str] = []
        for piece in self._inline.read(text):
            if isinstance(piece, Mark):
                parts += piece.nodes
            elif isinstance(piece, Text):
                parts.append(encoded(piece.text))
            else:
                parts.append(encoded("".join(words_of([piece]))))
        self._element.text = "".join(parts)
        if named(self._element.tag) == "s:t":
            self._element.set(_SPACE, "preserve")
