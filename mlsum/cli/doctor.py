"""`mlsum doctor`: what is here, what is missing, and the command that fixes it."""

import json
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from typing import Annotated, Literal

import typer

from mlsum.cli.command import Debug
from mlsum.core.installation import pip_install, pip_install_extra

__all__ = ["Finding", "doctor", "findings"]

State = Literal["good", "note", "broken"]
_LITTLE = 2 << 30  # bytes free on the disk of the store, below which few models fit
_MARKS: dict[State, str] = {"good": "ok", "note": "--", "broken": "!!"}


@dataclass(frozen=True, slots=True)
class Finding:
    """One checked item; `hint` is the command that fixes or adds it."""

    area: str
    name: str
    state: State
    said: str
    hint: str = ""


def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
    deep: Annotated[bool, typer.Option("--deep", help="Hash the files of all models.")] = False,
    _debug: Debug = False,
) -> None:
    """Look over the installation: versions, extras, models, processor, disk, network.

    The exit code is 3 where something is broken; what is only missing breaks nothing. Asks no
    network, loads no model.
    """
    from mlsum.cli.outputs import emit

    found = list(findings(deep))
    if as_json:
        text = json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2) + "\n"
    else:
        text = "".join(map(_line, found))
    emit(text.encode(), None)
    if any(one.state == "broken" for one in found):
        raise typer.Exit(3)


def findings(deep: bool = False) -> Iterator[Finding]:
    """All that can be said, area by area."""
    python = f"{platform.python_version()} on {platform.system()} {platform.machine()}"
    yield Finding("versions", "mlsum", "good", version("mlsum"))
    yield Finding("versions", "python", "good", python)
    yield from _packages()
    yield from _models(deep)
    yield from _machine()
    yield from _places()


def _line(one: Finding) -> str:
    hint = f"\n     hint: {one.hint}" if one.hint and one.state != "good" else ""
    return f"{_MARKS[one.state]}  {one.area}: {one.name}: {one.said}{hint}\n"


def _packages() -> Iterator[Finding]:
    """The required packages one by one, and for each extra whether it is complete."""
    from packaging.requirements import Requirement

    needed = [Requirement(line) for line in requires("mlsum") or ()]
    extras = metadata("mlsum").get_all("Provides-Extra") or []
    always = [one for one in needed if not one.marker or one.marker.evaluate({"extra": ""})]
    for one in always:
        if wrong := _wrong(one.name, one.specifier):
            hint = pip_install(f"{one.name}{one.specifier}")
            yield Finding("packages", one.name, "broken", wrong, hint)
    for extra in sorted(set(extras)):
        asked = {"extra": extra}
        own = [one for one in needed if one.marker and one.marker.evaluate(asked)]
        missing = [one.name for one in own if one not in always and _wrong(one.name, one.specifier)]
        state: State = "note" if missing else "good"
        said = f"without {', '.join(missing)}" if missing else "installed"
        yield Finding("extras", extra, state, said, pip_install_extra(extra))


def _wrong(name: str, wanted: object) -> str:
    """What is wrong with a distribution; empty where it is as it should be."""
    from packaging.specifiers import SpecifierSet

    try:
        there = version(name)
    except PackageNotFoundError:
        return "is not installed"
    fits = SpecifierSet(str(wanted)).contains(there, prereleases=True)
    return "" if fits else f"is {there}, not {wanted}"


def _models(deep: bool) -> Iterator[Finding]:
    from mlsum import store
    from mlsum.core.errors import ModelError
    from mlsum.store import broken

    try:
        models = store.on_record()
    except ModelError as error:
        yield Finding("models", "lock files", "broken", str(error), "remove this folder")
        return
    for model in models:
        wrong = broken(model, hashed=deep)
        if wrong:
            said = "; ".join(f"{path} {reason}" for path, reason in wrong.items())
            hint = f"mlsum models pull --force {model.name}"
            yield Finding("models", model.name, "broken", said, hint)
        else:
            way = "checksums" if deep else "sizes"
            yield Finding("models", model.name, "good", f"{model.engine}, {way} are as pinned")
    if not models:
        yield Finding("models", "store", "note", "none is installed", "mlsum models list")


def _machine() -> Iterator[Finding]:
    from mlsum.engines.cores import cores

    try:
        import ctranslate2
    except (ImportError, OSError) as error:
        hint = pip_install("ctranslate2", options="--force-reinstall")
        yield Finding("machine", "ctranslate2", "broken", f"cannot be loaded: {error}", hint)
        return
    types = ", ".join(sorted(ctranslate2.get_supported_compute_types("cpu")))
    yield Finding(
        "machine", "processor", "good", f"{cores()} cores; CTranslate2 computes in {types}"
    )
    yield _products()
    count = ctranslate2.get_cuda_device_count()
    said = f"{count} for CTranslate2" if count else "none; all runs on the processor"
    yield Finding("machine", "gpu", "good" if count else "note", said)


def _products() -> Finding:
    """How the embedded models compute here."""
    from mlsum.engines.marian.saturation import saturates

    try:
        exact = not saturates()
    except ImportError as error:
        said = f"{error.name} is missing: embedded models run one sentence at a time"
        return Finding(
            "machine", "embedded models", "note", said, pip_install("onnx", "onnxruntime")
        )
    way = (
        "signed weights (VNNI or similar)" if exact else "unsigned weights (no VNNI), exact as well"
    )
    return Finding("machine", "embedded models", "good", f"8-bit products of {way}")


def _places() -> Iterator[Finding]:
    from mlsum import store
    from mlsum.core.errors import MlsumError
    from mlsum.memory import Memory
    from mlsum.writers.words import counted

    folder = store.root()
    # Where one may not look, Path.exists() raises.
    there = next(path for path in (folder, *folder.parents) if os.path.exists(path))  # noqa: PTH110
    free = shutil.disk_usage(there).free
    said = f"{folder}, {free / 1e9:.1f} GB free"
    if not os.access(there, os.W_OK):
        yield Finding("disk", "store", "broken", f"{there} may not be written", "set MLSUM_HOME")
    elif free < _LITTLE:
        yield Finding("disk", "store", "note", said, "make room, or set MLSUM_HOME")
    else:
        yield Finding("disk", "store", "good", said)
    try:
        info = Memory.default().info()
    except MlsumError as error:
        yield Finding("disk", "memory", "broken", str(error), "mlsum memory clear --all")
    else:
        count = sum(info.entries.values())
        yield Finding(
            "disk", "memory", "good", f"{info.path}, {counted(count, 'entry', 'entries')}"
        )
    off = store.offline()
    said = (
        "forbidden by MLSUM_OFFLINE"
        if off
        else "not tested; only models pull, chat and serve use it"
    )
    yield Finding("network", "offline" if off else "allowed", "good", said)
    encoding = sys.getfilesystemencoding()
    yield Finding("locale", "file names", "good" if encoding == "utf-8" else "note", encoding)
