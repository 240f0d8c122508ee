"""How alike two texts are, for outputs of models, whose words no test may rest on."""

from collections import Counter

__all__ = ["chrf"]

_ORDER, _BETA = 6, 2


def chrf(hypothesis: str, *references: str) -> float:
    """chrF of Popović 2015, from 0 to 100, against the nearest of the references."""
    return max(_chrf(hypothesis, reference) for reference in references)


def _chrf(hypothesis: str, reference: str) -> float:
    scores = []
    for size in range(1, _ORDER + 1):
        ours, theirs = _grams(hypothesis, size), _grams(reference, size)
        if not ours or not theirs:
            continue
        both = (ours & theirs).total()
        precision, recall = both / ours.total(), both / theirs.total()
        weighed = _BETA**2 * precision + recall
        scores.append((1 + _BETA**2) * precision * recall / weighed if weighed else 0.0)
    return 100 * sum(scores) / len(scores) if scores else 0.0


def _grams(text: str, size: int) -> Counter[str]:
    letters = "".join(text.split())
    return Counter(letters[at : at + size] for at in range(len(letters) - size + 1))
