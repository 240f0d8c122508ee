"""Files on this machine, or behind a URL that Arrow or fsspec opens: s3://, gs://, hdfs://, …"""

import io
from collections.abc import Callable, Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO, cast

from mlsum.core.errors import InputError, MissingExtraError, OutputError, foreign_errors

__all__ = ["Stamp", "arrow", "is_url", "listed", "opened", "size_of", "stamp", "upload"]

Stamp = tuple[int, ...]


def is_url(given: str) -> bool:
    """Whether this is a URL, not a path."""
    scheme, mark, _ = given.partition("://")
    return bool(mark) and scheme.replace("+", "").replace("-", "").isalnum()


def arrow(module: str) -> Any:
    """A module of pyarrow. Raises MissingExtraError where it is not installed."""
    try:
        return import_module(f"pyarrow.{module}" if module else "pyarrow")
    except ImportError as error:
        raise MissingExtraError("pyarrow", "parquet") from error


def opened(path: str) -> BinaryIO:
    """A file to read from. Raises OSError."""
    if not is_url(path):
        return Path(path).open("rb")
    system, inner = _system(path)
    return cast("BinaryIO", io.BufferedReader(system.open_input_file(inner)))


def size_of(path: str) -> int | None:
    """The bytes of a file; None where this is something else. Raises OSError."""
    if is_url(path):
        system, inner = _system(path)
        return cast("int | None", system.get_file_info(inner).size)
    size = Path(path).stat().st_size
    return size if Path(path).is_file() else None


def stamp(path: str) -> Stamp | None:
    """What changes when a file is written or replaced; None where there is none."""
    try:
        if is_url(path):
            system, inner = _system(path)
            info = system.get_file_info(inner)
            return (info.size, info.mtime_ns or 0) if info.is_file else None
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns, found.st_ino


def listed(url: str) -> Iterator[tuple[str, str]]:
    """The files at a URL with their places below it, by name; hidden ones are left out.

    Raises InputError where there is nothing.
    """
    fs = arrow("fs")
    with foreign_errors(url, InputError):
        system, inner = _system(url)
        info = system.get_file_info(inner)
        if info.type == fs.FileType.File:
            yield url, PurePosixPath(inner).name
            return
        if info.type == fs.FileType.NotFound:
            raise InputError("nothing is there", where=url, hint="check the URL")
        found = system.get_file_info(fs.FileSelector(inner, recursive=True))
    root = PurePosixPath(inner)
    names = sorted(
        PurePosixPath(one.path).relative_to(root).parts
        for one in found
        if one.type == fs.FileType.File
    )
    for parts in names:
        if not any(part.startswith(".") for part in parts):
            name = "/".join(parts)
            yield f"{url.rstrip('/')}/{name}", name


def upload(folder: Path, url: str) -> None:
    """Copy what a job left for a reader to a URL, file by file. Raises OutputError."""
    fs = arrow("fs")
    with foreign_errors(url, OutputError):
        system, inner = _system(url)
        for path in sorted(folder.rglob("*")):
            relative = path.relative_to(folder)
            if path.is_file() and not relative.parts[0].startswith("."):
                target = f"{inner.rstrip('/')}/{relative.as_posix()}"
                system.create_dir(str(PurePosixPath(target).parent), recursive=True)
                fs.copy_files(str(path), target, fs.LocalFileSystem(), system)


def _system(url: str) -> tuple[Any, str]:
    """The file system of a URL, and the path in it."""
    scheme, _, inner = url.partition("://")
    system, bucket = _connected(scheme, inner.partition("/")[0])
    return system, bucket(url)


@lru_cache(maxsize=64)
def _connected(scheme: str, host: str) -> tuple[Any, Callable[[str], str]]:
    """A file system, and what makes its path of a URL."""
    fs = arrow("fs")
    buckets = scheme in ("s3", "gs", "gcs", "abfs", "abfss")
    try:
        system = fs.FileSystem.from_uri(f"{scheme}://{host}/")[0]
    except ValueError:  # Arrow has no such scheme
        return _foreign(scheme, host)
    return system, lambda url: url.partition("://")[2][0 if buckets else len(host) :]


def _foreign(scheme: str, host: str) -> tuple[Any, Callable[[str], str]]:
    fs = arrow("fs")
    try:
        fsspec = import_module("fsspec")

        known = fsspec.filesystem(scheme)
    except (ImportError, ValueError) as error:
        hint = "s3://, gs://, hdfs://, file://, or what an installed fsspec opens"
        raise InputError(f"{scheme}:// cannot be opened here", where=host, hint=hint) from error
    return fs.PyFileSystem(fs.FSSpecHandler(known)), known._strip_protocol
