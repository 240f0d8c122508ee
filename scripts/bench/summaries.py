"""Summaries: ours beside lead, random and sumy's five, in quality and in time, and how time grows.

    python scripts/bench/summaries.py [--data FOLDER]

Quality is ROUGE F1 at the reference's number of sentences (mlsum/summarization/evaluate.py). For
the growth, texts are made of the sentences of a set, one of its documents after the other; both
systems take turns.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from rows import Row, race, spread

sys.path.insert(0, str(Path(__file__).parents[1]))
from eval_summaries import of_sumy

from mlsum.summarization.evaluate import RougeScore, SummaryCase, rate, read_set, system

OTHERS = ("lex_rank", "text_rank", "lsa", "luhn", "sum_basic")
SIZES = (10, 30, 100, 300, 1000, 2000, 5000)
_DENSE = 100  # sumy's matrix of sentences by sentences takes minutes beyond a few hundred


def rows(data: Path) -> Iterator[Row]:
    """Per set a row for each other system, then the growth of time."""
    for path in sorted((data / "summaries").glob("*.jsonl")):
        cases = read_set(path, title=True)
        rate(system("extractive"), cases[:2])  # which reads the tables
        ours = rate(system("extractive"), cases)
        for name in ("semantic", "morphemes", "lead", "random"):
            yield _beside(path.stem, f"mlsum {name}" if name in _OPTIONAL else name,
                          ours, rate(system(name), cases))  # fmt: skip
        for name in OTHERS:
            yield _beside(path.stem, f"sumy {name}", ours, rate(of_sumy(name), cases))
        yield from _growth(path)


_OPTIONAL = ("semantic", "morphemes")


def _beside(stem: str, name: str, ours: RougeScore, theirs: RougeScore) -> Row:
    times = theirs.milliseconds / ours.milliseconds
    goal = "better" if name.startswith("sumy") or name == "lead" else ""
    return Row(f"{stem}, {name}", _told(ours), _told(theirs), f"{times:.1f} times its time", goal)


def _told(score: RougeScore) -> str:
    return f"R1 {score.rouge1:.3f} R2 {score.rouge2:.3f}, {score.milliseconds:.2f} ms"


def _growth(path: Path) -> Iterator[Row]:
    ours, theirs = system("extractive"), of_sumy("lex_rank")
    cases = read_set(path, title=False)
    for size in SIZES:
        case = _text(cases, size)
        both = size <= _DENSE
        other = theirs if both else (lambda _: ())
        times = race(lambda c=case: ours(c), lambda c=case, o=other: o(c), rounds=3)  # type: ignore[misc]
        own, its = zip(*times, strict=True)
        yield Row(
            f"{path.stem}, {size:,} sentences, sumy lex_rank",
            f"{min(own) * 1000:.2f} ms",
            f"{min(its) * 1000:.1f} ms" if both else "",
            f"{spread([b / a for a, b in times], 1)} times faster" if both else "",
            "≥ 10 times" if size == 30 else "",
        )


def _text(cases: list[SummaryCase], size: int) -> SummaryCase:
    """A case of so many sentences; where the set has fewer, they come again with a number."""
    own = list(chain.from_iterable(case.sentences for case in cases))
    rounds = (f"{one} {n}" if n else one for n in range(size // len(own) + 1) for one in own)
    return SummaryCase(cases[0].lang, "", tuple(islice(rounds, size)), (), 3)


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    shared = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[3] / "shared"))
    parser.add_argument("--data", type=Path, default=shared / "data")
    for row in rows(parser.parse_args().data):
        print(row.what, row.ours, row.theirs, row.ratio, sep=" | ", flush=True)


if __name__ == "__main__":
    main()
