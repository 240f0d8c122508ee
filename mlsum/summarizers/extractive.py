"""The embedded summarizer: sentences ranked by what they share with the rest of their text.

Three votes in one setting for all languages: centrality (how much a sentence shares with all
others; degree centrality of the sentence graph, Erkan & Radev 2004), position (news puts first
what matters most) and the words of the title. Then near-repeats of what is already chosen step
back (maximal marginal relevance, Carbonell & Goldstein 1998). Everything is a sum over the sparse
term matrix, so no matrix of sentences by sentences is ever made and time is near-linear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from mlsum.core.lang import Lang
from mlsum.summarizers.terms import terms

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["ExtractiveSummarizer", "standard"]

# Weights beside centrality (1), all in standard deviations. Chosen where the means over the
# neighbouring settings were highest on Portuguese news and Korean science articles; see
# scripts/eval_summaries.py. Flat: 0.4 to 0.7 for the position moves no ROUGE on news by more than
# 0.01.
_POSITION = 0.5
_TITLE = 0.15
_REPEAT = 4.0

# How far a sentence's weight is divided by its length: 1 is the cosine, which favours the short
# ones, 0 the dot product, which favours the long (compare pivoted normalization, Singhal 1996).
_LENGTH = 0.5

# So many are chosen with an eye on repeats; the order of the rest matters to no summary.
_DIVERSE = 50


@dataclass(frozen=True, slots=True)
class _Matrix:
    """Weights of terms (columns) in sentences (rows), sparse: three vectors of one length.

    `rows` is sorted; those of sentence i are at `starts[i]` to `starts[i + 1]`.
    """

    rows: Ints
    columns: Ints
    values: Floats
    starts: Ints
    shape: tuple[int, int]

    def times(self, vector: Floats) -> Floats:
        """The product with a vector over the terms: one number per sentence."""
        import numpy as np

        weighted = self.values * vector[self.columns]
        return np.bincount(self.rows, weighted, minlength=self.shape[0]).astype(
            np.float64, copy=False
        )

    def row(self, index: int) -> Floats:
        """The weights of one sentence: one number per term."""
        import numpy as np

        first, last = self.starts[index], self.starts[index + 1]
        weights = np.zeros(self.shape[1])
        weights[self.columns[first:last]] = self.values[first:last]
        return weights

    def total(self, weights: Floats) -> Floats:
        """The weighted sum of the sentences: one number per term."""
        import numpy as np

        weighted = self.values * weights[self.rows]
        return np.bincount(self.columns, weighted, minlength=self.shape[1]).astype(
            np.float64, copy=False
        )


class ExtractiveSummarizer:
    """Ranks sentences; deterministic, without a model, in any language."""

    name = "extractive"

    def rank(self, sentences: Sequence[str], lang: Lang, title: str = "") -> list[int]:
        """Indices of all sentences, the one most worth keeping first."""
        import numpy as np

        if not sentences:
            return []
        found, (asked,) = self._terms(sentences, lang), self._terms([title], lang)
        columns = {
            term: column for column, term in enumerate(dict.fromkeys(chain.from_iterable(found)))
        }
        matrix, idf = _weigh(found, columns)
        norms = np.sqrt(np.bincount(matrix.rows, matrix.values**2, minlength=len(sentences)))
        norms[norms == 0] = 1
        place = np.log1p(np.arange(len(sentences)))
        score = standard(_centrality(matrix, norms)) - _POSITION * standard(place)
        score += self._vote(sentences, lang, title)
        known = [columns[term] for term in set(asked) if term in columns]
        if known:
            wanted = np.zeros(len(columns))
            wanted[known] = idf[known]
            score += _TITLE * standard(matrix.times(wanted) / norms)
        return _diverse(score, matrix, norms)

    def _terms(self, texts: Sequence[str], lang: Lang) -> list[list[str]]:
        """The terms by which texts are compared."""
        return [terms(one, lang) for one in texts]

    def _vote(self, sentences: Sequence[str], lang: Lang, title: str) -> Floats | float:  # noqa: ARG002
        """What else speaks for each sentence, in the same unit as the other votes."""
        return 0.0


def _weigh(texts: Sequence[list[str]], columns: Mapping[str, int]) -> tuple[_Matrix, Floats]:
    """Log-frequency times inverse document frequency inside the text, and the latter alone."""
    import numpy as np

    counts = Counter((row, columns[term]) for row, text in enumerate(texts) for term in text)
    cells = np.array(list(counts), dtype=np.intp).reshape(-1, 2)
    rows, cols = cells[:, 0], cells[:, 1]
    idf = np.log1p(len(texts) / np.bincount(cols, minlength=len(columns)))
    values = np.log1p(np.fromiter(counts.values(), dtype=np.float64)) * idf[cols]
    starts = np.searchsorted(rows, np.arange(len(texts) + 1))
    return _Matrix(rows, cols, values, starts, (len(texts), len(columns))), idf


def _centrality(matrix: _Matrix, norms: Floats) -> Floats:
    """Similarity of every sentence to all others, summed."""
    scale = norms**-_LENGTH
    return matrix.times(matrix.total(scale)) * scale - (norms * scale) ** 2


def standard(values: Floats) -> Floats:
    """In standard deviations from the mean; all zero where all are equal."""
    import numpy as np

    spread = values.std()
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def _diverse(score: Floats, matrix: _Matrix, norms: Floats) -> list[int]:
    """Indices by score, less the likeness to the nearest of those before.

    Likeness is the cosine to the fourth power: near-repeats count, a shared subject does not.
    """
    import numpy as np

    unit = replace(matrix, values=matrix.values / norms[matrix.rows])
    ranking: list[int] = []
    left = score.copy()
    for _ in range(min(_DIVERSE, len(score))):
        best = int(left.argmax())
        ranking.append(best)
        squared = unit.times(unit.row(best)) ** 2
        left = np.minimum(left, score - _REPEAT * squared * squared)
        left[ranking] = -np.inf
    rest = np.argsort(-left, kind="stable")[: len(score) - len(ranking)]
    return [*ranking, *map(int, rest)]
