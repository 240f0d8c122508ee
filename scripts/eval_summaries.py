"""Rate extractive summaries on JSONL sets: ours beside lead and sumy's, by ROUGE-1 and ROUGE-2 F1.

    python scripts/eval_summaries.py SET.jsonl [SET.jsonl ...] [--no-title]

A line of a set: lang, text, summary, and title, sentences (a list) where they are known. Every
system chooses from the same sentences, as many as the reference has. ROUGE counts lower-case
words; in Korean, Japanese and Chinese syllables and characters. No stemming, no stop words.
"""

import argparse
import json
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from mlsum.lang import Lang
from mlsum.segment import blocks, sentences
from mlsum.summarizers.extractive import ExtractiveSummarizer

_TOKEN = re.compile(r"[가-힣\u3040-\u30ff\u3400-\u9fff]|[^\W_가-힣\u3040-\u30ff\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Case:
    """A text cut into sentences, with the reference and the number of sentences it has."""

    lang: Lang
    title: str
    sentences: list[str]
    reference: list[str]
    count: int


System = Callable[[Case], Sequence[int]]


def tokens(text: str) -> list[str]:
    """The units that ROUGE counts."""
    return _TOKEN.findall(text.lower())


def rouge(candidate: list[str], reference: list[str], n: int) -> float:
    """ROUGE-n F1 (Lin 2004), clipped counts, one reference."""
    ours, theirs = (
        Counter(zip(*(text[i:] for i in range(n)), strict=False)) for text in (candidate, reference)
    )
    common = sum((ours & theirs).values())
    return 2 * common / (sum(ours.values()) + sum(theirs.values())) if common else 0.0


def read(path: Path, title: bool) -> list[Case]:
    """The cases of a set."""
    cases = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        lang = Lang.parse(row["lang"])
        parts = row.get("sentences") or cut(row["text"], lang)
        count = len(row.get("summary_idx") or cut(row["summary"], lang))
        name = (row.get("title") or "") if title else ""
        cases.append(Case(lang, name, parts, tokens(row["summary"]), count))
    return cases


def cut(text: str, lang: Lang) -> list[str]:
    """The sentences of a plain text."""
    bodies = [text[block.start : block.end] for block in blocks(text)]
    return [body[start:end] for body in bodies for start, end in sentences(body, lang)]


def ours(case: Case) -> Sequence[int]:
    """The embedded summarizer."""
    return ExtractiveSummarizer().rank(case.sentences, case.lang, case.title)[: case.count]


def lead(case: Case) -> Sequence[int]:
    """The first sentences."""
    return range(min(case.count, len(case.sentences)))


def chance(case: Case) -> Sequence[int]:
    """Any sentences, the same in every run."""
    size = len(case.sentences)
    return random.Random(size).sample(range(size), min(case.count, size))


def of_sumy(name: str) -> System:
    """One of sumy's summarizers, given our sentences and the words that ROUGE counts."""
    from importlib import import_module

    from sumy.models.dom import ObjectDocumentModel, Paragraph, Sentence

    class Tokenizer:
        to_words = staticmethod(tokens)

    make: Any = getattr(import_module(f"sumy.summarizers.{name}"), _SUMY[name])

    def system(case: Case) -> Sequence[int]:
        parts = [Sentence(text, Tokenizer()) for text in case.sentences]
        document = ObjectDocumentModel([Paragraph(parts)])
        chosen = {id(one) for one in make()(document, case.count)}
        return [index for index, one in enumerate(document.sentences) if id(one) in chosen]

    return system


_SUMY = {
    "lex_rank": "LexRankSummarizer",
    "text_rank": "TextRankSummarizer",
    "lsa": "LsaSummarizer",
    "luhn": "LuhnSummarizer",
    "sum_basic": "SumBasicSummarizer",
}


def rate(system: System, cases: list[Case]) -> tuple[float, float, float]:
    """Mean ROUGE-1 and ROUGE-2 F1, and milliseconds per document."""
    start = time.perf_counter()
    chosen = [sorted(system(case)) for case in cases]
    spent = (time.perf_counter() - start) * 1000 / len(cases)
    texts = [
        tokens(" ".join(case.sentences[index] for index in indices))
        for case, indices in zip(cases, chosen, strict=True)
    ]
    scores = [
        [rouge(text, case.reference, n) for text, case in zip(texts, cases, strict=True)]
        for n in (1, 2)
    ]
    return mean(scores[0]), mean(scores[1]), spent


def main() -> None:
    """Print one table per set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sets", nargs="+", type=Path)
    parser.add_argument("--no-title", action="store_true", help="rank without the title")
    options = parser.parse_args()
    systems: dict[str, System] = {"mlsum": ours, "lead": lead, "random": chance}
    systems |= {f"sumy {name}": of_sumy(name) for name in _SUMY}
    for path in options.sets:
        cases = read(path, title=not options.no_title)
        print(f"{path.stem}: {len(cases)} documents\n{'':16}  R1 F1  R2 F1  ms/document")
        for name, system in systems.items():
            first, second, spent = rate(system, cases)
            print(f"{name:16} {first:6.3f} {second:6.3f} {spent:12.2f}")


if __name__ == "__main__":
    main()
