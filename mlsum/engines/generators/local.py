"""Summaries by a model on this machine: mT5, T5, BART and PEGASUS, converted or not.

The files are found, checked and loaded by the engines that translate with such models.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path

from mlsum import store
from mlsum.core.backends import EngineOptions
from mlsum.core.document import SummaryOptions
from mlsum.core.errors import MissingModelError, foreign_errors
from mlsum.core.lang import UND, Lang
from mlsum.engines.ctranslate2 import CTranslate2Engine
from mlsum.engines.local import LocalEngine, Runner, identity
from mlsum.engines.recipe import Recipe
from mlsum.engines.texts import whole
from mlsum.engines.transformers import TransformersEngine
from mlsum.engines.vocabulary import Vocabulary
from mlsum.store import Installed
from mlsum.text.segment import sentences

__all__ = ["ModelGenerator"]

_TASK = "summarize"


class ModelGenerator:
    """The named model, or the first installed one that summarizes the language. Safe to share."""

    name = "abstractive"

    def __init__(self, options: EngineOptions | None = None) -> None:
        self._options = options or EngineOptions()
        # A converted model is the quicker one.
        self._engines: tuple[LocalEngine, ...] = (
            CTranslate2Engine(self._options),
            TransformersEngine(self._options),
        )

    def signature(self, lang: Lang) -> str:
        """Model, revision and width of the search: `ctranslate2:mt5-small@55c2e61b-beam4`."""
        engine, model = self._model(lang)
        return f"{engine.name}:{identity(model)}-beam{self._beams(model)}"

    def fits(self, text: str, lang: Lang) -> bool:
        """Whether the model has room for all tokens of a text."""
        engine, model = self._model(lang)
        recipe = _recipe(model.folder)
        # A token is at most sixteen characters: what is longer need not be read to tell.
        if len(text) > recipe.reads * 16:
            return False
        vocabulary = engine.runner(model).vocabulary
        return len(_asked(vocabulary, recipe, text, lang)) <= recipe.reads

    def write_batch(
        self, texts: Sequence[str], lang: Lang, options: SummaryOptions
    ) -> list[str | None]:
        """Summaries as long as the model was made to write; None where it writes nothing.

        `options` are for the caller: such models were taught one length. One that was stopped by
        the limit loses the sentence that it did not end.
        """
        engine, model = self._model(lang)
        recipe = _recipe(model.folder)
        with foreign_errors(self.signature(lang)):
            runner = engine.runner(model)
            vocabulary = runner.vocabulary
            asked = [_asked(vocabulary, recipe, text, lang) for text in texts]
            first = _opening(runner, recipe, lang)
            written = runner.write(asked, first, recipe, self._beams(model))
            return [
                _ended(vocabulary.write(tokens).replace("<n>", "\n"), ended, lang) or None
                for tokens, ended in written
            ]

    def _model(self, lang: Lang) -> tuple[LocalEngine, Installed]:
        for engine in self._engines:
            for model in engine.known():
                if self._options.model or _summarizes(model, lang):
                    return engine, model
        raise _missing(self._options.model, lang)

    def _beams(self, model: Installed) -> int:
        # What the model was tuned for, unless the person wants it otherwise.
        asked = self._options.beam
        return asked if asked != EngineOptions().beam else _recipe(model.folder).beams or asked


def _summarizes(model: Installed, lang: Lang) -> bool:
    languages = {one.language for one in model.languages}
    return model.task == _TASK and (lang == UND or not languages or lang.language in languages)


def _missing(name: str | None, lang: Lang) -> MissingModelError:
    if name is None:
        known = [one.name for one in store.manifests() if one.task == _TASK]
        what = f"summarizes {lang}" if lang != UND else "summarizes"
        return MissingModelError(
            f"no model that {what} is installed",
            hint=f"mlsum models pull {known[0]}, or --model DIR" if known else "--model DIR",
        )
    return store.not_installed(name)


@lru_cache(maxsize=16)
def _recipe(folder: Path) -> Recipe:
    return Recipe.of(folder)


def _asked(vocabulary: Vocabulary, recipe: Recipe, text: str, lang: Lang) -> list[str]:
    tokens = vocabulary.read([whole(recipe.prompt + text)])[0]
    return vocabulary.asked(tokens, lang, lang)


def _opening(runner: Runner, recipe: Recipe, lang: Lang) -> list[str]:
    vocabulary = runner.vocabulary
    if recipe.opens is not None and not vocabulary.family.tag:
        return [str(vocabulary.tokenizer.convert_ids_to_tokens(recipe.opens))]
    return vocabulary.begin(lang)


def _ended(text: str, ended: bool, lang: Lang) -> str:
    """A text without the sentence that was not ended; all of it, marked, where that is the only."""
    if ended or not text.strip():
        return text.strip()
    found = sentences(text, lang)
    return text[: found[-2][1]].strip() if len(found) > 1 else f"{text.strip()}…"
