"""The best path of languages over the pieces of a text, and how sure each step is.

A hidden Markov model: the states are the languages, each piece has a log-probability under each
of them, and going over to another language costs the more, the weaker the bound between the two
pieces is. The path is Viterbi's (1967); the confidence of a step is its posterior probability,
by the forward-backward algorithm (Rabiner 1989).
"""

import math
from collections.abc import Sequence

__all__ = ["best_path"]

Scores = Sequence[Sequence[float]]


def best_path(emissions: Scores, costs: Sequence[float]) -> tuple[list[int], list[list[float]]]:
    """The state of each piece on the best path, and the posterior of every state at each piece.

    `emissions[i][k]` is the log-probability of piece i under state k; `costs[i]` (nats) is what
    it costs to change the state before piece i, the first one is ignored. Takes time in
    proportion to pieces × states.
    """
    if len(emissions) == 1:
        row = emissions[0]
        return [max(range(len(row)), key=row.__getitem__)], [_normal(row)]
    return _viterbi(emissions, costs), _posteriors(emissions, costs)


def _viterbi(emissions: Scores, costs: Sequence[float]) -> list[int]:
    states = range(len(emissions[0]))
    score = list(emissions[0])
    back: list[list[int]] = []
    for row, cost in zip(emissions[1:], costs[1:], strict=True):
        top = max(states, key=score.__getitem__)
        switch = score[top] - cost
        came = [k if score[k] >= switch else top for k in states]
        score = [max(score[k], switch) + row[k] for k in states]
        back.append(came)
    path = [max(states, key=score.__getitem__)]
    for came in reversed(back):
        path.append(came[path[-1]])
    return path[::-1]


def _posteriors(emissions: Scores, costs: Sequence[float]) -> list[list[float]]:
    """Forward times backward, each step normalized so that long texts do not underflow."""
    forward = [_normal(emissions[0])]
    for row, cost in zip(emissions[1:], costs[1:], strict=True):
        change = math.exp(-cost)
        rest = change * sum(forward[-1])
        forward.append(_scaled([p * (1 - change) + rest for p in forward[-1]], row))
    backward = [1.0] * len(emissions[0])
    posteriors = [forward[-1]]
    for i in range(len(emissions) - 1, 0, -1):
        change = math.exp(-costs[i])
        seen = _scaled(backward, emissions[i])
        backward = [p * (1 - change) + change * sum(seen) for p in seen]
        posteriors.append(_share([f * b for f, b in zip(forward[i - 1], backward, strict=True)]))
    return posteriors[::-1]


def _scaled(weights: Sequence[float], row: Sequence[float]) -> list[float]:
    top = max(row)
    return _share([w * math.exp(e - top) for w, e in zip(weights, row, strict=True)])


def _share(weights: Sequence[float]) -> list[float]:
    total = sum(weights) or 1.0
    return [w / total for w in weights]


def _normal(row: Sequence[float]) -> list[float]:
    top = max(row)
    return _share([math.exp(e - top) for e in row])
