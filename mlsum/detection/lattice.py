"""The best language for every piece of a text, given its neighbours, and how sure each is.

A hidden Markov model whose pieces form a tree rather than a chain: a sentence goes on after the
quotation in it, so what follows the quotation hangs on what stood before. The states are the
languages, each piece has a log-probability under each of them, and a language other than the
parent's costs the more, the weaker the bound between the two. The best assignment is found by
max-product, the posterior of each step by sum-product message passing (Pearl 1988), which on a
chain are the algorithms of Viterbi (1967) and Baum et al. (1970). Both are exact and linear.
"""

import math
from collections.abc import Sequence

__all__ = ["best_states", "posteriors"]

Rows = Sequence[Sequence[float]]
Parents = Sequence[int | None]


def best_states(scores: Rows, parents: Parents, costs: Sequence[float]) -> list[int]:
    """The state of each piece in the best assignment.

    `scores[i][k]` is the log-probability of piece i under state k; `parents[i]` is an earlier
    piece or None for a root; `costs[i]` (nats) is the price of a state other than the parent's.
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


def posteriors(scores: Rows, parents: Parents, costs: Sequence[float]) -> list[list[float]]:
    """The probability of every state at each piece, under the same model as `best_states`."""
    beliefs = [_normal(row) for row in scores]
    messages: list[list[float]] = [[]] * len(scores)
    for i in range(len(scores) - 1, -1, -1):
        parent = parents[i]
        if parent is not None:
            messages[i] = _passed(beliefs[i], costs[i])
            beliefs[parent] = _product(beliefs[parent], messages[i])
    for i, parent in enumerate(parents):
        if parent is not None:
            # What the parent knows without this piece, sent down to it.
            rest = [b / m for b, m in zip(beliefs[parent], messages[i], strict=True)]
            beliefs[i] = _product(beliefs[i], _passed(rest, costs[i]))
    return beliefs


def _passed(belief: Sequence[float], cost: float) -> list[float]:
    """A belief seen through a bound; never zero, so that it can be divided by."""
    change = math.exp(-cost)
    rest = change * sum(belief)
    return [(1 - change) * p + rest for p in belief]


def _product(one: Sequence[float], other: Sequence[float]) -> list[float]:
    product = [a * b for a, b in zip(one, other, strict=True)]
    total = sum(product)
    return [p / total for p in product]


def _normal(row: Sequence[float]) -> list[float]:
    top = max(row)
    weights = [math.exp(score - top) for score in row]
    total = sum(weights)
    return [weight / total for weight in weights]
