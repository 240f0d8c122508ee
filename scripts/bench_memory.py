"""Does memory stay flat however much is translated?

    python scripts/bench_memory.py [--sentences 100000] [--through engine|pipeline] [--threads N]

Short sentences, each with a number of its own so that none is like another, go through the
embedded model in portions. Printed is the resident memory after 1,000, 10,000 and 100,000.
"""

import argparse
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from mlsum.backends import EngineOptions
from mlsum.engines import choose
from mlsum.lang import Lang
from mlsum.pipeline import Text, translate_texts

EN, PT = Lang("en"), Lang("pt")
PAIRS = Path(__file__).parents[1] / "tests" / "data" / "own_pairs.tsv"
PORTION = 500


def numbered(limit: int) -> Iterator[str]:
    """`limit` sentences, no two alike."""
    rows = PAIRS.read_text(encoding="utf-8").splitlines()[1:]
    texts = [row.split("\t")[0] for row in rows]
    for number in range(limit):
        text = texts[number % len(texts)]
        yield f"{text[:-1]} ({number}){text[-1]}"


def memory(what: str = "VmRSS") -> int:
    """MB in use, or at most in use so far (VmHWM)."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split(f"{what}:")[1].split()[0]) // 1024


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sentences", type=int, default=100_000)
    parser.add_argument("--through", choices=("engine", "pipeline"), default="engine")
    parser.add_argument("--threads", type=int)
    given = parser.parse_args()
    options = EngineOptions(threads=given.threads)
    route = choose(EN, PT, options=options)
    remaining, done = numbered(given.sentences), 0
    started = time.perf_counter()
    print(f"{given.through}, {route.name}\nsentences      MB  at most  sentences/s")
    while portion := list(islice(remaining, PORTION)):
        if given.through == "engine":
            made = route.translate_batch(portion)
        else:
            asked = [Text(text, "plain", EN, PT, forced=True) for text in portion]
            made = translate_texts(asked, engine_options=options)
        assert all(one.text for one in made)
        done += len(portion)
        if done in (1000, 10_000, given.sentences) or done % 25_000 == 0:
            rate = done / (time.perf_counter() - started)
            print(f"{done:9} {memory():7} {memory('VmHWM'):8} {rate:12.0f}", flush=True)


if __name__ == "__main__":
    main()
