"""Write a file whole or not at all."""

import errno
import os
import tempfile
import threading
from functools import lru_cache
from pathlib import Path

from mlsum.core.errors import OutputError

__all__ = ["write_atomic"]

# What network shares say that have no sync; a disk that fails says EIO.
_NO_SYNC = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})


def write_atomic(path: Path, data: bytes, scratch: Path | None = None) -> None:
    """Put `data` at `path`: a temporary file beside it, synced, then renamed over it.

    `scratch` is a folder on the same disk for the temporary file, which a killed run leaves. If it
    proves to be on another, the temporary file is beside `path` after all. Where a file system
    cannot sync, it is not waited for.

    A reader sees the old file or the new one, never a part; a failure leaves no file behind.
    Raises OutputError.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=scratch or path.parent)
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                _sync(file.fileno())
            temporary.chmod(path.stat().st_mode if path.exists() else 0o666 & ~_umask())
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        if scratch and error.errno == errno.EXDEV:
            return write_atomic(path, data)
        raise OutputError(
            f"cannot write: {error.strerror or error}",
            where=str(path),
            hint="name another place with -o",
        ) from error


def _sync(file: int) -> None:
    try:
        os.fsync(file)
    except OSError as error:
        if error.errno not in _NO_SYNC:
            raise


_one_at_a_time = threading.Lock()


@lru_cache(maxsize=1)
def _umask() -> int:
    # mkstemp makes private files; a result should have the mode that the shell would give it.
    with _one_at_a_time:  # it can only be read by setting it, for all threads
        mask = os.umask(0)
        os.umask(mask)
    return mask
