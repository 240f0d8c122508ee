"""Argos Translate packages: from their public index, a mirror, a file, or argostranslate's folder.

A package is a zip of one folder: `metadata.json`, a CTranslate2 model, a vocabulary in
SentencePiece (older ones: BPE), and a sentence splitter that mlsum does not need.
"""

import json
import os
import re
import shutil
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urljoin

from mlsum.core.errors import LanguageError, MissingModelError, ModelError, UsageError
from mlsum.core.lang import Lang
from mlsum.store.files import Found, Remote, disk_errors, get_text, size_of
from mlsum.store.hub import is_ctranslate2
from mlsum.store.manifest import Manifest, Origin

__all__ = [
    "PREFIX",
    "SUFFIX",
    "address",
    "data_folder",
    "directions",
    "find",
    "import_file",
    "installed_packages",
    "manifest",
    "of_pair",
    "pair_of",
    "read_index",
    "unpack",
]

PREFIX = "argos-"
SUFFIX = ".argosmodel"
LICENCE = "MIT or CC0 (of the project)"
INDEX = "https://raw.githubusercontent.com/argosopentech/argospm-index/main/"
_TAGS = {"pb": "pt-BR", "zt": "zh-Hant"}
_CODES = {tag: code for code, tag in _TAGS.items()}
# What the engine reads, by the place in the package, and the name that it gets. All else stays out.
_WANTED = {
    "metadata.json": "metadata.json",
    "sentencepiece.model": "sentencepiece.model",
    "bpe.model": "bpe.model",
    "model/model.bin": "model.bin",
    "model/config.json": "config.json",
} | {
    f"model/{side}_vocabulary.{kind}": f"{side}_vocabulary.{kind}"
    for side in ("shared", "source", "target")
    for kind in ("json", "txt")
}
_LARGEST = 8 << 30  # bytes of an unpacked model

Entry = Mapping[str, Any]


def manifest(name: str) -> Manifest:
    """What is known of `argos-SOURCE-TARGET` before the index is read. Raises UsageError."""
    codes = name.removeprefix(PREFIX).split("-", 1)
    try:
        source, target = (Lang.parse(_TAGS.get(code, code)) for code in codes)
    except (LanguageError, ValueError) as error:
        raise UsageError(f"no pair of languages in {name!r}", hint="e.g. argos-en-ko") from error
    return of_pair(source, target)


def of_pair(source: Lang, target: Lang, version: str = "") -> Manifest:
    """The manifest of a direction."""
    return Manifest(
        f"{PREFIX}{_code(source)}-{_code(target)}",
        "ctranslate2",
        version,
        ((source, target),),
        LICENCE,
        origin=Origin(repo="Argos"),
        note="the index states no licence; a package may hold one in its README",
        family="argos",
    )


def find(name: str, origin: str) -> Found:
    """The package of a direction. `origin` is a mirror's address, a folder or a package.

    A mirror has `index.json`, and the packages beside it by the last part of their links; so has
    a folder, or it has packages alone. Raises MissingModelError when there is no such direction.
    """
    (pair,) = manifest(name).pairs
    if origin and not origin.startswith(("http://", "https://")):
        return _in_folder(pair, Path(origin).expanduser())
    url = origin or address()
    url = url if url.endswith(".json") else f"{url.rstrip('/')}/index.json"
    entry = _newest(read_index(get_text(url), url), pair, url)
    links = [str(link) for link in entry.get("links") or ()]
    links = [link for link in links if link.startswith(("http://", "https://"))]
    if origin:
        links = [urljoin(url, link.rpartition("/")[2]) for link in links]
    for link in links:
        if (size := size_of(link)) is not None:
            return _package(pair, str(entry.get("package_version", "")), link, size)
    raise MissingModelError(
        f"none of the links of {name} answers",
        hint="check your internet connection and try again, or name a mirror or a file: --from",
        where=links[0] if links else url,
    )


def address() -> str:
    """Where the index is read."""
    url = os.environ.get("ARGOS_PACKAGE_INDEX") or INDEX
    return url if url.endswith(".json") else f"{url.rstrip('/')}/index.json"


def directions(body: str) -> list[tuple[str, str, int]]:
    """The directions in an index; it does not say the sizes. Raises ModelError."""
    pairs = {pair for entry in read_index(body, address()) if (pair := pair_of(entry))}
    return [(str(source), str(target), 0) for source, target in sorted(pairs)]


def read_index(body: str, where: str) -> list[Entry]:
    """The translation packages of an index. Raises ModelError for another document."""
    try:
        entries = json.loads(body)
        if not isinstance(entries, list):
            raise TypeError("no list")
        return [
            one
            for one in entries
            if one.get("type", "translate") == "translate" and one["from_code"] and one["to_code"]
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ModelError(f"not an index of Argos packages: {error}", where=where) from error


def pair_of(entry: Entry) -> tuple[Lang, Lang] | None:
    """The direction in the metadata of a package; None for languages that CLDR does not know."""
    codes = (str(entry.get(key) or "") for key in ("from_code", "to_code"))
    try:
        source, target = (Lang.parse(_TAGS.get(code, code)) for code in codes)
    except LanguageError:
        return None
    return source, target


def import_file(path: Path) -> tuple[Manifest, Found]:
    """The manifest of a package file and what it holds. Raises ModelError for another file."""
    with _opened(path) as package:
        member = _members(package, path)["metadata.json"]
        metadata = _metadata(package.read(member), str(path))
    pair, version = _pair(metadata, str(path)), str(metadata.get("package_version", ""))
    return of_pair(*pair), _package(pair, version, path, path.stat().st_size)


def installed_packages() -> Iterator[tuple[Manifest, Found]]:
    """The translation packages that argostranslate or LibreTranslate installed here, as links."""
    for folder in sorted(path.parent for path in data_folder().glob("*/metadata.json")):
        metadata = _metadata((folder / "metadata.json").read_bytes(), str(folder))
        pair = pair_of(metadata) if metadata.get("type", "translate") == "translate" else None
        if pair and is_ctranslate2(folder / "model" / "model.bin"):
            files = tuple(
                Remote(name, folder / place, (folder / place).stat().st_size, link=True)
                for place, name in _WANTED.items()
                if (folder / place).is_file()
            )
            yield of_pair(*pair), Found("", files, ready=True)


def unpack(package: Path, target: Path) -> None:
    """Write what the engine reads of a package into a folder. Raises ModelError for a bad one.

    No name of the zip becomes a path: each wanted file gets a name of ours.
    """
    with _opened(package) as opened:
        members = _members(opened, package)
        if sum(info.file_size for info in members.values()) > _LARGEST:
            raise ModelError("larger than any model", where=str(package))
        for name, info in members.items():
            with disk_errors(target / name), (target / name).open("wb") as out:
                shutil.copyfileobj(opened.open(info), out, 1 << 20)
    if not is_ctranslate2(target / "model.bin"):
        raise ModelError("the package holds no CTranslate2 model", where=str(package))
    if not any((target / name).is_file() for name in ("sentencepiece.model", "bpe.model")):
        raise ModelError("the package holds no vocabulary", where=str(package))


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    """An open zip; whatever is wrong with it, its checksums too, is a ModelError."""
    try:
        with zipfile.ZipFile(path) as package:
            yield package
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError) as error:
        raise ModelError(f"not an Argos package: {error}", where=str(path)) from error


def _members(package: zipfile.ZipFile, path: Path) -> dict[str, zipfile.ZipInfo]:
    """The wanted files by our names for them; they lie in the one folder with `metadata.json`."""
    names = [info.filename for info in package.infolist()]
    for name in names:
        if ".." in re.split(r"[/\\]", name) or name.startswith(("/", "\\")) or ":" in name:
            raise ModelError("a file name that leads out of the package", where=ascii(name))
    roots = {str(PurePosixPath(one).parent) for one in names if one.endswith("metadata.json")}
    root = min(roots, key=len, default=None)
    if root is None:
        raise ModelError("not an Argos package: no metadata.json", where=str(path))
    at = {info.filename: info for info in package.infolist() if not info.is_dir()}
    return {
        name: at[str(PurePosixPath(root) / place)]
        for place, name in _WANTED.items()
        if str(PurePosixPath(root) / place) in at
    }


def _metadata(data: bytes, where: str) -> Entry:
    try:
        metadata = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"metadata.json cannot be read: {error}", where=where) from error
    if not isinstance(metadata, dict):
        raise ModelError("metadata.json is no table", where=where)
    return metadata


def _pair(metadata: Entry, where: str) -> tuple[Lang, Lang]:
    pair = pair_of(metadata)
    if pair is None or metadata.get("type", "translate") != "translate":
        raise ModelError("this package translates no pair of known languages", where=where)
    return pair


def _in_folder(pair: tuple[Lang, Lang], path: Path) -> Found:
    if path.is_file():
        manifest, found = import_file(path)
        if manifest.pairs != (pair,):
            raise ModelError(f"this is the package {manifest.name}", where=str(path))
        return found
    stem = f"translate-{_code(pair[0])}_{_code(pair[1])}"
    packages = [
        one for one in path.glob(f"*{SUFFIX}") if re.split("-(?=[0-9])", one.stem)[0] == stem
    ]
    if not packages:
        raise MissingModelError(f"no package {stem}-*{SUFFIX} here", where=str(path))
    return import_file(max(packages, key=lambda one: _number(one.stem.rpartition("-")[2])))[1]


def _newest(entries: list[Entry], pair: tuple[Lang, Lang], where: str) -> Entry:
    able = [one for one in entries if pair_of(one) == pair]
    if able:
        return max(able, key=lambda one: _number(str(one.get("package_version"))))
    pairs = sorted({two for one in entries if (two := pair_of(one)) and {*pair} & {*two}})
    near = ", ".join(of_pair(*two).name for two in pairs[:12])
    raise MissingModelError(
        f"the index has no package of {pair[0]} to {pair[1]}",
        hint=f"it has {near}" if near else "",
        where=where,
    )


def _package(pair: tuple[Lang, Lang], version: str, place: str | Path, size: int) -> Found:
    name = f"{_code(pair[0])}-{_code(pair[1])}-{re.sub(r'[^0-9.]', '', version) or '0'}"
    return Found(name, (Remote(f"{name}{SUFFIX}", place, size),), ready=True)


def _number(version: str) -> list[int]:
    return [int(part) for part in re.findall(r"\d+", version)]


def _code(lang: Lang) -> str:
    return _CODES.get(str(lang), str(lang))


def data_folder() -> Path:
    """Where argostranslate looks for packages, by its own settings."""
    home = Path(os.environ["SNAP_USER_DATA"]) if "SNAP_USER_DATA" in os.environ else Path.home()
    data = Path(os.environ.get("XDG_DATA_HOME") or home / ".local" / "share")
    named = os.environ.get("ARGOS_PACKAGES_DIR") or os.environ.get("ARGOS_TRANSLATE_PACKAGE_DIR")
    return Path(named).expanduser() if named else data / "argos-translate" / "packages"
