"""List what a job is to read, as a stream: folders, patterns, URLs, a list on stdin."""

import glob
import os
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from mlsum.batch.datasets import count_rows, holds_rows, rows
from mlsum.batch.job import Job, Unit
from mlsum.batch.stores import is_url, listed, opened, size_of
from mlsum.core.document import legible
from mlsum.core.errors import InputError, UsageError

__all__ = ["STDIN", "Found", "count", "listing", "total", "units"]

STDIN = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A file to read, by path or URL, and its place under OUT, with `/` between the parts."""

    path: str
    name: str

    @property
    def shown(self) -> str:
        """The path as a text that can be written anywhere."""
        return legible(self.path)


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
                    yield from map(_legible, _named(line.rstrip("\r\n"), out, on_list=True))
        else:
            yield from map(_legible, _named(given, out))


def _legible(found: Found) -> Found:
    return Found(found.path, legible(found.name))


def _named(given: str, out: Path, on_list: bool = False) -> Iterator[Found]:
    path = Path(given)
    if is_url(given):
        yield from (Found(*one) for one in listed(given))
    elif os.path.isdir(given):  # noqa: PTH112 (pathlib raises an error for too long a name)
        yield from _folder(path, "", out.resolve(), ())
    elif os.path.exists(given) or on_list:  # noqa: PTH110 (as above)
        yield Found(given, _place(path))
    elif glob.has_magic(given):
        root = Path(*_fixed(path))
        matched = False
        for match in sorted(glob.iglob(given, recursive=True)):  # noqa: PTH207 (hidden ones are left out)
            matched = True
            if Path(match).is_file():
                yield Found(match, Path(match).relative_to(root).as_posix())
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
        yield Found(str(folder), prefix.rstrip("/") or folder.name)
        return
    for name, is_folder in found:
        if name.startswith("."):
            continue
        if is_folder:
            yield from _folder(folder / name, f"{prefix}{name}/", out, (*above, identity))
        else:
            yield Found(str(folder / name), prefix + name)


def units(found: Found, job: Job, position: int = 0) -> Iterator[Unit]:
    """The documents in a file, numbered from `position`: itself, or each of its rows."""
    try:
        if holds_rows(found.path, job):
            yield from rows(found.path, found.name, job, position)
            return
        size = size_of(found.path)
        if size is None:
            error = "this is not a file"
            if Path(found.path).is_dir():  # of all folders, those that cannot be listed come here
                error = "this folder cannot be read"
            yield Unit(found.name, error=error, position=position)
        elif size > job.max_bytes:
            error = f"larger than {job.max_bytes >> 20} MiB: --max-mb"
            yield Unit(found.name, error=error, position=position)
        else:
            with opened(found.path) as file:
                yield Unit(found.name, file.read(), position=position)
    except InputError as error:
        yield Unit(found.name, error=error.message, position=position)
    except (OSError, ValueError) as error:  # a name may hold what no name can
        reason = getattr(error, "strerror", "") or "this is no name of a file"
        yield Unit(found.name, error=f"cannot be read: {reason}", position=position)


def count(job: Job) -> int | None:
    """The number of documents, or None if it is not known beforehand."""
    return None if STDIN in job.inputs else total(job)


def total(job: Job) -> int:
    """How many documents there are, without reading more than their names and rows."""
    many = 0
    for found in listing(job.inputs, job.out):
        try:
            many += count_rows(found.path) if holds_rows(found.path, job) else 1
        except (OSError, ValueError, InputError):
            many += 1
        if job.limit and many >= job.limit:
            return job.limit
    return many
