"""A folder that is watched while documents drop into it; who watches is killed and begun again."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from figures import Figures, standing, undisturbed, write
from material import Made, Maker
from processes import descendants, ended

__all__ = ["Watch"]

SHAPES = "tree,jsonl"


class Watch:
    """One folder for all the time."""

    def __init__(self, folder: Path, maker: Maker, figures: Figures) -> None:
        self._folder, self._figures, self._maker = folder, figures, maker
        self._source, self._out = folder / "watch", folder / "watched"
        self._given: dict[str, Made] = {}
        self._source.mkdir()
        self._running = self._start()

    @property
    def pid(self) -> int:
        """The process that watches now."""
        return self._running.pid

    def _start(self) -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "mlsum", "watch", str(self._source)]
        command += ["--out", str(self._out), "--to", "pt", "--summarize", "--as", SHAPES]
        command += ["--engine", "soak", "--workers", "1", "--every", "1", "--quiet"]
        null = subprocess.DEVNULL
        return subprocess.Popen(
            command, stdin=null, stdout=null, stderr=null, start_new_session=True
        )

    def drop(self) -> None:
        """A document, now and then written slowly, now and then one that kills its worker."""
        chance = self._maker.random.random
        made = self._maker.document() if chance() > 0.04 else self._maker.lethal("killsworker")
        self._given[made.name] = made
        if chance() < 0.2:
            path = self._source / made.name
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                file.write(made.data[:100])
                file.flush()
                time.sleep(0.5)
                file.write(made.data[100:])
        else:
            write(self._source, made)
        if self._running.poll() is not None:
            self._figures.problem("broken", f"watch ended with {self._running.returncode}")
            self._running = self._start()

    def kill(self) -> None:
        """End it as it is, and begin it again."""
        began = [pid for pid, _ in descendants(self.pid)]
        self._running.kill()
        self._running.wait()
        self._figures.fault("killed (-9) and begun again")
        for pid in ended(began, 20):
            self._figures.problem("left", f"process {pid} outlives its command")
        self._running = self._start()

    def end(self) -> None:
        """Wait until nothing is left to do, then Ctrl-C, then the reckoning."""
        until = time.monotonic() + 300
        while time.monotonic() < until:
            if (self._out / "summary.json").exists() and len(standing(self._out)) >= len(
                self._given
            ):
                break
            time.sleep(1)
        time.sleep(5)  # what was read half is read again
        os.killpg(self.pid, signal.SIGINT)
        if code := self._running.wait(120):
            self._figures.problem("broken", f"watch ended with {code} on Ctrl-C")
        self._figures.fault("Ctrl-C")
        self._figures.leftovers(self._out, self._given)
        good = undisturbed(self._given.values(), self._folder / "undisturbed-watch", SHAPES)
        self._figures.compare(self._given.values(), standing(self._out), good)
