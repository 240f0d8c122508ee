"""Firefox Translations models: from Mozilla's catalogue, from a mirror of it, or from a folder.

The catalogue is read through fxtranslate's own discovery. Mozilla's delivery service is there
for Firefox and, as fxtranslate says, not for production: who pulls for many keeps a copy.
"""

import json
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from mlsum.core.errors import LanguageError, MissingError, MissingModelError, ModelError, UsageError
from mlsum.core.installation import pip_install
from mlsum.core.lang import Lang
from mlsum.store.files import Found, Remote, disk_errors, get_text
from mlsum.store.manifest import Manifest, Origin

__all__ = [
    "NOTICE",
    "PREFIX",
    "SIZES",
    "address",
    "directions",
    "find",
    "manifest",
    "of_pair",
    "pair_of",
    "unpack",
]

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

SIZES = ("base-memory", "base", "tiny")
"""The architectures that the runtimes here can run, the one that is taken first."""

Records = list[dict[str, Any]]
Kind = tuple[str, str]  # version, architecture


def manifest(name: str) -> Manifest:
    """What is known of `firefox-SOURCE-TARGET` before the catalogue is asked."""
    source, target = map(Lang.parse, pair_of(name))
    return replace(of_pair(source, target), name=name)


def of_pair(source: Lang, target: Lang) -> Manifest:
    """The manifest of a direction."""
    return Manifest(
        f"{PREFIX}{source}-{target}",
        "firefox",
        "",
        ((source, target),),
        "MPL 2.0 (of the project)",
        origin=Origin(repo="Mozilla"),
        note="the catalogue states no licence for single models",
        family="firefox",
    )


def address() -> str:
    """Where the catalogue is read."""
    return str(_discovery().records_url())


def directions(body: str) -> list[tuple[str, str, int]]:
    """The directions in a catalogue that a runtime here can run, with their bytes as they come.

    Raises ModelError for another document.
    """
    records = _records(body, address())
    pairs = sorted(set(map(_pair_of, records)))
    rows = []
    for pair in pairs:
        with suppress(MissingModelError):
            chosen, _ = _choose(records, pair, address())
            size = sum(one.size for one in _found(chosen, pair, "", str).files)
            rows.append((*pair, size))
    return rows


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


def find(name: str, origin: str, size: str = "") -> Found:
    """The files of a direction. `origin` is a mirror's address or a folder; empty is Mozilla's.

    `size` is one of SIZES, empty for the best of the newest version.

    A mirror has the catalogue as `records.json`, or under the address itself where that ends in
    `.json` or `/records`, and the files beside it at the catalogue's locations. A folder is such
    a mirror, or has the files by their names, in it or in `SOURCE-TARGET` as fxtranslate lays
    them. Raises MissingModelError when there is no such direction.
    """
    pair = pair_of(name)
    if origin and not origin.startswith(("http://", "https://")):
        return _in_folder(pair, Path(origin).expanduser(), size)
    discovery = _discovery()
    url = origin or str(discovery.records_url())
    if not url.endswith((".json", "/records")):
        url = f"{url.rstrip('/')}/{_CATALOGUE}"
    records, version = _choose(_records(get_text(url), url), pair, url, size)
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


def _in_folder(pair: tuple[str, str], folder: Path, size: str) -> Found:
    if (folder / _CATALOGUE).is_file():
        body = (folder / _CATALOGUE).read_text(encoding="utf-8")
        where = str(folder / _CATALOGUE)
        records, version = _choose(_records(body, where), pair, where, size)
        return _found(records, pair, version, lambda location: folder / location)
    for place in (folder / "-".join(pair), folder):
        files = _by_name(place, "".join(pair)) if place.is_dir() else []
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


def _records(body: str, where: str) -> Records:
    try:
        _discovery().parse_records(body)
        records: Records = json.loads(body)["data"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError(f"not a catalogue of models: {error}", where=where) from error
    return records


def _choose(
    records: Records, pair: tuple[str, str], where: str, size: str = ""
) -> tuple[Records, str]:
    """The records of the newest version of a direction that the runtime can run.

    `size` names the only architecture to take. Raises MissingModelError, with what is there.
    """
    discovery = _discovery()
    groups: dict[tuple[str, str], Records] = {}
    for record in records:
        if _pair_of(record) == pair:
            # Records of before there were several have no architecture.
            kind = str(record.get("architecture") or SIZES[0])
            groups.setdefault((str(record.get("version")), kind), []).append(record)
    able = {
        (version, kind): group
        for (version, kind), group in groups.items()
        if kind in SIZES and pair in discovery.model_pairs(json.dumps({"data": group}))
    }
    wanted = [one for one in able if size in ("", one[1])]
    if wanted:
        version, kind = max(wanted, key=lambda one: (_number(one[0]), -SIZES.index(one[1])))
        return able[version, kind], version
    if able or groups:
        raise _unfit(pair, where, size, able, groups)
    pairs = [f"{PREFIX}{a}-{b}" for a, b in discovery.model_pairs(json.dumps({"data": records}))]
    near = [one for one in pairs if set(one.split("-")[1:]) & set(pair)]
    raise MissingModelError(
        f"the catalogue has no model of {pair[0]} to {pair[1]}",
        hint=f"it has {', '.join(near[:12])}" if near else "",
        where=where,
    )


def _unfit(
    pair: tuple[str, str], where: str, size: str, able: Iterable[Kind], known: Iterable[Kind]
) -> MissingModelError:
    """The error where a direction is there, but not of this size, or in nothing that runs here."""
    if able:
        sizes = sorted({kind for _, kind in able}, key=SIZES.index)
        message = f"{pair[0]} to {pair[1]} is not there in the size {size}"
        return MissingModelError(message, hint=f"--size {' or '.join(sizes)}", where=where)
    kinds = ", ".join(sorted({f"{kind} {version}" for version, kind in known}))
    return MissingModelError(
        f"no runtime here can run the models of {pair[0]} to {pair[1]}: {kinds}",
        hint="pip install --upgrade fxtranslate, or another catalogue: mlsum models search "
        f"{pair[0]}-{pair[1]}",
        where=where,
    )


def _pair_of(record: Mapping[str, Any]) -> tuple[str, str]:
    return str(record.get("sourceLanguage")), str(record.get("targetLanguage"))


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
