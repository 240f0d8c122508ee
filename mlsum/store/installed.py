"""The local store: which models are installed, where their files lie, are they as pinned.

A model of the store is a folder of its name with its files and their lock file, `lock.toml`.
Other models travel inside an installed package.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

from mlsum.core.errors import MissingModelError, ModelError, did_you_mean
from mlsum.core.installation import pip_install
from mlsum.core.lang import Lang
from mlsum.store.manifest import Manifest, ModelFile, manifests, read_manifest

__all__ = [
    "LOCK",
    "Installed",
    "digest",
    "find",
    "folder",
    "installed",
    "known",
    "languages",
    "licences",
    "missing",
    "named",
    "not_installed",
    "offline",
    "on_record",
    "root",
    "verify",
]

LOCK = "lock.toml"


@dataclass(frozen=True, slots=True)
class Installed(Manifest):
    """A model whose files are here, in a folder."""

    folder: Path = Path()


def installed(engine: str | None = None) -> tuple[Installed, ...]:
    """The models that are here, of one engine or of all, by name; reads lock files only."""
    return tuple(one for one in on_record() if engine in (None, one.engine) and folder(one))


def languages() -> tuple[Lang, ...]:
    """The languages that installed models of single pairs translate from or to, sorted by tag.

    None where a lock file cannot be read: detection needs no model, and loading one raises.
    """
    try:
        models = installed()
    except ModelError:
        return ()
    found = {lang.base for one in models for pair in one.pairs for lang in pair}
    return tuple(sorted(found, key=str))


def licences(engine: str) -> dict[str, str]:
    """The licence of each installed model that a translation's `engine` names, by its signature."""
    steps = [step for route in engine.split(" + ") for step in route.split(" > ")]
    models = installed()
    found = {}
    for step in steps:
        for one in models:
            names = tuple(f"{one.engine}:{id_}" for id_ in (one.version, one.name) if id_)
            if one.licence and step.startswith(names):
                found[step] = one.licence
                break
    return found


def on_record() -> tuple[Installed, ...]:
    """The models that are here or should be: those with a lock file count with files missing."""
    found = {}
    for manifest in manifests():
        if where := folder(manifest):
            found[manifest.name] = _installed(manifest, where)
    for manifest in _locked():
        found[manifest.name] = _installed(manifest, root() / manifest.name)
    return tuple(found[name] for name in sorted(found))


def known(name: str) -> Manifest | None:
    """The model of a name: as it lies in the store, else as its manifest tells."""
    return next((one for one in (*_locked(), *manifests()) if one.name == name), None)


def named(name: str) -> Installed:
    """The installed model of a name. Raises MissingModelError."""
    found = next((one for one in installed() if one.name == name), None)
    if found is None:
        raise not_installed(name)
    return found


def find(engine: str, source: Lang, target: Lang) -> Manifest | None:
    """The model of an engine for a pair: an installed one if there is one, else a known one.

    What was pulled goes before what travels in a package.
    """
    able = [m for m in (*_locked(), *manifests()) if m.engine == engine]
    able = [m for m in able if m.covers(source, target)]
    return next((m for m in able if folder(m)), able[0] if able else None)


def folder(manifest: Manifest) -> Path | None:
    """Where the files of a model lie, or None where they are not all installed; reads no file."""
    candidates = [root() / manifest.name]
    if manifest.origin.package and (inside := _package_folder(manifest.origin.package)):
        candidates.append(inside / manifest.origin.path)
    for candidate in candidates:
        # A manifest without files pins none: the model is not here before it is locked. What may
        # not be looked into holds nothing for us; Path.is_file() would raise.
        files = [os.path.isfile(candidate / file.name) for file in manifest.files]  # noqa: PTH113
        if files and all(files):
            return candidate
    return None


def verify(manifest: Manifest) -> Mapping[str, Path]:
    """The files of a model by role, each with the pinned checksum (hashed once per process).

    Raises MissingModelError when they are not installed, ModelError naming the file that is not
    the one that was pinned.
    """
    where = folder(manifest)
    if where is None:
        raise missing(manifest)
    return _verified(manifest, where)


def missing(manifest: Manifest) -> MissingModelError:
    """The error for a known model that is not installed, with the command that installs it."""
    packages = " ".join(manifest.origin.distributions)
    return MissingModelError(
        f"the model {manifest.name}, or what runs it, is not installed",
        hint=pip_install(*packages.split()) if packages else f"mlsum models pull {manifest.name}",
    )


def not_installed(name: str) -> MissingModelError:
    """The error for the name of a model that is not here, with the command that helps."""
    manifest = known(name)
    names = [one.name for one in manifests()]
    hint = missing(manifest).hint if manifest else did_you_mean(name, names, "mlsum models list")
    return MissingModelError(f"the model {name} is not installed", hint=hint)


def root() -> Path:
    """The folder of pulled models: `$MLSUM_HOME/models`, or in the user's data folder."""
    if home := os.environ.get("MLSUM_HOME"):
        return Path(home).expanduser() / "models"
    return _user_data() / "models"


@lru_cache(maxsize=1)
def _user_data() -> Path:
    from platformdirs import user_data_path

    return user_data_path("mlsum")


def offline() -> bool:
    """Whether the person forbade any use of the network (`MLSUM_OFFLINE`)."""
    return os.environ.get("MLSUM_OFFLINE", "").strip().lower() not in ("", "0", "false", "no")


def digest(path: Path) -> str:
    """The sha256 of a file, in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _installed(manifest: Manifest, where: Path) -> Installed:
    told = {one.name: getattr(manifest, one.name) for one in fields(Manifest)}
    return Installed(**told | {"family": manifest.family or manifest.engine}, folder=where)


def _locked() -> Iterator[Manifest]:
    """What the lock files of the store say; a folder whose name starts with a dot is no model."""
    try:
        found = sorted(root().glob(f"[!.]*/{LOCK}"))
    except PermissionError:
        return
    for path in found:
        manifest = _read_lock(path, path.stat().st_mtime_ns)
        if manifest.name != path.parent.name:
            raise ModelError(f"this is the lock file of {manifest.name}", where=str(path))
        yield manifest


@lru_cache(maxsize=256)
def _read_lock(path: Path, _changed: int) -> Manifest:
    return read_manifest(path)


@lru_cache(maxsize=64)
def _verified(manifest: Manifest, where: Path) -> Mapping[str, Path]:
    return {file.role: _same(manifest, file, where / file.name) for file in manifest.files}


def _same(manifest: Manifest, file: ModelFile, path: Path) -> Path:
    # 17 MB take 15 ms; what was measured is what runs, so this is worth it at every start.
    found = digest(path)
    if found != file.sha256:
        pulled = not manifest.origin.distributions
        raise ModelError(
            f"not the file that was pinned for {manifest.name}: sha256 {found}",
            hint=f"mlsum models pull --force {manifest.name}"
            if pulled
            else missing(manifest).hint.replace("install", "install --force-reinstall"),
            where=str(path),
        )
    return path


@lru_cache(maxsize=64)
def _package_folder(package: str) -> Path | None:
    # importlib.resources.files would import the package, and with it a second runtime that
    # mlsum never uses; finding it is enough.
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None
