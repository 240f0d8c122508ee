"""Firefox Translations models: from Mozilla's catalogue, from a mirror of it, or from a folder.

The catalogue is read through fxtranslate's own discovery. Mozilla's delivery service is there
for Firefox and, as fxtranslate says, not for production: who pulls for many keeps a copy.
"""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mlsum.core.errors import LanguageError, MissingError, MissingModelError, ModelError, UsageError
from mlsum.core.installation import pip_install
from mlsum.core.lang import Lang
from mlsum.store.files import Found, Remote, disk_errors, get_text
from mlsum.store.manifest import Manifest, Origin

__all__ = ["NOTICE", "PREFIX", "find", "manifest", "pair_of", "unpack"]

PREFIX = "firefox-"
NOTICE = (
    "Mozilla's delivery service is meant for Firefox, not for production: for more than a try, "
    "keep a copy of the files and name it with --from"
)
# Where fxtranslate fetches the attachments of the catalogue from.
_ATTACHMENTS = "https://firefox-settings-attachments.cdn.mozilla.net/"
_CATALOGUE = "records.json"
_ROLES = {
    "model": "weights",
    "vocab": "vocabulary",
    "srcvocab": "source vocabulary",
    "trgvocab": "target vocabulary",
    "lex": "shortlist",
}
_ZSTANDARD = b"\x28\xb5\x2f\xfd"

Records = list[dict[str, Any]]


def manifest(name: str) -> Manifest:
    """What is known of `firefox-SOURCE-TARGET` before the catalogue is asked."""
    source, target = pair_of(name)
    pair = (Lang.parse(source), Lang.parse(target))
    licence = "not stated in the catalogue; Mozilla publishes the project under MPL 2.0"
    return Manifest(
        name, "firefox", "", (pair,), licence, origin=Origin(repo="Mozilla"), family="firefox"
    )


def pair_of(name: str) -> tuple[str, str]:
    """The two language codes in `firefox-en-ko`. Raises UsageError for another name."""
    parts = name.removeprefix(PREFIX).split("-")
    for cut in range(1, len(parts)):
        pair = "-".join(parts[:cut]), "-".join(parts[cut:])
        try:
            if Lang.parse(pair[0]) != Lang.parse(pair[1]):
                return pair
        except LanguageError:
            continue
    raise UsageError(f"no pair of languages in {name!r}", hint="e.g. firefox-en-ko")


def find(name: str, origin: str) -> Found:
    """The files of a direction. `origin` is a mirror's address or a folder; empty is Mozilla's.

    A mirror has the catalogue as `records.json`, or under the address itself where that ends in
    `.json` or `/records`, and the files beside it at the catalogue's locations. A folder is such
    a mirror, or has the files by their names, in it or in `SOURCE-TARGET` as fxtranslate lays
    them. Raises MissingModelError when there is no such direction.
    """
    pair = pair_of(name)
    if origin and not origin.startswith(("http://", "https://")):
        return _in_folder(pair, Path(origin).expanduser())
    discovery = _discovery()
    url = origin or str(discovery.records_url())
    if not url.endswith((".json", "/records")):
        url = f"{url.rstrip('/')}/{_CATALOGUE}"
    records, version = _choose(get_text(url), pair, url)
    base = url if origin else _ATTACHMENTS
    return _found(records, pair, version, lambda location: urljoin(base, location))


def unpack(file: Remote, packed: Path, target: Path) -> None:
    """Write what is inside a fetched file. Raises ModelError when it is not what was promised."""
    data = packed.read_bytes()
    if data.startswith(_ZSTANDARD):
        try:
            data = _discovery().verify_and_decompress(data, file.unpacked or None)
        except ValueError as error:
            raise ModelError(f"{file.name} is damaged: {error}", where=str(file.place)) from error
    with disk_errors(target):
        target.write_bytes(data)


def _in_folder(pair: tuple[str, str], folder: Path) -> Found:
    if (folder / _CATALOGUE).is_file():
        body = (folder / _CATALOGUE).read_text(encoding="utf-8")
        records, version = _choose(body, pair, str(folder / _CATALOGUE))
        return _found(records, pair, version, lambda location: folder / location)
    for where in (folder / "-".join(pair), folder):
        files = _by_name(where, "".join(pair)) if where.is_dir() else []
        roles = {file.role for file in files}
        if "weights" in roles and roles & {"vocabulary", "target vocabulary"}:
            return Found("", tuple(files), ready=True)
    raise MissingModelError(
        f"no model of {pair[0]} to {pair[1]} here: model.*.bin and vocab.*.spm", where=str(folder)
    )


def _by_name(folder: Path, code: str) -> list[Remote]:
    """Files named as Mozilla does: `model.enko.intgemm.alphas.bin`, `srcvocab.enko.spm`, …"""
    files: dict[str, Remote] = {}
    for path in sorted(folder.iterdir()):
        kind, *rest = path.name.split(".")
        if path.is_file() and kind in _ROLES and code in rest:
            name = path.name.removesuffix(".zst")
            files.setdefault(kind, Remote(name, path, path.stat().st_size, role=_ROLES[kind]))
    return list(files.values())


def _choose(body: str, pair: tuple[str, str], where: str) -> tuple[Records, str]:
    """The records of the newest version of a direction that the runtime can run."""
    discovery = _discovery()
    try:
        discovery.parse_records(body)
        records: Records = json.loads(body)["data"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError(f"not a catalogue of models: {error}", where=where) from error
    ours = [r for r in records if (r.get("sourceLanguage"), r.get("targetLanguage")) == pair]
    kinds = {(str(r.get("version")), str(r.get("architecture") or "")) for r in ours}
    for version, kind in sorted(kinds, key=lambda one: (_number(one[0]), one[1]), reverse=True):
        same = [r for r in ours if str(r.get("version")) == version]
        same = [r for r in same if str(r.get("architecture") or "") == kind]
        if pair in discovery.model_pairs(json.dumps({"data": same})):
            return same, version
    pairs = [f"{PREFIX}{a}-{b}" for a, b in discovery.model_pairs(body)]
    near = [one for one in pairs if set(one.split("-")[1:]) & set(pair)]
    raise MissingModelError(
        f"the catalogue has no model of {pair[0]} to {pair[1]}",
        hint=f"it has {', '.join(near[:12])}" if near else "",
        where=where,
    )


def _found(records: Records, pair: tuple[str, str], version: str, place: Any) -> Found:
    files: dict[str, Remote] = {}
    for record in records:
        role = _ROLES.get(str(record.get("fileType")))
        # The catalogue may hold one file twice, for two channels of Firefox.
        if role is None or role in files:
            continue
        attachment = record["attachment"]
        name, location = str(record["name"]), str(attachment["location"])
        if not re.fullmatch(r"[\w.\-]+", name) or name.startswith("."):
            raise ModelError("a file name that leads out of the model", where=ascii(name))
        if ".." in re.split(r"[/\\]", location) or location.startswith(("/", "\\")):
            raise ModelError("a location that leads out of the mirror", where=ascii(location))
        files[role] = Remote(
            name,
            place(location),
            int(attachment.get("size") or 0),
            str(attachment.get("hash") or ""),
            unpacked=str(record.get("decompressedHash") or ""),
            role=role,
        )
    return Found(f"{''.join(pair)}-{version}", tuple(files.values()), ready=True)


def _number(version: str) -> tuple[bool, list[int]]:
    """Newer is greater, and what is out is greater than what is tried out (`3.0a1`)."""
    return not re.search(r"[a-z]", version), [int(part) for part in re.findall(r"\d+", version)]


def _discovery() -> Any:
    try:
        from fxtranslate import discovery
    except ImportError as error:
        raise MissingError(
            "the catalogue is read by fxtranslate, which is not installed",
            hint=pip_install("fxtranslate"),
        ) from error
    return discovery
