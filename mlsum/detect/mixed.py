"""Detection of texts in which languages meet: pieces, their ratings, the best path."""

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass

from mlsum.backends import Classifier
from mlsum.detect.candidates import Candidates
from mlsum.detect.evidence import Reading, read, scores
from mlsum.detect.lattice import best_states, posteriors
from mlsum.detect.pieces import Bound, Piece, cut, refine
from mlsum.document import Detection, Span
from mlsum.lang import UND, Lang
from mlsum.script import COMMON

__all__ = ["detect_mixed"]

# What it costs (nats) to go over to another language at each bound.
COST = {
    Bound.NONE: 6.0,
    Bound.COMMA: 5.0,
    Bound.SCRIPT: 3.0,
    Bound.COLON: 3.0,
    Bound.SENTENCE: 3.0,
    Bound.BRACKET: 4.0,
    Bound.QUOTE: 3.0,
    Bound.DASH: 3.0,
    Bound.LABEL: 1.0,
    Bound.LINE: 2.0,
}
# A state that no piece rates within this of its best is not looked at any further.
_NEAR = 7.0
# A piece of so many letters whose best two languages are closer than this per letter is looked
# into: of unmixed ones 5 % are, of texts half and half 50 %.
_DOUBT_FROM = 30
_DOUBT = 0.1

_MASKED = re.compile(
    r"(?:https?://|www\.)[^\s<>\"）)\]]+|[\w.+-]+@[\w-]+\.[\w.-]+|</?[A-Za-z][^<>]{0,500}>|&#?\w+;|`[^`\n]+`"
)
_MARKERS = ("://", "www.", "@", "<", "&", "`")


@dataclass(slots=True)
class _Draft:
    """A text on its way, with what is read in its pieces."""

    text: str
    masked: str
    readings: list[Reading]


def detect_mixed(
    texts: Sequence[str], among: Candidates, classifier: Classifier
) -> list[Detection]:
    """Detect the languages of texts; same length and order, each as if it were alone."""
    drafts = [_draft(text, among) for text in texts]
    ratings: Ratings = {}
    _rate(drafts, among, classifier, ratings)
    doubtful = [draft for draft in drafts if _refined(draft, among, ratings)]
    _rate(doubtful, among, classifier, ratings)
    return [_decide(draft, among, ratings) for draft in drafts]


def _refined(draft: _Draft, among: Candidates, ratings: "Ratings") -> bool:
    """Cut the pieces further that are rated too undecidedly for their length."""
    doubtful = {
        i
        for i, r in enumerate(draft.readings)
        if r.question
        and r.piece.letters >= _DOUBT_FROM
        and _margin(ratings[r.piece.script, r.question]) < min(_DOUBT * r.piece.letters, 9.0)
    }
    if not doubtful:
        return False
    pieces = refine(draft.masked, [r.piece for r in draft.readings], doubtful)
    draft.readings = read(draft.masked, pieces, among)
    return True


def _margin(rated: dict[Lang, float]) -> float:
    """The log-odds between the two best."""
    best = sorted(rated.values(), reverse=True)[:2]
    return math.log(best[0] / best[1]) if len(best) == 2 and best[1] > 0 else math.inf


def _draft(text: str, among: Candidates) -> _Draft:
    masked = masked_text(text)
    return _Draft(text, masked, read(masked, cut(masked), among))


def masked_text(text: str) -> str:
    """The text with spaces for addresses, markup and code; same length."""
    if any(marker in text for marker in _MARKERS):
        return _MASKED.sub(lambda match: " " * len(match[0]), text)
    return text


Ratings = dict[tuple[str, str], dict[Lang, float]]


def _rate(
    drafts: Sequence[_Draft], among: Candidates, classifier: Classifier, ratings: Ratings
) -> None:
    """Ask the classifier about all pieces of all texts at once, each different one once."""
    by_script: dict[str, dict[str, None]] = {}
    for draft in drafts:
        for reading in draft.readings:
            script = reading.piece.script
            if reading.question and (script, reading.question) not in ratings:
                by_script.setdefault(script, {})[reading.question] = None
    for script, texts in by_script.items():
        answers = classifier.classify_batch(list(texts), among.of(script))
        for text, answer in zip(texts, answers, strict=True):
            ratings[script, text] = dict(answer)


def _decide(draft: _Draft, among: Candidates, ratings: Ratings) -> Detection:
    readings = draft.readings
    if not readings:
        return _nothing(draft.text)
    scripts = dict.fromkeys(reading.piece.script for reading in readings)
    states = [*dict.fromkeys(lang for script in scripts for lang in among.of(script)), UND]
    rows = [
        scores(draft.text, r, ratings.get((r.piece.script, r.question), {}), states, among)
        for r in readings
    ]
    states, rows = _near(states, rows)
    parents = [reading.piece.parent for reading in readings]
    costs = [COST[reading.piece.bound] for reading in readings]
    best = best_states(rows, parents, costs)
    sure = posteriors(rows, parents, costs)
    langs = [states[k] for k in best]
    if all(reading.neutral for reading in readings):
        langs = [UND for _ in langs]
    return _detection(
        draft.text,
        [r.piece for r in readings],
        langs,
        [row[k] for row, k in zip(sure, best, strict=True)],
    )


def _near(states: list[Lang], rows: list[list[float]]) -> tuple[list[Lang], list[list[float]]]:
    near: set[int] = set()
    for row in rows:
        least = max(row) - _NEAR
        near.update(k for k, score in enumerate(row) if score >= least)
    kept = sorted(near)
    return [states[k] for k in kept], [[row[k] for k in kept] for row in rows]


def _nothing(text: str) -> Detection:
    letters = [i for i, char in enumerate(text) if char.isalpha()]
    if not letters:
        return Detection()
    return Detection(script=COMMON, spans=(Span(letters[0], letters[-1] + 1, UND, COMMON, 0.0),))


# A span begins with a letter, a digit or an opening mark and ends with one of these or a full stop.
_EDGE = re.compile(r"\w.*\w[.!?…。！？]*|\w[.!?…。！？]*", re.DOTALL)


def _detection(
    text: str, pieces: Sequence[Piece], langs: Sequence[Lang], sure: Sequence[float]
) -> Detection:
    spans: list[Span] = []
    shares: dict[Lang, list[float]] = {}
    start = 0
    for i in range(1, len(pieces) + 1):
        if i < len(pieces) and langs[i] == langs[start]:
            continue
        group = pieces[start:i]
        letters = sum(piece.letters for piece in group)
        weighted = sum(p.letters * s for p, s in zip(group, sure[start:i], strict=True))
        scripts: dict[str, int] = {}
        for piece in group:
            scripts[piece.script] = scripts.get(piece.script, 0) + piece.letters
        first = group[0].start if start else 0
        last = pieces[i].start if i < len(pieces) else len(text)
        edge = _EDGE.search(text, first, last)
        if edge:
            script = max(scripts, key=scripts.__getitem__)
            spans.append(Span(edge.start(), edge.end(), langs[start], script, weighted / letters))
        share = shares.setdefault(langs[start], [0, 0])
        share[0] += letters
        share[1] += weighted
        start = i
    main = max(shares, key=lambda lang: shares[lang][0])
    script = max((s for s in spans if s.lang == main), key=lambda s: s.end - s.start).script
    confidence = 0.0 if main == UND else shares[main][1] / shares[main][0]
    return Detection(main, script, "text", confidence, "classifier", tuple(spans))
