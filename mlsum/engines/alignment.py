"""Alignments of texts: what tokens share, and two alignments as one."""

from collections.abc import Sequence

from mlsum.core.document import Alignment

__all__ = ["joined", "shares"]


def joined(first: Alignment, second: Alignment) -> Alignment:
    """How the second's translation rests on the first's source: what is between rests on it.

    The text between may be cut into other tokens in either; characters tell which these share.
    """
    found = shares(second.source, first.target)
    between = [
        _sum([(share, first.weights[row]) for row, share in parts], len(first.source))
        for parts in found
    ]
    weights = [
        tuple(_sum([(w, between[i]) for i, w in enumerate(row)], len(first.source)))
        for row in second.weights
    ]
    return Alignment(first.source, second.target, tuple(weights))


def _sum(parts: Sequence[tuple[float, Sequence[float]]], size: int) -> list[float]:
    total = [0.0] * size
    for share, row in parts:
        if share > 0.01:
            total = [a + share * b for a, b in zip(total, row, strict=True)]
    return total


def shares(
    tokens: Sequence[tuple[int, int]], others: Sequence[tuple[int, int]]
) -> list[list[tuple[int, float]]]:
    """For each token the others that have characters of it, with their shares; both in order."""
    found: list[list[tuple[int, float]]] = []
    at = 0
    for start, end in tokens:
        while at < len(others) and others[at][1] <= start:
            at += 1
        parts: list[tuple[int, float]] = []
        i = at
        while i < len(others) and others[i][0] < end:
            parts.append((i, float(min(end, others[i][1]) - max(start, others[i][0]))))
            i += 1
        total = sum(part for _, part in parts)
        found.append([(i, part / total) for i, part in parts if part > 0])
    return found
