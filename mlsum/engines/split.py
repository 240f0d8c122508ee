"""Cut a sentence that is too long for a model into pieces, where it hurts least."""

from collections.abc import Callable

import regex

__all__ = ["split_long"]

# Where one may cut, best first: after a sentence, after a clause, after a comma or before a
# dash, at a blank, and anywhere between two characters that a reader sees.
_BREAKS = (
    regex.compile(r"(?<=[.!?…][\"”’)\]]?)(?=\s+[^\s\p{Ll}])|(?<=[。！？])"),
    regex.compile(r"(?<=[;:])(?=\s)|(?<=[；：])"),
    regex.compile(r"(?<=,)(?=\s)|(?<=[，、])|(?=\s[-–—]\s)"),
    regex.compile(r"(?=\s)"),
    regex.compile(r"(?<=\X)"),
)


def split_long(text: str, most: int, count: Callable[[str], int]) -> list[str]:
    """Cut a text into pieces of at most `most` tokens by `count`; joined they are the text.

    Each cut is near the middle, at the best kind of break found in the middle two thirds.
    """
    todo, done = [text], []
    while todo:
        piece = todo.pop()
        cut = 0 if _fits(piece, most, count) else _cut(piece)
        if cut:
            todo += [piece[cut:], piece[:cut]]
        else:
            done.append(piece)
    return done


def _fits(text: str, most: int, count: Callable[[str], int]) -> bool:
    """Whether a text has at most `most` tokens; counted only if its length does not decide.

    A character is at most four tokens (its bytes), and a token at most sixteen characters.
    """
    return len(text) * 4 <= most or (len(text) <= most * 16 and count(text) <= most)


def _cut(text: str) -> int:
    """The place to cut a text at, or 0 where it cannot be cut."""
    middle, margin = len(text) // 2, len(text) // 6
    for breaks in _BREAKS:
        places: list[int] = [m.start() for m in breaks.finditer(text, margin, len(text) - margin)]
        if places := [place for place in places if margin < place < len(text) - margin]:
            return min(places, key=lambda place: abs(place - middle))
    return middle
