"""How many labels and values of fields are written right, without a model.

    python scripts/eval_metadata.py [--speed]

The rows are in `eval_metadata.tsv`: what a field holds (or its label), its key, the language of
the document, the target language, the host of the item's address, the source that says what is
right (the Unicode CLDR, a standard, the outlet's own name, a style guide), and every right answer,
`|` between. A value that can be read in two ways, or not at all, is right as it is. What is left
to an engine counts as wrong. `--speed` prints the processor time for each value once tables are
loaded.
"""

import argparse
import csv
import time
from collections import Counter
from pathlib import Path
from typing import NamedTuple

from mlsum.core.document import Detection
from mlsum.core.lang import Lang
from mlsum.detection import kind_of
from mlsum.lexicon import label, lookup, sense_of
from mlsum.translation.resolve import ValueContext, resolve

ROWS = Path(__file__).with_suffix(".tsv")
ROUNDS = 5
LABEL = "label"
KINDS = {
    "dates": "date updated created deadline publication_year",
    "numbers": "price amount size duration rating views confidence word_count pages rate",
    "people": "author reporter editor photographer byline people",
    "outlets": "source publisher agency aggregator",
    "languages": "language original_language",
    "places": "city location region country",
    "labels": LABEL,
}
KIND_OF = {key: kind for kind, keys in KINDS.items() for key in keys.split()}


class Case(NamedTuple):
    input: str
    key: str
    source: str
    target: str
    context: str
    fact: str
    right: str

    @property
    def kind(self) -> str:
        return KIND_OF.get(self.key, "terms")


def read() -> list[Case]:
    with ROWS.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Case(**row) for row in rows]


def answer(case: Case) -> str:
    """What the tables make of a label or a value; empty where it is left to an engine."""
    source, target = Lang.parse(case.source), Lang.parse(case.target)
    if case.key == LABEL:
        found = lookup(case.input)
        if any(one.lang == target for one in found):
            return case.input
        return (found and label(key := found[0].key, target, sense_of(case.input, key))) or ""
    detection = Detection(source, kind=kind_of(case.input, case.key))
    context = ValueContext(source, case.context)
    decision = resolve(case.key, case.input, detection, target, None, (source,), context=context)
    if decision is None and source.base == target.base:
        return case.input
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
    right = Counter[str]()
    for case in cases:
        got = answer(case)
        if got in case.right.split("|"):
            right[case.kind] += 1
        else:
            pair = f"{case.source}>{case.target}"
            print(f"{pair} {case.key}: {case.input!r} → {got!r}, {case.right!r} ({case.fact})")
    for kind, count in Counter(case.kind for case in cases).items():
        print(f"{kind:10} {100 * right[kind] / count:5.1f} %  {right[kind]} of {count}")
    print(f"{100 * right.total() / len(cases):.1f} % right: {right.total()} of {len(cases)}")
    if wanted.speed:
        print(f"{speed(cases):.2f} ms for a value")


if __name__ == "__main__":
    main()
