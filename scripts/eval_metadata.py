"""How many values of fields with dates and amounts are written right, without a model.

    python scripts/eval_metadata.py [--speed]

The values are in `eval_metadata.tsv`: what a field holds, its key, the language of the document,
the target language, and every right answer, `|` between. Right is what the Unicode CLDR has for
the language; a value that can be read in two ways, or not at all, is right as it is. `--speed`
prints the processor time for each value once tables are loaded.
"""

import argparse
import csv
import time
from pathlib import Path
from typing import NamedTuple

from mlsum.detection import kind_of
from mlsum.document import Detection
from mlsum.lang import Lang
from mlsum.pipeline.resolve import resolve

ROWS = Path(__file__).with_suffix(".tsv")
ROUNDS = 5


class Case(NamedTuple):
    input: str
    key: str
    source: str
    target: str
    right: str


def read() -> list[Case]:
    with ROWS.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Case(**row) for row in rows]


def answer(case: Case) -> str:
    """What the tables make of a value; empty where it is left to an engine."""
    found = Detection(kind=kind_of(case.input, case.key))
    source, target = Lang.parse(case.source), Lang.parse(case.target)
    decision = resolve(case.key, case.input, found, target, None, (source,))
    return decision.text if decision else ""


def speed(cases: list[Case]) -> float:
    """Milliseconds of processor time for each value."""
    start = time.process_time()
    for case in cases * ROUNDS:
        answer(case)
    return 1000 * (time.process_time() - start) / (len(cases) * ROUNDS)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--speed", action="store_true")
    wanted = parser.parse_args()
    cases = read()
    total = 0
    for case in cases:
        got = answer(case)
        if got in case.right.split("|"):
            total += 1
        else:
            print(
                f"{case.source}>{case.target} {case.key}: {case.input!r} → {got!r}, {case.right!r}"
            )
    print(f"{100 * total / len(cases):.1f} % right: {total} of {len(cases)}")
    if wanted.speed:
        print(f"{speed(cases):.2f} ms for a value")


if __name__ == "__main__":
    main()
