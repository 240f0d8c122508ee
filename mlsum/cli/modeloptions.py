"""Manifests of models by the options of `mlsum models`."""

from pathlib import Path
from typing import TYPE_CHECKING

from mlsum.core.errors import UsageError
from mlsum.core.lang import Lang

if TYPE_CHECKING:
    from mlsum.store import Manifest

__all__ = ["changed", "manifest_of", "translated"]


def manifest_of(folder: Path, name: str, family: str, engine: str) -> "Manifest":
    """What is known of a model in a folder: by its name, else by its settings."""
    from mlsum.store import Manifest, manifests, resolve

    name = name or folder.resolve().name
    if name in {one.name for one in manifests()} or name.startswith("firefox-"):
        return resolve(name)
    return Manifest(name, engine, "", (), "" if not family else "not stated", family=family)


def changed(
    manifest: "Manifest", languages: str, pair: str, engine: str, licence: str
) -> "Manifest":
    """A manifest with what was given by options. Raises UsageError without languages."""
    from dataclasses import replace

    given = translated(pair, languages)
    manifest = replace(
        manifest,
        pairs=(given[0],) if given[0] else manifest.pairs,
        languages=given[1] or manifest.languages,
    )
    unknown = not manifest.pairs and not manifest.languages and manifest.task == "translate"
    if manifest.family and unknown:
        raise UsageError(
            "which languages does it translate?", hint="--languages en,pt,ko or --pair ko-en"
        )
    return replace(manifest, engine=engine or manifest.engine, licence=licence or manifest.licence)


def translated(pair: str, languages: str) -> "tuple[tuple[Lang, Lang] | None, tuple[Lang, ...]]":
    """The pair and the languages that were given. Raises LanguageError."""
    from mlsum.lexicon import resolve_language

    known = tuple(map(resolve_language, languages.split(","))) if languages else ()
    if not pair:
        return None, known
    source, _, target = pair.partition("-")
    return (resolve_language(source), resolve_language(target)), known
