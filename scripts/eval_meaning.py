"""How often the meaning check doubts human translations, and how often it finds swapped ones.

    python scripts/eval_meaning.py FOLDER

FOLDER holds aligned sentences, a line each, in files named by language (`en.txt`, `ko.txt`).
Sentences are judged in batches, as in a run.
"""

import argparse
import random
from itertools import permutations
from pathlib import Path

from mlsum.core.lang import Lang
from mlsum.text.checks.meaning import semantic_mismatch

BATCH = 64


def share(sources: list[str], outputs: list[str], a: str, b: str) -> float:
    found: list[bool] = []
    for i in range(0, len(sources), BATCH):
        found += semantic_mismatch(sources[i : i + BATCH], outputs[i : i + BATCH], Lang(a), Lang(b))
    return sum(found) / len(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    texts = {p.stem: p.read_text().splitlines() for p in sorted(folder.glob("??.txt"))}
    for a, b in permutations(texts, 2):
        swapped = [texts[b][i ^ 1] if i ^ 1 < len(texts[b]) else "" for i in range(len(texts[b]))]
        unrelated = random.Random(0).sample(texts[b], len(texts[b]))
        rates = (share(texts[a], made, a, b) for made in (texts[b], swapped, unrelated))
        human, neighbour, other = rates
        print(
            f"{a} > {b}  human flagged {human:.2%}  "
            f"neighbours swapped {neighbour:.1%}  shuffled {other:.1%}"
        )


if __name__ == "__main__":
    main()
