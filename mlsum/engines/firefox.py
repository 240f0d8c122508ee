"""Firefox Translations models: the embedded English ↔ Portuguese engine.

The models are those of Bogoychev et al. 2020: small students with a recurrent decoder (SSRU) and
int8 weights, greedy. Two runtimes read them: ours, in batches (see `marian`), where its packages
are installed; else fxtranslate, one sentence at a time.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mlsum.core.backends import EngineOptions
from mlsum.core.document import Alignment, Translation
from mlsum.core.errors import MissingModelError, foreign_errors
from mlsum.core.lang import Lang
from mlsum.engines.cores import cores
from mlsum.engines.signs import not_copied
from mlsum.engines.spelling import lacks_character, load_vocabulary
from mlsum.engines.split import split_long
from mlsum.engines.texts import around, encodable, not_unicode
from mlsum.store import Manifest, find, folder, missing, verify

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

    from mlsum.engines.marian import MarianModel

__all__ = ["MAX_TOKENS", "FirefoxEngine"]

# The runtime takes 512 tokens, but these models end their sentence near the 110th, having been
# trained on shorter ones: on joined news sentences chrF is level up to 105 tokens (71 to 72),
# then falls to 66 (105-120), 58 (120-135), 50 (150-165), while translated in pieces it stays at 72.
MAX_TOKENS = 96


@dataclass(frozen=True, slots=True)
class _Model:
    """One direction as one thread holds it."""

    translate: Callable[[Sequence[str]], list[str]]
    vocabulary: "SentencePieceProcessor"
    batched: "MarianModel | None" = None

    def count(self, text: str) -> int:
        """The tokens of a text."""
        return len(self.vocabulary.encode(text))


class FirefoxEngine:
    """Every installed Firefox model, or the named one. They are greedy, and run on the CPU.

    Safe to share: each thread makes translators of its own.
    """

    name = "firefox"

    def __init__(self, options: EngineOptions | None = None) -> None:
        self._options = options or EngineOptions()
        # fxtranslate's Translator panics when another thread than its maker's calls it.
        self._local = threading.local()
        self._vocabularies: dict[tuple[Lang, Lang], Path] = {}

    def supports(self, source: Lang, target: Lang) -> bool:
        """Whether the runtime and a model of this pair are installed; looks for files only."""
        manifest = find(self.name, source, target)
        if manifest is None or self._options.model not in (None, manifest.name):
            return False
        return folder(manifest) is not None and _has_runtime()

    def signature(self, source: Lang, target: Lang) -> str:
        """Engine and model version, e.g. `firefox:enpt-1693087644`."""
        return f"{self.name}:{self._manifest(source, target).version}"

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        """Translate sentences: same length and order; blank text and outer blanks stay as they are.

        A sentence longer than the model takes is cut at clauses, never cut off. One that the
        runtime cannot take comes back as `untranslated`. Raises MissingModelError for a pair
        without a model, ModelError for damaged files, EngineError when the runtime fails.
        """
        model = self._model(source, target)
        signature = self.signature(source, target)
        with foreign_errors(signature):
            return _translate(model, texts, signature)

    def lacks(self, characters: str, source: Lang, target: Lang) -> frozenset[str]:
        """Those that the vocabulary of the pair's source lacks, and signs that are not copied."""
        path = self._vocabularies.get((source, target))
        if path is None:
            files = verify(self._manifest(source, target))
            path = files.get("source vocabulary", files.get("vocabulary", Path()))
            self._vocabularies[source, target] = path
        found = frozenset(char for char in characters if lacks_character(path, char))
        return found | not_copied(self, characters, source, target)

    def aligns(self, source: Lang, target: Lang) -> bool:
        """Whether it can align this pair, which only our own runtime can."""
        return _has_batched_runtime() and self.supports(source, target)

    def align_batch(
        self, pairs: Sequence[tuple[str, str]], source: Lang, target: Lang
    ) -> list[Alignment | None]:
        """Align texts with translations of them: same length and order; None for one too long."""
        from mlsum.engines.marian.align import align_texts

        model = self._model(source, target).batched
        if model is None:
            return [None] * len(pairs)
        with foreign_errors(self.signature(source, target)):
            return align_texts(model.student, (model.source, model.target), pairs)

    def _manifest(self, source: Lang, target: Lang) -> Manifest:
        manifest = find(self.name, source, target)
        if manifest is None:
            raise MissingModelError(f"no Firefox model of {source} to {target} is known")
        return manifest

    def _model(self, source: Lang, target: Lang) -> _Model:
        manifest = self._manifest(source, target)
        models: dict[str, _Model] = self._local.__dict__.setdefault("models", {})
        if manifest.name not in models:
            models[manifest.name] = _load(manifest, self._options)
        return models[manifest.name]


def _load(manifest: Manifest, options: EngineOptions) -> _Model:
    if not _has_runtime():
        raise missing(manifest)
    files = verify(manifest)
    with foreign_errors(manifest.name):
        source = files.get("source vocabulary", files.get("vocabulary", Path()))
        target = files.get("target vocabulary", source)
        # Without the lexical shortlist: it costs 0.1 chrF (both directions), and brings stray
        # tokens such as `)` for `"`; what it saves is 5 % of the time with fxtranslate.
        paths = (files["weights"], source, target)
        if _has_batched_runtime():
            model = _batched(paths, options.threads or cores(), options.batch_tokens)
            return _Model(model.translate_batch, load_vocabulary(source), model)
        return _Model(_one_by_one(paths), load_vocabulary(source))


@lru_cache(maxsize=16)
def _batched(paths: tuple[Path, ...], threads: int, batch_tokens: int) -> "MarianModel":
    from mlsum.engines.marian import MarianModel

    files = (one.read_bytes() for one in paths)
    return MarianModel.load(*files, threads=threads, batch_tokens=batch_tokens)


def _one_by_one(paths: tuple[Path, ...]) -> Callable[[Sequence[str]], list[str]]:
    from fxtranslate import Translator

    translator = Translator(*(one.read_bytes() for one in paths))
    return lambda texts: [translator.translate(text) for text in texts]


@lru_cache(maxsize=1)
def _has_runtime() -> bool:
    return _has_batched_runtime() or find_spec("fxtranslate") is not None


@lru_cache(maxsize=1)
def _has_batched_runtime() -> bool:
    return all(find_spec(name) for name in ("onnx", "onnxruntime"))


def _translate(model: _Model, texts: Sequence[str], signature: str) -> list[Translation]:
    """Every sentence in as many pieces as it takes, all pieces of all sentences in one go."""
    cut = [split_long(text, MAX_TOKENS, model.count) if encodable(text) else None for text in texts]
    bare = [piece.strip() for pieces in cut for piece in pieces or ()]
    answers = iter(model.translate([one for one in bare if one]))
    done = []
    for text, pieces in zip(texts, cut, strict=True):
        if pieces is None:
            done.append(not_unicode(text, signature))
        else:
            whole = "".join(around(one, next(answers)) if one.strip() else one for one in pieces)
            done.append(Translation(whole, engine=signature))
    return done
