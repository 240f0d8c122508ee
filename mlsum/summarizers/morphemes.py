"""The embedded summarizer with Korean sentences compared by morphemes, beside syllables.

Kiwi (Lee 2024) tells nouns and stems from particles and endings, at 9 ms a sentence, and takes a
second to load; other languages are ranked as ever.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from mlsum.errors import MissingExtraError
from mlsum.lang import Lang
from mlsum.summarizers.extractive import ExtractiveSummarizer

if TYPE_CHECKING:
    from kiwipiepy import Kiwi

__all__ = ["MorphemeSummarizer"]

# Nouns, stems of verbs and adjectives, roots, foreign words and numbers, by Sejong's tags.
_TELLING = frozenset(("NNG", "NNP", "NR", "VV", "VA", "XR", "SL", "SH", "SN"))


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


@lru_cache(maxsize=1)
def _kiwi() -> Kiwi:
    try:
        from kiwipiepy import Kiwi
    except ImportError as error:
        raise MissingExtraError("kiwipiepy", "ko") from error
    return Kiwi()
