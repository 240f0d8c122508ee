"""Lines of a labelled head: what marks them, where their label ends and their value begins."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Literal

from mlsum.core.document import Part
from mlsum.formats.splice import trimmed

__all__ = ["Line", "lines"]

_LINE = re.compile(r"(?P<line>[^\r\n]*)(?:\r\n|\n|\r|\Z)")
_MARKER = re.compile(
    r"(?P<indent>[ \t]*)(?P<marker>#{1,6}|>|[-*+](?=[ \t]))?[ \t]*(?P<emphasis>\*{1,3}|_{1,2})?"
)
_RULE = re.compile(r"[ \t]*([-*_=])(?:[ \t]*\1){2,}[ \t]*")
_COLON = re.compile("[:：]")
_NO_LABEL = re.compile(r"[.!?。！？]\s|[\[\]<>`|{}\"“”\\/]")
_LONGEST = 60  # characters of a label
_MOST_WORDS = 5

Mark = Literal["blank", "heading", "quote", "bare"]


@dataclass(frozen=True, slots=True)
class Line:
    """A line `text[start:end]`; without a label, the value is all that follows the marker."""

    mark: Mark
    level: int
    indented: bool
    label: Part | None
    value: Part
    start: int
    end: int


def lines(text: str, most: int) -> Iterator[Line]:
    """The first lines of a text, at most `most` of them."""
    for match in islice(_LINE.finditer(text), most):
        yield _line(text, match.start(), match.end("line"))
        if match.end() == len(text):
            return


def _line(text: str, start: int, end: int) -> Line:
    match = _MARKER.match(text, start, end)
    if match is None or match.end() == end or _RULE.fullmatch(text, start, end):
        return Line("blank", 0, False, None, Part("", end, end), start, end)
    marker = match["marker"] or ""
    mark: Mark = "heading" if marker.startswith("#") else "quote" if marker == ">" else "bare"
    label, first, last = _label(text, match, end, mark)
    value = trimmed(text, first, last)
    if not value.text:
        value = Part("", first, first)
    return Line(mark, len(marker), bool(match["indent"]), label, value, start, end)


def _label(text: str, match: re.Match[str], end: int, mark: Mark) -> tuple[Part | None, int, int]:
    """The label, if there is one, and where the value begins and ends."""
    start, emphasis = match.end(), match["emphasis"] or ""
    without = (None, start - len(emphasis), end)
    colon = _colon(text, start, end)
    if colon is None:
        return without
    first, last, stop = colon + 1, end, colon
    if emphasis and text.endswith(emphasis, start, colon):  # **Label**: value
        stop -= len(emphasis)
    elif emphasis and text.startswith(emphasis, first, end):  # **Label:** value
        first += len(emphasis)
    elif emphasis and text.endswith(emphasis, first, end):  # **Label: value**
        last -= len(emphasis)
    elif emphasis:
        return without
    label = trimmed(text, start, stop)
    spaced = first == end or text[first] in " \t" or text[colon] == "："
    if not _is_label(label.text) or (mark == "bare" and not spaced):
        return without
    return label, first, last


def _colon(text: str, start: int, end: int) -> int | None:
    """The colon that ends a label: not the one of `https://`, not the ones of `12:30`."""
    for match in _COLON.finditer(text, start, min(end, start + _LONGEST)):
        at = match.start()
        if text.startswith("//", at + 1):
            return None
        if not (text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()):
            return at
    return None


def _is_label(text: str) -> bool:
    """A few words with a letter in them, no sentence, link or quotation."""
    return (
        any(char.isalpha() for char in text)
        and len(text.split()) <= _MOST_WORDS
        and not _NO_LABEL.search(text)
    )
