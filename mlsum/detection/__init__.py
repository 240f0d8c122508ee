"""Which language every part of a text is in.

A text is cut where its script changes and at punctuation, quotes, brackets, dashes, colons and
line breaks; a classifier (lingua) rates the pieces that their script does not decide; and the
languages of all pieces are chosen together, a change of language costing the more, the weaker the
bound it stands at. That is a hidden Markov model on a tree of pieces, solved exactly: see
`lattice` (Viterbi 1967; Baum et al. 1970; Pearl 1988). Short pieces so go by their surroundings,
and names and acronyms say nothing of their own.
"""

from collections.abc import Sequence

from mlsum.core.document import Detection, Kind
from mlsum.core.lang import Lang
from mlsum.detection.candidates import candidates, classifier_named
from mlsum.detection.fields import (
    BodyDetection,
    FieldDetection,
    ItemDetection,
    detect_item,
    detect_items,
)
from mlsum.detection.given import given
from mlsum.detection.glance import glance
from mlsum.detection.kinds import WORDLESS, is_tags, kind_of
from mlsum.detection.mixed import detect_mixed

__all__ = [
    "BodyDetection",
    "FieldDetection",
    "ItemDetection",
    "detect",
    "detect_batch",
    "detect_item",
    "detect_items",
    "given",
    "glance",
    "kind_of",
]


def detect(
    text: str,
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
    likely: Sequence[Lang] = (),
) -> Detection:
    """The language of a text, and the spans of each language where it has several.

    `languages` are the candidates, by tag; the module's docstring tells the method. Raises
    LanguageError for a language that is unknown or cannot be told.
    """
    return detect_batch([text], languages, classifier, likely)[0]


def detect_batch(
    texts: Sequence[str],
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
    likely: Sequence[Lang] = (),
) -> list[Detection]:
    """Detect many texts at once: same length and order, each answer as `detect` alone gives it.

    `languages` narrows what comes into question (None: the languages of news); `classifier` is a
    name that `backends.names("classifiers")` lists. A tiny text such as `Hello` is in English,
    Portuguese, Korean or a language that is `likely` rather than in another of the default ones.
    An address, a number or an identifier is in no language. Raises LanguageError for a language
    that is unknown or cannot be told.
    """
    among, rater = candidates(languages, classifier, likely), classifier_named(classifier)
    kinds = [_kind(text) for text in texts]
    wordy = [text for text, kind in zip(texts, kinds, strict=True) if kind not in WORDLESS]
    found = iter(detect_mixed(wordy, among, rater))
    return [
        Detection(kind=kind, confidence=1.0, basis="kind") if kind in WORDLESS else next(found)
        for kind in kinds
    ]


def _kind(text: str) -> Kind:
    """The kind of a text without spaces, or of tags; what else has spaces is text."""
    words = " " in text or text.isalpha()
    return "text" if words and not is_tags(text) else kind_of(text)
