"""docs/reliability.md: what a soak came to."""

import os
import platform
import subprocess
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Protocol

from figures import Figures

__all__ = ["page"]

_HEAD = """\
# Reliability

`make soak` runs three loads side by side on one machine, and disturbs them all the time:

- **batch**: folders of news items in English, Portuguese and Korean, Markdown, HTML, JSON,
  subtitles, Word documents and books, one in twelve broken, and some that kill, hang or starve
  their worker. Each folder grows from run to run, each run meets a fault, and the same command is
  given again until it comes to its end (`--workers 2 --as tree,jsonl,parquet`).
- **serve**: one server all the time. Its clients ask at once, send documents, break off, are slow,
  and are hostile. At the end it is told to stop with jobs in hand.
- **watch**: one folder that documents drop into, some written slowly. In the first half whoever
  watches is killed again and again; in the second its memory is measured.

Then every document is looked for: in the tree, in the datasets, in the journal. What was made of it
must be, to the byte, what an undisturbed run makes of it, one by one and with no memory of earlier
translations. [scripts/soak](../scripts/soak) is how; `tests/test_soak.py` is a short one.
"""

_ROWS = (
    ("documents given in", "given"),
    ("done, as an undisturbed run does them", "done"),
    ("failed as they must, with the reason told", "failed"),
    ("told as failed by a fault from outside, done by `--retry-failed`", "blamed"),
    ("**lost**: neither done nor rightly told", "lost"),
    ("**twice** in a dataset", "doubled"),
    ("**other** than undisturbed, or half", "differing"),
    ("**left behind**: temporary files, processes", "left"),
    ("**broken**: 5xx, tracebacks, wrong exit codes, runs without end", "broken"),
)


class Soaked(Protocol):
    """What a soak has to say for itself."""

    seconds: float
    seed: int
    batch: Figures
    serve: Figures
    watch: Figures
    campaigns: int
    statuses: dict[int, int]


def page(soak: Soaked, took: float, grown: list[str]) -> str:
    """The Markdown page."""
    three = (soak.batch, soak.serve, soak.watch)
    lines = [_HEAD, f"`python scripts/soak --seconds {soak.seconds:g} --seed {soak.seed}` on "
             f"{date.today()}: {took / 60:.0f} minutes, {_machine()}. "
             f"{soak.campaigns} folders were worked on by batch.", "",
             "| | batch | serve | watch |", "|---|---|---|---|"]  # fmt: skip
    for title, name in _ROWS:
        counts = (f"{getattr(one, name):,}" for one in three)
        lines.append(f"| {title} | {' | '.join(counts)} |")
    lines += ["", "## Faults", "", "| | times |", "|---|---|"]
    for one in three:
        lines += (f"| {one.name}: {fault} | {many:,} |" for fault, many in one.faults.most_common())
    statuses = ", ".join(f"{many:,} × {status}" for status, many in soak.statuses.items())
    lines += ["", f"Answers of the server: {statuses}.", "", "## Memory", "",
              "Resident, in MiB, with all processes that belong to it. A server's jobs, and their "
              "results, are kept for a while; the runtime's arenas take a while to fill.", "",
              f"| | start | {' | '.join(f'{n}/10' for n in range(1, 10))} | end |",
              f"|{'---|' * 12}"]  # fmt: skip
    for one in (soak.serve, soak.watch):
        memory = " | ".join("–" if size is None else str(size) for size in one.memory)
        lines.append(f"| {one.name} | {memory} |")
    problems = [problem for one in three for problem in one.problems] + grown
    if problems:
        lines += ["", "## Problems", "", *(f"- {one[:300]}" for one in problems[:50])]
    return "\n".join([*lines, ""])


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    git = ["git", "-C", str(Path(__file__).parent), "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(git, capture_output=True, text=True, check=False).stdout.strip()
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()}, Python "
        f"{platform.python_version()}, mlsum {version('mlsum')} {commit and f'({commit})'}"
    ).rstrip()
