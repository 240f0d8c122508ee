"""What a piece by itself says about its language: one log-probability per candidate."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from mlsum.detect.candidates import Candidates
from mlsum.detect.pieces import Bound, Piece
from mlsum.lang import UND, Lang
from mlsum.lexicon import lookup

__all__ = ["FLOOR", "Reading", "read", "scores"]

# No piece is worth more than this (nats): a classifier can be wrong, and a name can be anything.
FLOOR = -10.0

# A word that names rather than says: NATO, GNews, iPhone, KF-21, 5G.
_CODE = re.compile(r"[A-Z0-9]{2,}|\w*\d\w*|\w*[a-z][A-Z]\w*|[A-Z]{2,}[a-z]+|[A-Z]")
_WORD = re.compile(r"\w+")
_LONGEST = 400
_WITHIN = (Bound.SCRIPT, Bound.BRACKET)


@dataclass(slots=True)
class Reading:
    """A piece, what the classifier is to be asked about it, and what else is known.

    `neutral`: it is made of names and codes that any language may use. `named`: it looks like a
    name, which is weak evidence. `inline`: it stands within a phrase of another script.
    `label`: the languages in which it is a known label.
    """

    piece: Piece
    question: str = ""
    neutral: bool = False
    named: bool = False
    inline: bool = False
    label: frozenset[str] = frozenset()


def read(text: str, pieces: Sequence[Piece], among: Candidates) -> list[Reading]:
    """What is seen in each piece before any classifier is asked."""
    readings = [Reading(piece) for piece in pieces]
    for i, reading in enumerate(readings):
        piece = reading.piece
        after = pieces[i + 1].bound if i + 1 < len(pieces) else Bound.LINE
        reading.inline = piece.bound in _WITHIN or after == Bound.SCRIPT
        if piece.script in ("Latn", "Grek"):
            words = _WORD.findall(text, piece.start, piece.end)
            reading.neutral = _is_code(piece, words)
            reading.named = len(pieces) > 1 and _is_name(words)
        if after == Bound.LABEL:
            reading.label = _languages_of(text[piece.start : piece.end])
        if not (
            reading.label
            or reading.neutral
            or piece.script == "Hani"
            or len(among.of(piece.script)) < 2
        ):
            reading.question = text[piece.start : piece.end].strip()[:_LONGEST]
    return readings


def _is_name(words: Sequence[str]) -> bool:
    """Whether a few words are mostly capitalized, as in a name."""
    return len(words) < 8 and 3 * sum(word[0].isupper() for word in words) >= 2 * len(words)


def _is_code(piece: Piece, words: Sequence[str]) -> bool:
    if piece.script == "Grek":
        return piece.letters == 1
    return len(words) < 4 and all(map(_CODE.fullmatch, words))


@lru_cache(maxsize=1024)
def _languages_of(label: str) -> frozenset[str]:
    return frozenset(match.lang.language for match in lookup(label))


def scores(
    text: str,
    reading: Reading,
    rated: Mapping[Lang, float],
    states: Sequence[Lang],
    among: Candidates,
) -> list[float]:
    """The log-probability of each state for a piece; `rated` is the classifier's answer."""
    piece = reading.piece
    own = among.of(piece.script)
    if not own:
        return [0.0 if lang == UND else FLOOR for lang in states]
    if reading.neutral:
        return [FLOOR if lang == UND else 0.0 for lang in states]
    if reading.label:
        return [0.0 if lang.language in reading.label else FLOOR / 2 for lang in states]
    known = _own_scores(text, reading, rated, own)
    lent = _borrowed(reading)
    korean = piece.script == "Hani"
    return [
        known.get(lang, FLOOR)
        if lang in own or lang == UND or (korean and lang.language != "ko")
        else lent
        for lang in states
    ]


def _own_scores(
    text: str, reading: Reading, rated: Mapping[Lang, float], own: Sequence[Lang]
) -> dict[Lang, float]:
    piece = reading.piece
    if piece.script == "Hani":
        # Whatever the classifier says of Chinese characters, it says Chinese.
        ja = _japanese(text[piece.start : piece.end])
        return {lang: -ja if lang.language == "zh" else ja for lang in own}
    if len(own) == 1:
        return {own[0]: 0.0}
    weight = 0.5 if reading.named else 1.0
    return {lang: max(weight * math.log(p), FLOOR) for lang, p in rated.items() if p > 0}


def _borrowed(reading: Reading) -> float:
    """How likely a piece is as a foreign name or term in a text of another script."""
    piece = reading.piece
    if piece.script == "Latn":
        lent = -1 - 0.3 * piece.letters if reading.inline else -3 - 0.5 * piece.letters
        return max(FLOOR, lent / 2 if reading.named else lent)
    if piece.script == "Hani":
        return max(FLOOR, -1 - 0.5 * piece.letters if reading.inline else -4.0 - piece.letters)
    return FLOOR


def _japanese(text: str) -> float:
    """Half the log-odds of Japanese against Chinese for a text of Chinese characters only.

    Long Japanese has kana in it; and the national standards tell which characters are in use.
    """
    leanings = [_leaning(char) for char in text if char.isalpha()]
    return max(-4.0, min(4.0, 2.0 * sum(leanings) - 0.7 - 0.15 * max(0, len(leanings) - 4)))


@lru_cache(maxsize=4096)
def _leaning(char: str) -> int:
    """1 for a character that only JIS X 0208 has, -1 for one that only GB 2312 or Big5 have."""
    return _has(char, "shift_jis") - (_has(char, "gb2312") or _has(char, "big5"))


def _has(char: str, standard: str) -> bool:
    try:
        char.encode(standard)
    except UnicodeEncodeError:
        return False
    return True
