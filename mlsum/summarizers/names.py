"""Names in a summary that its text does not have, across endings and scripts."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from mlsum.core.lang import Lang
from mlsum.lexicon import romanize
from mlsum.summarizers.particles import bare
from mlsum.summarizers.terms import CAPITAL_NOUNS, is_stop_word

__all__ = ["Names"]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_JOINT = re.compile("['’-]")
_HANGUL = re.compile(r"[가-힣]+")
_FULL_NAME = re.compile(r"[A-Z][a-z-]+(?:\s[A-Z][a-z-]+){0,3}")
_KATAKANA = re.compile(r"[ァ-ヺー]{3,}")
# Before one of these stands a name: 김철수 장관, 박영희 교수는.
_TITLED = re.compile(
    r"(?<![가-힣])(?P<name>[가-힣]{2,4})\s(?:[가-힣]{0,6}?)(?:대통령|총리|장관|차관|의원|대표|위원장|회장|사장|의장|"
    r"원장|총장|교수|박사|연구원|감독|선수|코치|시장|지사|대사|검사|판사|변호사|기자|작가|배우|가수|씨|군|양)(?![가-힣]{3})"
)
_SENTENCE_START = re.compile(r"(?:^|[.!?…:]\s+|[\"“«‘'(—–-]\s?)$")
_BEFORE = 9  # characters in which a sentence is seen to start
# Endings differ (Israel, israelense): words are of one root that share so many first letters, and
# all but so many of the shorter one's.
_ACRONYM = 6
_ROOT, _ENDING = 4, 2
# Spellings of one sound in Latin letters differ (Gim, Kim): so much of both is the same.
_ALIKE = 0.75


@dataclass(frozen=True, slots=True)
class Names:
    """The words of a text, as names are looked up in it."""

    text: str
    lang: Lang
    words: frozenset[str]

    @classmethod
    def of(cls, text: str, lang: Lang) -> "Names":
        """Read a text."""
        found = [_plain(match[0]) for match in _WORD.finditer(text)]
        parts = {part for word in found for part in _JOINT.split(word)}
        return cls(text, lang, frozenset(found) | parts)

    def unknown(self, said: str) -> list[str]:
        """The names in a sentence that the text has in no form."""
        found = [*self._capitals(said), *self._titled(said), *_KATAKANA.findall(said)]
        return [name for name in dict.fromkeys(found) if not self._has(name)]

    def _capitals(self, said: str) -> list[str]:
        if self.lang.language in CAPITAL_NOUNS:
            return []
        found = []
        for match in _WORD.finditer(said):
            word = match[0]
            capital = word[:1].isupper() and len(word) > 1 and not _HANGUL.search(word)
            # What opens a sentence has a capital anyway.
            start = match.start()
            opens = _SENTENCE_START.search(said, max(0, start - _BEFORE), start) is not None
            if capital and not is_stop_word(word, self.lang) and (not opens or word[1:].isupper()):
                found.append(word)
        return found

    def _titled(self, said: str) -> list[str]:
        names = [match["name"] for match in _TITLED.finditer(said)]
        return [stem for (stem, *_) in bare([[name] for name in names]) if stem] if names else []

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
        """Names in Latin letters as Hangul writes them, in one: Kim Min-su is 김민수."""
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
    """The words of a text in Hangul, in Latin letters."""
    return frozenset(_plain(romanize(word)) for word in set(_HANGUL.findall(text)))


def _same_root(one: str, other: str) -> bool:
    shared = max(_ROOT, min(len(one), len(other)) - _ENDING)
    return len(one) >= shared and one[:shared] == other[:shared]


def _alike(name: str, sound: str) -> bool:
    """Whether two spellings in Latin letters may be of one word."""
    return SequenceMatcher(None, name, sound).ratio() >= _ALIKE


def _plain(word: str) -> str:
    """Lower case, without accents."""
    parts = unicodedata.normalize("NFD", word.casefold())
    return unicodedata.normalize("NFC", "".join(c for c in parts if not unicodedata.combining(c)))
