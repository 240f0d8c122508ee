"""Cut a translation to the cues of its original, and wrap each to lines that are read in time.

The limits are those of the broadcasters' guides (BBC Subtitle Guidelines; Netflix Timed Text
Style Guide): two lines of 42 characters, about 18 where a character is an ideograph or a
syllable, 20 characters a second.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise

__all__ = ["FASTEST", "LINE", "LINES", "cut", "width", "wrap"]

LINE = 42.0  # characters of a line
LINES = 2
FASTEST = 20.0  # characters a second

_WIDE = LINE / 18  # one ideograph or syllable, in letters
_IDEOGRAPH = r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"
_TOKEN = re.compile(
    # Scripts without spaces may be cut at any character. No mark opens a line, nor does a dash,
    # which would be read as that of another voice.
    rf"(?:{_IDEOGRAPH}[、。，．！？：；」』）】〉》…ー々”’]*|(?:(?!{_IDEOGRAPH})\S)+)\s*"
    rf"(?:[-–—‐](?:(?!{_IDEOGRAPH})\S)*\s*)*"
)
_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)」』]*\s*$")
_CLAUSE_END = re.compile(r"[,;:—–、，；：][\"'”’)」』]*\s*$")
_WINDOW = 9  # words around the ideal place where a cut is looked for
_OVER = 4.0  # how much worse a letter too many is than one more or less than the share


def width(text: str) -> float:
    """How many letters of a line a text takes: an ideograph or syllable more than two."""
    if text.isascii():
        return float(len(text))
    return sum(_width_of(char) for char in text)


@lru_cache(maxsize=4096)
def _width_of(char: str) -> float:
    if unicodedata.combining(char):
        return 0.0
    return _WIDE if unicodedata.east_asian_width(char) in "WF" and char.isalnum() else 1.0


def cut(text: str, shares: Sequence[float], rooms: Sequence[float]) -> list[str]:
    """`text` in as many pieces as there are `shares`, each about so long in relation.

    Cuts are between words, rather behind punctuation; `rooms` are what each piece should not be
    wider than. The best cuts within a window around the ideal ones are found together, by dynamic
    programming. Where there are fewer words than pieces, the last ones repeat what stands there.
    """
    tokens = _TOKEN.findall(text)
    if len(tokens) <= len(shares):
        words = [token.strip() for token in tokens] or [""]
        return [words[min(i, len(words) - 1)] for i in range(len(shares))]
    ends = [0.0, *accumulate(map(width, tokens))]
    whole = sum(shares) or 1.0
    goals = [ends[-1] * share / whole for share in shares]
    best: dict[int, tuple[float, tuple[int, ...]]] = {0: (0.0, ())}
    for index, goal in enumerate(accumulate(goals)):
        left = len(shares) - index - 1
        places = _places(ends, goal, index + 1, left)
        best = {
            place: min(
                (cost + _cost(tokens, ends, (at, place), (goals[index], rooms[index])), (*way, at))
                for at, (cost, way) in best.items()
                if at < place
            )
            for place in places
            if any(at < place for at in best)
        }
    way = (*best[len(tokens)][1], len(tokens))
    return ["".join(tokens[a:b]).strip() for a, b in pairwise(way)]


def _places(ends: Sequence[float], goal: float, first: int, left: int) -> Sequence[int]:
    """The places for a cut near `goal`, with a word left for each piece before and after."""
    last = len(ends) - 1 - left
    if not left:
        return (last,)
    near = min(range(first, last + 1), key=lambda place: abs(ends[place] - goal))
    return range(max(first, near - _WINDOW), min(last, near + _WINDOW) + 1)


def _cost(
    tokens: Sequence[str], ends: Sequence[float], piece: tuple[int, int], wish: tuple[float, float]
) -> float:
    """How far a piece is from its share of the text and from fitting into its room."""
    at, place = piece
    goal, room = wish
    size = ends[place] - ends[at]
    cost = (size - goal) ** 2 / max(goal, 1.0) + _OVER * max(0.0, size - room)
    before = tokens[place - 1]
    if _SENTENCE_END.search(before):
        return cost - goal / 4
    return cost - goal / 8 if _CLAUSE_END.search(before) else cost


def wrap(text: str, lines: int = LINES) -> list[str]:
    """A cue's text on one line where it fits, else on two balanced ones."""
    if lines < LINES or width(text) <= LINE:
        return [text]
    tokens = _TOKEN.findall(text)
    if len(tokens) < LINES:
        return [text]
    ends = list(accumulate(map(width, tokens)))

    def rate(place: int) -> tuple[float, float]:
        first, second = ends[place - 1], ends[-1] - ends[place - 1]
        better = 3.0 if _CLAUSE_END.search(tokens[place - 1]) else 0.0
        longest = max(first, second)
        return max(0.0, longest - LINE), longest + (0.5 if first > second else 0.0) - better

    place = min(range(1, len(tokens)), key=rate)
    return ["".join(tokens[:place]).strip(), "".join(tokens[place:]).strip()]
