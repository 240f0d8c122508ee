"""The models that a pair of languages lacks: what they are, and installing them."""

from collections.abc import Sequence
from typing import Any

from mlsum import store
from mlsum.engines import to_pull
from mlsum.lexicon import resolve_language
from mlsum.serve.jobs import Tell

__all__ = ["install", "missing_models", "model_record"]


def missing_models(source: str, target: str) -> tuple[str, ...]:
    """The names of the models that a pair lacks. Raises LanguageError."""
    pair = resolve_language(source), resolve_language(target)
    return () if pair[0].base == pair[1].base else to_pull(*pair)


def model_record(name: str) -> dict[str, Any]:
    """A model as the page shows it; `size` in bytes is None before its catalogue is asked."""
    manifest = store.resolve(name)
    source = f"{manifest.origin.repo} (Firefox Translations)"
    if manifest.engine != "firefox":
        source = manifest.origin.repo
    size = manifest.size or manifest.parameters or None
    return {"name": name, "size": size, "licence": manifest.licence, "source": source}


def install(names: Sequence[str], tell: Tell) -> None:
    """Install models one after the other; tells the bytes of each file."""
    progress = store.Progress(update=lambda _, done, size: tell("installing", done, size))
    for name in names:
        tell("installing", 0, 0)
        store.pull(name, store.PullOptions(), progress)
