"""The evidence in a single chunk: a log-probability for each candidate language."""

import math
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from mlsum.detection.candidates import Candidates
from mlsum.detection.chunks import Boundary, Chunk
from mlsum.detection.words import is_name, is_outlet, without_names, words_against
from mlsum.lexicon import lookup, parse_language

__all__ = ["UNKNOWN", "Evidence", "collect", "log_probabilities", "update"]

UNKNOWN = "und"
# The lowest log-probability (nats): a classifier can be wrong, and a name can be anything.
FLOOR = -10.0
# The penalty (nats) of a rare language that the caller did not list.
_RARE = 1.5
# The penalty (nats) of a language for each common word of others, and its maximum.
_AGAINST, _AGAINST_MOST = 2.0, 8.0
# Languages less likely than the best by more than this are dropped.
_NEAR = 7.0

# Codes and names without a language: NATO, GNews, iPhone, KF-21, 5G.
_CODE = re.compile(r"[A-Z0-9]{2,}|\w*\d\w*|\w*[a-z][A-Z]\w*|[A-Z]{2,}[a-z]+|[A-Z]")
_WORD = re.compile(r"\w+")
_LONGEST = 400
_NAME_FOREIGN = -2.5
# The letters of a phrase that is clear without its context.
_PHRASE = 30
_INSIDE = (Boundary.SCRIPT, Boundary.BRACKET)

# Every menu of languages has two of these. Only then its words are looked up in CLDR.
_ENDONYM = re.compile(
    "English|Español|Português|Français|Deutsch|Italiano|Русский|العربية|한국어|日本語|中文"
)


@dataclass(slots=True)
class Evidence:
    """A chunk, the query about it for the classifier, and its log-probabilities.

    `known` has log-probabilities by language subtag. Other languages of the chunk's script have
    `otherwise`, languages of other scripts have `foreign`, because they contain foreign names and
    terms. `named`: the chunk looks like a name, which is weak evidence. `inline`: it stands inside
    a phrase in another script. `against`: the number of words that rule out each language.
    """

    chunk: Chunk
    query: str = ""
    known: dict[str, float] = field(default_factory=dict)
    otherwise: float = FLOOR
    foreign: float = FLOOR
    neutral: bool = False
    named: bool = False
    inline: bool = False
    against: dict[str, int] = field(default_factory=dict)


def collect(text: str, chunks: Sequence[Chunk], candidates: Candidates) -> list[Evidence]:
    """The evidence of each chunk before a classifier rates it."""
    collected = [Evidence(chunk) for chunk in chunks]
    for i, evidence in enumerate(collected):
        chunk = evidence.chunk
        after = chunks[i + 1].boundary if i + 1 < len(chunks) else Boundary.LINE
        evidence.inline = chunk.boundary in _INSIDE or after == Boundary.SCRIPT
        own = candidates.of(chunk.script)
        if not own:
            evidence.known = {UNKNOWN: 0.0}
            continue
        written = text[chunk.start : chunk.end]
        if chunk.script in ("Latn", "Grek"):
            words = _WORD.findall(written)
            name = is_name(words)
            outlet = name and is_outlet(written)
            evidence.neutral = outlet or _is_code(chunk, words)
            evidence.named = name and len(chunks) > 1
            evidence.neutral |= evidence.named and _is_aside(text, chunk, chunks, len(words))
        if evidence.neutral:
            evidence.otherwise = evidence.foreign = 0.0
            continue
        if after == Boundary.LABEL:
            # The languages that have the label are equally likely, others hardly.
            labelled = _label_languages(written)
            evidence.known = {code: 0.0 for code in candidates.langs if code in labelled}
            evidence.otherwise = FLOOR / 2
        if evidence.known:
            continue
        if chunk.script == "Hani":
            evidence.known = _han(written, chunk.letters, evidence.inline)
        elif len(own) == 1:
            evidence.known = {own[0].language: 0.0}
        else:
            evidence.query = without_names(written.strip()[:_LONGEST])
            evidence.against = words_against(_WORD.findall(evidence.query))
    if len(set(_ENDONYM.findall(text))) > 1:
        _mark_menus(text, collected)
    return collected


def _is_code(chunk: Chunk, words: Sequence[str]) -> bool:
    if chunk.script == "Grek":
        return chunk.letters == 1
    return len(words) < 6 and all(map(_CODE.fullmatch, words)) and chunk.letters < 16


def _is_aside(text: str, chunk: Chunk, chunks: Sequence[Chunk], words: int) -> bool:
    """Whether a name stands in brackets after a phrase, or is one word after a sentence: `(AFP)`.

    The first could never outweigh the bracket, the second says too little.
    """
    parent = None if chunk.parent is None else chunks[chunk.parent]
    if parent is None or parent.letters < _PHRASE:
        return False
    after = (
        words == 1 and chunk.boundary == Boundary.SENTENCE and text[chunk.start - 1] in "([（［【"
    )
    return after or chunk.boundary == Boundary.BRACKET


@lru_cache(maxsize=1024)
def _label_languages(label: str) -> frozenset[str]:
    return frozenset(match.lang.language for match in lookup(label))


def _han(text: str, letters: int, inline: bool) -> dict[str, float]:
    """Chinese characters: Chinese, Japanese without kana, or the Hanja of a Korean phrase.

    Half the log-odds of Japanese come from the characters of the national standards. Longer
    Japanese would have kana.
    """
    leanings = [_leaning(char) for char in text if char.isalpha()]
    odds = 2.0 * sum(leanings) - 0.7 - 0.15 * max(0, len(leanings) - 4)
    japanese = max(-4.0, min(4.0, odds))
    korean = max(FLOOR, -1 - 0.5 * letters if inline else -4.0 - letters)
    return {"zh": -japanese, "ja": japanese, "ko": korean}


@lru_cache(maxsize=4096)
def _leaning(char: str) -> int:
    """1 for a character of JIS X 0208 only, -1 for one of GB 2312 or Big5 only."""
    return _encodes(char, "shift_jis") - (_encodes(char, "gb2312") or _encodes(char, "big5"))


def _encodes(char: str, standard: str) -> bool:
    try:
        char.encode(standard)
    except UnicodeEncodeError:
        return False
    return True


def _mark_menus(text: str, collected: Sequence[Evidence]) -> None:
    """Three or more language names in a row are a menu, which is in no single language."""
    row: list[Evidence] = []
    count = 0
    for evidence in (*collected, None):
        chunk = evidence.chunk if evidence else None
        words = _WORD.findall(text, chunk.start, chunk.end) if chunk else []
        if evidence and len(words) < 20 and all(map(parse_language, words)):
            row.append(evidence)
            count += len(words)
            continue
        if count > 2:
            for member in row:
                member.known, member.query, member.neutral = {UNKNOWN: 0.0}, "", False
                member.otherwise = member.foreign = FLOOR
        row, count = [], 0


def update(
    evidence: Evidence, ratings: Sequence[tuple[str, float]], rare: Collection[str] = ()
) -> None:
    """Add the classifier's subtags and probabilities, best first, to the evidence of a chunk."""
    if not ratings:
        # No candidate's model has seen these letters.
        evidence.known = {UNKNOWN: -1.0}
        return
    weight = 0.5 if evidence.named else 1.0
    least = ratings[0][1] * math.exp(-_NEAR)
    evidence.known = {
        code: weight * math.log(probability)
        - (_RARE if code in rare else 0.0)
        - min(_AGAINST_MOST, _AGAINST * evidence.against.get(code, 0))
        for code, probability in ratings
        if probability > least
    }
    evidence.otherwise = max(FLOOR, weight * -12.0)
    if evidence.chunk.script == "Latn":
        # Names of any length and terms occur in other languages; phrases with common words do not.
        letters = evidence.chunk.letters
        easy = evidence.inline and (evidence.named or not evidence.against)
        foreign = -1 - 0.3 * letters if easy else -3 - 0.5 * letters
        if evidence.named:
            foreign = max(foreign / 2, _NAME_FOREIGN) if easy else foreign / 2
        evidence.foreign = max(FLOOR, foreign)


def log_probabilities(
    evidence: Evidence, states: Sequence[str], own: Collection[str]
) -> list[float]:
    """The log-probability of each state; `own` are the candidates of the chunk's script."""
    known, otherwise, foreign = evidence.known, evidence.otherwise, evidence.foreign
    return [
        known.get(state, otherwise if state in own else FLOOR if state == UNKNOWN else foreign)
        for state in states
    ]
