"""Every installed CTranslate2 model as one engine."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from pathlib import Path

from mlsum import registry
from mlsum.backends import EngineOptions
from mlsum.document import Translation
from mlsum.engines.ctranslate2.model import Decoding, Model
from mlsum.engines.families import FAMILIES
from mlsum.errors import MissingModelError, foreign_errors
from mlsum.lang import Lang
from mlsum.registry import Installed

__all__ = ["CTranslate2Engine"]


class CTranslate2Engine:
    """Loads a model when it is first asked for, and holds it. Threads may share it."""

    name = "ctranslate2"

    def __init__(self, options: EngineOptions | None = None) -> None:
        self._options = options or EngineOptions()
        self._models: dict[Path, Model] = {}
        self._lock = threading.Lock()

    def supports(self, source: Lang, target: Lang) -> bool:
        """Whether an installed model has this direction; reads lock files only."""
        return self._find(source, target) is not None

    def signature(self, source: Lang, target: Lang) -> str:
        """Model, revision and width of the search: `ctranslate2:m2m100-418m@55c2e61b-beam2`."""
        found = self._installed(source, target)
        revision = f"@{found.revision[:8]}" if found.revision else ""
        return f"{self.name}:{found.name}{revision}-beam{self._options.beam}"

    def translate_batch(
        self, texts: Sequence[str], source: Lang, target: Lang
    ) -> list[Translation]:
        """Translate sentences: same length and order; blank text and outer blanks stay as they are.

        A sentence longer than the model takes is cut at clauses, never cut off. Raises
        MissingModelError for a pair without a model, ModelError for damaged files, EngineError
        when the runtime fails.
        """
        signature = self.signature(source, target)
        model = self._model(self._installed(source, target))
        how = Decoding(self._options.beam, self._options.batch_tokens)
        # A lone surrogate is no character: no tokenizer takes it.
        going = [text for text in texts if _valid(text)]
        with foreign_errors(signature):
            written = iter(list(model.translate(going, source, target, how)))
        return [
            _translation(text, next(written), signature)
            if _valid(text)
            else Translation(text, "untranslated", ("not valid Unicode",), signature)
            for text in texts
        ]

    def _find(self, source: Lang, target: Lang) -> Installed | None:
        if source.base == target.base:
            return None
        wanted = self._options.model
        for one in registry.installed(self.name):
            if wanted in (None, one.name) and one.covers(source, target):
                return one
        return None

    def _installed(self, source: Lang, target: Lang) -> Installed:
        found = self._find(source, target)
        if found is None:
            raise MissingModelError(
                f"no CTranslate2 model of {source} to {target} is installed",
                hint="mlsum models list",
            )
        return found

    def _model(self, installed: Installed) -> Model:
        with self._lock:
            if installed.folder not in self._models:
                self._models[installed.folder] = Model.load(
                    installed.folder,
                    FAMILIES[installed.family],
                    device=self._options.device,
                    threads=self._options.threads,
                )
            return self._models[installed.folder]


def _valid(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _translation(text: str, written: str | None, signature: str) -> Translation:
    # Nothing to read: blank, or characters that the model has no tokens for.
    if written is None:
        return Translation(text, engine=signature)
    return Translation(written, engine=signature)
