"""The embedded summarizer with Korean sentences compared by morphemes, beside syllables; nouns.

Kiwi (Lee 2024) tells nouns and stems from particles and endings, at 9 ms a sentence, and takes a
second to load; other languages are ranked as ever.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING

from mlsum.core.errors import MissingExtraError
from mlsum.core.lang import Lang
from mlsum.summarizers.extractive import ExtractiveSummarizer

if TYPE_CHECKING:
    from kiwipiepy import Kiwi, Token

__all__ = ["MorphemeSummarizer", "installed", "nouns"]

# Nouns, stems of verbs and adjectives, roots, foreign words and numbers, by Sejong's tags.
_TELLING = frozenset(("NNG", "NNP", "NR", "VV", "VA", "XR", "SL", "SH", "SN"))
# What a noun may be written with: foreign words, numbers, signs, prefixes, suffixes, roots.
_NOUN = frozenset(("NNG", "NNP", "SL", "SH", "SN", "SW", "SO", "SP", "XPN", "XSN", "XR"))
# After one of these a noun is a verb or an adjective: 발표하다, 자유롭다.
_DERIVED = frozenset(("XSV", "XSA", "XSM"))
_NO_PART = frozenset(("들", "적"))  # suffixes that are no part of a term


class MorphemeSummarizer(ExtractiveSummarizer):
    """Ranks sentences by their words without particles, too. Needs the extra `ko` for Korean.

    Raises MissingExtraError without it.
    """

    name = "morphemes"
    needs = ("kiwipiepy", "ko")

    def _terms(self, texts: Sequence[str], lang: Lang) -> list[list[str]]:
        syllables = super()._terms(texts, lang)
        if lang.language != "ko":
            return syllables
        morphemes = (
            [token.form.lower() for token in tokens if token.tag.partition("-")[0] in _TELLING]
            for tokens in _kiwi().tokenize(list(texts))
        )
        return [one + other for one, other in zip(syllables, morphemes, strict=True)]


def installed() -> bool:
    """Whether the extra `ko` is there."""
    return find_spec("kiwipiepy") is not None


def nouns(texts: Sequence[str], words: Sequence[Sequence[str]]) -> list[list[str]]:
    """The nouns that words of each text begin with; an empty one where a term is parted.

    `words` are those of the text in order, empty where something stands between them; see
    `particles.bare`, which does the same without the extra.
    """
    read = _kiwi().tokenize(list(texts))
    return [
        list(_of_text(text, row, tokens))
        for text, row, tokens in zip(texts, words, read, strict=True)
    ]


def _of_text(text: str, words: Sequence[str], tokens: Sequence[Token]) -> Iterator[str]:
    at = place = 0
    for word in words:
        start = text.find(word, at) if word else at
        at = start + len(word)
        while place < len(tokens) and tokens[place].end <= start:
            place += 1
        first = place
        while place < len(tokens) and tokens[place].start < at:
            place += 1
        yield from _noun(word, start, tokens[first:place])


def _noun(word: str, start: int, tokens: Sequence[Token]) -> Iterator[str]:
    """The noun that a word begins with, and an empty word where it does not go on to the next."""
    tags = [token.tag.partition("-")[0] for token in tokens]
    size = next((i for i, tag in enumerate(tags) if tag not in _NOUN), len(tags))
    derived = size < len(tags) and tags[size] in _DERIVED
    while size and tokens[size - 1].form in _NO_PART and tags[size - 1] == "XSN":
        size -= 1
        derived = derived or tokens[size].form == "적"
    if not size or derived or not {"NNG", "NNP", "SL", "SH"} & {*tags[:size]}:
        yield ""
        return
    yield word[: tokens[size - 1].end - start]
    if any(tag != "JKG" for tag in tags[size:]):
        yield ""


@lru_cache(maxsize=1)
def _kiwi() -> Kiwi:
    try:
        from kiwipiepy import Kiwi
    except ImportError as error:
        raise MissingExtraError("kiwipiepy", "ko") from error
    return Kiwi()
