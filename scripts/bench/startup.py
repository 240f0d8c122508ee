"""What a whole command costs, from the shell's point of view: start, work, end."""

import os
import subprocess  # only our own command is run
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rows import Row, spread

SAMPLE = Path(__file__).parents[2] / "seeds" / "000_6d34a9a495decccd.txt"


def rows() -> Iterator[Row]:
    """Wall-clock seconds and processor seconds of commands, and the memory they reach."""
    for command, goal in (
        (["--help"], "< 0.3 s"),
        (["detect", str(SAMPLE)], "< 0.5 s"),
        (["plan", str(SAMPLE), "--to", "ko"], ""),
        (["summarize", str(SAMPLE)], ""),
        (["translate", str(SAMPLE), "--to", "pt", "--no-memory"], ""),
    ):
        walls, processor, memory = zip(*(_run(command) for _ in range(5)), strict=True)
        said = " ".join(word if word != str(SAMPLE) else "FILE" for word in command)
        yield Row(f"mlsum {said}", f"{spread(walls)} s", f"{spread(processor)} s of processor",
                  f"{max(memory) / 1024:.0f} MiB", goal)  # fmt: skip


def _run(command: Sequence[str]) -> tuple[float, float, int]:
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "mlsum", *command],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise RuntimeError(f"mlsum {command[0]} ended with {os.waitstatus_to_exitcode(status)}")
    return time.perf_counter() - started, usage.ru_utime + usage.ru_stime, usage.ru_maxrss
