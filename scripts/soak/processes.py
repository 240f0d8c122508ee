"""Processes and disks of this machine (Linux): who descends from whom, memory, how to be full."""

import os
import resource
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

__all__ = ["Disk", "alive", "descendants", "disk", "ended", "resident"]


def descendants(pid: int) -> list[tuple[int, int]]:
    """The processes that a process began, those that they began, …: each with its generation."""
    children: dict[int, list[int]] = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except (OSError, IndexError):
                continue
            children.setdefault(parent, []).append(int(entry.name))
    found, queue = [], [(pid, 0)]
    while queue:
        one, depth = queue.pop()
        for child in children.get(one, ()):
            found.append((child, depth + 1))
            queue.append((child, depth + 1))
    return found


def alive(pid: int) -> bool:
    """Whether a process runs; one that only waits to be asked how it ended does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def ended(pids: list[int], seconds: float) -> list[int]:
    """Those of the processes that still run after so long."""
    until = time.monotonic() + seconds
    while (left := [pid for pid in pids if alive(pid)]) and time.monotonic() < until:
        time.sleep(0.05)
    return left


def resident(pid: int) -> int | None:
    """The resident memory of a process with all that it began, in MiB; None if it is gone."""
    total = 0
    for one in (pid, *(child for child, _ in descendants(pid))):
        try:
            pages = int(Path(f"/proc/{one}/statm").read_text().split()[1])
        except OSError:
            continue
        total += pages * os.sysconf("SC_PAGE_SIZE")
    return total >> 20 or None


class Disk:
    """Where outputs go: a small disk of its own, or, where none can be mounted, a folder."""

    def __init__(self, folder: Path, own: bool) -> None:
        self.folder = folder
        self._own = own

    @contextmanager
    def full(self, pid: int, room: int) -> Iterator[str]:
        """Leave so many bytes to a process, and say how: on the disk, or for each of its files."""
        if not self._own:
            for one in (pid, *(child for child, _ in descendants(pid))):
                resource.prlimit(one, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))
            yield "a limit on the size of files"
            return
        ballast = self.folder / "ballast"
        free = shutil.disk_usage(self.folder).free
        try:
            with ballast.open("wb") as file:
                os.posix_fallocate(file.fileno(), 0, max(free - room, 1))
            yield "a full disk"
        finally:
            ballast.unlink(missing_ok=True)


@contextmanager
def disk(folder: Path, mebibytes: int = 256) -> Iterator[Disk]:
    """A disk in memory, for those who may mount one."""
    folder.mkdir(parents=True)
    command = ["mount", "-t", "tmpfs", "-o", f"size={mebibytes}m", "mlsum-soak", str(folder)]
    own = os.geteuid() == 0 and not subprocess.run(command, capture_output=True).returncode
    try:
        yield Disk(folder, own)
    finally:
        if own:
            subprocess.run(["umount", str(folder)], check=False, capture_output=True)
