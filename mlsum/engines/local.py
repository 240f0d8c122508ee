"""What the engines have in common that run models of known families from a folder."""

from __future__ import annotations

import hashlib
import threading
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Protocol

from mlsum import store
from mlsum.core.backends import EngineOptions
from mlsum.core.document import Translation
from mlsum.core.errors import MissingModelError, foreign_errors
from mlsum.core.lang import Lang
from mlsum.engines.recipe import Recipe
from mlsum.engines.signs import not_copied
from mlsum.engines.split import split_long
from mlsum.engines.texts import around, encodable, not_unicode
from mlsum.engines.vocabulary import Vocabulary
from mlsum.store import Installed
from mlsum.store.families import FAMILIES, Family, family_of, pair_of

__all__ = ["MAX_TOKENS", "LocalEngine", "Pieces", "Runner", "beam_of", "identity"]

# The models have room for 512 tokens or more but were trained on single sentences.
MAX_TOKENS = 256
_END = 1 << 20  # bytes


class Runner(Protocol):
    """A loaded model."""

    @property
    def vocabulary(self) -> Vocabulary:
        """Its tokenizer."""

    def translate(
        self, texts: Iterable[str], source: Lang, target: Lang, options: EngineOptions
    ) -> Iterator[str | None]:
        """Translate sentences, in order; None for one in which there is nothing to read."""

    def write(
        self, asked: Sequence[Sequence[str]], first: Sequence[str], recipe: Recipe, beam: int
    ) -> list[tuple[list[str], bool]]:
        """What the model writes for texts in tokens, in order, and whether it came to an end.

        `first` are the tokens that it is made to write first, which are not given back.
        """


class LocalEngine(ABC):
    """Loads a model when it is first asked for, and holds it. Threads may share it."""

    name: str
    weights: str  # what the files are called that make a folder a model of this engine

    def __init__(self, options: EngineOptions | None = None) -> None:
        self._options = options or EngineOptions()
        self._models: dict[Path, Runner] = {}
        self._lock = threading.Lock()

    @abstractmethod
    def _load(self, folder: Path, family: Family) -> Runner:
        """Load a model from its folder."""

    def supports(self, source: Lang, target: Lang) -> bool:
        """Whether an installed model, or the named one, has this direction; reads no weights."""
        return self._find(source, target) is not None

    def signature(self, source: Lang, target: Lang) -> str:
        """Model, revision and width of the search: `ctranslate2:m2m100-418m@55c2e61b-beam2`."""
        found = self._installed(source, target)
        return f"{self.name}:{identity(found)}-beam{beam_of(found.family, self._options)}"

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        """Translate sentences: same length and order; blank text and outer blanks stay as they are.

        A sentence longer than the model takes is cut at clauses, never cut off. Raises
        MissingModelError for a pair without a model, ModelError for damaged files, EngineError
        when the runtime fails.
        """
        signature = self.signature(source, target)
        runner = self.runner(self._installed(source, target))
        # No tokenizer takes the others.
        going = (text for text in texts if encodable(text))
        with foreign_errors(signature):
            written = iter(list(runner.translate(going, source, target, self._options)))
        return [
            # Where there is nothing to read the text is blank, or of characters without a token.
            Translation(text if (one := next(written)) is None else one, engine=signature)
            if encodable(text)
            else not_unicode(text, signature)
            for text in texts
        ]

    def lacks(self, characters: str, source: Lang, target: Lang) -> frozenset[str]:
        """Those that the vocabulary of the pair's model lacks, and signs that are not copied."""
        model = self._installed(source, target)
        found = frozenset(char for char in characters if _lacks(model.folder, model.family, char))
        return found | not_copied(self, characters, source, target)

    def _find(self, source: Lang, target: Lang) -> Installed | None:
        if source.base == target.base:
            return None
        able = (one for one in self.known() if one.covers(source, target))
        return next(able, None)

    def languages(self, folder: Path, family: str) -> tuple[Lang, ...]:
        """The languages that the vocabulary of a model has tags for."""
        return tuple(sorted(Vocabulary.load(folder, FAMILIES[family]).codes))

    def known(self) -> tuple[Installed, ...]:
        """The models that may be taken: the named one, or all that are installed."""
        wanted = self._options.model
        found = store.installed(self.name)
        if wanted is None:
            return found
        if named := tuple(one for one in found if one.name == wanted):
            return named
        model = _in_folder(Path(wanted).expanduser(), self.name, self.weights)
        return (model,) if model else ()

    def _installed(self, source: Lang, target: Lang) -> Installed:
        found = self._find(source, target)
        if found is None:
            raise MissingModelError(
                f"no model of {source} to {target} is installed for the engine {self.name}",
                hint="mlsum models list",
            )
        return found

    def runner(self, installed: Installed) -> Runner:
        """A model, loaded once."""
        with self._lock:
            if installed.folder not in self._models:
                self._models[installed.folder] = self._load(
                    installed.folder, FAMILIES[installed.family]
                )
            return self._models[installed.folder]


@lru_cache(maxsize=16)
def _vocabulary(folder: Path, family: str) -> Vocabulary:
    return Vocabulary.load(folder, FAMILIES[family])


@lru_cache(maxsize=1 << 16)
def _lacks(folder: Path, family: str, char: str) -> bool:
    return _vocabulary(folder, family).lacks(char)


@lru_cache(maxsize=16)
def _in_folder(folder: Path, engine: str, weights: str) -> Installed | None:
    """A model that is not in the store: what it can do is read from its files."""
    files = sorted(folder.glob(weights))
    if not files:
        return None
    family = family_of(folder)
    pair = pair_of(folder)
    return Installed(
        folder.resolve().name,
        engine,
        _fingerprint(files),
        pairs=(pair,) if pair else (),
        licence="",
        family=family.name,
        languages=() if pair else tuple(Vocabulary.load(folder, family).codes),
        folder=folder,
    )


def beam_of(family: str, options: EngineOptions) -> int:
    """The width of the search: as it was set, else as the family's own runtime searches."""
    chosen = options.beam != EngineOptions().beam
    return options.beam if chosen else FAMILIES[family].beam or options.beam


def identity(model: Installed) -> str:
    """Which model this is, name and revision: `m2m100-418m@55c2e61b`."""
    return f"{model.name}@{model.version[:14]}" if model.version else model.name


def _fingerprint(files: Sequence[Path]) -> str:
    """What tells weights from others in no time: their sizes, and how they begin and end."""
    digest = hashlib.sha256()
    for path in files:
        size = path.stat().st_size
        digest.update(size.to_bytes(8, "big"))
        with path.open("rb") as stream:
            digest.update(stream.read(_END))
            stream.seek(max(0, size - _END))
            digest.update(stream.read(_END))
    return digest.hexdigest()


class Pieces:
    """Texts as a model reads them: `asked` holds the tokens of each piece, tags and end included.

    Empty where there is nothing to read. A text longer than the model takes is several pieces.
    """

    def __init__(
        self, vocabulary: Vocabulary, texts: Sequence[str], source: Lang, target: Lang
    ) -> None:
        self._vocabulary = vocabulary
        cut = [split_long(text, MAX_TOKENS, self._count) for text in texts]
        self._sizes = [len(pieces) for pieces in cut]
        self._pieces = [piece for pieces in cut for piece in pieces]
        read = vocabulary.read([piece.strip() for piece in self._pieces])
        self.asked = [vocabulary.asked(tokens, source, target) if tokens else [] for tokens in read]

    def joined(self, written: Mapping[int, Sequence[str]]) -> Iterator[str | None]:
        """The translation of each text from the tokens of its pieces; None where none was read."""
        first = 0
        for size in self._sizes:
            numbers = range(first, first + size)
            first += size
            if any(number in written for number in numbers):
                yield "".join(self._piece(number, written.get(number)) for number in numbers)
            else:
                yield None

    def _piece(self, number: int, tokens: Sequence[str] | None) -> str:
        text = self._pieces[number]
        return text if tokens is None else around(text, self._vocabulary.write(tokens))

    def _count(self, text: str) -> int:
        return len(self._vocabulary.read([text])[0])
