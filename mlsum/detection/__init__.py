"""Detects the language of every part of a text.

A text is split where its script changes and at punctuation, quotes, brackets, dashes, colons and
line breaks. A classifier (lingua) rates the chunks that their script does not decide, and the
languages of all chunks are chosen together: a change of language costs more at a weaker boundary.
This is a hidden Markov model on a tree of chunks, solved exactly (`viterbi`). Short chunks so
depend on their context, and names and acronyms have no language of their own.
"""

from collections import Counter
from collections.abc import Sequence

from mlsum.core.document import Detection, Kind, Span
from mlsum.core.lang import Lang
from mlsum.detection.candidates import candidates, classifier_named
from mlsum.detection.classifiers import LinguaClassifier
from mlsum.detection.items import (
    BodyDetection,
    FieldDetection,
    ItemDetection,
    detect_item,
    detect_items,
)
from mlsum.detection.kinds import WORDLESS, is_tags, kind_of
from mlsum.detection.mixed import detect_mixed
from mlsum.detection.spans import detect_scripts
from mlsum.text.script import writing_runs

__all__ = [
    "BodyDetection",
    "FieldDetection",
    "ItemDetection",
    "detect",
    "detect_batch",
    "detect_item",
    "detect_items",
    "detect_scripts",
    "kind_of",
    "quick_detect",
]


def detect(
    text: str,
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
    likely: Sequence[Lang] = (),
) -> Detection:
    """The main language of a text, and the spans of each language; see `detect_batch`."""
    return detect_batch([text], languages, classifier, likely)[0]


def detect_batch(
    texts: Sequence[str],
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
    likely: Sequence[Lang] = (),
) -> list[Detection]:
    """Detect many texts at once: same length and order, the same results as `detect`.

    `languages` are the candidates (None: the languages of news); `classifier` is a name that
    `backends.names("classifiers")` lists. A tiny text such as `Hello` is in English, Portuguese,
    Korean or a `likely` language rather than in another default candidate. An address, a number or
    an identifier is in no language. Raises LanguageError for a language that is unknown or cannot
    be identified.
    """
    among, rater = candidates(languages, classifier, likely), classifier_named(classifier)
    kinds = [_kind(text) for text in texts]
    wordy = [text for text, kind in zip(texts, kinds, strict=True) if kind not in WORDLESS]
    detections = iter(detect_mixed(wordy, among, rater))
    return [
        Detection(kind=kind, confidence=1.0, basis="kind") if kind in WORDLESS else next(detections)
        for kind in kinds
    ]


def _kind(text: str) -> Kind:
    """The kind of a text without spaces or of tags; other texts with spaces are text."""
    words = " " in text or text.isalpha()
    return "text" if words and not is_tags(text) else kind_of(text)


def quick_detect(texts: Sequence[str], least: int = 25) -> list[Detection]:
    """The language of most letters of each text, with one span over all; same length and order.

    `detect` rates every quotation and name of a text, which for short chunks needs models of all
    lengths: three seconds to load, once per process. Trigrams alone tell as well whether a sentence
    is in the language that it was translated into (scripts/eval_checks.py). Texts of fewer than
    `least` characters get no language.
    """
    mains = [_main_script(text) if len(text) >= least else ("", "") for text in texts]
    detections = [Detection() for _ in texts]
    for script in {script for script, _ in mains} - {""}:
        indices = [i for i, (own, _) in enumerate(mains) if own == script]
        written = [mains[i][1] for i in indices]
        rated = LinguaClassifier().by_trigrams(written, candidates().of(script))
        for i, rating in zip(indices, rated, strict=True):
            if rating:
                lang, share = rating[0]
                spans = (Span(0, len(texts[i]), lang, script, share),)
                detections[i] = Detection(lang, script, "text", share, "classifier", spans)
    return detections


def _main_script(text: str) -> tuple[str, str]:
    """The script of most letters and the text in it. A text with kana is Japanese."""
    runs = writing_runs(text)
    letters: Counter[str] = Counter()
    for start, end, script in runs:
        letters[script] += sum(map(str.isalpha, text[start:end]))
    if letters["Jpan"]:
        letters["Jpan"] += letters.pop("Hani", 0)
    main = max(letters, key=letters.__getitem__) if letters.total() else ""
    return main, " ".join(text[start:end] for start, end, script in runs if script == main)
