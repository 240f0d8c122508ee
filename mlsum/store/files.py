"""Fetch one file from an address or a folder; resumed if partial, checked when complete."""

import errno
import hashlib
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from mlsum.core.errors import MissingModelError, ModelError, OutputError

__all__ = [
    "Found",
    "Progress",
    "Remote",
    "disk_errors",
    "fetch",
    "first_bytes",
    "get_text",
    "room_for",
    "size_of",
    "unreachable",
]

_CHUNK = 1 << 20
# Left free on the disk after a pull: other programs need room as well.
_MARGIN = 64 << 20


@dataclass(frozen=True, slots=True)
class Remote:
    """A file to fetch: its name, where it is, and how it is verified.

    `sha256` is that of the file as it comes, `git` its blob id, `unpacked` the sha256 of what is
    inside where it comes compressed; each is empty where the source does not say. A `link` shares
    a local file with its other owner, where the disk can.
    """

    name: str
    place: str | Path
    size: int = 0
    sha256: str = ""
    git: str = ""
    unpacked: str = ""
    role: str = ""
    link: bool = False


@dataclass(frozen=True, slots=True)
class Found:
    """What a source has of a model: the exact revision, empty for a folder, and the files.

    `ready` are files that the engine reads as they are; `licence` is what the model card states.
    """

    revision: str
    files: tuple[Remote, ...]
    headers: Mapping[str, str] = field(default_factory=dict)
    ready: bool = False
    licence: str = ""


@dataclass(frozen=True, slots=True)
class Progress:
    """What is called meanwhile: `update(file, bytes so far, bytes in all)`, `message(text)`."""

    update: Callable[[str, int, int], None] = lambda _name, _done, _size: None
    message: Callable[[str], None] = lambda _message: None


def fetch(file: Remote, folder: Path, headers: Mapping[str, str], progress: Progress) -> Path:
    """Bring a file into a folder; one that is there whole stays, one that is there half goes on.

    Raises MissingModelError when the source cannot be reached, ModelError when the file is not
    what the source said it would be, OutputError when it cannot be written.
    """
    target, half = folder / file.name, folder / f"{file.name}.part"
    with disk_errors(target):
        folder.mkdir(parents=True, exist_ok=True)
        if not target.is_file():
            if isinstance(file.place, Path):
                _copy(file, half, progress)
            else:
                _download(file, half, headers, progress)
            _check(file, half)
            half.replace(target)
    return target


def get_text(url: str) -> str:
    """The text at an address. Raises MissingModelError when it cannot be had."""
    import httpx

    with unreachable(url):
        answer = httpx.get(url, follow_redirects=True, timeout=30)
        answer.raise_for_status()
        return answer.text


def first_bytes(url: str, count: int, headers: Mapping[str, str]) -> bytes:
    """The bytes that a file begins with. Raises MissingModelError."""
    import httpx

    wanted = {**headers, "Accept-Encoding": "identity", "Range": f"bytes=0-{count - 1}"}
    data = b""
    with (
        unreachable(url),
        httpx.stream("GET", url, headers=wanted, follow_redirects=True, timeout=60) as answer,
    ):
        answer.raise_for_status()
        for chunk in answer.iter_raw():
            data += chunk
            if len(data) >= count:
                break
    return data[:count]


def size_of(url: str) -> int | None:
    """Bytes of the file at an address, 0 where the server does not say; None without an answer."""
    import httpx

    try:
        answer = httpx.head(url, follow_redirects=True, timeout=30)
    except (httpx.HTTPError, httpx.InvalidURL):
        return None
    return int(answer.headers.get("content-length", 0)) if answer.is_success else None


def room_for(size: int, folder: Path) -> None:
    """Raise OutputError unless the disk of a folder has room for the bytes."""
    free = shutil.disk_usage(folder).free
    if free < size + _MARGIN:
        raise OutputError(
            f"{(size + _MARGIN) / 1e9:.1f} GB are needed, {free / 1e9:.1f} GB are free",
            hint="make room, or set MLSUM_HOME to a folder on a larger disk",
            where=str(folder),
        )


@contextmanager
def disk_errors(path: Path) -> Iterator[None]:
    """Turn what the disk refuses into OutputError, naming the file."""
    try:
        yield
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        raise OutputError(
            "the disk is full" if full else str(error.strerror or error),
            hint="make room and run the same command again" if full else "",
            where=str(path),
        ) from error


@contextmanager
def unreachable(where: str) -> Iterator[None]:
    """Turn what goes wrong on the way to a server into MissingModelError."""
    import httpx

    try:
        yield
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise MissingModelError(
            f"cannot be fetched: {error or type(error).__name__}",
            hint="check your internet connection and try again; the download resumes",
            where=where,
        ) from error


def _download(file: Remote, half: Path, headers: Mapping[str, str], progress: Progress) -> None:
    import httpx

    there = half.stat().st_size if half.is_file() else 0
    if file.size and there >= file.size:
        # Whole already, or too long: the check that follows tells which.
        return
    asked = {**headers, "Accept-Encoding": "identity"}
    if there:
        asked["Range"] = f"bytes={there}-"
    url = str(file.place)
    with (
        unreachable(url),
        httpx.stream("GET", url, headers=asked, follow_redirects=True, timeout=60) as answer,
    ):
        answer.raise_for_status()
        # A server that knows no ranges sends the whole file again.
        done = there if answer.status_code == 206 else 0
        _write(answer.iter_raw(), file, half, done, progress)


def _copy(file: Remote, half: Path, progress: Progress) -> None:
    if file.link:
        with suppress(OSError):
            half.unlink(missing_ok=True)
            half.hardlink_to(file.place)
            return
    with Path(file.place).open("rb") as source:
        _write(iter(lambda: source.read(_CHUNK), b""), file, half, 0, progress)


def _write(
    chunks: Iterator[bytes], file: Remote, half: Path, done: int, progress: Progress
) -> None:
    """Write what comes behind the bytes that are done, down to the disk."""
    with half.open("ab" if done else "wb") as stream:
        for chunk in chunks:
            stream.write(chunk)
            done += len(chunk)
            progress.update(file.name, done, file.size or done)
        stream.flush()
        os.fsync(stream.fileno())


def _check(file: Remote, half: Path) -> None:
    """Hash what has come; what is wrong is thrown away, so that the next try begins anew."""
    size = half.stat().st_size
    if file.size and size < file.size:
        raise MissingModelError(
            f"only {size} of {file.size} bytes have come",
            hint="check your internet connection and try again; the download resumes",
            where=str(file.place),
        )
    with half.open("rb") as stream:
        # Git names a file by the SHA-1 of its length and content; it guards against accidents.
        git = hashlib.sha1(b"blob %d\0" % size, usedforsecurity=False)
        sha = hashlib.sha256()
        while chunk := stream.read(_CHUNK):
            git.update(chunk)
            sha.update(chunk)
    wrong = (file.size and size != file.size) or (file.sha256 and sha.hexdigest() != file.sha256)
    if wrong or (file.git and not file.sha256 and git.hexdigest() != file.git):
        half.unlink()
        raise ModelError(
            f"{file.name} is not what its source said it would be: sha256 {sha.hexdigest()}",
            hint="run the same command again; if it stays so, the source is damaged",
            where=str(file.place),
        )
