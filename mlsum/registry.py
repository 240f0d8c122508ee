"""Which models mlsum knows, where their files lie, and whether they are the ones that were pinned.

A model is described by a manifest, `models/NAME.toml`. Its files travel in an installed package,
or lie in the local store under its name.
"""

import hashlib
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from mlsum.errors import LanguageError, MissingModelError, ModelError
from mlsum.lang import Lang

__all__ = [
    "Manifest",
    "ModelFile",
    "Origin",
    "find",
    "folder",
    "manifests",
    "missing",
    "offline",
    "store",
    "verify",
]

Pair = tuple[Lang, Lang]


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: what it is for, its name, its size in bytes, its pinned checksum."""

    role: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model's files come from: a path in an import package, and what must be installed."""

    distributions: tuple[str, ...] = ()
    package: str = ""
    path: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a model; `licence` and `note` are in plain words."""

    name: str
    engine: str
    version: str
    pairs: tuple[Pair, ...]
    licence: str
    files: tuple[ModelFile, ...]
    origin: Origin = Origin()
    note: str = ""

    @property
    def size(self) -> int:
        """Bytes of all its files."""
        return sum(file.size for file in self.files)

    def covers(self, source: Lang, target: Lang) -> bool:
        """Whether it translates this pair; regions and scripts it does not name do not matter."""
        return any(pair in self.pairs for pair in ((source, target), (source.base, target.base)))


@lru_cache(maxsize=1)
def manifests() -> tuple[Manifest, ...]:
    """Every model mlsum knows, by name. Raises ModelError for a manifest that cannot be read."""
    return tuple(read_manifest(path) for path in sorted(_manifest_folder().glob("*.toml")))


def read_manifest(path: Path) -> Manifest:
    """Read one manifest. Raises ModelError naming the file for one that is not as it should be."""
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return Manifest(
            name=table["name"],
            engine=table["engine"],
            version=table["version"],
            pairs=tuple((Lang.parse(a), Lang.parse(b)) for a, b in table["pairs"]),
            licence=table["licence"],
            files=tuple(ModelFile(**file) for file in table["files"]),
            origin=_origin(table.get("origin", {})),
            note=table.get("note", ""),
        )
    except (OSError, ValueError, KeyError, TypeError, LanguageError) as error:
        raise ModelError(f"bad model manifest: {error!r}", where=str(path)) from error


def find(engine: str, source: Lang, target: Lang) -> Manifest | None:
    """The model of an engine for a pair: an installed one if there is one, else a known one."""
    known = [m for m in manifests() if m.engine == engine and m.covers(source, target)]
    return next((m for m in known if folder(m)), known[0] if known else None)


def folder(manifest: Manifest) -> Path | None:
    """Where the files of a model lie, or None where they are not all installed; reads no file."""
    candidates = [store() / manifest.name]
    if manifest.origin.package and (inside := _package_folder(manifest.origin.package)):
        candidates.append(inside / manifest.origin.path)
    for candidate in candidates:
        if all((candidate / file.name).is_file() for file in manifest.files):
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
        hint=f"pip install {packages}" if packages else f"mlsum models pull {manifest.name}",
    )


def store() -> Path:
    """The folder of pulled models: `$MLSUM_HOME/models`, or in the user's data folder."""
    if home := os.environ.get("MLSUM_HOME"):
        return Path(home).expanduser() / "models"
    from platformdirs import user_data_path

    return user_data_path("mlsum") / "models"


def offline() -> bool:
    """Whether the person forbade any use of the network (`MLSUM_OFFLINE`)."""
    return os.environ.get("MLSUM_OFFLINE", "").strip().lower() not in ("", "0", "false", "no")


@lru_cache(maxsize=64)
def _verified(manifest: Manifest, where: Path) -> Mapping[str, Path]:
    paths = {}
    for file in manifest.files:
        path = where / file.name
        # 17 MB take 15 ms; what was measured is what runs, so this is worth it at every start.
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
        if digest != file.sha256:
            raise ModelError(
                f"not the file that was pinned for {manifest.name}: sha256 {digest}",
                hint=missing(manifest).hint.replace("install", "install --force-reinstall"),
                where=str(path),
            )
        paths[file.role] = path
    return paths


def _origin(table: Mapping[str, Any]) -> Origin:
    return Origin(
        tuple(table.get("distributions", ())), table.get("package", ""), table.get("path", "")
    )


def _manifest_folder() -> Path:
    """`models/` inside the installed package, or beside it in a checkout."""
    here = Path(__file__).parent
    packaged = here / "models"
    return packaged if packaged.is_dir() else here.parent / "models"


@lru_cache(maxsize=64)
def _package_folder(package: str) -> Path | None:
    # importlib.resources.files would import the package, and with it a second runtime that
    # mlsum never uses; finding it is enough.
    spec = find_spec(package)
    places = list(spec.submodule_search_locations or ()) if spec else []
    return Path(places[0]) if places else None
