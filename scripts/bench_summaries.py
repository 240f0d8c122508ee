"""How long ranking takes by the number of sentences, beside sumy's LexRank.

    python scripts/bench_summaries.py SET.jsonl [SET.jsonl ...]

Texts are made of the sentences of a set (see mlsum/evaluation/summaries.py), one of its documents
after the other. Both systems are timed in turn, and of several runs the quickest counts.
"""

import sys
import time
from itertools import chain, islice
from pathlib import Path

from eval_summaries import of_sumy

from mlsum.evaluation.summaries import Case, System, read_set, system

SIZES = (10, 30, 100, 300, 1000, 2000, 5000)
_DENSE = 300  # sumy's matrix of sentences by sentences takes minutes beyond
_RUNS = 3


def text(cases: list[Case], size: int) -> Case:
    """A case of so many sentences; where the set has fewer, they come again with a number."""
    own = list(chain.from_iterable(case.sentences for case in cases))
    rounds = (f"{one} {n}" if n else one for n in range(size // len(own) + 1) for one in own)
    return Case(cases[0].lang, "", tuple(islice(rounds, size)), (), 3)


def milliseconds(chooses: System, case: Case) -> float:
    """The time of one run."""
    start = time.perf_counter()
    chooses(case)
    return (time.perf_counter() - start) * 1000


def main(paths: list[Path]) -> None:
    """Print a table per set."""
    ours, theirs = system("extractive"), of_sumy("lex_rank")
    for path in paths:
        cases = read_set(path, title=False)
        print(f"{path.stem}\n{'sentences':>9} {'mlsum ms':>10} {'LexRank ms':>11} {'times':>6}")
        for size in SIZES:
            case = text(cases, size)
            pairs = [
                (milliseconds(ours, case), milliseconds(theirs, case) if size <= _DENSE else 0.0)
                for _ in range(_RUNS)
            ]
            own, other = (min(times) for times in zip(*pairs, strict=True))
            beside = f"{other:11.1f} {other / own:6.1f}" if other else ""
            print(f"{size:9} {own:10.2f} {beside}")


if __name__ == "__main__":
    main([Path(arg) for arg in sys.argv[1:]])
