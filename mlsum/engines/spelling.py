"""How likely a spelling of a word is: `minister` or `Minister`, `NATO` or `Nato`.

The vocabulary of a Firefox model says so, whatever engine translates: a unigram language model
(Kudo 2018), it holds the log-probability of every piece, of capitals and small letters alike.
"""

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import normalize

from mlsum import store
from mlsum.core.lang import Lang

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

__all__ = ["Likelihood", "lacks_character", "likelihood", "load_vocabulary"]


class Likelihood(NamedTuple):
    """The logarithm of a word's probability, and in how many pieces the vocabulary has it.

    A word is not `known` where the vocabulary lacks one of its letters, even without its accent.
    """

    log: float
    pieces: int
    known: bool = True


def likelihood(lang: Lang) -> Callable[[str], Likelihood] | None:
    """What rates words; None where no vocabulary of `lang` is installed."""
    path = _found.get(lang.base) or _vocabulary_of(lang)
    if path is None:
        return None
    _found[lang.base] = path
    return _rater(path)


_found: dict[Lang, Path] = {}  # one that is not there yet may be pulled


def _vocabulary_of(lang: Lang) -> Path | None:
    for model in store.installed("firefox"):
        if any(source.base == lang.base for source, _ in model.pairs):
            files = store.verify(model)
            return files.get("source vocabulary", files.get("vocabulary"))
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
        unknown = vocabulary.unk_id()
        word = word.replace("’", "'")
        pieces = vocabulary.encode(word)
        if unknown in pieces:  # some vocabularies lack capitals with accents
            bare = (
                normalize("NFD", char)[0] if lacks_character(path, char) else char for char in word
            )
            pieces = vocabulary.encode("".join(bare))
        log = sum(map(vocabulary.get_score, pieces))
        return Likelihood(log, len(pieces), unknown not in pieces)

    return rate
