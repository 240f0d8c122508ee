"""An engine that some words kill, hold up or leave without memory, and batches of such words.

`poison` kills the process that works, `actor` the one that began it, two steps above.
"""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from pace import PATIENCE

ENGINE = """
import ctypes, os, signal, time
from mlsum.engines.echo import EchoEngine

def above(pid):
    with open(f"/proc/{pid}/stat") as file:
        return int(file.read().rpartition(")")[2].split()[1])

class Fragile(EchoEngine):
    name = "fragile"

    def translate_batch(self, texts, source, target):
        for text in texts:
            if "poison" in text:
                os.kill(os.getpid(), signal.SIGKILL)
            if "actor" in text:
                os.kill(above(os.getppid()), signal.SIGKILL)
                time.sleep(3600)
            if "sleep" in text:
                time.sleep(3600)
            if "stuck" in text:
                ctypes.PyDLL(None).sleep(3600)
            while "gate" in text and os.path.exists(os.environ["GATE"]):
                time.sleep(0.05)
            if "memory" in text:
                raise MemoryError
        return super().translate_batch(texts, source, target)
"""
ALL = {f"{n:02}.txt" for n in range(24)}


def environment(tmp_path: Path) -> dict[str, str]:
    """The environment of a process in which the engine `fragile` is installed."""
    site = tmp_path / "site"
    metadata = site / "fragile-1.dist-info"
    metadata.mkdir(parents=True)
    (site / "fragile.py").write_text(ENGINE)
    (metadata / "METADATA").write_text("Metadata-Version: 2.1\nName: fragile\nVersion: 1\n")
    entry = "[mlsum.engines]\nfragile = fragile:Fragile\n"
    (metadata / "entry_points.txt").write_text(entry)
    return {**os.environ, "PYTHONPATH": str(site)}


def write(folder: Path, bad: Mapping[int, str]) -> None:
    """24 documents, some of which hold a word."""
    folder.mkdir(exist_ok=True)
    for n in range(24):
        text = f"The {bad.get(n, 'minister')} arrived in Seoul on day {n} of the talks.\n"
        (folder / f"{n:02}.txt").write_text(text)


def ran(
    tmp_path: Path, env: dict[str, str], bad: Mapping[int, str], *options: object
) -> tuple[int, dict[str, str], set[str]]:
    """A batch of the 24: the exit code, failures, results."""
    folder, out = tmp_path / "in", tmp_path / "out"
    write(folder, bad)
    command = [sys.executable, "-m", "mlsum", "batch", folder, "--out", out, "--to", "pt"]
    command += ["--engine", "fragile", "--no-memory", "--quiet", *options]
    done = subprocess.run([*map(str, command)], env=env, capture_output=True, timeout=PATIENCE)
    return done.returncode, failures(out), {path.name for path in out.glob("*.txt")}


def failures(out: Path) -> dict[str, str]:
    """What the journal says of documents that failed."""
    journal = sqlite3.connect(out / ".mlsum-journal.db")
    found = dict(journal.execute("SELECT name, error FROM documents WHERE error != ''"))
    journal.close()
    return found


def noted(out: Path) -> int:
    """How many documents the journal knows."""
    if not (out / ".mlsum-journal.db").exists():
        return 0
    journal = sqlite3.connect(out / ".mlsum-journal.db")
    try:
        return int(journal.execute("SELECT count(*) FROM documents").fetchone()[0])
    except sqlite3.OperationalError:  # it is being made
        return 0
    finally:
        journal.close()
