"""The lingua classifier: n-gram models of 75 languages, run in Rust. The default."""

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from mlsum.lang import Lang

__all__ = ["LinguaClassifier"]

# lingua divides the log-likelihood of a short text by its number of distinct letters, and looks
# at trigrams only from 120 letters on. Its values are therefore too timid in the first case and
# too bold in the second; these exponents, fitted on prefixes of sentences of 3 to 120 letters in
# six languages, make the probabilities hold (10 bins, largest gap 0.04).
_LONG = 120
_SHARPEN_SHORT = 3.0
_SHARPEN_LONG = 0.6
_FLOOR = math.exp(-12)

# lingua knows the two written forms of Norwegian, most tags only the macrolanguage.
_SAME = {"no": "nb"}


class LinguaClassifier:
    """Rates languages by character n-grams. Thread-safe: the models are shared."""

    name = "lingua"

    def languages(self) -> frozenset[str]:
        """The language subtags that the models know."""
        return frozenset(_known()) | frozenset(_SAME)

    def classify_batch(
        self, texts: Sequence[str], languages: Sequence[Lang]
    ) -> list[list[tuple[Lang, float]]]:
        """Languages with calibrated probabilities, best first, per text; empty where none fits.

        Candidates that lingua has no model of are never answered. Many texts are spread over the
        processor's cores, which changes no answer.
        """
        asked = {_SAME.get(lang.language, lang.language): lang for lang in languages}
        codes = frozenset(asked) & frozenset(_known())
        if not codes:
            return [[] for _ in texts]
        if len(codes) == 1:
            return [[(asked[next(iter(codes))], 1.0)] for _ in texts]
        detector, lang_of = _detector(codes), _names(codes)
        if len(texts) == 1:
            rated = [detector.compute_language_confidence_values(texts[0])]
        else:
            rated = detector.compute_language_confidence_values_in_parallel(list(texts))
        return [
            _calibrated(text, [(asked[lang_of[v.language]], v.value) for v in values if v.value])
            for text, values in zip(texts, rated, strict=True)
        ]


def _calibrated(text: str, values: list[tuple[Lang, float]]) -> list[tuple[Lang, float]]:
    """Sharpen or soften so that the values are probabilities; `values` are sorted, best first."""
    power = _SHARPEN_SHORT if len(text) < _LONG else _SHARPEN_LONG
    if not values:
        return values
    top = values[0][1]
    odds = [max((value / top) ** power, _FLOOR) for _, value in values]
    total = sum(odds)
    return [(lang, odd / total) for (lang, _), odd in zip(values, odds, strict=True)]


@lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    """lingua's languages by ISO 639-1 code."""
    from lingua import Language

    return {language.iso_code_639_1.name.lower(): language for language in Language.all()}


@lru_cache(maxsize=64)
def _names(codes: frozenset[str]) -> dict[Any, str]:
    return {_known()[code]: code for code in codes}


@lru_cache(maxsize=64)
def _detector(codes: frozenset[str]) -> Any:
    """The detector of a candidate set; the models behind it are loaded once for all sets."""
    from lingua import LanguageDetectorBuilder

    return LanguageDetectorBuilder.from_languages(
        *(_known()[code] for code in sorted(codes))
    ).build()
