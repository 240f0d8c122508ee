"""The lingua classifier: n-gram models of 75 languages, run in Rust. The default."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

from mlsum.core.lang import Lang

__all__ = ["LinguaClassifier"]

# lingua divides the log-likelihood of a text under 120 letters by its number of distinct letters,
# and looks at trigrams only from there on. Its values are therefore too timid in the first case
# and too bold in the second; these exponents make probabilities of them. Fitted on windows of
# 1 to 40 words from sentences in six languages: what then has 0.9 is right in 90 % of cases, and
# no tenth of the scale is off by more than 0.06.
_SHARPEN_WORDS = 2.5
_SHARPEN_TRIGRAMS = 0.6
_SHARPEN_FEW_TRIGRAMS = 1.2
_SHORT = 40
_LONG = 120
_FLOOR = math.exp(-12)

# Trigrams alone take a third of the time, and where they are this sure they are right: of texts
# of 40 to 119 letters they decide 72 %, and 0.2 % of those wrongly. Of 20 to 39 letters they
# decide 53 %, 0.7 % of those wrongly (all n-grams: 0.2 %); what that saves is a second of
# loading the other models where a document has only few short pieces.
_TRIGRAMS_FROM = 20
_SURE = math.exp(-6)

# lingua knows the two written forms of Norwegian, most tags only the macrolanguage.
_SAME = {"no": "nb"}

Rating = list[tuple[Lang, float]]


class LinguaClassifier:
    """Rates languages by character n-grams. Thread-safe: the models are shared."""

    name = "lingua"

    def languages(self) -> frozenset[str]:
        """The language subtags that the models know."""
        return frozenset(_known()) | frozenset(_SAME)

    def classify_batch(self, texts: Sequence[str], languages: Sequence[Lang]) -> list[Rating]:
        """Languages with calibrated probabilities, best first, per text; empty where none fits.

        Candidates that lingua has no model of are never answered. Many texts are spread over the
        processor's cores, which changes no answer.
        """
        codes, lang_of = _asked(tuple(languages))
        if len(codes) < 2:
            return [[(lang, 1.0) for lang in lang_of.values()] for _ in texts]
        answers = self.by_trigrams(texts, languages)
        rest = [i for i, text in enumerate(texts) if len(text) < _LONG and not _sure(answers[i])]
        for i, values in _values(texts, rest, codes, False):
            answers[i] = _sharpened(values, lang_of, _SHARPEN_WORDS)
        return answers

    def by_trigrams(self, texts: Sequence[str], languages: Sequence[Lang]) -> list[Rating]:
        """As `classify_batch`, by trigrams alone; empty for a text too short for them."""
        codes, lang_of = _asked(tuple(languages))
        if len(codes) < 2:
            return [[(lang, 1.0) for lang in lang_of.values()] for _ in texts]
        answers: list[Rating] = [[] for _ in texts]
        longer = [i for i, text in enumerate(texts) if len(text) >= _TRIGRAMS_FROM]
        for i, values in _values(texts, longer, codes, True):
            short = len(texts[i]) < _SHORT
            power = _SHARPEN_FEW_TRIGRAMS if short else _SHARPEN_TRIGRAMS
            answers[i] = _sharpened(values, lang_of, power)
        return answers


def _values(
    texts: Sequence[str], which: Sequence[int], codes: frozenset[str], trigrams_only: bool
) -> Iterable[tuple[int, Any]]:
    """What lingua says of the texts at these indices."""
    if not which:
        return []
    detector = _detector(codes, trigrams_only)
    if len(which) == 1:
        return [(which[0], detector.compute_language_confidence_values(texts[which[0]]))]
    chosen = [texts[i] for i in which]
    return zip(which, detector.compute_language_confidence_values_in_parallel(chosen), strict=True)


def _sharpened(values: Any, lang_of: dict[Any, Lang], power: float) -> Rating:
    """Turn lingua's values, sorted best first, into probabilities; none where all are zero.

    Languages below the floor are left out. lingua adds up in no fixed order, so its values
    differ in the last digits from call to call: they are rounded, and equal ones sorted by tag.
    """
    top = values[0].value
    rating: Rating = []
    total = 0.0
    for value in values:
        odd = round((value.value / top) ** power, 9) if top else 0.0
        if odd < _FLOOR:
            break
        total += odd
        rating.append((lang_of[value.language], odd))
    rating = [(lang, odd / total) for lang, odd in rating]
    rating.sort(key=_rank)
    return rating


def _rank(rated: tuple[Lang, float]) -> tuple[float, str]:
    return -rated[1], rated[0].language


def _sure(rating: Rating) -> bool:
    return len(rating) == 1 or (bool(rating) and rating[1][1] < _SURE * rating[0][1])


@lru_cache(maxsize=1)
def _known() -> dict[str, Any]:
    """lingua's languages by ISO 639-1 code."""
    from lingua import Language

    return {language.iso_code_639_1.name.lower(): language for language in Language.all()}


@lru_cache(maxsize=128)
def _asked(languages: tuple[Lang, ...]) -> tuple[frozenset[str], dict[Any, Lang]]:
    """The codes of those languages that lingua knows, and what its own names stand for."""
    asked = {_SAME.get(lang.language, lang.language): lang for lang in languages}
    lang_of = {_known()[code]: lang for code, lang in asked.items() if code in _known()}
    return frozenset(asked) & frozenset(_known()), lang_of


@lru_cache(maxsize=128)
def _detector(codes: frozenset[str], trigrams_only: bool) -> Any:
    """The detector of a candidate set; the models behind it are loaded once for all sets."""
    from lingua import LanguageDetectorBuilder

    builder = LanguageDetectorBuilder.from_languages(*(_known()[code] for code in sorted(codes)))
    return (builder.with_low_accuracy_mode() if trigrams_only else builder).build()
