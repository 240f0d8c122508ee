"""Every model that has a name: those with a manifest, and the directions of public catalogues.

What a catalogue has is read from `data/catalogues.toml`, or from the catalogue itself as `update`
kept it in the store. Nothing else here uses the network.
"""

import json
import os
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from typing import Any

from mlsum.core.errors import LanguageError, MissingError, UsageError, did_you_mean
from mlsum.core.lang import Lang
from mlsum.store import argos, firefox, hub
from mlsum.store.files import disk_errors, get_text
from mlsum.store.installed import installed, offline, root
from mlsum.store.manifest import Manifest, manifests

__all__ = ["Pull", "known_models", "pulls_for", "resolve", "update"]

Row = tuple[str, str, int]  # source, target, bytes

_PIVOT = Lang("en")
_SOURCES = {firefox.PREFIX: firefox, argos.PREFIX: argos}


@dataclass(frozen=True, slots=True)
class Pull:
    """Models that give a pair once they are pulled: one, or two by way of English."""

    models: tuple[Manifest, ...]

    @property
    def command(self) -> str:
        """The command that pulls them."""
        return " && ".join(dict.fromkeys(model.command for model in self.models))

    @property
    def size(self) -> int:
        """Bytes on disk, about."""
        return sum(model.disk for model in self.models)

    @property
    def licence(self) -> str:
        """Their licences."""
        return "; ".join(dict.fromkeys(model.licence for model in self.models))

    @property
    def needs(self) -> str:
        """The command for what the conversion needs and is not installed; empty for nothing."""
        torch = any(model.converts for model in self.models) and find_spec("torch") is None
        return "pip install 'mlsum[torch]'" if torch else ""


def resolve(name: str) -> Manifest:
    """What is known of a model by its name, installed or not.

    Names are those of manifests, `firefox-SOURCE-TARGET`, `argos-SOURCE-TARGET`,
    `opus-SOURCE-TARGET`, and `hf:OWNER/REPO` with or without `@REVISION`. Raises UsageError.
    """
    for manifest in manifests():
        if manifest.name == name and not manifest.origin.package:
            return manifest
    if name.startswith((hub.OPUS, hub.PREFIX)):
        return hub.manifest(name)
    if name.startswith(firefox.PREFIX):
        return firefox.manifest(name)
    if name.startswith(argos.PREFIX):
        return argos.manifest(name)
    names = [model.name for model in known_models()]
    raise UsageError(
        f"no model {name!r} is known", hint=did_you_mean(name, names, "mlsum models list")
    )


def known_models() -> tuple[Manifest, ...]:
    """Every model with a name, by name; an installed one as it is installed."""
    models = {model.name: model for model in (*_directions(), *manifests(), *installed())}
    return tuple(models[name] for name in sorted(models))


def pulls_for(source: Lang, target: Lang) -> tuple[Pull, ...]:
    """What can be pulled for a pair, the lightest catalogue first; nothing that is here already."""
    source, target = source.base, target.base
    way = (source, target) if _PIVOT in (source, target) else (source, _PIVOT, target)
    here = [one for one in installed() if one.task == "translate"]
    known = [model for model in known_models() if not any(model.name == one.name for one in here)]
    pulls: list[tuple[Manifest, ...]] = []
    for prefix in _SOURCES:
        able = [model for model in known if model.name.startswith(prefix)]
        for legs in dict.fromkeys(((source, target), way)):
            chosen = [_first(able, *leg) for leg in pairwise(legs) if not _first(here, *leg)]
            if chosen and (complete := tuple(one for one in chosen if one)) == tuple(chosen):
                pulls.append(complete)
                break
    others = [model for model in known if not model.name.startswith(tuple(_SOURCES))]
    others = [model for model in others if model.covers(source, target)]
    others.sort(key=lambda model: (not model.origin.package, model.disk or 1 << 40))
    return tuple(Pull(models) for models in (*pulls, *((model,) for model in others)))


def update() -> dict[str, int]:
    """Read the public catalogues and keep their directions; how many each has, by its name.

    Raises MissingError where the network is forbidden or a catalogue cannot be read.
    """
    if offline():
        raise MissingError("the network is forbidden", hint="leave out MLSUM_OFFLINE")
    counts = {}
    for prefix, source in _SOURCES.items():
        rows = source.directions(get_text(source.address()))
        path = _kept(prefix)
        with disk_errors(path):
            path.parent.mkdir(parents=True, exist_ok=True)
            half = path.with_suffix(f".{os.getpid()}")
            half.write_text(json.dumps(rows), encoding="utf-8")
            half.replace(path)
        counts[str(table()[prefix[:-1]]["title"])] = len(rows)
    return counts


@lru_cache(maxsize=1)
def table() -> dict[str, dict[str, Any]]:
    """What `data/catalogues.toml` says of each catalogue."""
    text = files("mlsum").joinpath("data", "catalogues.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def _changed(path: Path) -> int:
    """When a file was changed, in nanoseconds; 0 if there is none that may be read."""
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


def _directions() -> Iterator[Manifest]:
    """The directions of the catalogues."""
    for prefix, source in _SOURCES.items():
        about = table()[prefix.removesuffix("-")]
        kept = _kept(prefix)
        rows = _read(kept, changed) if (changed := _changed(kept)) else _listed(prefix)
        for first, second, size in rows:
            try:
                pair = Lang.parse(first), Lang.parse(second)
            except LanguageError:  # of a catalogue that was updated
                continue
            size = size or about["megabytes"] * 1_000_000
            yield replace(source.of_pair(*pair), estimate=size, licence=about["licence"])


@lru_cache(maxsize=2)
def _listed(prefix: str) -> list[Row]:
    about = table()[prefix.removesuffix("-")]
    english = [lang for lang in about["english"] if lang != "en"]
    pairs = [*about.get("others", ()), *([a, "en"] for a in english), *(["en", b] for b in english)]
    return [(a, b, 0) for a, b in pairs]


@lru_cache(maxsize=4)
def _read(path: Path, _changed: int) -> list[Row]:
    try:
        return [(str(a), str(b), int(size)) for a, b, size in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return _listed(f"{path.stem}-")


def _kept(prefix: str) -> Path:
    return root() / ".catalogues" / f"{prefix.removesuffix('-')}.json"


def _first(models: Sequence[Manifest], source: Lang, target: Lang) -> Manifest | None:
    return next((model for model in models if model.covers(source, target)), None)
