"""The batched runtime against fxtranslate, sentence by sentence, on the same model and core.

    taskset -c 0 python scripts/bench_engine.py en pt --source en.txt --reference pt.txt

Both run in turns, round by round, each round with a ratio of its own. Prints sentences/s of both,
the ratio (median, least, greatest), the share of equal outputs, chrF of both, and the peak memory
of each in a process of its own.
"""

import argparse
import statistics
import time
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from pathlib import Path

from mlsum.engines.marian import MarianModel
from mlsum.lang import Lang
from mlsum.registry import find, verify

RUNTIMES = ("fxtranslate", "batched")
Translate = Callable[[Sequence[str]], list[str]]


def fxtranslate(source: str, target: str) -> Translate:
    """The reference; one sentence at a time, without shortlist, as the engine runs it."""
    from fxtranslate import Translator

    weights, vocabulary = files(source, target)
    translator = Translator(weights, vocabulary, vocabulary)
    return lambda texts: [translator.translate(text) for text in texts]


def batched(source: str, target: str, threads: int = 1) -> Translate:
    return MarianModel.load(*files(source, target), threads=threads).translate_batch


def files(source: str, target: str) -> tuple[bytes, bytes]:
    manifest = find("firefox", Lang.parse(source), Lang.parse(target))
    assert manifest, f"no Firefox model of {source} to {target} is known"
    paths = verify(manifest)
    return paths["weights"].read_bytes(), paths["vocabulary"].read_bytes()


def peak(name: str, source: str, target: str, texts: Sequence[str]) -> int:
    """MB at most in use by one runtime, run in a fresh process."""
    globals()[name](source, target)(texts)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def seconds(translate: Translate, texts: Sequence[str]) -> tuple[float, list[str]]:
    start = time.perf_counter()
    answers = translate(texts)
    return time.perf_counter() - start, answers


def race(old: Translate, new: Translate, texts: Sequence[str], rounds: int) -> list[list[str]]:
    """Let both run in turns and print how fast they are; returns the translations of each.

    A round gives `old` every n-th text and `new` all of them: it lives on batches.
    """
    new(texts[:8])
    expected = [""] * len(texts)
    rates = []
    for turn in range(rounds):
        slow, expected[turn::rounds] = seconds(old, texts[turn::rounds])
        fast, found = seconds(new, texts)
        rates.append((len(texts[turn::rounds]) / slow, len(texts) / fast))
    for name, own in zip(RUNTIMES, zip(*rates, strict=True), strict=True):
        print(f"{name:12} {statistics.median(own):7.1f} sentences/s")
    ratios = sorted(b / a for a, b in rates)
    print(f"ratio        {statistics.median(ratios):7.2f} ({ratios[0]:.2f} to {ratios[-1]:.2f})")
    print(f"equal        {sum(map(str.__eq__, expected, found)) / len(texts):7.1%}")
    return [expected, found]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("languages", nargs=2, metavar="LANG")
    parser.add_argument("--source", type=Path, required=True, help="one sentence a line")
    parser.add_argument("--reference", type=Path, help="its translations, for chrF")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--threads", type=int, default=1, help="of the batched runtime")
    options = parser.parse_args()
    pair = options.languages
    texts = options.source.read_text(encoding="utf-8").splitlines()
    answers = race(fxtranslate(*pair), batched(*pair, options.threads), texts, options.rounds)
    if options.reference:
        from sacrebleu import CHRF

        references = [options.reference.read_text(encoding="utf-8").splitlines()]
        for name, own in zip(RUNTIMES, answers, strict=True):
            print(f"chrF         {CHRF().corpus_score(own, references).score:7.2f} {name}")
    for name in RUNTIMES:
        with get_context("spawn").Pool(1) as pool:
            print(f"peak memory  {pool.apply(peak, (name, *pair, texts[:200])):7} MB {name}")


if __name__ == "__main__":
    main()
