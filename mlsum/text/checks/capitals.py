"""The capitalized words of a text: which follow each other, and which are no names."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from mlsum.core.lang import Lang
from mlsum.core.tables import read_words

__all__ = [
    "JOINTS",
    "Run",
    "Word",
    "given_names",
    "in_title_case",
    "no_names",
    "runs",
    "titles",
    "words_of",
]

# One syllable of a Korean or Chinese given name: Tae-bok, Heung-min, Kai-shek.
_SYLLABLE = (
    r"(?:ch|kk|tt|pp|ss|jj|sh|ts|[gkndrlmbpsjhtyw])?[yw]?(?:ae|eo|eu|oo|ou|ee|ui|oi|[aeiou])"
    r"(?:ng|ck|[nmlkptrbgh])?"
)
_WORD = regex.compile(
    r"(?<![\p{L}\p{M}\d@#$/_.])"
    rf"(?:(?P<given>(?=\p{{Lu}})(?i:{_SYLLABLE}-{_SYLLABLE})(?![\p{{L}}-]))"
    r"|(?:\p{Lu}\.){2,}(?:\p{Lu}\b)?|\p{L}[\p{L}\p{M}\d]*+(?:['’]\p{L}{2,})?)"
    r"(?![@_/]|\.\p{L}{2})"
)
JOINTS = frozenset(
    (
        *("de", "da", "do", "das", "dos", "del", "di", "du", "la", "of", "von", "van", "der"),
        *("den", "bin", "ibn", "al", "e", "y"),
    )
)
"""Small words between the words of one name."""
_OPENS = regex.compile(
    r"(?r)(?:\A|\n|[.!?…:;][\"”»’)\]*_]*\s|[\"“”«‘(\[–—•*>]|\s-\s)[\"“«‘(\[*_\s]*\Z"
)
_ABBREVIATED = regex.compile(
    r"(?r)\b(?:Dr|Dra|Mr|Mrs|Ms|St|Sr|Sra|Prof|Gen|Col|Sen|Rep|Gov|Mt|Ft|vs|\p{Lu})\.\s\Z"
)
_BEFORE = 20  # characters in which the start of a sentence is seen
_MANY = 4  # words, fewer do not show that a text is in title case


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `text[start:end]`.

    It may be what a sentence `opens` with, a Korean `given` name, or `apposed`: right after a noun,
    verb or adjective in lower case.
    """

    start: int
    end: int
    text: str
    opens: bool
    given: bool
    apposed: bool

    @property
    def capital(self) -> bool:
        """Whether it begins with a capital."""
        return self.text[0].isupper()


Run = Sequence[Word]


def words_of(text: str, lang: Lang) -> list[Word]:
    """The words of a text in order, without those of addresses and handles."""
    results: list[Word] = []
    small = _small(lang)
    for match in _WORD.finditer(text):
        start, end = match.span()
        opens = (
            _OPENS.search(text, max(0, start - _BEFORE), start) is not None
            and _ABBREVIATED.search(text, max(0, start - _BEFORE), start) is None
        )
        last = results[-1] if results else None
        apposed = (
            last is not None
            and last.text.islower()
            and last.text not in small
            and text[last.end : start] == " "
        )
        results.append(Word(start, end, match[0], opens, match["given"] is not None, apposed))
    return results


def in_title_case(words: Run, lang: Lang) -> bool:
    """Whether every word but the small ones, and there are several, begins with a capital."""
    large = [word for word in words if word.text.lower() not in _small(lang)]
    return len(large) >= _MANY and all(word.capital for word in large)


@lru_cache(maxsize=8)
def _small(lang: Lang) -> frozenset[str]:
    return read_words("stopwords.txt").get(lang.language, frozenset())


def runs(text: str, words: Run) -> Iterator[list[Word]]:
    """Capitalized words that follow each other, with the small words that join them to one name."""
    run: list[Word] = []
    joints: list[Word] = []
    for word in words:
        joined = bool(run) and text[(joints or run)[-1].end : word.start] in (" ", "-")
        if word.capital and joined:
            run += [*joints, word]
            joints = []
        elif joined and word.text in JOINTS:
            joints.append(word)
        else:
            if run:
                yield run
            run, joints = [word] if word.capital else [], []
    if run:
        yield run


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Common given names, in lower case."""
    return frozenset().union(*read_words("givennames.txt").values())


@lru_cache(maxsize=8)
def titles(lang: Lang) -> frozenset[str]:
    """Words that stand before the name of a person: president, captain."""
    return read_words("capitals.txt").get(f"{lang.language}-title", frozenset())


@lru_cache(maxsize=8)
def no_names(lang: Lang) -> frozenset[str]:
    """Words with a capital that are translated: days, months, languages, peoples, institutions."""
    from babel import Locale, UnknownLocaleError

    results = set(read_words("capitals.txt").get(lang.language, ()))
    results.update([f"{word}s" for word in results])
    try:
        locale = Locale.parse(lang.language)
    except (UnknownLocaleError, ValueError):
        return frozenset(results)
    for width in ("wide", "abbreviated"):
        results.update(name.casefold() for name in locale.days["format"][width].values())
        results.update(name.casefold() for name in locale.months["format"][width].values())
    results.update(part.casefold() for name in locale.languages.values() for part in name.split())
    return frozenset(results)
