"""The langdetect classifier: a port of Shuyo's language-detection, seeded so that it repeats."""

from collections.abc import Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from mlsum.core.lang import Lang

__all__ = ["LangdetectClassifier"]

_SEED = 0

# langdetect names Chinese by its script, and never Galician, Basque and others: see its profiles.
_SAME = {"zh": ("zh-cn", "zh-tw"), "nb": ("no",)}


class LangdetectClassifier:
    """Rates languages by naive Bayes over n-grams. Thread-safe: each text gets a seeded detector.

    Slower and less sure on short texts than lingua; there for comparison and for its languages.
    """

    name = "langdetect"

    def languages(self) -> frozenset[str]:
        """The language subtags that the profiles know."""
        return frozenset(code.partition("-")[0] for code in _factory().langlist) | {"nb"}

    def classify_batch(
        self, texts: Sequence[str], languages: Sequence[Lang]
    ) -> list[list[tuple[Lang, float]]]:
        """Languages with probabilities, best first, per text; empty where it sees no letters."""
        profiles = set(_factory().langlist)
        prior: dict[str, Lang] = {}
        for lang in languages:
            for code in _SAME.get(lang.language, (lang.language,)):
                if code in profiles:
                    prior[code] = lang
        return [self._one(text, prior) for text in texts] if prior else [[] for _ in texts]

    def _one(self, text: str, prior: dict[str, Lang]) -> list[tuple[Lang, float]]:
        from langdetect.lang_detect_exception import LangDetectException

        detector = _factory().create()
        # A detector of its own seed: the library's global one would tie the threads together.
        detector.seed = _SEED
        detector.set_prior_map(dict.fromkeys(prior, 1.0))
        detector.append(text)
        try:
            answers = detector.get_probabilities()
        except LangDetectException:
            return []
        summed: dict[Lang, float] = {}
        for answer in answers:
            if answer.lang in prior:
                lang = prior[answer.lang]
                summed[lang] = summed.get(lang, 0.0) + answer.prob
        return sorted(summed.items(), key=lambda pair: -pair[1])


_LOADING = Lock()


def _factory() -> Any:
    with _LOADING:
        return _load()


@lru_cache(maxsize=1)
def _load() -> Any:
    """The factory with all profiles, about a second at first use."""
    from langdetect.detector_factory import PROFILES_DIRECTORY, DetectorFactory

    factory = DetectorFactory()
    factory.load_profile(PROFILES_DIRECTORY)
    return factory
