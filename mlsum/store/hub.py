"""What a model hub, or a folder from one, has of a model: only what an engine reads, never pickles.

A repository holds the same weights for several frameworks; safetensors, settings and tokenizer
are all that is taken.
"""

import re
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from mlsum.core.errors import LanguageError, MissingModelError, MlsumError, ModelError, UsageError
from mlsum.core.lang import Lang
from mlsum.store.families import TOKENIZER_FILES
from mlsum.store.files import Found, Remote, first_bytes
from mlsum.store.installed import LOCK
from mlsum.store.manifest import Manifest, Origin

if TYPE_CHECKING:
    from huggingface_hub import HfApi

__all__ = [
    "OPUS",
    "PREFIX",
    "has_weights",
    "is_ctranslate2",
    "manifest",
    "needed",
    "on_disk",
    "on_hub",
    "repositories",
]

_SETTINGS = ("config.json", "generation_config.json")
# What a converted model consists of, beside its tokenizer.
_CONVERTED = frozenset(
    {"model.bin", "vocabulary.json", "vocabulary.txt"}
    | {
        f"{side}_vocabulary.{kind}"
        for side in ("shared", "source", "target")
        for kind in ("json", "txt")
    }
)
_HEAD = 262  # bytes of a converted model in which its kind is named
_SHARD = re.compile(r"model-\d+-of-\d+\.safetensors")
_PICKLES = (".bin", ".pt", ".pth", ".pkl", ".pickle", ".ckpt", ".joblib")
# The bot of the Hugging Face hub that offers weights of old repositories as safetensors, and the
# title it gives (transformers/safetensors_conversion.py checks for both).
_BOT = "SFconvertbot"
_BOT_TITLE = "Adding `safetensors` variant of this model"


PREFIX, OPUS = "hf:", "opus-"
_OPUS_REPOS = ("Helsinki-NLP/opus-mt-{}-{}", "Helsinki-NLP/opus-mt-tc-big-{}-{}")
_NAME = re.compile(r"hf:([\w.-]+/[\w.-]+?)(?:@([\w./-]+))?")


def manifest(name: str) -> Manifest:
    """What is known of `hf:OWNER/REPO[@REVISION]` or `opus-SOURCE-TARGET` before the hub is asked.

    Raises UsageError for another name.
    """
    if match := _NAME.fullmatch(name):
        repo, revision = match[1], match[2] or ""
        safe = repo.replace("/", "--")
        return Manifest(safe, "", revision, (), "", origin=Origin(repo=repo))
    codes = name.removeprefix(OPUS).split("-")
    codes = codes[1:] if len(codes) > 2 and codes[0] == "mt" else codes
    try:
        source, target = map(Lang.parse, codes)
    except (LanguageError, ValueError) as error:
        hint = "hf:OWNER/REPO, or opus-SOURCE-TARGET such as opus-ko-en"
        raise UsageError(f"no model in {name!r}", hint=hint) from error
    return Manifest(
        f"{OPUS}{source}-{target}",
        "ctranslate2",
        "",
        ((source, target),),
        "see the model page",
        origin=Origin(repo=_OPUS_REPOS[0].format(*codes)),
        family="marian",
        parameters=77_000_000,
    )


def repositories(manifest: Manifest) -> list[str]:
    """Where the files of a model may be on the hub, the first choice first."""
    if manifest.name.startswith(OPUS) and manifest.origin.repo.startswith("Helsinki-NLP/opus-mt-"):
        codes = manifest.origin.repo.split("-")[-2:]
        return list(
            dict.fromkeys([manifest.origin.repo, *(one.format(*codes) for one in _OPUS_REPOS)])
        )
    return [manifest.origin.repo]


def on_hub(repo: str, revision: str, endpoint: str | None) -> Found:
    """The files of a repository at an exact revision.

    Without a revision named, and without safetensors in the newest, those that the hub's own
    conversion bot offers are taken. Raises MissingModelError when the hub cannot be reached or
    has no such repository, ModelError when there is nothing safe to take.
    """
    from huggingface_hub import HfApi

    api = HfApi(endpoint=endpoint, library_name="mlsum")
    try:
        found = _listed(api, repo, revision)
        if not has_weights(found) and not revision and (offered := _offered(api, repo)):
            found = _listed(api, repo, offered)
    except MlsumError:
        raise
    except Exception as error:
        # Its own errors, and those of the HTTP library below, another one from time to time.
        raise MissingModelError(
            f"the hub does not give {repo}: {_first_line(error)}",
            hint="check the network, HF_ENDPOINT, or name a mirror or a folder: --from URL|DIR",
            where=api.endpoint,
        ) from error
    if not has_weights(found):
        raise _only_pickles(repo, "name a revision that has them: --revision refs/pr/…")
    return found


def on_disk(folder: Path) -> Found:
    """The files of a `transformers` or CTranslate2 folder. Raises ModelError for neither."""
    if not folder.is_dir():
        raise MissingModelError("no such folder", where=str(folder))
    names = sorted(path.name for path in folder.iterdir() if path.is_file())
    ready = is_ctranslate2(folder / "model.bin")
    if ready:
        chosen = [name for name in names if not name.startswith(".") and name != LOCK]
        if pickled := [n for n in chosen if n.endswith(_PICKLES) and n != "model.bin"]:
            raise _only_pickles(str(folder / pickled[0]), "remove it, if the model needs it not")
    else:
        chosen = needed(names)
    files = tuple(Remote(n, folder / n, (folder / n).stat().st_size) for n in chosen)
    found = Found("", files, ready=ready, licence=_licence(_card(folder / "README.md")))
    if not has_weights(found):
        raise _only_pickles(str(folder), "save the model with save_pretrained of transformers")
    return found


def needed(names: Iterable[str]) -> list[str]:
    """Of a repository's files those an engine reads. Raises ModelError for a name that leads out.

    Shards are taken where the weights are not there in one piece.
    """
    there = set(names)
    for name in there:
        parts = re.split(r"[/\\]", name)
        if not name.isprintable() or ".." in parts or not parts[0] or ":" in parts[0]:
            raise ModelError("a file name that leads out of the model", where=ascii(name))
    if "model.safetensors" in there:
        weights = ["model.safetensors"]
    else:
        weights = sorted(name for name in there if _SHARD.fullmatch(name))
        weights += ["model.safetensors.index.json"] * ("model.safetensors.index.json" in there)
    return [name for name in (*_SETTINGS, *TOKENIZER_FILES) if name in there] + weights


def _listed(api: "HfApi", repo: str, revision: str) -> Found:
    from huggingface_hub import hf_hub_url
    from huggingface_hub.utils import build_hf_headers  # type: ignore[attr-defined, unused-ignore]

    info = api.model_info(repo, revision=revision or None, files_metadata=True)
    if not re.fullmatch(r"[0-9a-f]{40}", info.sha or ""):
        raise ModelError("the hub gives no exact revision", where=repo)
    entries = {one.rfilename: one for one in info.siblings or ()}
    headers = build_hf_headers(library_name="mlsum")

    def address(name: str) -> str:
        return hf_hub_url(repo, name, revision=info.sha, endpoint=api.endpoint)

    chosen = needed(entries)
    weights = [name for name in entries if name in _CONVERTED]
    ready = len(weights) > 1 and _begins_ctranslate2(
        first_bytes(address("model.bin"), _HEAD, headers)
    )
    if ready:
        chosen = [name for name in chosen if not name.startswith("model")] + weights
    files = []
    for name in chosen:
        one = entries[name]
        sha256 = one.lfs.sha256 if one.lfs else ""
        files.append(Remote(name, address(name), one.size or 0, sha256, one.blob_id or ""))
    card = dict(vars(info.card_data)) if info.card_data else {}
    return Found(str(info.sha), tuple(files), headers, ready, _licence(card))


def _card(path: Path) -> Mapping[str, Any]:
    """The settings at the head of a model card; empty where there are none."""
    from huggingface_hub.repocard import metadata_load

    try:
        return (metadata_load(path) if path.is_file() else None) or {}
    except (ValueError, OSError):
        return {}


def _licence(card: Mapping[str, Any]) -> str:
    """The licence on a model card in one line, with its page where it has no common name."""
    licence = card.get("license_name") or card.get("license") or ""
    parts = [str(licence), str(card.get("license_link") or "")]
    return " ".join(part for part in parts if part.isprintable() and part)[:200]


def _offered(api: "HfApi", repo: str) -> str:
    """The revision in which the hub's bot offers safetensors, or nothing."""
    for one in api.get_repo_discussions(repo, author=_BOT, discussion_type="pull_request"):
        if one.author == _BOT and one.title == _BOT_TITLE and one.status in ("open", "merged"):
            return f"refs/pr/{one.num}"
    return ""


def has_weights(found: Found) -> bool:
    """Whether there are weights that are safe to read."""
    return found.ready or any(file.name.endswith(".safetensors") for file in found.files)


def _only_pickles(where: str, hint: str) -> ModelError:
    return ModelError(
        "no weights in safetensors here; pickles (.bin, .pt, .pkl) may run code when they are "
        "read, and are not taken",
        hint=hint,
        where=where,
    )


def is_ctranslate2(path: Path) -> bool:
    """Whether a `model.bin` is CTranslate2's: a small version number, then a spec's name.

    A pickle begins with the byte 0x80, a zip file of torch with `PK`: both read as huge numbers.
    """
    if not path.is_file():
        return False
    with path.open("rb") as stream:
        return _begins_ctranslate2(stream.read(_HEAD))


def _begins_ctranslate2(head: bytes) -> bool:
    if len(head) < 6:
        return False
    version, length = struct.unpack("<IH", head[:6])
    return version < 256 and head[6 : 6 + length].rstrip(b"\0").endswith(b"Spec")


def _first_line(error: Exception) -> str:
    lines = [line for line in str(error).splitlines() if line.strip()]
    return lines[0] if lines else type(error).__name__
