"""The soak: batch, serve and watch side by side for an hour, disturbed all the time.

    python scripts/soak [--seconds 3600] [--seed 7] [--out docs/reliability.md]

Linux only. It is nice to others. Faults are drawn by chance, and chance is seeded; the moments
depend on the machine. The exit code is 1 where anything was lost, doubled, half, left or grew.
"""

import argparse
import os
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path

from batches import Batches
from engine import installed
from figures import Figures
from material import ROOT, Maker
from page import page
from processes import disk, resident
from serves import Clients, serving
from watches import Watch

TENTHS = 10
_SHORT = 120
_MEASURED = 600  # seconds; a shorter soak does not tell whether memory grows


class Soak:
    """The time it takes, and what goes on in it."""

    def __init__(self, seconds: float, seed: int) -> None:
        self.seconds, self.seed = seconds, seed
        self.batch, self.serve, self.watch = map(Figures, ("batch", "serve", "watch"))
        self.statuses: dict[int, int] = {}
        self.campaigns = 0
        self._until = 0.0
        self._threads: list[threading.Thread] = []

    def run(self, folder: Path) -> None:
        """All three at once; each ends what it has begun."""
        with disk(folder / "disk") as small:
            batches = Batches(folder, small, Maker(self.seed), self.batch)
            known = 24 if self.seconds > _SHORT else 8
            with serving(folder / "served", Maker(self.seed + 1), self.serve, known) as clients:
                watch = Watch(folder, Maker(self.seed + 2), self.watch)
                self._until = time.monotonic() + self.seconds
                self._begin(lambda: self._batch(batches))
                self._begin(lambda: self._serve(clients))
                self._begin(lambda: self._watch(watch))
                self._measure(clients, watch)
                for thread in self._threads:
                    thread.join()
                clients.end(signal.SIGTERM)
                self.statuses = dict(sorted(clients.statuses.items()))
                watch.end()
        for path in (folder / "tmp").rglob("*"):
            if path.is_file():
                self.batch.problem("left", f"a temporary file: {path}")

    def _begin(self, work: Callable[[], None]) -> None:
        def told() -> None:
            try:
                work()
            except Exception as error:
                self.batch.problem("broken", f"the soak itself: {error!r}")
                raise

        self._threads.append(threading.Thread(target=told))
        self._threads[-1].start()

    @property
    def _left(self) -> float:
        return self._until - time.monotonic()

    def _batch(self, batches: Batches) -> None:
        while self._left > 0:
            started = time.monotonic()
            batches.campaign(*((4, 24) if self.seconds > _SHORT else (2, 14)))
            took = time.monotonic() - started
            self.campaigns = batches.campaigns
            say(f"campaign {batches.campaigns} in {took:.0f} s: {counts(self.batch)}")
            time.sleep(max(0.0, min(took / 4, self._left)))  # the machine is not ours alone

    def _serve(self, clients: Clients) -> None:
        while self._left > 0:
            clients.act()
            time.sleep(min(0.7, self.seconds / 100))

    def _watch(self, watch: Watch) -> None:
        """Killed now and then in the first half; in the second it shows whether it grows."""
        kill = time.monotonic() + self.seconds / 12
        while self._left > 0:
            watch.drop()
            if time.monotonic() > kill and self._left > self.seconds / 2:
                watch.kill()
                kill = time.monotonic() + self.seconds / 12
            time.sleep(min(8.0, self.seconds / 12))

    def _measure(self, clients: Clients, watch: Watch) -> None:
        """Memory at the start, when all is loaded, and after each tenth."""
        time.sleep(min(60.0, self.seconds / 20))
        began = self._until - self.seconds
        for tenth in range(TENTHS + 1):
            wait = began + self.seconds * tenth / TENTHS - time.monotonic()
            time.sleep(max(0.0, wait))
            self.serve.memory.append(resident(clients.pid))
            self.watch.memory.append(resident(watch.pid))
            three = (self.batch, self.serve, self.watch)
            memory = f"serve {self.serve.memory[-1]} MiB, watch {self.watch.memory[-1]} MiB"
            say(f"{tenth}/{TENTHS}: {memory}; " + "; ".join(map(counts, three)))

    def grown(self) -> list[str]:
        """Who holds more memory at the end than where caches and arenas were full."""
        if self.seconds < _MEASURED:
            return []
        return [
            f"{one.name} grew: {one.memory}"
            for one, settled in ((self.serve, 5), (self.watch, 7))
            if (one.memory[-1] or 0) > (one.memory[settled] or 0) * 1.05 + 16
        ]


def counts(one: Figures) -> str:
    """A line of progress."""
    return (
        f"{one.name}: {one.given} given, {one.done} done, {one.failed} failed as they must, "
        f"{sum(one.faults.values())} faults, {len(one.problems)} problems"
    )


def say(what: str) -> None:
    """Progress is for whoever waits."""
    print(f"{time.strftime('%H:%M:%S')} {what}", file=sys.stderr, flush=True)


def surroundings(folder: Path) -> None:
    """A home of our own for all that mlsum keeps, and the engine that fails at some words."""
    for name in ("TMPDIR", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        home = folder / ("tmp" if name == "TMPDIR" else name.lower())
        home.mkdir()
        os.environ[name] = str(home)
    os.environ["MLSUM_HOME"] = str(folder / "home")
    paths = [str(installed(folder / "site")), os.environ.get("PYTHONPATH", "")]
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))


def main() -> int:
    """Soak, write the page, and say whether all was well."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seconds", type=float, default=3600)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "reliability.md")
    chosen = parser.parse_args()
    # In the background of a shell it is ignored, and would be by all children.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.nice(10)
    soak = Soak(chosen.seconds, chosen.seed)
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mlsum-soak-") as folder:
        surroundings(Path(folder))
        soak.run(Path(folder))
    grown = soak.grown()
    problems = [line for one in (soak.batch, soak.serve, soak.watch) for line in one.problems]
    chosen.out.write_text(page(soak, time.monotonic() - started, grown), encoding="utf-8")
    for line in (*problems, *grown):
        say(line)
    return 1 if problems or grown else 0


if __name__ == "__main__":
    raise SystemExit(main())
