"""Read the bytes of a file that a person named: whole, and without waiting for what never comes."""

import os
import stat
from pathlib import Path
from typing import BinaryIO

from mlsum.core.errors import InputError

__all__ = ["LARGEST", "read_bytes", "within"]

LARGEST = 1 << 30  # bytes of a document; its text, parts and translation are held in memory


def read_bytes(path: str | Path) -> bytes:
    """The bytes of a file or a pipe; a pipe that nobody writes to is empty.

    Raises InputError for what cannot be read: a folder, a device, what is missing or forbidden.
    """
    where = str(path)
    try:
        # Otherwise a pipe is waited for until somebody writes to it. Windows has neither.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
        with open(handle, "rb") as file:  # noqa: PTH123 (an open handle has no path)
            _refuse(os.fstat(handle), where)
            if hasattr(os, "set_blocking"):
                os.set_blocking(handle, True)
            return within(file, where)
    except FileNotFoundError as error:
        raise InputError("no such file", where=where, hint="check the path") from error
    except IsADirectoryError as error:
        raise InputError("this is a directory", where=where, hint=_FOLDER) from error
    except PermissionError as error:
        if Path(path).is_dir():  # as Windows says it
            raise InputError("this is a directory", where=where, hint=_FOLDER) from error
        hint = "check who may read it: ls -l"
        raise InputError("this file may not be read", where=where, hint=hint) from error
    except (OSError, ValueError) as error:
        raise InputError(f"cannot be read: {error}", where=where, hint="check the path") from error


def within(file: BinaryIO, where: str) -> bytes:
    """All the bytes of a stream. Raises InputError where there are more than a document may have.

    A stream may have no end.
    """
    data = file.read(LARGEST + 1)
    if len(data) > LARGEST:
        raise InputError("larger than 1 GiB", where=where, hint="cut it, or make JSON Lines of it")
    return data


_BINARY = getattr(os, "O_BINARY", 0)
_FOLDER = "name the files in it, or take `mlsum batch`"


def _refuse(found: os.stat_result, where: str) -> None:
    """A folder has no bytes, and a device no end."""
    if stat.S_ISDIR(found.st_mode):
        raise InputError("this is a directory", where=where, hint=_FOLDER)
    if stat.S_ISCHR(found.st_mode) or stat.S_ISBLK(found.st_mode):
        hint = "- reads standard input"
        raise InputError("this is a device, not a document", where=where, hint=hint)
