"""How likely a spelling of a word is: `minister` or `Minister`, `NATO` or `Nato`.

The vocabulary of a Firefox model says so, whatever engine translates: a unigram language model
(Kudo 2018), it holds the log-probability of every piece, of capitals and small letters alike.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from mlsum import registry
from mlsum.lang import Lang

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

__all__ = ["Likelihood", "lacks_character", "likelihood", "load_vocabulary"]


class Likelihood(NamedTuple):
    """The logarithm of a word's probability, and in how many pieces the vocabulary has it."""

    log: float
    pieces: int


def likelihood(lang: Lang) -> Callable[[str], Likelihood] | None:
    """What rates words; None where no vocabulary of `lang` is installed."""
    for model in registry.installed("firefox"):
        if any(source.base == lang.base for source, _ in model.pairs):
            files = registry.verify(model)
            path = files.get("source vocabulary", files.get("vocabulary"))
            return _rater(path) if path else None
    return None


@lru_cache(maxsize=16)
def load_vocabulary(path: Path) -> "SentencePieceProcessor":
    """A vocabulary from its file, loaded once."""
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=str(path))


@lru_cache(maxsize=1 << 16)
def lacks_character(path: Path, char: str) -> bool:
    """Whether a vocabulary, loaded from its file, has no piece for a character."""
    vocabulary = load_vocabulary(path)
    return vocabulary.unk_id() in vocabulary.encode(f"a{char}")


@lru_cache(maxsize=16)
def _rater(path: Path) -> Callable[[str], Likelihood]:
    vocabulary = load_vocabulary(path)

    @lru_cache(maxsize=4096)
    def rate(word: str) -> Likelihood:
        pieces = vocabulary.encode(word)
        return Likelihood(sum(map(vocabulary.get_score, pieces)), len(pieces))

    return rate
