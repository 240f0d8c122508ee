"""Detection of texts in several languages.

A text is split into chunks at changes of script and at punctuation (`chunks`). Each chunk is rated
for every candidate language: by its script where that decides, by the characters in use, by a table
of labels, or by a classifier (`evidence`). Then the languages are chosen that together explain all
chunks best, where a change of language has a cost (`viterbi`). A short or ambiguous chunk follows
its context, a clear one stands against it. A chunk whose rating is too undecided for its length, or
that has common words of other languages, is split again, into a few words each.

Segmenting a text by dynamic programming over languages: Yamaguchi and Tanaka-Ishii, Text
segmentation by language using minimum description length, ACL 2012. The costs by kind of boundary
and the nesting of quotations are additions.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mlsum.core.backends import Classifier
from mlsum.core.document import Detection
from mlsum.detection.candidates import Candidates
from mlsum.detection.chunks import LONG, Boundary, Chunk, mask, refine, split, split_long
from mlsum.detection.evidence import UNKNOWN, Evidence, collect, log_probabilities, update
from mlsum.detection.spans import ChunkDecision, no_language, summarize
from mlsum.detection.viterbi import best_states, posteriors
from mlsum.detection.words import strange_words

__all__ = ["detect_mixed"]

# The cost (nats) of a change of language at each boundary.
_COST = {
    Boundary.NONE: 6.0,
    Boundary.COMMA: 5.0,
    Boundary.SCRIPT: 3.0,
    Boundary.COLON: 4.0,
    Boundary.SENTENCE: 3.0,
    Boundary.BRACKET: 6.0,
    Boundary.QUOTE: 2.5,
    Boundary.DASH: 3.0,
    Boundary.LABEL: 1.5,
    Boundary.LINE: 2.0,
}

# A chunk of this many letters whose two best languages are closer (nats) than this per letter is
# split again: 5 % of sentences in one language are that close, and 50 % of mixed texts.
_DOUBT_FROM = 30
_DOUBT = 0.1
_DOUBT_MOST = 9.0
# A chunk with this many common words of other languages is split again, too.
_STRANGE = 2

# A favour for likely languages raises the confidence at most to this.
_FAVOURED = 0.6

Ratings = dict[tuple[str, str], list[tuple[str, float]]]


@dataclass(slots=True)
class _Draft:
    """A text, the text with its code masked, and the evidence in its chunks."""

    text: str
    masked: str
    collected: list[Evidence]


def detect_mixed(
    texts: Sequence[str],
    candidates: Candidates,
    classifier: Classifier,
    priors: Sequence[Mapping[str, float]] | None = None,
) -> list[Detection]:
    """Detect the languages of texts; same length and order, each independent of the others.

    `priors` has for each text the log-odds of the candidates at its beginning.
    """
    drafts: list[_Draft] = []
    for text in texts:
        masked = mask(text)
        chunks = split(masked) if len(text) < LONG else split_long(masked)
        drafts.append(_Draft(text, masked, collect(masked, chunks, candidates)))
    ratings: Ratings = {}
    _rate(drafts, candidates, classifier, ratings)
    refined = [draft for draft in drafts if _refine(draft, candidates, ratings)]
    _rate(refined, candidates, classifier, ratings)
    return [
        _decide(draft, candidates, ratings, prior)
        for draft, prior in zip(drafts, priors or [{}] * len(drafts), strict=True)
    ]


def _rate(
    drafts: Iterable[_Draft], candidates: Candidates, classifier: Classifier, ratings: Ratings
) -> None:
    """Rate the queries of all texts in one batch per script, each different query once."""
    batches: dict[str, dict[str, None]] = {}
    for draft in drafts:
        for evidence in draft.collected:
            script = evidence.chunk.script
            if evidence.query and (script, evidence.query) not in ratings:
                batches.setdefault(script, {})[evidence.query] = None
    for script, queries in batches.items():
        rated = classifier.classify_batch(list(queries), candidates.of(script))
        for query, rating in zip(queries, rated, strict=True):
            ratings[script, query] = [(lang.language, p) for lang, p in rating]


def _refine(draft: _Draft, candidates: Candidates, ratings: Ratings) -> bool:
    """Split those chunks again that may be in several languages; whether there are any."""
    doubtful = {i for i, each in enumerate(draft.collected) if _is_doubtful(each, ratings)}
    if not doubtful or len(draft.text) >= LONG:
        return False
    chunks = refine(draft.masked, [evidence.chunk for evidence in draft.collected], doubtful)
    draft.collected = collect(draft.masked, chunks, candidates)
    return True


def _is_doubtful(evidence: Evidence, ratings: Ratings) -> bool:
    letters = min(evidence.chunk.letters, len(evidence.query))
    if not evidence.query or letters < _DOUBT_FROM:
        return False
    rated = ratings[evidence.chunk.script, evidence.query]
    if not rated:
        return False
    close = min(_DOUBT * letters, _DOUBT_MOST)
    if len(rated) > 1 and rated[1][1] > rated[0][1] * math.exp(-close):
        return True
    return strange_words(evidence.query, rated[0][0]) >= _STRANGE


def _decide(
    draft: _Draft, candidates: Candidates, ratings: Ratings, prior: Mapping[str, float]
) -> Detection:
    collected = draft.collected
    for evidence in collected:
        if evidence.query:
            update(evidence, ratings[evidence.chunk.script, evidence.query], candidates.rare)
    favoured = _with_favour(collected, candidates, prior)
    if len(collected) == 1:
        alone = _decide_alone(collected[0], candidates, prior, favoured)
        decisions = [alone] if alone else []
    else:
        decisions = _decide_together(collected, candidates, favoured)
    return summarize(draft.text, decisions, candidates) if decisions else no_language(draft.text)


def _with_favour(
    collected: Sequence[Evidence], candidates: Candidates, prior: Mapping[str, float]
) -> Mapping[str, float]:
    """The prior of a text, with the favour of likely languages in a tiny one.

    Languages that the prior supports are favoured, too.
    """
    favour = candidates.favour(sum(evidence.chunk.letters for evidence in collected))
    if not favour:
        return prior
    least = min(prior.values(), default=0.0)
    supported = (code for code, odds in prior.items() if odds > least)
    codes = (*candidates.likely, *supported)
    return {**prior, **{code: prior.get(code, 0.0) + favour for code in codes}}


def _decide_together(
    collected: Sequence[Evidence], candidates: Candidates, favoured: Mapping[str, float]
) -> list[ChunkDecision]:
    states = list(dict.fromkeys(code for each in collected for code in _possible(each, candidates)))
    if not states:
        return []
    rows = [
        log_probabilities(evidence, states, candidates.codes(evidence.chunk.script))
        for evidence in collected
    ]
    rows[0] = [score + favoured.get(code, 0.0) for code, score in zip(states, rows[0], strict=True)]
    chunks = [evidence.chunk for evidence in collected]
    parents = [chunk.parent for chunk in chunks]
    costs = [
        _cost(chunk, after, None if chunk.parent is None else chunks[chunk.parent])
        for chunk, after in zip(chunks, [*chunks[1:], None], strict=True)
    ]
    best = best_states(rows, parents, costs)
    beliefs = posteriors(rows, parents, costs)
    return [
        ChunkDecision(evidence.chunk, states[k], belief[k], not evidence.query)
        for evidence, k, belief in zip(collected, best, beliefs, strict=True)
    ]


def _cost(chunk: Chunk, after: Chunk | None, parent: Chunk | None) -> float:
    """The cost of a change of language at the beginning of a chunk.

    A name in Latin letters inside a sentence costs twice, because it is rarely a quotation. In a
    sentence in Latin letters, brackets do not hold back a word in another script.
    """
    latin_parent = parent is not None and parent.script == "Latn"
    if chunk.boundary == Boundary.BRACKET and chunk.script != "Latn" and latin_parent:
        return _COST[Boundary.SCRIPT]
    goes_on = after and after.boundary == Boundary.NONE and after.parent == chunk.parent
    if chunk.boundary == Boundary.SCRIPT and chunk.script == "Latn" and goes_on:
        return 2 * _COST[Boundary.SCRIPT]
    return _COST[chunk.boundary]


def _decide_alone(
    evidence: Evidence,
    candidates: Candidates,
    prior: Mapping[str, float],
    favoured: Mapping[str, float],
) -> ChunkDecision | None:
    """The same result as `_decide_together` for a single chunk, faster.

    The favour decides, but raises the confidence at most to `_FAVOURED`.
    """
    codes = list(_possible(evidence, candidates))
    if not codes:
        return None
    scores = [evidence.known[code] + favoured.get(code, 0.0) for code in codes]
    best = scores.index(max(scores))
    share = _share(scores, best)
    if favoured is not prior and share > _FAVOURED:
        plain = [evidence.known[code] + prior.get(code, 0.0) for code in codes]
        share = min(share, max(_FAVOURED, _share(plain, best)))
    return ChunkDecision(evidence.chunk, codes[best], share, not evidence.query)


def _share(scores: Sequence[float], at: int) -> float:
    """The probability of one of several log-odds."""
    return 1 / sum(math.exp(score - scores[at]) for score in scores)


def _possible(evidence: Evidence, candidates: Candidates) -> Iterable[str]:
    return (code for code in evidence.known if code in candidates.langs or code == UNKNOWN)
