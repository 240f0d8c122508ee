"""chrF, the F-score of character n-grams (Popović 2015): order 6, recall counts twice (β = 2)."""

from collections import Counter
from collections.abc import Sequence

__all__ = ["chrf"]

_ORDER, _BETA = 6, 2


def chrf(hypotheses: Sequence[str], references: Sequence[str]) -> float:
    """The score of a corpus, 0 to 100, as sacrebleu computes it: statistics summed over sentences.

    Blanks count for nothing.
    """
    totals = [[0, 0, 0] for _ in range(_ORDER)]  # in the hypotheses, in the references, in both
    for hypothesis, reference in zip(hypotheses, references, strict=True):
        for order, total in enumerate(totals, 1):
            first, second = (
                _ngrams("".join(text.split()), order) for text in (hypothesis, reference)
            )
            # A sentence too short for an order says nothing of it.
            if first and second:
                total[0] += first.total()
            total[1] += second.total()
            total[2] += (first & second).total()
    scores = [_f_score(*total) for total in totals if total[0] and total[1]]
    return 100 * sum(scores) / len(scores) if scores else 0.0


def _ngrams(text: str, order: int) -> Counter[str]:
    return Counter(text[i : i + order] for i in range(len(text) - order + 1))


def _f_score(found: int, wanted: int, both: int) -> float:
    precision, recall = both / found, both / wanted
    weight = _BETA**2
    if not both:
        return 0.0
    return (1 + weight) * precision * recall / (weight * precision + recall)
