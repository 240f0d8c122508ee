"""Which language every part of a text is in."""

from collections.abc import Sequence

from mlsum.detect.candidates import candidates, classifier_named
from mlsum.detect.fields import BodyDetection, FieldDetection, ItemDetection, detect_item
from mlsum.detect.kinds import kind_of
from mlsum.detect.mixed import detect_mixed
from mlsum.document import Detection
from mlsum.lang import Lang

__all__ = [
    "BodyDetection",
    "FieldDetection",
    "ItemDetection",
    "detect",
    "detect_batch",
    "detect_item",
    "kind_of",
]


def detect(
    text: str, languages: Sequence[Lang | str] | None = None, classifier: str | None = None
) -> Detection:
    """The language of a text, and the spans of each language where it has several."""
    return detect_batch([text], languages, classifier)[0]


def detect_batch(
    texts: Sequence[str],
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
) -> list[Detection]:
    """Detect many texts at once: same length and order, each answer as `detect` alone gives it.

    `languages` narrows what comes into question; `classifier` is a name that
    `backends.names("classifiers")` lists.
    """
    return detect_mixed(texts, candidates(languages), classifier_named(classifier))
