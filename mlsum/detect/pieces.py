"""Cutting a text into pieces that are each in one language, whatever it is."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

from mlsum.script import COMMON, runs

__all__ = ["Bound", "Piece", "cut"]


class Bound(IntEnum):
    """What separates a piece from the one before it, the weakest first."""

    SPACE = 0
    COMMA = 1
    SCRIPT = 2
    COLON = 3
    SENTENCE = 4
    BRACKET = 5
    QUOTE = 6
    DASH = 7
    LINE = 8


@dataclass(slots=True)
class Piece:
    """The stretch `text[start:end]` in one script, and the bound before it."""

    start: int
    end: int
    script: str
    bound: Bound


# Chinese characters and kana are one writing; a piece that has both is Japanese.
_ONE = ("Hani", "Jpan")
_EAST = {"Hira": "Jpan", "Kana": "Jpan", "Bopo": "Hani"}

# The name of the group that matched is the name of the bound.
_BOUNDS = re.compile(
    r"(?P<LINE>\s*[\n\r\x0b\x0c\x85\u2028\u2029]\s*)"
    r"|(?P<DASH>\s+[-‐-―−|·•/~→]+\s+|[—―|•]+|\t+)"
    r"|(?P<QUOTE>[\"“”„«»‹›「」『』《》〈〉]+|(?<!\w)['‘’]+(?=\w)|(?<=\w)['’]+(?!\w))"
    r"|(?P<BRACKET>[()\[\]{}<>（）［］【】〔〕]+)"
    r"|(?P<SENTENCE>[.!?…]+(?=\s)|[。！？｡]+)"
    r"|(?P<COLON>[:;](?=\s)|[：；])"
    r"|(?P<COMMA>,(?=\s)|[，、､،])"
)


_LETTER = re.compile(r"[^\W\d_]")


def cut(text: str) -> list[Piece]:
    """The pieces of a text, in order; each has a letter, and every letter is in one of them."""
    found: list[Piece] = []
    scripts = [(start, end, _EAST.get(script, script)) for start, end, script in runs(text)]
    at, bound = 0, Bound.LINE
    for start, end, after in _segments(text):
        while scripts[at][1] <= start:
            at += 1
        here = at
        while here < len(scripts) and scripts[here][0] < end:
            first, last = max(start, scripts[here][0]), min(end, scripts[here][1])
            script = scripts[here][2]
            here += 1
            if script == COMMON or not _LETTER.search(text, first, last):
                continue
            if bound == Bound.SPACE and found[-1].script in _ONE and script in _ONE:
                found[-1].end = last
                found[-1].script = script if found[-1].script == script else "Jpan"
            else:
                found.append(Piece(first, last, script, bound or Bound.SCRIPT))
            bound = Bound.SPACE
        bound = max(bound, after)
    return found


def _segments(text: str) -> Iterator[tuple[int, int, Bound]]:
    """The stretches between bounds, each with the bound after it."""
    start = 0
    for match in _BOUNDS.finditer(text):
        if match.start() > start:
            yield start, match.start(), Bound[match.lastgroup or "SPACE"]
        start = match.end()
    if start < len(text):
        yield start, len(text), Bound.LINE
