"""The models that a pair of languages lacks: what they are, and installing them."""

from collections.abc import Sequence
from typing import Any

from mlsum import store
from mlsum.engines import availability
from mlsum.lexicon import resolve_language
from mlsum.serve.jobs import Tell

__all__ = ["install", "missing_models", "model_record"]


def missing_models(source: str, target: str) -> tuple[str, ...]:
    """The names of the models that a pair lacks. Raises LanguageError."""
    pair = availability(resolve_language(source), resolve_language(target))
    return () if pair.route or not pair.pulls else tuple(m.name for m in pair.pulls[0].models)


def model_record(name: str) -> dict[str, Any]:
    """A model as the page shows it; `size` in bytes is None before its catalogue is asked."""
    manifest = store.resolve(name)
    source = f"{manifest.origin.repo} (Firefox Translations)"
    if manifest.engine != "firefox":
        source = manifest.origin.repo
    return {
        "name": name,
        "size": manifest.disk or None,
        "licence": manifest.licence,
        "source": source,
    }


def install(names: Sequence[str], tell: Tell) -> None:
    """Install models one after the other; tells the bytes of each file."""
    progress = store.Progress(update=lambda _, done, size: tell("installing", done, size))
    for name in names:
        tell("installing", 0, 0)
        store.pull(name, store.PullOptions(), progress)
