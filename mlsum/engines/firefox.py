"""Firefox Translations models, run by fxtranslate: the embedded English ↔ Portuguese engine.

The models are those of Bogoychev et al. 2020: small students with a recurrent decoder (SSRU) and
int8 weights, greedy, one sentence at a time.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from mlsum.document import Translation
from mlsum.engines.split import split_long
from mlsum.errors import MissingModelError, foreign_errors
from mlsum.lang import Lang
from mlsum.registry import Manifest, find, folder, missing, verify

if TYPE_CHECKING:
    from fxtranslate import Translator
    from sentencepiece import SentencePieceProcessor

__all__ = ["MAX_TOKENS", "FirefoxEngine"]

# The runtime takes 512 tokens, but these models end their sentence near the 110th, having been
# trained on shorter ones: on joined news sentences chrF is level up to 105 tokens (71 to 72),
# then falls to 66 (105-120), 58 (120-135), 50 (150-165), while translated in pieces it stays at 72.
MAX_TOKENS = 96


@dataclass(frozen=True, slots=True)
class _Model:
    """One direction as one thread holds it."""

    translator: "Translator"
    vocabulary: "SentencePieceProcessor"

    def fits(self, text: str) -> bool:
        """Whether the model takes the text whole; a token is 1 byte to 16 characters long."""
        if len(text) * 4 <= MAX_TOKENS:
            return True
        return len(text) <= MAX_TOKENS * 16 and len(self.vocabulary.encode(text)) <= MAX_TOKENS


class FirefoxEngine:
    """Every installed Firefox model. Safe to share: each thread makes translators of its own."""

    name = "firefox"

    def __init__(self) -> None:
        # A Translator panics when another thread than its maker's calls it.
        self._local = threading.local()

    def supports(self, source: Lang, target: Lang) -> bool:
        """Whether the runtime and a model of this pair are installed; looks for files only."""
        manifest = find(self.name, source, target)
        return manifest is not None and folder(manifest) is not None and _has_runtime()

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
            return [_translate(model, text, signature) for text in texts]

    def _manifest(self, source: Lang, target: Lang) -> Manifest:
        manifest = find(self.name, source, target)
        if manifest is None:
            raise MissingModelError(f"no Firefox model of {source} to {target} is known")
        return manifest

    def _model(self, source: Lang, target: Lang) -> _Model:
        manifest = self._manifest(source, target)
        models: dict[str, _Model] = self._local.__dict__.setdefault("models", {})
        if manifest.name not in models:
            models[manifest.name] = _load(manifest)
        return models[manifest.name]


def _load(manifest: Manifest) -> _Model:
    if not _has_runtime():
        raise missing(manifest)
    files = verify(manifest)
    from fxtranslate import Translator

    with foreign_errors(manifest.name):
        source = files.get("source vocabulary", files.get("vocabulary", Path()))
        target = files.get("target vocabulary", source)
        # Without the lexical shortlist: in this runtime it saves 5 % of the time and costs 0.1
        # chrF (200 sentences, both directions), and stray tokens such as `)` for `"`.
        translator = Translator(
            files["weights"].read_bytes(), source.read_bytes(), target.read_bytes()
        )
        return _Model(translator, _vocabulary(source))


@lru_cache(maxsize=16)
def _vocabulary(path: Path) -> "SentencePieceProcessor":
    from sentencepiece import SentencePieceProcessor

    return SentencePieceProcessor(model_file=str(path))


@lru_cache(maxsize=1)
def _has_runtime() -> bool:
    return find_spec("fxtranslate") is not None


def _translate(model: _Model, text: str, signature: str) -> Translation:
    """One sentence, in as many pieces as it takes."""
    try:
        pieces = [_piece(model, piece) for piece in split_long(text, model.fits)]
    except UnicodeEncodeError:  # a lone surrogate
        return Translation(text, "untranslated", ("not valid Unicode",), signature)
    return Translation("".join(pieces), engine=signature)


def _piece(model: _Model, text: str) -> str:
    bare = text.strip()
    if not bare:
        return text
    start = text.index(bare)
    return text[:start] + model.translator.translate(bare) + text[start + len(bare) :]
