"""Checks whether a text supports a generated sentence: its numbers, its names and its subject.

Every check is lexical and needs no model. The limits are set on summaries by people
(scripts/eval_faithful.py): 4 % of their 282 sentences are in doubt, and 91 to 100 % of damaged
ones, where a number is changed or the sentence comes from another summary.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import chain
from math import log1p

from mlsum.core.document import Sentence, Written
from mlsum.core.lang import Lang
from mlsum.lexicon import romanize
from mlsum.summarization.korean import bare
from mlsum.summarization.terms import CAPITAL_NOUNS, distinctive_terms, is_stop_word
from mlsum.text.checks import invented_numbers, reason, repeats, script_off

__all__ = ["FaithfulnessChecker", "NameIndex"]

# At most three sentences of a text support a sentence; a further one must add this share of it.
_MOST, _ADDS = 3, 0.1
# A sentence of which they cover a smaller share, weighted by rarity, is not supported.
_SUPPORTED = 0.35
_NEAR = 0.9
# Fewer terms are too few to compare.
_ENOUGH = 4
_FIGURE = re.compile(r"\d+")


class FaithfulnessChecker:
    """Checks sentences against the `sentences` and all words (`text`) of a text."""

    def __init__(self, sentences: Sequence[Sentence], text: str, lang: Lang) -> None:
        self._sentences, self._text, self._lang = sentences, text, lang
        self._names = NameIndex.of(text, lang)
        self._index = _Index.of([sentence.shown for sentence in sentences], lang)

    def check(self, sentence: str) -> Written:
        """The sentence with those that support it and the reasons to doubt it.

        They are: number not in the text, number from elsewhere in the text, name not in the text,
        not borne out, repetition, wrong script.
        """
        indices, share = self._index.support(sentence, self._lang)
        support = tuple(self._sentences[index] for index in indices)
        invented = invented_numbers(sentence, self._text, self._lang)
        near = " ".join(source.shown for source in support)
        elsewhere = invented_numbers(sentence, near, self._lang)
        moved = [number for number in elsewhere if number not in invented]
        unknown = self._names.unknown(sentence)
        doubts = {
            reason("number not in the text", invented): bool(invented),
            reason("number from elsewhere in the text", moved): bool(moved),
            reason("name not in the text", unknown): bool(unknown),
            "not borne out": share < _SUPPORTED,
            "repetition": repeats(self._text, sentence),
            "wrong script": script_off(sentence, self._lang)
            and not script_off(self._text, self._lang),
        }
        return Written(sentence, support, tuple(name for name, doubt in doubts.items() if doubt))


@dataclass(frozen=True, slots=True)
class _Index:
    """Terms of the sentences of a text, and their weights: the inverse frequency."""

    sentences: tuple[frozenset[str], ...]
    figures: tuple[frozenset[str], ...]
    weights: dict[str, float]

    @classmethod
    def of(cls, texts: Sequence[str], lang: Lang) -> _Index:
        sentences = tuple(frozenset(distinctive_terms(text, lang)) for text in texts)
        counts = Counter(chain.from_iterable(sentences))
        figures = tuple(frozenset(_FIGURE.findall(text)) for text in texts)
        weights = {term: log1p(len(texts) / count) for term, count in counts.items()}
        return cls(sentences, figures, weights)

    def support(self, sentence: str, lang: Lang) -> tuple[list[int], float]:
        """The indices of the sentences that cover a sentence, best first, and the covered share."""
        left = set(distinctive_terms(sentence, lang))
        rarest = log1p(max(1, len(self.sentences)))
        weights = {term: self.weights.get(term, rarest) for term in left}
        total = sum(weights.values())
        support: list[int] = []
        covered = 0.0
        figures = set(_FIGURE.findall(sentence))
        while left and len(support) < _MOST:
            gains = [sum(weights[term] for term in left & source) for source in self.sentences]
            most = max(gains, default=0.0)
            if most <= 0 or (support and most < _ADDS * total):
                break
            # Of rows that hardly differ except in a number, the row with that number.
            similar = [index for index, gain in enumerate(gains) if gain >= _NEAR * most]
            best = max(similar, key=lambda i: (len(figures & self.figures[i]), gains[i]))
            support.append(best)
            covered += gains[best]
            left -= self.sentences[best]
        return support, covered / total if total and len(weights) >= _ENOUGH else 1.0


_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_JOINT = re.compile("['’-]")
_HANGUL = re.compile(r"[가-힣]+")
_FULL_NAME = re.compile(r"[A-Z][a-z-]+(?:\s[A-Z][a-z-]+){0,3}")
_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")
# A name stands before one of these: 김철수 장관, 박영희 교수는.
_TITLED = re.compile(
    r"(?<![가-힣])(?P<name>[가-힣]{2,4})\s(?:[가-힣]{0,6}?)(?:대통령|총리|장관|차관|의원|대표|위원장|회장|사장|의장|"
    r"원장|총장|교수|박사|연구원|감독|선수|코치|시장|지사|대사|검사|판사|변호사|기자|작가|배우|가수|씨|군|양)(?![가-힣]{3})"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]\s+|[\"“«‘'(—–-]\s?)$")
_BEFORE = 9  # characters that show the start of a sentence
# Endings differ (Israel, israelense): words of one root share this many first letters, and all but
# this many letters of the shorter word.
_ACRONYM = 6
_ROOT, _ENDING = 4, 2
# Spellings of one sound in Latin letters differ (Gim, Kim): this share of both is the same.
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The words of a text, to look up names."""

    text: str
    lang: Lang
    words: frozenset[str]

    @classmethod
    def of(cls, text: str, lang: Lang) -> NameIndex:
        """The index of a text."""
        words = {_plain(match[0]) for match in _WORD.finditer(text)}
        parts = {part for word in words for part in _JOINT.split(word)}
        return cls(text, lang, frozenset(words | parts))

    def unknown(self, sentence: str) -> list[str]:
        """The names in a sentence that the text has in no form."""
        titled = [match["name"] for match in _TITLED.finditer(sentence)]
        stems = [stem for (stem, *_) in bare([[name] for name in titled]) if stem]
        names = [*self._capitals(sentence), *stems, *_KATAKANA.findall(sentence)]
        return [name for name in dict.fromkeys(names) if not self._has(name)]

    def _capitals(self, sentence: str) -> Iterator[str]:
        if self.lang.language in CAPITAL_NOUNS:
            return
        for match in _WORD.finditer(sentence):
            word = match[0]
            capital = word[:1].isupper() and len(word) > 1 and not _HANGUL.search(word)
            # The first word of a sentence has a capital anyway.
            start = match.start()
            first = _SENTENCE_START.search(sentence, max(0, start - _BEFORE), start) is not None
            if capital and not is_stop_word(word, self.lang) and (not first or word[1:].isupper()):
                yield word

    def _has(self, name: str) -> bool:
        plain = _plain(name)
        parts = [part for part in _JOINT.split(plain) if len(part) > 1] or [plain]
        return name in self.text or all(map(self._has_part, parts)) or self._spells_out(name)

    def _has_part(self, part: str) -> bool:
        if part in self.words or any(_same_root(part, word) for word in self.words):
            return True
        if _HANGUL.match(part):
            return any(_alike(sound, name) for sound in _sounds(part) for name in self._latin())
        return any(_alike(part, sound) for sound in _sounds(self.text))

    def _latin(self) -> Iterator[str]:
        """Names in Latin letters as one word, as in Hangul: Kim Min-su is 김민수."""
        for match in _FULL_NAME.finditer(self.text):
            words = match[0].split()
            for first in range(len(words)):
                for last in range(first + 1, len(words) + 1):
                    yield _plain("".join(words[first:last]).replace("-", ""))

    def _spells_out(self, name: str) -> bool:
        """Whether an acronym stands for words of the text."""
        if not name.isupper() or len(name) > _ACRONYM:
            return False
        capitals = (match[0][0] for match in _WORD.finditer(self.text) if match[0][0].isupper())
        return name in "".join(capitals)


@lru_cache(maxsize=8)
def _sounds(text: str) -> frozenset[str]:
    """The Hangul words of a text in Latin letters."""
    return frozenset(_plain(romanize(word)) for word in set(_HANGUL.findall(text)))


def _same_root(left: str, right: str) -> bool:
    shared = max(_ROOT, min(len(left), len(right)) - _ENDING)
    return len(left) >= shared and left[:shared] == right[:shared]


def _alike(name: str, sound: str) -> bool:
    """Whether two spellings in Latin letters may be the same word."""
    return SequenceMatcher(None, name, sound).ratio() >= _ALIKE


def _plain(word: str) -> str:
    """Lower case, without accents."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))
