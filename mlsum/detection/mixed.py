"""Detection of texts in several languages.

A text is cut into pieces at changes of script and at punctuation (`pieces`). Each piece is rated
for every candidate language: by its script where that decides, by what its characters are used
for, by a table of labels, or by a classifier (`evidence`). Then the languages are chosen that
together explain all pieces best, when going over to another one has its price (`lattice`), so a
short or ambiguous piece follows its surroundings and a clear one stands against them. A piece
that is rated too undecidedly for its length, or has common words of other languages in it, is cut
once more, into a few words each.

Segmenting a text by dynamic programming over languages: Yamaguchi and Tanaka-Ishii, Text
segmentation by language using minimum description length, ACL 2012. What is added here are the
prices by kind of bound and the nesting of quotations.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mlsum.core.backends import Classifier
from mlsum.core.document import Detection
from mlsum.detection.candidates import Candidates
from mlsum.detection.commonwords import strange_words
from mlsum.detection.evidence import UNKNOWN, Reading, judge, read, row
from mlsum.detection.lattice import best_states, posteriors
from mlsum.detection.pieces import LONG, Bound, Piece, cut, cut_coarsely, mask, refine
from mlsum.detection.spans import Chosen, nothing_found, summed_up

__all__ = ["detect_mixed"]

# What it costs (nats) to go over to another language at each bound.
_COST = {
    Bound.NONE: 6.0,
    Bound.COMMA: 5.0,
    Bound.SCRIPT: 3.0,
    Bound.COLON: 4.0,
    Bound.SENTENCE: 3.0,
    Bound.BRACKET: 6.0,
    Bound.QUOTE: 2.5,
    Bound.DASH: 3.0,
    Bound.LABEL: 1.5,
    Bound.LINE: 2.0,
}

# A piece of so many letters whose two best languages are closer (nats) than so much per letter
# is cut further: 5 % of unmixed sentences are that close, 50 % of texts half and half.
_DOUBT_FROM = 30
_DOUBT = 0.1
_DOUBT_MOST = 9.0
# So is one with so many common words of other languages.
_STRANGE = 2

# What a favour adds to the confidence of an answer ends here.
_FAVOURED = 0.6

Ratings = dict[tuple[str, str], list[tuple[str, float]]]


@dataclass(slots=True)
class _Draft:
    """A text on its way: as it is, as it is read, and what is read in its pieces."""

    text: str
    masked: str
    readings: list[Reading]


def detect_mixed(
    texts: Sequence[str],
    among: Candidates,
    classifier: Classifier,
    priors: Sequence[Mapping[str, float]] | None = None,
) -> list[Detection]:
    """Detect the languages of texts; same length and order, each as if it were alone.

    `priors` are log-odds of the candidates, per text, for how it begins.
    """
    drafts = [_draft(text, among) for text in texts]
    ratings: Ratings = {}
    _rate(drafts, among, classifier, ratings)
    finer = [draft for draft in drafts if _refined(draft, among, ratings)]
    _rate(finer, among, classifier, ratings)
    before: Sequence[Mapping[str, float]] = priors or [{}] * len(drafts)
    return [
        _decided(draft, among, ratings, prior) for draft, prior in zip(drafts, before, strict=True)
    ]


def _draft(text: str, among: Candidates) -> _Draft:
    masked = mask(text)
    pieces = cut(masked) if len(text) < LONG else cut_coarsely(masked)
    return _Draft(text, masked, read(masked, pieces, among))


def _rate(
    drafts: Iterable[_Draft], among: Candidates, classifier: Classifier, ratings: Ratings
) -> None:
    """Ask the classifier about all pieces of all texts at once, each different one once."""
    asked: dict[str, dict[str, None]] = {}
    for draft in drafts:
        for reading in draft.readings:
            script = reading.piece.script
            if reading.question and (script, reading.question) not in ratings:
                asked.setdefault(script, {})[reading.question] = None
    for script, questions in asked.items():
        answers = classifier.classify_batch(list(questions), among.of(script))
        for question, answer in zip(questions, answers, strict=True):
            ratings[script, question] = [(lang.language, p) for lang, p in answer]


def _refined(draft: _Draft, among: Candidates, ratings: Ratings) -> bool:
    """Cut those pieces further that may be in more than one language."""
    doubtful = {i for i, reading in enumerate(draft.readings) if _is_doubtful(reading, ratings)}
    if doubtful and len(draft.text) < LONG:
        pieces = refine(draft.masked, [reading.piece for reading in draft.readings], doubtful)
        draft.readings = read(draft.masked, pieces, among)
        return True
    return False


def _is_doubtful(reading: Reading, ratings: Ratings) -> bool:
    letters = min(reading.piece.letters, len(reading.question))
    if not reading.question or letters < _DOUBT_FROM:
        return False
    rated = ratings[reading.piece.script, reading.question]
    if not rated:
        return False
    close = min(_DOUBT * letters, _DOUBT_MOST)
    if len(rated) > 1 and rated[1][1] > rated[0][1] * math.exp(-close):
        return True
    return strange_words(reading.question, rated[0][0]) >= _STRANGE


def _decided(
    draft: _Draft, among: Candidates, ratings: Ratings, prior: Mapping[str, float]
) -> Detection:
    readings = draft.readings
    for reading in readings:
        if reading.question:
            judge(reading, ratings[reading.piece.script, reading.question], among.rare)
    favoured = _with_favour(readings, among, prior)
    if len(readings) == 1:
        alone = _alone(readings[0], among, prior, favoured)
        return summed_up(draft.text, [alone], among) if alone else nothing_found(draft.text)
    states = list(dict.fromkeys(code for reading in readings for code in _likely(reading, among)))
    if not states:
        return nothing_found(draft.text)
    rows = [row(each, states, among.codes(each.piece.script)) for each in readings]
    rows[0] = [score + favoured.get(code, 0.0) for code, score in zip(states, rows[0], strict=True)]
    parents = [reading.piece.parent for reading in readings]
    costs = _costs([reading.piece for reading in readings])
    best = best_states(rows, parents, costs)
    beliefs = posteriors(rows, parents, costs)
    chosen = [
        Chosen(reading.piece, states[k], belief[k], not reading.question)
        for reading, k, belief in zip(readings, best, beliefs, strict=True)
    ]
    return summed_up(draft.text, chosen, among)


def _with_favour(
    readings: Sequence[Reading], among: Candidates, prior: Mapping[str, float]
) -> Mapping[str, float]:
    """The prior of a text, with the favour that a tiny one gives to the likely languages.

    Those that the prior itself speaks for are as likely.
    """
    favour = among.favour(sum(reading.piece.letters for reading in readings))
    if not favour:
        return prior
    least = min(prior.values(), default=0.0)
    spoken = (code for code, odds in prior.items() if odds > least)
    return {**prior, **{code: prior.get(code, 0.0) + favour for code in (*among.likely, *spoken)}}


def _costs(pieces: Sequence[Piece]) -> list[float]:
    """What it costs to go over to another language at the beginning of each piece."""
    return [
        _cost(piece, pieces[i + 1] if i + 1 < len(pieces) else None, pieces)
        for i, piece in enumerate(pieces)
    ]


def _cost(piece: Piece, after: Piece | None, pieces: Sequence[Piece]) -> float:
    """A name in Latin letters costs twice inside a sentence: it is lent rather than quoted.

    Brackets hold nothing back from its own script where the sentence is in Latin letters.
    """
    parent = None if piece.parent is None else pieces[piece.parent]
    if (
        piece.bound == Bound.BRACKET
        and piece.script != "Latn"
        and parent
        and parent.script == "Latn"
    ):
        return _COST[Bound.SCRIPT]
    goes_on = after and after.bound == Bound.NONE and after.parent == piece.parent
    if piece.bound == Bound.SCRIPT and piece.script == "Latn" and goes_on:
        return 2 * _COST[Bound.SCRIPT]
    return _COST[piece.bound]


def _alone(
    reading: Reading,
    among: Candidates,
    prior: Mapping[str, float],
    favoured: Mapping[str, float],
) -> Chosen | None:
    """What the general way comes to for a single piece, quicker.

    The favour decides, but makes no answer sure: what it adds ends at `_FAVOURED`.
    """
    likely = list(_likely(reading, among))
    if not likely:
        return None
    scores = [reading.known[code] + favoured.get(code, 0.0) for code in likely]
    best = scores.index(max(scores))
    share = _share(scores, best)
    if favoured is not prior and share > _FAVOURED:
        plain = [reading.known[code] + prior.get(code, 0.0) for code in likely]
        share = min(share, max(_FAVOURED, _share(plain, best)))
    return Chosen(reading.piece, likely[best], share, not reading.question)


def _share(scores: Sequence[float], at: int) -> float:
    """The probability of one of several log-odds."""
    return 1 / sum(math.exp(score - scores[at]) for score in scores)


def _likely(reading: Reading, among: Candidates) -> Iterable[str]:
    return (code for code in reading.known if code in among.langs or code == UNKNOWN)
