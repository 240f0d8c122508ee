"""Whether a Korean line ends with a word, or inside one: a line may end at any syllable of it.

A PDF seldom says so. What speaks is the document itself: which words it has within its lines, and
which syllables stand there before a blank, and after one. A document that divides no word at all
shows in that nearly all of its lines end like words.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import log

from mlsum.text.script import HANGUL

__all__ = ["Spacing"]

_HANGUL = re.compile(f"[{HANGUL}]")
_TOKEN = re.compile(f"[{HANGUL}]+")
# Particles and endings, by the last syllable of the words that they close.
_CLOSING = frozenset("은는이가을를에의로와과도다고며서한된할등및지게면")
# Particles that follow a name in other letters: `Homebrew는`.
_PARTICLE = re.compile(
    r"(?:[은는이가을를의와과도만로]|에(?:서|게|는|도)?|으로|까지|부터|처럼|보다|라는|이라는|라고|이라고)"
    r"(?=[\s,.!?)]|$)|(?:이?[었였]|입니|이다|다[.!?])"
)
_PRIOR = 3.0  # syllables that speak for what is known of Korean
_DIVIDES = -0.7  # log odds of a blank at a syllable of running text: words have three
_WHOLE_WORD = 1.5  # log odds that a word of the document adds
_FEW = 8  # line ends; fewer do not show whether the document divides words
_UNDIVIDED = 0.72  # of the line ends, that look like ends of words


class Spacing:
    """What the lines of a document show of its blanks. Linear in their letters."""

    def __init__(self, lines: Iterable[str], ends: Iterable[tuple[str, str]] = ()) -> None:
        self._words: Counter[str] = Counter()
        self._closing: Counter[tuple[str, bool]] = Counter()  # a syllable, before a blank or not
        self._opening: Counter[tuple[str, bool]] = Counter()
        self._pairs: Counter[tuple[str, bool]] = Counter()
        for line in lines:
            self._learn(line)
        odds = [self._odds(*end) for end in ends if _both_hangul(*end)]
        looking = sum(one > 0 for one in odds)
        self.undivided = len(odds) >= _FEW and looking >= _UNDIVIDED * len(odds)

    def blank(self, text: str, line: str) -> bool:
        """Whether there is a blank between a line's end and the next line."""
        if _HANGUL.match(line) and text[-1:].isascii() and text[-1:].isalnum():
            return not _PARTICLE.match(line)
        return self.undivided or not _both_hangul(text, line) or self._odds(text, line) > 0

    def _learn(self, line: str) -> None:
        tokens = line.split()
        self._words.update(_bare(token) for token in tokens[1:-1])
        for before, after in _within(tokens):
            self._count(before, after, blank=False)
        for before, after in pairwise(tokens):
            if _both_hangul(before, after):
                self._count(before[-1], after[0], blank=True)

    def _count(self, before: str, after: str, *, blank: bool) -> None:
        self._closing[before, blank] += 1
        self._opening[after, blank] += 1
        self._pairs[before + after, blank] += 1

    def _odds(self, text: str, line: str) -> float:
        """The log odds of a blank between two lines, both of Hangul where they meet."""
        before, after = text.rsplit(maxsplit=1)[-1], line.split(maxsplit=1)[0]
        first, last = before[-1], after[0]
        spoken = _PRIOR if first in _CLOSING else 0.5
        odds = _DIVIDES
        odds += _ratio(self._closing, first, spoken, 1.5) - _DIVIDES
        odds += _ratio(self._opening, last, 1.0, 2.0) - _DIVIDES
        seen = self._pairs[first + last, True] + self._pairs[first + last, False]
        odds += min(seen, 4) / 4 * _ratio(self._pairs, first + last, 0.5, 0.5)
        whole = self._words[_bare(before + after)]
        apart = min(self._words[_bare(before)], self._words[_bare(after)])
        return odds + _WHOLE_WORD * (log(1 + apart) - 2 * log(1 + whole))


def _ratio(counts: Counter[tuple[str, bool]], key: str, blank: float, none: float) -> float:
    return log((counts[key, True] + blank) / (counts[key, False] + none))


def _both_hangul(text: str, line: str) -> bool:
    return bool(_HANGUL.match(text[-1:]) and _HANGUL.match(line))


def _within(tokens: Iterable[str]) -> Iterator[tuple[str, str]]:
    """The syllables that stand beside each other in words."""
    for token in tokens:
        for run in _TOKEN.findall(token):
            yield from pairwise(run)


def _bare(token: str) -> str:
    return token.strip(".,:;!?\"'()[]“”‘’·")
