"""List what a job is to read, as a stream: folders, patterns, JSON Lines, a list on stdin."""

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mlsum.batch.job import Job, Unit
from mlsum.errors import InputError, UsageError

__all__ = ["Found", "count", "listing", "units"]

STDIN = "-"
_LINES = (".jsonl", ".ndjson", ".jsonlines")


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read and its place under OUT, with `/` between the parts."""

    path: Path
    name: str


def listing(inputs: Sequence[str], out: Path) -> Iterator[Found]:
    """The files that `inputs` name, in their order; a folder's by name.

    Hidden files are skipped, and so is OUT itself; a link to a folder above is not followed.
    Raises InputError where an input names nothing.
    """
    if list(inputs).count(STDIN) > 1:
        raise UsageError("standard input can be read only once")
    for given in inputs:
        if given == STDIN:
            for line in sys.stdin:
                if line.strip():
                    yield from _named(line.rstrip("\r\n"), out, listed=True)
        else:
            yield from _named(given, out)


def _named(given: str, out: Path, listed: bool = False) -> Iterator[Found]:
    path = Path(given)
    if path.is_dir():
        yield from _folder(path, "", out.resolve(), ())
    elif path.exists() or listed:
        yield Found(path, _place(path))
    elif glob.has_magic(given):
        root = Path(*_fixed(path))
        matched = False
        for match in sorted(glob.iglob(given, recursive=True)):  # noqa: PTH207 (hidden ones are left out)
            matched = True
            if Path(match).is_file():
                yield Found(Path(match), Path(match).relative_to(root).as_posix())
        if not matched:
            raise InputError("no file matches", where=given, hint="check the pattern")
    else:
        raise InputError("no such file or folder", where=given, hint="check the path")


def _fixed(path: Path) -> Iterator[str]:
    """The parts of a pattern before the first one with a wildcard."""
    for part in path.parts[:-1]:
        if glob.has_magic(part):
            return
        yield part


def _place(path: Path) -> str:
    """A named file keeps the folders it was named with, unless they lead out of OUT."""
    place = PurePosixPath(path.as_posix())
    return place.name if place.is_absolute() or ".." in place.parts else str(place)


def _folder(
    folder: Path, prefix: str, out: Path, above: tuple[tuple[int, int], ...]
) -> Iterator[Found]:
    try:
        stat = folder.stat()
        identity = (stat.st_dev, stat.st_ino)
        if identity in above or folder.resolve() == out:
            return
        with os.scandir(folder) as entries:
            # One folder's names at a time: the order must not depend on the file system.
            found = sorted((entry.name, entry.is_dir()) for entry in entries)
    except OSError:
        # Told as a failure when it is read.
        yield Found(folder, prefix.rstrip("/") or folder.name)
        return
    for name, is_folder in found:
        if name.startswith("."):
            continue
        if is_folder:
            yield from _folder(folder / name, f"{prefix}{name}/", out, (*above, identity))
        else:
            yield Found(folder / name, prefix + name)


def units(found: Found, job: Job) -> Iterator[Unit]:
    """The documents in a file: itself, or each line of JSON Lines that is not blank."""
    try:
        if found.path.suffix.lower() in _LINES and job.input_format in (None, "jsonl"):
            yield from _lines(found)
            return
        size = found.path.stat().st_size
        if not found.path.is_file():
            yield Unit(found.name, error="this is not a file")
        elif size > job.max_bytes:
            yield Unit(found.name, error=f"larger than {job.max_bytes >> 20} MiB: --max-mb")
        else:
            yield Unit(found.name, found.path.read_bytes())
    except OSError as error:
        yield Unit(found.name, error=f"cannot be read: {error.strerror}")


def _lines(found: Found) -> Iterator[Unit]:
    with found.path.open("rb") as file:
        for number, line in enumerate(file, 1):
            if line.strip():
                yield Unit(f"{found.name}:{number}", line, dataset=found.name)


def count(job: Job) -> int | None:
    """How many documents there are; None where that cannot be told beforehand."""
    if STDIN in job.inputs:
        return None
    total = 0
    for found in listing(job.inputs, job.out):
        try:
            lines = found.path.suffix.lower() in _LINES
            total += sum(1 for _ in _lines(found)) if lines else 1
        except OSError:
            total += 1
        if job.limit and total >= job.limit:
            return job.limit
    return total
