"""The labels of an item decide together in which language they are."""

import math
from collections.abc import Sequence

from mlsum.core.document import Detection, Span
from mlsum.core.lang import Lang
from mlsum.detection.candidates import Candidates
from mlsum.detection.chunks import split
from mlsum.lexicon import LabelMatch, lookup

__all__ = ["Matches", "decide_labels", "is_decided", "label_matches", "table_detection"]

Matches = tuple[LabelMatch, ...]

# Log-probabilities of a label in a language of the table: an alias of the usual label, a label of
# other languages only, an unknown label; and of a known label in any language outside the table.
_ALIAS = -0.1
_FOREIGN = -3.0
_UNKNOWN = -1.0
_COGNATE = -1.0
# The largest weight of the classifier's detection of all labels together.
_TOGETHER = 2.0
# A language with a higher probability leads by more than that weight.
_CLEAR = 1 / (1 + math.exp(-_TOGETHER))


def label_matches(labels: Sequence[str], candidates: Candidates) -> list[Matches]:
    """The fields and candidate languages of each label of an item, from the table.

    A single letter, such as Italian `A`, is a label only beside one of its language alone.
    """
    matches = [
        tuple(match for match in lookup(label) if match.lang.language in candidates.langs)
        for label in labels
    ]
    letters = [sum(map(str.isalpha, x)) == 1 and x.strip()[:1] < "\u0250" for x in labels]
    unique = set[str]()
    for own, letter in zip(map(_codes, matches), letters, strict=True):
        unique |= own if len(own) == 1 and not letter else set()
    return [
        tuple(match for match in own if match.lang.language in unique) if letter else own
        for own, letter in zip(matches, letters, strict=True)
    ]


def _codes(matches: Matches) -> set[str]:
    return {match.lang.language for match in matches}


def is_decided(matches: Sequence[Matches], candidates: Candidates) -> bool:
    """Whether the classifier's detection of all labels together cannot change the result."""
    beliefs = _beliefs(matches, Detection(), candidates)
    known = sum(map(bool, matches))
    return bool(beliefs) and -known * _COGNATE > _TOGETHER and max(beliefs.values()) > _CLEAR


def decide_labels(
    labels: Sequence[str], matches: Sequence[Matches], together: Detection, candidates: Candidates
) -> tuple[list[str], list[Detection | None], Lang | None]:
    """The key of each label, its detection if the table has it, and the language of all labels.

    The labels of an item are in one language, so each known label supports the languages that have
    it. A label that only other languages have keeps its own.
    """
    beliefs = _beliefs(matches, together, candidates)
    if not beliefs:
        return [label.strip() for label in labels], [None] * len(labels), None
    best = max(beliefs, key=beliefs.__getitem__)
    keys: list[str] = []
    detections: list[Detection | None] = []
    in_table = any(best in _codes(own) for own in matches)
    for label, own in zip(labels, matches, strict=True):
        # In the order of the candidates, so that equal probabilities give the same result always.
        codes = [code for code in beliefs if code in _codes(own)]
        code = best if best in codes else max(codes, key=beliefs.__getitem__, default="")
        keys.append(next((m.key for m in own if m.lang.language == code), label.strip()))
        share = beliefs[code] / sum(beliefs[each] for each in codes) if code else 0.0
        known = code and in_table
        detections.append(table_detection(label, candidates.langs[code], share) if known else None)
    return keys, detections, candidates.langs[best]


def _beliefs(
    matches: Sequence[Matches], together: Detection, candidates: Candidates
) -> dict[str, float]:
    """The probability of each language that has one of the labels or that they look like."""
    in_table = set[str]().union(*map(_codes, matches))
    looks = together.lang.language
    scores = {code: 0.0 for code in candidates.langs if code in in_table or code == looks}
    for own in filter(None, matches):
        best: dict[str, float] = {}
        for match in own:
            code = match.lang.language
            best[code] = max(best.get(code, _ALIAS), 0.0 if match.preferred else _ALIAS)
        for code in scores:
            scores[code] += best.get(code, _FOREIGN if code in in_table else _COGNATE)
    unknown = sum(not own for own in matches)
    for code in scores:
        scores[code] += _UNKNOWN * unknown if code in in_table else 0.0
    if looks in scores:
        scores[looks] += _TOGETHER * together.confidence
    top = max(scores.values(), default=0.0)
    weights = {code: math.exp(score - top) for code, score in scores.items()}
    total = sum(weights.values())
    return {code: weight / total for code, weight in weights.items()}


def table_detection(label: str, lang: Lang, confidence: float) -> Detection:
    """The detection of a label or term that a table has."""
    start = len(label) - len(label.lstrip())
    largest = max(split(label), key=lambda chunk: chunk.letters, default=None)
    script = largest.script if largest else "Zyyy"
    span = Span(start, start + len(label.strip()), lang, script, confidence)
    return Detection(lang, script, "text", confidence, "label", (span,))
