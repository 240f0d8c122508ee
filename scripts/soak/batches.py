"""Batches that are killed, starved and confused, and go on until all is done."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from figures import Figures, standing, undisturbed, write
from material import Made, Maker
from processes import Disk, descendants, ended

__all__ = ["Batches"]

SHAPES = "tree,jsonl,parquet"
_BATCH = 4  # few documents at a time, so that there is work for processes
_TIMEOUT = 20
_FROM_OUTSIDE = ("a worker process died", "a worker was not done", "cannot be read", "cannot write")


class Batches:
    """One campaign after the other: a folder that grows, a fault in each run, the reckoning."""

    def __init__(self, folder: Path, disk: Disk, maker: Maker, figures: Figures) -> None:
        self._folder, self._disk = folder, disk
        self._maker, self._random = maker, maker.random
        self._figures = figures
        self._faults: list[Callable[[subprocess.Popen[str]], None]] = []
        self._given: dict[str, Made] = {}
        self._ever: set[str] = set()
        self.campaigns = 0

    @property
    def _source(self) -> Path:
        return self._folder / f"batch-{self.campaigns}"

    @property
    def _out(self) -> Path:
        return self._disk.folder / f"batch-{self.campaigns}"

    def campaign(self, faults: int = 4, documents: int = 24) -> None:
        """A folder from its first documents to the last look at what came of them."""
        self.campaigns += 1
        self._given, self._ever = {}, set()
        for round in range(faults):
            self._grow(documents if round == 0 else documents // 2)
            if round == 0:
                word = "hangsworker" if self.campaigns % 5 == 0 else "killsworker"
                self._add(self._maker.lethal(word))
                self._add(self._maker.lethal("takesmemory"))
            self._disturbed()
        self._finish()
        self._figures.leftovers(self._out, self._ever)
        good = undisturbed(self._given.values(), self._folder / "undisturbed", SHAPES)
        self._figures.compare(self._given.values(), standing(self._out), good)
        for path in (self._source, self._out, self._folder / "undisturbed"):
            shutil.rmtree(path)

    def _grow(self, count: int) -> None:
        for _ in range(count):
            self._add(self._maker.document())

    def _add(self, made: Made) -> None:
        self._given[made.name] = made
        self._ever.add(made.name)
        write(self._source, made)

    def _start(self, *options: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "mlsum", "batch", str(self._source)]
        command += ["--out", str(self._out), "--to", "pt", "--summarize", "--as", SHAPES]
        command += ["--engine", "soak", "--workers", "2", "--batch-size", str(_BATCH)]
        return subprocess.Popen(
            [*command, "--timeout", str(_TIMEOUT), *options],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, start_new_session=True,
        )  # fmt: skip

    def _disturbed(self) -> None:
        """A run, and one fault in the middle of it; each kind in turn, in an order of chance."""
        if not self._faults:
            self._faults = [
                self._kill_worker, self._kill_worker, self._kill_command, self._kill_group,
                self._terminate, self._interrupt, self._fill, self._take_away, self._change,
                self._second,
            ]  # fmt: skip
            self._random.shuffle(self._faults)
        running = self._start()
        before = self._results()
        until = time.monotonic() + 60
        # The moment is one of work: that of loading is met, too, but need not be long.
        many = self._random.choice((0, 1, 4, 8, 12))
        while self._results() < before + many and running.poll() is None:
            time.sleep(0.02)
            if time.monotonic() > until:
                break
        time.sleep(self._random.uniform(0, 1.5))
        if running.poll() is None:
            self._faults.pop()(running)
        self._close(running)

    def _results(self) -> int:
        return sum(path.is_file() for path in self._out.rglob("[0-9]*"))

    def _close(self, running: "subprocess.Popen[str]") -> int:
        """Wait for a run and for all that it began."""
        began = [pid for pid, _ in descendants(running.pid)]
        try:
            _, said = running.communicate(timeout=600)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            _, said = running.communicate()
            self._figures.problem("broken", "a batch did not end in ten minutes")
        if "Traceback" in said:
            self._figures.problem("broken", f"a traceback: {said[-2000:]}")
        for pid in ended(began, 20):
            self._figures.problem("left", f"process {pid} of a batch that ended")
        return running.returncode

    def _finish(self) -> None:
        """Give the same command until it comes to its end, as a user would."""
        for _ in range(4):
            running = self._start()
            code = self._close(running)
            if code in (0, 1):
                break
            # One that kills its worker may kill the command; then the next finds out which it is.
            if code != -signal.SIGKILL:
                self._figures.problem("broken", f"an undisturbed batch ended with {code}")
        else:
            self._figures.problem("broken", "a batch never came to its end")
        wrong = [
            name
            for name, one in standing(self._out).items()
            if name in self._given and not self._given[name].lethal
            if one.status == "failed" and one.error.startswith(_FROM_OUTSIDE)
        ]
        if wrong:  # told, and the fault came from outside: what --retry-failed is for
            self._figures.blamed += len(wrong)
            self._close(self._start("--retry-failed"))

    def _kill_worker(self, running: "subprocess.Popen[str]") -> None:
        workers = [pid for pid, depth in descendants(running.pid) if depth == 2]
        if not workers:
            self._kill_command(running)
            return
        with suppress(ProcessLookupError):
            os.kill(self._random.choice(workers), signal.SIGKILL)
            self._figures.fault("a worker killed (-9)")

    def _kill_command(self, running: "subprocess.Popen[str]") -> None:
        began = [pid for pid, _ in descendants(running.pid)]
        running.kill()
        self._figures.fault("the command killed (-9)")
        running.wait()
        for pid in ended(began, 20):
            self._figures.problem("left", f"process {pid} outlives its command")

    def _kill_group(self, running: "subprocess.Popen[str]") -> None:
        os.killpg(running.pid, signal.SIGKILL)
        self._figures.fault("all its processes killed (-9)")

    def _terminate(self, running: "subprocess.Popen[str]") -> None:
        running.terminate()
        self._figures.fault("SIGTERM")

    def _interrupt(self, running: "subprocess.Popen[str]") -> None:
        os.killpg(running.pid, signal.SIGINT)
        self._figures.fault("Ctrl-C")

    def _fill(self, running: "subprocess.Popen[str]") -> None:
        with self._disk.full(running.pid, self._random.choice((0, 8192, 100_000))) as how:
            self._figures.fault(how)
            running.wait(600)

    def _take_away(self, _: "subprocess.Popen[str]") -> None:
        for name in self._random.sample(self._living(), 3):
            (self._source / name).unlink()
            del self._given[name]
        self._figures.fault("files taken away")

    def _change(self, _: "subprocess.Popen[str]") -> None:
        """Files written anew, in place and in two steps, so that one may be read half."""
        for name in self._random.sample(self._living(), 3):
            data = (self._maker.text("en", 4) + "\n").encode()
            with (self._source / name).open("wb") as file:
                file.write(data[: len(data) // 2])
                file.flush()
                time.sleep(0.1)
                file.write(data[len(data) // 2 :])
            self._given[name] = Made(name, data)
        self._figures.fault("files changed")

    def _living(self) -> list[str]:
        return sorted(name for name, one in self._given.items()
                      if not one.lethal and name.endswith(".txt"))  # fmt: skip

    def _second(self, running: "subprocess.Popen[str]") -> None:
        second = self._start()
        _, said = second.communicate(timeout=120)
        if running.poll() is not None:
            return
        self._figures.fault("a second batch on the same folder")
        if second.returncode != 2 or "another run" not in said:
            self._figures.problem("broken", f"a second batch: {second.returncode} {said[-500:]}")
