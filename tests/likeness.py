"""How alike two texts are, for outputs of models, whose words no test may rest on."""

from mlsum.engines import chrf as corpus

__all__ = ["chrf"]


def chrf(hypothesis: str, *references: str) -> float:
    """chrF of one sentence, from 0 to 100, against the nearest of the references."""
    return max(corpus.chrf([hypothesis], [reference]) for reference in references)
