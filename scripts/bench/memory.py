"""Does memory stay flat however much is translated?

    python scripts/bench/memory.py [--sentences 100000] [--through engine|pipeline] [--threads N]

Short sentences, each with a number of its own so that none is like another, go through the
embedded model in portions. Printed is the resident memory after 1,000, 10,000 and 100,000.
"""

import argparse
import time
from collections.abc import Iterator, Sequence
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from rows import Row

from mlsum.core.backends import EngineOptions
from mlsum.core.lang import Lang
from mlsum.engines import choose
from mlsum.translation import Options, Text, translate_texts

EN, PT = Lang("en"), Lang("pt")
PAIRS = Path(__file__).parents[2] / "tests" / "data" / "own_pairs.tsv"
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


def grown(
    sentences: int, through: str, options: EngineOptions, marks: Sequence[int]
) -> Iterator[tuple[int, int, int, float]]:
    """Sentences done, MB in use, MB at most, sentences per second: at each of the marks."""
    route = choose(EN, PT, options=options)
    remaining, done = numbered(sentences), 0
    started = time.perf_counter()
    while portion := list(islice(remaining, PORTION)):
        if through == "engine":
            made = route.translate_batch(portion)
        else:
            asked = [Text(text, "plain", EN, PT, forced=True) for text in portion]
            made = translate_texts(asked, Options(engine_options=options))
        if not all(one.text for one in made):
            raise RuntimeError("a sentence came back empty")
        done += len(portion)
        if done in marks:
            rate = done / (time.perf_counter() - started)
            yield done, memory(), memory("VmHWM"), rate


def rows(sentences: int = 10_000) -> Iterator[Row]:
    """What a tenth of the sentences leaves in memory, and all of them."""
    first = sentences // 10
    with get_context("spawn").Pool(1) as pool:
        for through in ("engine", "pipeline"):
            found = pool.apply(_measured, (sentences, through, (first, sentences)))
            (_, few, *_), (_, many, *_) = found
            yield Row(
                f"{through}, {first:,} → {sentences:,} sentences",
                f"{many} MB", f"{few} MB", f"{many / few:.2f} times", "flat",
            )  # fmt: skip


def _measured(
    sentences: int, through: str, marks: Sequence[int]
) -> list[tuple[int, int, int, float]]:
    return list(grown(sentences, through, EngineOptions(), marks))


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--sentences", type=int, default=100_000)
    parser.add_argument("--through", choices=("engine", "pipeline"), default="engine")
    parser.add_argument("--threads", type=int)
    given = parser.parse_args()
    marks = (1000, 10_000, *range(25_000, given.sentences, 25_000), given.sentences)
    print(f"{given.through}\nsentences      MB  at most  sentences/s")
    options = EngineOptions(threads=given.threads)
    for done, now, most, rate in grown(given.sentences, given.through, options, marks):
        print(f"{done:9} {now:7} {most:8} {rate:12.0f}", flush=True)


if __name__ == "__main__":
    main()
