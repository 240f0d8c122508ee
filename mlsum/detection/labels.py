"""The labels of an item vote together on the language that they are in."""

import math
from collections.abc import Sequence

from mlsum.core.document import Detection, Span
from mlsum.core.lang import Lang
from mlsum.detection.candidates import Candidates
from mlsum.lexicon import LabelMatch, lookup

__all__ = ["Matches", "agreed", "known", "tabled", "voted"]

Matches = tuple[LabelMatch, ...]

# Log-probabilities of a label in a language of the table: it is known there, but by another name
# usually; it is known in others only; it is unknown. And of a known one in any other language.
_ALIAS = -0.1
_FOREIGN = -3.0
_UNKNOWN = -1.0
_COGNATE = -1.0
# What the classifier makes of all labels read together counts so much at most.
_TOGETHER = 2.0
# The best language of a vote that is surer than this is ahead by more than that.
_CLEAR = 1 / (1 + math.exp(-_TOGETHER))


def known(labels: Sequence[str], among: Candidates) -> list[Matches]:
    """For each label of an item, the fields and candidate languages that the table has for it.

    One letter, such as Italian `A`, is a label only beside one that its language alone has.
    """
    found = [
        tuple(match for match in lookup(label) if match.lang.language in among.langs)
        for label in labels
    ]
    spoken = [{match.lang.language for match in matches} for matches in found]
    alone = {
        code
        for label, codes in zip(labels, spoken, strict=True)
        if len(codes) == 1 and not _is_letter(label)
        for code in codes
    }
    return [
        tuple(match for match in matches if match.lang.language in alone)
        if _is_letter(label)
        else matches
        for label, matches in zip(labels, found, strict=True)
    ]


def _is_letter(label: str) -> bool:
    return sum(map(str.isalpha, label)) == 1 and label.strip()[:1] < "\u0250"


def agreed(matches: Sequence[Matches], among: Candidates) -> bool:
    """Whether what the classifier makes of all labels together cannot change the vote."""
    belief = _belief(matches, Detection(), among)
    seen = sum(map(bool, matches))
    return bool(belief) and -seen * _COGNATE > _TOGETHER and max(belief.values()) > _CLEAR


def voted(
    labels: Sequence[str], matches: Sequence[Matches], together: Detection, among: Candidates
) -> tuple[list[str], list[Detection | None], Lang | None]:
    """The key of each label, its language where the table has it, and that of all together.

    The labels of one head are in one language, so each known one speaks for the languages that
    have it; what has another language all the same keeps its own.
    """
    belief = _belief(matches, together, among)
    if not belief:
        return [label.strip() for label in labels], [None] * len(labels), None
    best = max(belief, key=belief.__getitem__)
    keys: list[str] = []
    answers: list[Detection | None] = []
    spoken = any(match.lang.language == best for found in matches for match in found)
    for label, found in zip(labels, matches, strict=True):
        own = {match.lang.language for match in found}
        code = best if best in own else max(own, key=belief.__getitem__, default="")
        first = [match for match in found if match.lang.language == code]
        keys.append(first[0].key if first else label.strip())
        share = belief[code] / sum(belief[each] for each in own) if code else 0.0
        answers.append(tabled(label, among.langs[code], share) if code and spoken else None)
    return keys, answers, among.langs[best]


def _belief(matches: Sequence[Matches], together: Detection, among: Candidates) -> dict[str, float]:
    """The probability of each language that labels are known in, and of what they look like."""
    spoken = {match.lang.language for found in matches for match in found}
    looks = together.lang.language
    scores = {code: 0.0 for code in among.langs if code in spoken or code == looks}
    for found in filter(None, matches):
        best: dict[str, float] = {}
        for match in found:
            code = match.lang.language
            best[code] = max(best.get(code, _ALIAS), 0.0 if match.preferred else _ALIAS)
        for code in scores:
            scores[code] += best.get(code, _FOREIGN if code in spoken else _COGNATE)
    unknown = sum(not found for found in matches)
    for code in scores:
        scores[code] += _UNKNOWN * unknown if code in spoken else 0.0
    if looks in scores:
        scores[looks] += _TOGETHER * together.confidence
    top = max(scores.values(), default=0.0)
    weights = {code: math.exp(score - top) for code, score in scores.items()}
    total = sum(weights.values())
    return {code: weight / total for code, weight in weights.items()}


def tabled(label: str, lang: Lang, confidence: float) -> Detection:
    """The answer for a label or term that a table has."""
    start = len(label) - len(label.lstrip())
    script = _script(label)
    span = Span(start, start + len(label.strip()), lang, script, confidence)
    return Detection(lang, script, "text", confidence, "label", (span,))


def _script(label: str) -> str:
    from mlsum.detection.pieces import cut

    pieces = cut(label)
    return max(pieces, key=lambda piece: piece.letters).script if pieces else "Zyyy"
