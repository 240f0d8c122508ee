"""Install a model: fetch into a scratch folder, make it ready, pin every file, move it in place.

The store never holds half a model. What a killed pull leaves is a scratch folder, `.scratch/NAME`,
in which the next pull of that model goes on; a lock makes a second pull of it wait for the first.
"""

import hashlib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from importlib.util import find_spec
from pathlib import Path

from mlsum.core import backends
from mlsum.core.errors import (
    MissingError,
    MissingExtraError,
    MissingModelError,
    ModelError,
    UsageError,
)
from mlsum.core.lang import Lang
from mlsum.store import argos, firefox
from mlsum.store.catalogue import resolve
from mlsum.store.families import family_of, pair_of, refuse_code
from mlsum.store.files import Found, Progress, disk_errors, fetch, room_for
from mlsum.store.hub import is_ctranslate2, on_disk, on_hub, repositories
from mlsum.store.installed import LOCK, Installed, digest, installed, named, offline, root
from mlsum.store.manifest import Manifest, ModelFile, write_lock

__all__ = [
    "PullOptions",
    "broken",
    "convert",
    "import_argos",
    "import_folder",
    "import_package",
    "pull",
    "remove",
]

_SETTINGS = 16 << 20  # bytes that a file of settings has at most


@dataclass(frozen=True, slots=True)
class PullOptions:
    """Options of a pull. `origin` is a mirror's address or a folder; empty is the usual place.

    `size` is the architecture of a Firefox model, empty for the best. `pair` and `languages` are
    what a model translates whose own files do not say it.
    """

    origin: str = ""
    revision: str = ""
    quantization: str = "int8"
    offline: bool = False
    force: bool = False
    size: str = ""
    pair: tuple[Lang, Lang] | None = None
    languages: tuple[Lang, ...] = ()


def pull(
    name: str, options: PullOptions | None = None, progress: Progress | None = None
) -> Installed:
    """Fetch a model and install it; one that is installed stays, unless `options.force`.

    Raises MissingError offline, or when the source cannot be reached; ModelError naming a file
    that is damaged; OutputError when the disk is full. The store is as before then.
    """
    options, progress = options or PullOptions(), progress or Progress()
    manifest = resolve(name)
    with _alone(manifest.name, progress):
        present = _present(manifest.name)
        if present and not options.force:
            return present
        return _install(manifest, _find(manifest, options, progress), options, progress)


def import_folder(
    folder: Path,
    manifest: Manifest,
    options: PullOptions | None = None,
    progress: Progress | None = None,
) -> Installed:
    """Install a model from a `transformers`, CTranslate2 or Firefox folder; asks no network."""
    in_catalogue = manifest.engine == "firefox"
    found = firefox.find(manifest.name, str(folder)) if in_catalogue else on_disk(folder)
    return _import(manifest, found, options or PullOptions(), progress or Progress())


def import_package(
    path: Path, options: PullOptions | None = None, progress: Progress | None = None
) -> Installed:
    """Install an Argos package from its file; asks no network."""
    manifest, found = argos.import_file(path)
    return _import(manifest, found, options or PullOptions(), progress or Progress())


def import_argos(
    options: PullOptions | None = None, progress: Progress | None = None
) -> list[Installed]:
    """Install what argostranslate or LibreTranslate has on this machine, sharing its files.

    What is installed already stays. Raises MissingModelError where they have nothing here.
    """
    options, progress = options or PullOptions(), progress or Progress()
    packages = list(argos.installed_packages())
    if not packages:
        raise MissingModelError(
            "argostranslate has no packages here",
            hint="set ARGOS_PACKAGES_DIR to its folder, or mlsum models pull argos-en-ko",
            where=str(argos.data_folder()),
        )
    return [
        (not options.force and _present(manifest.name))
        or _import(manifest, found, options, progress)
        for manifest, found in packages
    ]


def convert(
    name: str, options: PullOptions | None = None, progress: Progress | None = None
) -> Installed:
    """Make a CTranslate2 model of an installed `transformers` one, beside it."""
    options = options or PullOptions()
    model = named(name)
    if model.engine != "transformers":
        raise UsageError(f"{name} is a model of {model.engine}: only those of transformers convert")
    new = f"{name}-{options.quantization}"
    return import_folder(
        model.folder, replace(model, name=new, engine="ctranslate2"), options, progress
    )


def remove(name: str, progress: Progress | None = None) -> Path:
    """Take a model, or what a killed pull left of it, out of the store; returns its folder."""
    where, scratch = root() / name, _scratch(name)
    if name != Path(name).name or name.startswith(".") or not (where.exists() or scratch.exists()):
        raise MissingModelError(f"{name} is not in the store", hint="mlsum models list")
    with _alone(name, progress or Progress()), disk_errors(where):
        scratch.mkdir(parents=True, exist_ok=True)
        if where.exists():
            # First out of sight in one step, then away: a kill between leaves no half model.
            where.replace(scratch / "removed")
        shutil.rmtree(scratch)
    return where


def broken(model: Installed, hashed: bool = True) -> dict[str, str]:
    """The files of a model that are not as they were pinned, each with what is wrong.

    Not `hashed`, only their sizes are compared: quick, and it finds most accidents.
    """
    wrong = {}
    for file in model.files:
        path = model.folder / file.name
        if not path.is_file():
            wrong[str(path)] = "is missing"
        elif path.stat().st_size != file.size:
            wrong[str(path)] = f"has {path.stat().st_size} bytes, not {file.size}"
        elif hashed and digest(path) != file.sha256:
            wrong[str(path)] = "is not the file that was pinned"
    return wrong


def _import(
    manifest: Manifest, found: Found, options: PullOptions, progress: Progress
) -> Installed:
    with _alone(manifest.name, progress):
        if _present(manifest.name) and not options.force:
            raise UsageError(f"{manifest.name} is installed already", hint="--force replaces it")
        return _install(manifest, found, options, progress)


def _find(manifest: Manifest, options: PullOptions, progress: Progress) -> Found:
    remote = not options.origin or options.origin.startswith(("http://", "https://"))
    if remote and (options.offline or offline()):
        raise MissingError(
            f"{manifest.name} is not installed, and the use of the network is forbidden",
            hint="leave out --offline and MLSUM_OFFLINE, or name a folder: --from DIR",
        )
    if manifest.engine == "firefox":
        if not options.origin:
            progress.message(firefox.NOTICE)
        return firefox.find(manifest.name, options.origin, options.size)
    if manifest.family == "argos":
        return argos.find(manifest.name, options.origin)
    if not remote:
        return on_disk(Path(options.origin).expanduser())
    revision = options.revision or manifest.version
    *others, last = repositories(manifest)
    for repo in others:
        with suppress(MissingModelError):
            return on_hub(repo, revision, options.origin or None)
    return on_hub(last, revision, options.origin or None)


def _install(
    manifest: Manifest, found: Found, options: PullOptions, progress: Progress
) -> Installed:
    if not manifest.family:
        manifest = _recognized(manifest, found, options, progress)
    converts = _converts(manifest, found)
    size = sum(file.size for file in found.files)
    if size:
        progress.message(f"{manifest.name}: {size / 1e6:.0f} MB, licence: {manifest.licence}")
    fetched = _fetched(manifest, found, converts, progress)
    made = _scratch(manifest.name) / "made"
    if _packed(manifest, found):
        with disk_errors(made):
            made.mkdir()
        for file in found.files:
            source = fetched / file.name
            if manifest.engine == "firefox":
                firefox.unpack(file, source, made / file.name)
            else:
                argos.unpack(source, made)
    else:
        refuse_code(fetched)
        if converts:
            progress.message(f"{manifest.name}: converting to CTranslate2, {options.quantization}")
            with disk_errors(made):
                engine = backends.load("engines", manifest.engine)()
                engine.convert(fetched, made, manifest.family, options.quantization)
        else:
            made = fetched
            if manifest.engine == "ctranslate2" and not is_ctranslate2(made / "model.bin"):
                raise ModelError("this is no CTranslate2 model", where=manifest.name)
        if not manifest.pairs and not manifest.languages and manifest.task == "translate":
            manifest = replace(manifest, languages=_languages(manifest, made))
    return _settle(_pinned(manifest, found, made), made)


def _recognized(
    manifest: Manifest, found: Found, options: PullOptions, progress: Progress
) -> Manifest:
    """The manifest of a model that its own settings describe; these are fetched before the weights.

    Raises ModelError for a family that mlsum does not run, UsageError where nothing says which
    languages it translates.
    """
    scratch = _scratch(manifest.name) / (found.revision or "folder")
    for file in found.files:
        if file.name.endswith(".json") and "vocab" not in file.name and file.size < _SETTINGS:
            fetch(file, scratch, found.headers, progress)
    family = family_of(scratch)
    named = re.fullmatch(
        r".*opus-mt(?:-tc-\w+)?-([a-z]{2,3})-([a-z]{2,3})(?:[-_].*)?", manifest.name
    )
    pair = options.pair or pair_of(scratch)
    if pair is None and named:
        pair = Lang.parse(named[1]), Lang.parse(named[2])
    task = "translate" if family.tag else "summarize"
    if task == "translate" and family.name == "marian" and not (pair or options.languages):
        raise UsageError(
            "which languages does it translate?", hint="--pair ko-en or --languages en,pt,ko"
        )
    return replace(
        manifest,
        engine=manifest.engine or "ctranslate2",
        family=family.name,
        licence=manifest.licence or found.licence or "not stated on the model card",
        pairs=(pair,) if pair else (),
        languages=options.languages,
        task=task,
    )


def _languages(manifest: Manifest, folder: Path) -> tuple[Lang, ...]:
    engine = backends.load("engines", manifest.engine)()
    languages: tuple[Lang, ...] = engine.languages(folder, manifest.family)
    if not languages:
        raise UsageError("which languages does it translate?", hint="--languages en,pt,ko")
    return languages


def _packed(manifest: Manifest, found: Found) -> bool:
    return manifest.engine == "firefox" or any(
        file.name.endswith(argos.SUFFIX) for file in found.files
    )


def _fetched(manifest: Manifest, found: Found, converts: bool, progress: Progress) -> Path:
    """The scratch folder with all files of a model, if the disk has room for what comes of them."""
    scratch = _scratch(manifest.name)
    # Of another revision nothing can be used; of this one, what has come stays.
    fetched = scratch / (found.revision or "folder")
    with disk_errors(scratch):
        for other in scratch.iterdir() if scratch.is_dir() else ():
            if other != fetched:
                shutil.rmtree(other)
        fetched.mkdir(parents=True, exist_ok=True)
    size = sum(file.size for file in found.files)
    there = sum(path.stat().st_size for path in fetched.rglob("*") if path.is_file())
    # What comes compressed is there twice for a while; int8 is at most half of what it is made of.
    more = size if _packed(manifest, found) else size // 2 if converts else 0
    room_for(size - there + more, scratch)
    for file in found.files:
        fetch(file, fetched, found.headers, progress)
    return fetched


def _converts(manifest: Manifest, found: Found) -> bool:
    """Whether the files are to be converted; what that needs is missed before, not after, a pull.

    Raises MissingExtraError without torch, ModelError for files another engine reads.
    """
    if manifest.engine == "transformers" and found.ready:
        raise ModelError(f"{manifest.name}: these are files for the engine ctranslate2")
    if manifest.engine != "ctranslate2" or found.ready:
        return False
    if find_spec("torch") is None:
        raise MissingExtraError("torch", "torch")
    return True


def _pinned(manifest: Manifest, found: Found, made: Path) -> Manifest:
    """The manifest with every file and the exact revision."""
    roles = {file.name: file.role for file in found.files if file.role}
    names = sorted(path.relative_to(made).as_posix() for path in made.rglob("*") if path.is_file())
    with disk_errors(made):
        pinned = tuple(
            ModelFile(roles.get(n, n), n, (made / n).stat().st_size, digest(made / n))
            for n in names
            if n != LOCK
        )
    # What came from a folder has no revision but its content.
    content = hashlib.sha256("".join(file.sha256 for file in pinned).encode()).hexdigest()
    return replace(manifest, files=pinned, version=found.revision or f"local-{content[:12]}")


def _settle(manifest: Manifest, made: Path) -> Installed:
    """Write the lock file, move the folder in place in one step, and clear the scratch away."""
    scratch, final = _scratch(manifest.name), root() / manifest.name
    with disk_errors(final):
        write_lock(manifest, made / LOCK)
        _flush(made / LOCK)
        if final.exists():
            final.replace(scratch / "replaced")
        made.replace(final)
        _flush(final.parent)
        shutil.rmtree(scratch)
    return named(manifest.name)


def _flush(path: Path) -> None:
    if os.name == "posix":  # Windows cannot open a folder
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _scratch(name: str) -> Path:
    return root() / ".scratch" / name


def _present(name: str) -> Installed | None:
    """A model of the store, not one that travels in a package."""
    where = root() / name
    return next((one for one in installed() if one.folder == where), None)


@contextmanager
def _alone(name: str, progress: Progress) -> Iterator[None]:
    """Hold the lock of a model; wait for another pull of it."""
    from filelock import FileLock, Timeout

    if not name or name != Path(name).name or name.startswith("."):
        raise ModelError(f"{name!r} cannot be the name of a model")
    locks = root() / ".locks"
    with disk_errors(locks):
        locks.mkdir(parents=True, exist_ok=True)
    lock = FileLock(locks / f"{name}.lock")
    try:
        lock.acquire(timeout=0)
    except Timeout:
        progress.message(f"{name}: another process is at it; waiting for it to end")
        lock.acquire()
    try:
        _put_back(name)
        yield
    finally:
        lock.release()


def _put_back(name: str) -> None:
    """Undo a replacement that was killed between its two steps."""
    old, final = _scratch(name) / "replaced", root() / name
    if old.exists() and not final.exists():
        with disk_errors(final):
            old.replace(final)
