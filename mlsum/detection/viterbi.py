"""The best language of every chunk of a text in its context, and the probability of each.

The chunks of this hidden Markov model form a tree rather than a chain: a sentence goes on after a
quotation, so what follows the quotation depends on the words before it. The states are the
languages. Each chunk has a log-probability under each state, and a change of state costs more at a
weaker boundary. Max-product finds the best assignment, sum-product message passing the posteriors
(Pearl 1988). On a chain these are the algorithms of Viterbi (1967) and Baum et al. (1970). Both are
exact and linear.
"""

import math
from collections.abc import Sequence

__all__ = ["best_states", "posteriors"]

Scores = Sequence[Sequence[float]]
Parents = Sequence[int | None]


def best_states(scores: Scores, parents: Parents, costs: Sequence[float]) -> list[int]:
    """The state of each chunk in the best assignment.

    `scores[i][k]` is the log-probability of chunk i under state k; `parents[i]` is an earlier
    chunk or None for a root; `costs[i]` (nats) is the cost of a state other than the parent's.
    """
    upward = [list(row) for row in scores]
    tops = [0] * len(scores)
    for i in range(len(scores) - 1, -1, -1):
        row = upward[i]
        tops[i] = max(range(len(row)), key=row.__getitem__)
        parent = parents[i]
        if parent is not None:
            switch = row[tops[i]] - costs[i]
            above = upward[parent]
            for k, score in enumerate(row):
                above[k] += score if score > switch else switch
    states: list[int] = []
    for i, parent in enumerate(parents):
        stay = states[parent] if parent is not None else tops[i]
        row = upward[i]
        states.append(stay if row[stay] >= row[tops[i]] - costs[i] else tops[i])
    return states


def posteriors(scores: Scores, parents: Parents, costs: Sequence[float]) -> list[list[float]]:
    """The probability of every state of each chunk, under the same model as `best_states`."""
    beliefs = [_softmax(row) for row in scores]
    messages: list[list[float]] = [[]] * len(scores)
    for i in range(len(scores) - 1, -1, -1):
        parent = parents[i]
        if parent is not None:
            messages[i] = _message(beliefs[i], costs[i])
            beliefs[parent] = _product(beliefs[parent], messages[i])
    for i, parent in enumerate(parents):
        if parent is not None:
            # The parent's belief without this chunk, sent down to it.
            rest = [b / m for b, m in zip(beliefs[parent], messages[i], strict=True)]
            beliefs[i] = _product(beliefs[i], _message(rest, costs[i]))
    return beliefs


def _message(belief: Sequence[float], cost: float) -> list[float]:
    """A belief across a boundary; never zero, so that it can be divided by."""
    change = math.exp(-cost)
    rest = change * sum(belief)
    return [(1 - change) * p + rest for p in belief]


def _product(left: Sequence[float], right: Sequence[float]) -> list[float]:
    return _normalized([a * b for a, b in zip(left, right, strict=True)])


def _softmax(row: Sequence[float]) -> list[float]:
    top = max(row)
    return _normalized([math.exp(score - top) for score in row])


def _normalized(weights: Sequence[float]) -> list[float]:
    total = sum(weights)
    return [weight / total for weight in weights]
