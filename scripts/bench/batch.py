"""Time `mlsum batch` against a shell loop over single files, and take its peak memory.

    python scripts/bench/batch.py [--documents 1000] [--loop 5] [--ray] [--memory 1000 100000]

One table: documents a second for each job, with one worker that keeps to one core, one that may
use all, two, and two actors of Ray. Every run is a process of its own. `all` counts from its
beginning, loading included: what a person waits for. `then` counts from the first batch on: what a
long job comes to. Runs of one job follow each other, so that their ratios bear noise. The memory
is the largest resident size of the process that does the work.
"""

import argparse
import os
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from rows import Row

from mlsum.batch.job import JOURNAL

MLSUM = [sys.executable, "-c", "from mlsum.cli import main; main()"]
SUBJECTS = ("The council", "A young engineer", "The museum", "Our school", "The port", "A farmer")
VERBS = ("opened", "sold", "repaired", "described", "visited", "measured", "painted", "lost")
OBJECTS = ("a bridge", "the old library", "two boats", "a garden", "the station", "many letters")
ENDS = ("last spring", "near the river", "for the first time", "without help", "after the storm")
SETTINGS = {
    "one core": (["--workers", "1", "--threads", "1"], {"RAYON_NUM_THREADS": "1"}),
    "1 worker": (["--workers", "1"], {}),
    "2 workers": (["--workers", "2"], {}),
    "Ray, 2 actors": (["--workers", "2", "--engine-runner", "ray"], {}),
}
# A job, and what the loop does to each file.
JOBS = {
    "detect": (["--as", "jsonl"], [["detect", "--format", "json"]]),
    "metadata to ko": (
        ["--to", "ko", "--engine", "none", "--fields", "title,date"],
        [["translate", "--to", "ko", "--engine", "none", "--fields", "title,date"]],
    ),
    "summary": (["--summarize"], [["summarize"]]),
    "summary, jsonl": (["--summarize", "--as", "jsonl"], [["summarize", "--format", "json"]]),
    "en to pt": (["--to", "pt", "--no-memory"], [["translate", "--to", "pt", "--no-memory"]]),
}
PARALLEL = ("summary", "summary, jsonl", "en to pt")
SLOW = ("en to pt",)


def documents(folder: Path, count: int) -> None:
    """Small articles of composed sentences, few of which occur twice."""
    chance = random.Random(5)
    folder.mkdir()
    for n in range(count):
        said = [
            f"{chance.choice(SUBJECTS)} {chance.choice(VERBS)} {chance.choice(OBJECTS)} "
            f"{chance.choice(ENDS)}, {chance.randint(2, 900)} people said."
            for _ in range(6)
        ]
        text = f"# Title: {said[0][:-1]}\n>Date: 2024-05-{n % 28 + 1:02d}\n\n{' '.join(said)}\n"
        (folder / f"{n:06}.txt").write_text(text, encoding="utf-8")


def run(arguments: Sequence[str], environment: dict[str, str] | None = None) -> tuple[float, int]:
    """Seconds and peak memory, in MiB, of one command in a fresh process."""
    started = time.monotonic()
    changed = os.environ | (environment or {})
    process = subprocess.Popen([*MLSUM, *arguments], stdout=subprocess.DEVNULL, env=changed)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    return time.monotonic() - started, _mib(used)


def _mib(used: resource.struct_rusage) -> int:
    return used.ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _steady(out: Path) -> float:
    """Documents a second from the first batch on, by the journal."""
    rows = sqlite3.connect(out / JOURNAL).execute("SELECT at FROM documents ORDER BY at")
    at = [row[0] for row in rows]
    first = sum(one - at[0] < 0.05 for one in at)
    return (len(at) - first) / max(at[-1] - at[0], 0.001)


def speed(root: Path, count: int, loop: int, ray: bool) -> None:
    """Documents a second of every job in every setting."""
    documents(root / "in", count)
    files = sorted((root / "in").iterdir())[:loop]
    print("job\tsetting\tall\tthen\ttimes one core", flush=True)
    for job, (options, single) in JOBS.items():
        base = (0.0, 0.0)
        for setting, (given, environment) in SETTINGS.items():
            if setting.startswith("Ray") and not ray:
                continue
            out = root / f"{job} {setting}"
            arguments = ["batch", str(root / "in"), "--out", str(out), "--quiet", *options, *given]
            rates = (count / run(arguments, environment)[0], _steady(out))
            base = base if base[0] else rates
            times = f"{rates[0] / base[0]:.2f} / {rates[1] / base[1]:.2f}"
            print(f"{job}\t{setting}\t{rates[0]:.1f}\t{rates[1]:.1f}\t{times}", flush=True)
        seconds = sum(run([*one, str(file), "-q"])[0] for file in files for one in single)
        rate = len(files) / seconds
        print(f"{job}\tshell loop\t{rate:.2f}\t{rate:.2f}\t{rate / base[0]:.2f}", flush=True)


def rows(count: int = 2000, loop: int = 2) -> Iterator[Row]:
    """Documents a second from the first batch on: two workers, one, the loop; then the memory."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        documents(root / "in", count)
        files = sorted((root / "in").iterdir())[:loop]
        for job, (options, single) in JOBS.items():
            rates, some = {}, count // 5 if job in SLOW else count
            for setting in ("one core", "1 worker", "2 workers"):
                given, environment = SETTINGS[setting]
                out = root / f"{job} {setting}"
                arguments = ["batch", str(root / "in"), "--out", str(out), "--quiet"]
                arguments += ["--limit", str(some)]
                run([*arguments, *options, *given], environment)
                rates[setting] = _steady(out)
            seconds = sum(run([*one, str(file), "-q"])[0] for file in files for one in single)
            rates["shell loop"] = len(files) / seconds
            best = rates["2 workers"]
            for other in ("one core", "1 worker", "shell loop"):
                known = "one worker that keeps to one core" if other == "one core" else other
                goal = "≥ 1.7 times" if other == "one core" and job in PARALLEL else ""
                yield Row(
                    f"{job}, {some:,} documents, against {known}",
                    f"{best:.1f} documents/s", f"{rates[other]:.1f} documents/s",
                    f"{best / rates[other]:.2f} times", goal,
                )  # fmt: skip
        yield from _memory(root)


def _memory(root: Path, counts: Sequence[int] = (1000, 10_000)) -> Iterator[Row]:
    few, many = peaks(root, counts)
    yield Row(
        f"memory of {counts[1]:,} documents, against {counts[0]:,}",
        f"{many} MiB", f"{few} MiB", f"{many / few:.2f} times", "≤ 1.3 times",
    )  # fmt: skip


def peaks(root: Path, counts: Sequence[int]) -> list[int]:
    """MiB at most in use for so many documents, detected and summarized."""
    found = []
    for count in counts:
        documents(root / f"in{count}", count)
        given = ["--summarize", "--as", "tree,jsonl", "--quiet", "--workers", "1"]
        arguments = ["batch", str(root / f"in{count}"), "--out", str(root / f"out{count}"), *given]
        found.append(run(arguments)[1])
        print(f"memory\t{count} documents\t{found[-1]} MiB", file=sys.stderr, flush=True)
    return found


def memory(root: Path, counts: Sequence[int]) -> None:
    """Peak memory by the number of documents."""
    found = peaks(root, counts)
    if len(found) > 1:
        print(f"memory\t{counts[-1]} take {found[-1] / found[0]:.2f} times {counts[0]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--loop", type=int, default=5)
    parser.add_argument("--ray", action="store_true")
    parser.add_argument("--memory", type=int, nargs="*", default=[1000, 10000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        speed(Path(name), given.documents, given.loop, given.ray)
        memory(Path(name), given.memory)


if __name__ == "__main__":
    main()
