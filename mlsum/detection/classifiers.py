"""The built-in classifiers: lingua (the default) and langdetect. Both are thread-safe."""

import math
from collections.abc import Iterable, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from mlsum.core.lang import Lang

__all__ = ["LangdetectClassifier", "LinguaClassifier"]

Rating = list[tuple[Lang, float]]

# For texts under 120 letters lingua divides the log-likelihood by the number of distinct letters;
# from there on it looks at trigrams only. Its values are too low in the first case and too high in
# the second. These exponents turn them into probabilities. They are fitted on windows of 1 to 40
# words from sentences in six languages: answers of 0.9 are right in 90 % of cases, and no tenth of
# the scale is off by more than 0.06.
_SHARPEN_WORDS = 2.5
_SHARPEN_TRIGRAMS = 0.6
_SHARPEN_FEW_TRIGRAMS = 1.2
_SHORT = 40
_LONG = 120
_FLOOR = math.exp(-12)

# Trigrams alone take a third of the time, and are right where they are this sure: of texts of 40
# to 119 letters they decide 72 %, 0.2 % of those wrongly. Of 20 to 39 letters they decide 53 %,
# 0.7 % of those wrongly (all n-grams: 0.2 %), which saves a second of loading the other models for
# a document with few short chunks.
_TRIGRAMS_FROM = 20
_SURE = math.exp(-6)

# lingua knows the two written forms of Norwegian, most tags only the macrolanguage.
_LINGUA_CODES = {"no": "nb"}
# langdetect names Chinese by its script.
_LANGDETECT_CODES = {"zh": ("zh-cn", "zh-tw"), "nb": ("no",)}
_SEED = 0


class LinguaClassifier:
    """Rates languages by the character n-grams of lingua's models of 75 languages."""

    name = "lingua"

    def languages(self) -> frozenset[str]:
        """The language subtags that the models know."""
        return frozenset(_lingua_languages()) | frozenset(_LINGUA_CODES)

    def classify_batch(self, texts: Sequence[str], languages: Sequence[Lang]) -> list[Rating]:
        """Languages with calibrated probabilities, best first, per text; empty where none fits.

        Languages that lingua has no model of are ignored. Several texts are spread over the
        processor's cores, which changes no result.
        """
        ratings = self.by_trigrams(texts, languages)
        codes, lang_of = _candidates(tuple(languages))
        if len(codes) < 2:
            return ratings
        rest = [i for i, text in enumerate(texts) if len(text) < _LONG and not _is_sure(ratings[i])]
        for i, values in _confidences(texts, rest, codes, trigrams_only=False):
            ratings[i] = _calibrated(values, lang_of, _SHARPEN_WORDS)
        return ratings

    def by_trigrams(self, texts: Sequence[str], languages: Sequence[Lang]) -> list[Rating]:
        """As `classify_batch`, by trigrams alone; empty for a text too short for them."""
        codes, lang_of = _candidates(tuple(languages))
        if len(codes) < 2:
            return [[(lang, 1.0) for lang in lang_of.values()] for _ in texts]
        ratings: list[Rating] = [[] for _ in texts]
        longer = [i for i, text in enumerate(texts) if len(text) >= _TRIGRAMS_FROM]
        for i, values in _confidences(texts, longer, codes, trigrams_only=True):
            few = len(texts[i]) < _SHORT
            ratings[i] = _calibrated(
                values, lang_of, _SHARPEN_FEW_TRIGRAMS if few else _SHARPEN_TRIGRAMS
            )
        return ratings


def _confidences(
    texts: Sequence[str], indices: Sequence[int], codes: frozenset[str], *, trigrams_only: bool
) -> Iterable[tuple[int, Any]]:
    """lingua's values for the texts at these indices."""
    if not indices:
        return []
    detector = _detector(codes, trigrams_only)
    if len(indices) == 1:
        return [(indices[0], detector.compute_language_confidence_values(texts[indices[0]]))]
    values = detector.compute_language_confidence_values_in_parallel([texts[i] for i in indices])
    return zip(indices, values, strict=True)


def _calibrated(values: Any, lang_of: dict[Any, Lang], power: float) -> Rating:
    """The probabilities of lingua's values, which are sorted best first; empty if all are zero.

    Languages below the floor are left out. lingua sums in no fixed order, so its values differ in
    the last digits from call to call: they are rounded, and equal ones are sorted by tag.
    """
    top = values[0].value
    rating: Rating = []
    total = 0.0
    for value in values:
        odds = round((value.value / top) ** power, 9) if top else 0.0
        if odds < _FLOOR:
            break
        total += odds
        rating.append((lang_of[value.language], odds))
    rating = [(lang, odds / total) for lang, odds in rating]
    return sorted(rating, key=lambda rated: (-rated[1], rated[0].language))


def _is_sure(rating: Rating) -> bool:
    return len(rating) == 1 or (bool(rating) and rating[1][1] < _SURE * rating[0][1])


@lru_cache(maxsize=1)
def _lingua_languages() -> dict[str, Any]:
    """lingua's languages by ISO 639-1 code."""
    from lingua import Language

    return {language.iso_code_639_1.name.lower(): language for language in Language.all()}


@lru_cache(maxsize=128)
def _candidates(languages: tuple[Lang, ...]) -> tuple[frozenset[str], dict[Any, Lang]]:
    """The codes of those languages that lingua knows, and the language of each lingua object."""
    known = _lingua_languages()
    langs = {_LINGUA_CODES.get(lang.language, lang.language): lang for lang in languages}
    lang_of = {known[code]: lang for code, lang in langs.items() if code in known}
    return frozenset(langs) & frozenset(known), lang_of


@lru_cache(maxsize=128)
def _detector(codes: frozenset[str], trigrams_only: bool) -> Any:
    """The detector of a candidate set; all sets share the models."""
    from lingua import LanguageDetectorBuilder

    languages = (_lingua_languages()[code] for code in sorted(codes))
    builder = LanguageDetectorBuilder.from_languages(*languages)
    return (builder.with_low_accuracy_mode() if trigrams_only else builder).build()


class LangdetectClassifier:
    """Rates languages by naive Bayes over n-grams: langdetect, a port of language-detection.

    Slower than lingua and less sure on short texts. It serves comparison.
    """

    name = "langdetect"

    def languages(self) -> frozenset[str]:
        """The language subtags that the profiles know."""
        return frozenset(code.partition("-")[0] for code in _factory().langlist) | {"nb"}

    def classify_batch(self, texts: Sequence[str], languages: Sequence[Lang]) -> list[Rating]:
        """Languages with probabilities, best first, per text; empty for a text without letters."""
        profiles = set(_factory().langlist)
        lang_of = {
            code: lang
            for lang in languages
            for code in _LANGDETECT_CODES.get(lang.language, (lang.language,))
            if code in profiles
        }
        return [self._rate(text, lang_of) for text in texts] if lang_of else [[] for _ in texts]

    def _rate(self, text: str, lang_of: dict[str, Lang]) -> Rating:
        from langdetect.lang_detect_exception import LangDetectException

        detector = _factory().create()
        # The library's global seed would make the results of threads depend on each other.
        detector.seed = _SEED
        detector.set_prior_map(dict.fromkeys(lang_of, 1.0))
        detector.append(text)
        try:
            probabilities = detector.get_probabilities()
        except LangDetectException:
            return []
        summed: dict[Lang, float] = {}
        for value in probabilities:
            if lang := lang_of.get(value.lang):
                summed[lang] = summed.get(lang, 0.0) + value.prob
        return sorted(summed.items(), key=lambda rated: -rated[1])


_LOADING = Lock()


def _factory() -> Any:
    with _LOADING:
        return _load_factory()


@lru_cache(maxsize=1)
def _load_factory() -> Any:
    """The factory with all profiles; the first call takes about a second."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    return factory
