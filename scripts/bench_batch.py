"""Time `mlsum batch` with one and two workers against a shell loop, and take its peak memory.

    python scripts/bench_batch.py [--documents 200] [--loop 5] [--memory 1000 10000]

Every figure is of a process of its own, loading included: what a person waits for. The memory is
the largest resident size of the process and of the largest of its workers.
"""

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MLSUM = [sys.executable, "-c", "from mlsum.cli import main; main()"]
SUBJECTS = ("The council", "A young engineer", "The museum", "Our school", "The port", "A farmer")
VERBS = ("opened", "sold", "repaired", "described", "visited", "measured", "painted", "lost")
OBJECTS = ("a bridge", "the old library", "two boats", "a garden", "the station", "many letters")
ENDS = ("last spring", "near the river", "for the first time", "without help", "after the storm")
JOBS = {
    "detect + summary": ["--summarize", "--as", "tree,jsonl"],
    "en-pt": ["--to", "pt", "--no-memory"],
}
LOOPS = {
    "detect + summary": [["detect", "--format", "json"], ["summarize", "--no-memory"]],
    "en-pt": [["translate", "--to", "pt", "--no-memory"]],
}


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


def run(*arguments: str) -> tuple[float, int]:
    """Seconds and peak memory, in MiB, of one command in a fresh process."""
    started = time.monotonic()
    process = subprocess.Popen([*MLSUM, *arguments], stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    return time.monotonic() - started, _mib(used)


def _mib(used: resource.struct_rusage) -> int:
    return used.ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)


def speed(root: Path, count: int, loop: int) -> None:
    """Documents a second."""
    documents(root / "in", count)
    for name, options in JOBS.items():
        rates = {}
        for workers in (1, 2):
            out = root / f"{name}-{workers}"
            given = [*options, "--workers", str(workers), "--quiet"]
            seconds, _ = run("batch", str(root / "in"), "--out", str(out), *given)
            rates[workers] = count / seconds
            print(f"{name}\t{workers} workers\t{rates[workers]:.1f} documents/s", flush=True)
        print(f"{name}\t2 workers are {rates[2] / rates[1]:.2f} times 1", flush=True)
        files = sorted((root / "in").iterdir())[:loop]
        seconds = sum(run(*c, str(file), "-q")[0] for file in files for c in LOOPS[name])
        print(f"{name}\tshell loop\t{loop / seconds:.2f} documents/s", flush=True)


def memory(root: Path, counts: list[int]) -> None:
    """Peak memory by the number of documents."""
    peaks = []
    for count in counts:
        documents(root / f"in{count}", count)
        given = ["--summarize", "--as", "tree,jsonl", "--quiet"]
        _, peak = run("batch", str(root / f"in{count}"), "--out", str(root / f"out{count}"), *given)
        peaks.append(peak)
        print(f"memory\t{count} documents\t{peak} MiB", flush=True)
    if len(peaks) > 1:
        print(f"memory\t{counts[-1]} take {peaks[-1] / peaks[0]:.2f} times {counts[0]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--loop", type=int, default=5)
    parser.add_argument("--memory", type=int, nargs="*", default=[1000, 10000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        speed(Path(name), given.documents, given.loop)
        memory(Path(name), given.memory)


if __name__ == "__main__":
    main()
