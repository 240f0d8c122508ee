"""What a piece by itself says about its language: a log-probability for every candidate."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from mlsum.detection.candidates import Candidates
from mlsum.detection.commonwords import words_against
from mlsum.detection.names import is_name, is_outlet, without_names
from mlsum.detection.pieces import Bound, Piece
from mlsum.lexicon import lookup, parse_language

__all__ = ["FLOOR", "UNKNOWN", "Reading", "judge", "read", "row"]

UNKNOWN = "und"
# No piece is worth more than this (nats): a classifier can be wrong, and a name can be anything.
FLOOR = -10.0
# How much less likely (nats) a language is that nobody named and that is not frequent.
_RARE = 1.5
# How much less likely (nats) each common word of other languages makes a language, and all at most.
_AGAINST, _AGAINST_MOST = 2.0, 8.0
# What is less likely than the best by more than this is not followed up.
_NEAR = 7.0

# A word that names rather than says: NATO, GNews, iPhone, KF-21, 5G.
_CODE = re.compile(r"[A-Z0-9]{2,}|\w*\d\w*|\w*[a-z][A-Z]\w*|[A-Z]{2,}[a-z]+|[A-Z]")
_WORD = re.compile(r"\w+")
_LONGEST = 400
_NAME_LENT = -2.5
# Letters of a phrase that stands for itself.
_PHRASE = 30
_WITHIN = (Bound.SCRIPT, Bound.BRACKET)

# A menu of languages has some of these in it; only then are its words looked up in CLDR.
_ENDONYM = re.compile(
    "English|Español|Português|Français|Deutsch|Italiano|Русский|العربية|한국어|日本語|中文"
)


@dataclass(slots=True)
class Reading:
    """A piece, what the classifier is to be asked about it, and what it says.

    `known` are log-probabilities by language subtag; a language of the piece's script that is
    not among them has `otherwise`, one of another script has `lent`: foreign names and terms are
    lent. `named`: it looks like a name, which is weak evidence. `inline`: it stands within a
    phrase of another script. `against`: how many of its words speak against each language.
    """

    piece: Piece
    question: str = ""
    known: dict[str, float] = field(default_factory=dict)
    otherwise: float = FLOOR
    lent: float = FLOOR
    neutral: bool = False
    named: bool = False
    inline: bool = False
    against: dict[str, int] = field(default_factory=dict)


def read(text: str, pieces: Sequence[Piece], among: Candidates) -> list[Reading]:
    """What is seen in each piece before any classifier is asked."""
    readings = [Reading(piece) for piece in pieces]
    for i, reading in enumerate(readings):
        piece = reading.piece
        after = pieces[i + 1].bound if i + 1 < len(pieces) else Bound.LINE
        reading.inline = piece.bound in _WITHIN or after == Bound.SCRIPT
        own = among.of(piece.script)
        if not own:
            reading.known = {UNKNOWN: 0.0}
            continue
        if piece.script in ("Latn", "Grek"):
            words = _WORD.findall(text, piece.start, piece.end)
            name = is_name(words)
            outlet = name and is_outlet(text[piece.start : piece.end])
            reading.neutral = outlet or _is_code(piece, words)
            reading.named = name and len(pieces) > 1
            reading.neutral |= reading.named and _is_aside(text, piece, pieces, len(words))
        if reading.neutral:
            reading.otherwise = reading.lent = 0.0
        elif after == Bound.LABEL and _read_label(text[piece.start : piece.end], reading, among):
            continue
        elif piece.script == "Hani":
            _read_han(text[piece.start : piece.end], reading)
        elif len(own) == 1:
            reading.known = {own[0].language: 0.0}
        else:
            reading.question = without_names(text[piece.start : piece.end].strip()[:_LONGEST])
            reading.against = words_against(_WORD.findall(reading.question))
    if len(set(_ENDONYM.findall(text))) > 1:
        _read_menu(text, readings)
    return readings


def _is_code(piece: Piece, words: Sequence[str]) -> bool:
    if piece.script == "Grek":
        return piece.letters == 1
    return len(words) < 6 and all(map(_CODE.fullmatch, words)) and piece.letters < 16


def _is_aside(text: str, piece: Piece, pieces: Sequence[Piece], words: int) -> bool:
    """Whether a name stands in brackets after a phrase, or one word after a sentence: `(AFP)`.

    The first could never outweigh the bracket, the second says too little.
    """
    parent = None if piece.parent is None else pieces[piece.parent]
    if parent is None or parent.letters < _PHRASE:
        return False
    after = words == 1 and piece.bound == Bound.SENTENCE and text[piece.start - 1] in "([（［【"
    return after or piece.bound == Bound.BRACKET


def _read_label(text: str, reading: Reading, among: Candidates) -> bool:
    """A known label: the languages that have it are equally likely, others hardly."""
    codes = [code for code in among.langs if code in _languages_of(text)]
    reading.known = dict.fromkeys(codes, 0.0)
    reading.otherwise = FLOOR / 2
    return bool(codes)


@lru_cache(maxsize=1024)
def _languages_of(label: str) -> frozenset[str]:
    return frozenset(match.lang.language for match in lookup(label))


def _read_han(text: str, reading: Reading) -> None:
    """Chinese characters: Chinese, Japanese without kana, or the Hanja of a Korean phrase."""
    letters = reading.piece.letters
    japanese = _japanese(text)
    reading.known = {"zh": -japanese, "ja": japanese}
    reading.known["ko"] = max(FLOOR, -1 - 0.5 * letters if reading.inline else -4.0 - letters)


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


def _read_menu(text: str, readings: Sequence[Reading]) -> None:
    """Three or more names of languages in a row are a menu: words of many languages at once."""
    row: list[Reading] = []
    words = 0
    for reading in (*readings, None):
        named = _WORD.findall(text, reading.piece.start, reading.piece.end) if reading else []
        if reading and len(named) < 20 and all(map(parse_language, named)):
            row.append(reading)
            words += len(named)
            continue
        if words > 2:
            for each in row:
                each.known, each.question = {UNKNOWN: 0.0}, ""
                each.otherwise = each.lent = FLOOR
                each.neutral = False
        row, words = [], 0


def judge(reading: Reading, rated: Sequence[tuple[str, float]], rare: Collection[str] = ()) -> None:
    """Take in what the classifier says of a piece: subtags and probabilities, best first."""
    piece = reading.piece
    if not rated:
        # Letters that no candidate's model has seen.
        reading.known = {UNKNOWN: -1.0}
        return
    weight = 0.5 if reading.named else 1.0
    least = rated[0][1] * math.exp(-_NEAR)
    reading.known = {
        code: weight * math.log(p) - (_RARE if code in rare else 0.0) - _doubt(reading, code)
        for code, p in rated
        if p > least
    }
    reading.otherwise = max(FLOOR, weight * -12.0)
    if piece.script == "Latn":
        # Names of any length are lent, and terms; a phrase with words such as `by` in it is not.
        easy = reading.inline and (reading.named or not reading.against)
        lent = -1 - 0.3 * piece.letters if easy else -3 - 0.5 * piece.letters
        named = max(lent / 2, _NAME_LENT) if easy else lent / 2
        reading.lent = max(FLOOR, named if reading.named else lent)


def _doubt(reading: Reading, code: str) -> float:
    """How much the common words of a piece speak against a language."""
    return min(_AGAINST_MOST, _AGAINST * reading.against.get(code, 0))


def row(reading: Reading, states: Sequence[str], own: Collection[str]) -> list[float]:
    """The log-probability of each state; `own` are the candidates of the piece's script."""
    known, otherwise, lent = reading.known, reading.otherwise, reading.lent
    return [
        known.get(state, otherwise if state in own else FLOOR if state == UNKNOWN else lent)
        for state in states
    ]
