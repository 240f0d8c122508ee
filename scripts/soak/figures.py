"""What came of documents: counted beside what an undisturbed run made of the same ones."""

import json
import sqlite3
import subprocess
import sys
import threading
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from material import LETHAL, Made

__all__ = ["Figures", "Standing", "standing", "undisturbed", "write"]

_OWN = {"dataset.jsonl", "dataset.parquet", "summary.json", "report.html",
        ".mlsum-journal.db", ".mlsum-lock"}  # fmt: skip


@dataclass
class Figures:
    """What one kind of load came to. All but the first counts must stay 0."""

    name: str
    given: int = 0
    done: int = 0
    failed: int = 0
    blamed: int = 0
    lost: int = 0
    doubled: int = 0
    differing: int = 0
    left: int = 0
    broken: int = 0
    faults: Counter[str] = field(default_factory=Counter)
    memory: list[int | None] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def problem(self, kind: str, what: str) -> None:
        """Count something that must not be, and say it."""
        setattr(self, kind, getattr(self, kind) + 1)
        self.problems.append(f"{kind}: {what}")
        print(f"{self.name}: {kind.upper()}: {what}", file=sys.stderr, flush=True)

    def fault(self, name: str, times: int = 1) -> None:
        """Count a fault that was brought about."""
        self.faults[name] += times

    def compare(
        self, given: Iterable[Made], got: "Mapping[str, Standing]", good: "Mapping[str, Standing]"
    ) -> None:
        """Count each document once: done as undisturbed, failed as it must, or a problem."""
        for made in given:
            self.given += 1
            now, then = got.get(made.name), good.get(made.name)
            must_fail = bool(made.lethal) or (then is not None and then.status == "failed")
            if now is None:
                self.problem("lost", made.name)
            elif now.status == "failed":
                told = LETHAL.get(made.lethal) or (then.error if then else "")
                if must_fail and now.error and now.error.startswith(told):
                    self.failed += 1
                else:
                    self.problem("lost", f"{made.name} failed: {now.error!r}, not {told!r}")
            elif must_fail or then is None:
                self.problem("differing", f"{made.name} did not fail")
            else:
                self.done += 1
                self._outputs(made.name, now, then)

    def _outputs(self, name: str, now: "Standing", then: "Standing") -> None:
        for suffix, data in then.outputs.items():
            if suffix not in now.outputs:
                self.problem("lost", f"{name}{suffix} is not there")
            elif now.outputs[suffix] != data:
                self.problem("differing", f"{name}{suffix}")
        for shape, lines in then.records.items():
            here = now.records.get(shape, [])
            if len(here) > len(lines):
                self.problem("doubled", f"{name} in {shape}: {len(here)}, not {len(lines)}")
            elif len(here) < len(lines):
                self.problem("lost", f"{name} in {shape}: {len(here)}, not {len(lines)}")
            elif here != lines:
                self.problem("differing", f"{name} in {shape}")

    def leftovers(self, out: Path, names: Iterable[str]) -> None:
        """Count what lies under `out` that belongs to none of the documents `names`."""
        known = set(names)
        for path in sorted(out.rglob("*")):
            name = path.relative_to(out).as_posix()
            mine = any(name == one or name.startswith(f"{one}.") for one in _above(name, known))
            if path.is_file() and not mine and name not in _OWN:
                self.problem("left", name)


def _above(name: str, known: set[str]) -> list[str]:
    """The documents that a file may be an output of: `a.pdf.md` is one of `a.pdf`."""
    parts = name.split(".")
    cut = (".".join(parts[:end]) for end in range(2, len(parts) + 1))
    return [one for one in cut if one in known]


@dataclass
class Standing:
    """What stands of a document: files by their suffix, records by the form of the dataset."""

    status: str
    error: str
    outputs: dict[str, bytes] = field(default_factory=dict)
    records: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))


def standing(out: Path) -> dict[str, Standing]:
    """What a finished run left of each document, as its journal, tree and datasets have it."""
    journal = sqlite3.connect(out / ".mlsum-journal.db")
    found = {}
    last = "run = (SELECT max(id) FROM runs)"
    rows = journal.execute(f"SELECT name, status, error, written FROM documents WHERE {last}")
    for name, status, error, written in rows:
        found[name] = one = Standing(status, error)
        for suffix in (written, ".summary.txt") if status != "failed" else ():
            if (path := out / f"{name}{suffix}").is_file():
                one.outputs[suffix] = path.read_bytes()
    journal.close()
    with (out / "dataset.jsonl").open(encoding="utf-8") as lines:
        for line in lines:
            _record(found, "jsonl", json.loads(line)["path"], line)
    if (table := out / "dataset.parquet").exists():
        from pyarrow import parquet

        for row in parquet.read_table(table).to_pylist():
            _record(found, "parquet", row["path"], repr(row))
    return found


def _record(found: dict[str, Standing], shape: str, name: str, line: str) -> None:
    found.setdefault(name, Standing("unknown", "")).records[shape].append(line)


_gate = threading.Lock()


def undisturbed(
    documents: Iterable[Made], folder: Path, shapes: str, engine: str = "soak"
) -> dict[str, Standing]:
    """What comes of these documents one by one, with no fault, no memory, and none that kills."""
    source, out = folder / "in", folder / "out"
    for made in documents:
        if not made.lethal:
            write(source, made)
    command = [sys.executable, "-m", "mlsum", "batch", str(source), "--out", str(out)]
    command += ["--to", "pt", "--summarize", "--as", shapes, "--engine", engine, "--no-memory"]
    with _gate:  # one of them at a time is load enough
        done = subprocess.run(
            [*command, "--batch-size", "1", "--workers", "1", "--quiet"],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, check=False,
        )  # fmt: skip
    if done.returncode not in (0, 1):
        raise RuntimeError(f"the undisturbed run ended with {done.returncode}: {done.stderr}")
    return standing(out)


def write(folder: Path, made: Made) -> None:
    """Put a document into a folder, renamed into its place."""
    path = folder / made.name
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    part.write_bytes(made.data)
    part.replace(path)
