"""What is known of a model: its manifest, `models/NAME.toml`, or the lock file beside its files.

Both are one kind of table. A manifest names where the files come from; a lock file, written when
they were pulled, pins every one of them.
"""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any

from mlsum.core.errors import LanguageError, ModelError
from mlsum.core.lang import Lang

__all__ = ["Manifest", "ModelFile", "Origin", "Pair", "manifests", "read_manifest", "write_lock"]

Pair = tuple[Lang, Lang]
_CATALOGUES = {
    "Mozilla": "https://github.com/mozilla/translations",
    "Argos": "https://www.argosopentech.com/argospm/index/",
}


@dataclass(frozen=True, slots=True)
class ModelFile:
    """One file of a model: what it is for, its name, its size in bytes, its pinned checksum."""

    role: str
    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a model's files come from: a hub's repository, or a path in an import package.

    `distributions` are what must be installed for the package.
    """

    distributions: tuple[str, ...] = ()
    package: str = ""
    path: str = ""
    repo: str = ""


@dataclass(frozen=True, slots=True)
class Manifest:
    """What is known of a model; `licence` and `note` are in plain words.

    It translates the directions `pairs`, and each of `languages` to each other. `version` is the
    exact revision once the files are pinned, and empty before. `parameters` is a round number,
    `estimate` the bytes that the files take, as far as that is known before they are here.
    """

    name: str
    engine: str
    version: str
    pairs: tuple[Pair, ...]
    licence: str
    files: tuple[ModelFile, ...] = ()
    origin: Origin = Origin()
    note: str = ""
    family: str = ""
    languages: tuple[Lang, ...] = ()
    parameters: int = 0
    task: str = "translate"
    estimate: int = 0

    @property
    def size(self) -> int:
        """Bytes of all its files; 0 as long as they are not pinned."""
        return sum(file.size for file in self.files)

    @property
    def disk(self) -> int:
        """Bytes on disk: as pinned, else by the parameters, in int8 or float32; 0 if unknown."""
        width = 4 if self.engine == "transformers" else 1
        return self.size or self.estimate or self.parameters * width

    @property
    def converts(self) -> bool:
        """Whether pulling it converts it, for which torch is needed."""
        return self.engine == "ctranslate2" and self.family not in ("", "argos") and not self.files

    @property
    def command(self) -> str:
        """The command that installs it."""
        packages = " ".join(self.origin.distributions)
        return f"pip install {packages}" if packages else f"mlsum models pull {self.name}"

    @property
    def link(self) -> str:
        """The page about it; empty for a folder of somebody's own."""
        if self.origin.distributions:
            return f"https://pypi.org/project/{self.origin.distributions[0]}/"
        repo = self.origin.repo
        return _CATALOGUES.get(repo) or (f"https://huggingface.co/{repo}" if repo else "")

    def covers(self, source: Lang, target: Lang) -> bool:
        """Whether it translates this pair; regions and scripts it does not name do not matter."""
        if self.task != "translate":
            return False
        if any(_serves(a, source) and _serves(b, target) for a, b in self.pairs):
            return True
        among = (any(_serves(known, one) for known in self.languages) for one in (source, target))
        return source.base != target.base and all(among)


@lru_cache(maxsize=1)
def manifests() -> tuple[Manifest, ...]:
    """Every model mlsum knows, by name. Raises ModelError for a manifest that cannot be read."""
    return tuple(read_manifest(path) for path in sorted(_manifest_folder().glob("*.toml")))


def read_manifest(path: Path) -> Manifest:
    """Read a manifest or a lock file. Raises ModelError naming one that is not as it should be."""
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        return Manifest(
            name=_safe(table["name"]),
            engine=table["engine"],
            version=table.get("version") or table.get("revision", ""),
            pairs=tuple((Lang.parse(a), Lang.parse(b)) for a, b in table.get("pairs", ())),
            licence=table["licence"],
            files=tuple(_file(file) for file in table.get("files", ())),
            origin=_origin(table),
            note=table.get("note", ""),
            family=table.get("family", ""),
            languages=tuple(map(Lang.parse, table.get("languages", ()))),
            parameters=table.get("parameters", 0),
            task=table.get("task", "translate"),
        )
    except (OSError, ValueError, KeyError, TypeError, LanguageError) as error:
        raise ModelError(f"bad model manifest: {error!r}", where=str(path)) from error


def write_lock(manifest: Manifest, path: Path) -> None:
    """Write a manifest as a lock file, which `read_manifest` reads back."""
    table: dict[str, Any] = {
        "name": manifest.name,
        "engine": manifest.engine,
        "family": manifest.family,
        "task": manifest.task,
        "repo": manifest.origin.repo,
        "revision": manifest.version,
        "licence": manifest.licence,
        "note": manifest.note,
        "parameters": manifest.parameters,
        "languages": [str(lang) for lang in manifest.languages],
        "pairs": [[str(a), str(b)] for a, b in manifest.pairs],
    }
    lines = ["# Written when the model was installed; `mlsum models verify` checks the files."]
    lines += [f"{key} = {_toml(value)}" for key, value in table.items() if value]
    for file in manifest.files:
        parts = {"role": file.role, "name": file.name, "size": file.size, "sha256": file.sha256}
        lines += ["", "[[files]]", *(f"{key} = {_toml(value)}" for key, value in parts.items())]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _toml(value: object) -> str:
    # JSON's strings, numbers and lists are TOML's as well, but for the DEL character.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def _serves(known: Lang, asked: Lang) -> bool:
    return (
        known.language == asked.language
        and known.script in ("", asked.script or known.script)
        and known.region in ("", asked.region or known.region)
    )


def _file(table: Mapping[str, Any]) -> ModelFile:
    name = _safe(table["name"])
    return ModelFile(table.get("role", name), name, table["size"], table["sha256"])


def _safe(name: str) -> str:
    """A name that stays inside the folder it is joined to; ValueError for any other."""
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\\" in name or ":" in name:
        raise ValueError(f"not a name of a file inside a model: {name!r}")
    return name


def _origin(table: Mapping[str, Any]) -> Origin:
    inner = table.get("origin", {})
    return Origin(
        tuple(inner.get("distributions", ())),
        inner.get("package", ""),
        inner.get("path", ""),
        table.get("repo", ""),
    )


def _manifest_folder() -> Path:
    """`models/` inside the installed package, or beside it in a checkout."""
    package = Path(__file__).parents[1]
    packaged = package / "models"
    return packaged if packaged.is_dir() else package.parent / "models"
