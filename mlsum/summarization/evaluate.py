"""Rates summarizers on texts with reference summaries, by ROUGE-n F1 (Lin 2004).

A set is JSON Lines: lang, text and summary; title, sentences (a list) and summary_idx where they
are known. Every system chooses from the same sentences, as many as the reference has.

ROUGE works for any script: no stemming, no stop words, one reference. It counts lower-case words,
and single characters in scripts without spaces (kana, Han, Thai, Lao, Burmese, Khmer) and in
Korean, where a word and its particles are written as one.
"""

import json
import random
import re
import time
import unicodedata
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from mlsum.core.backends import Summarizer, load
from mlsum.core.errors import FormatError, InputError
from mlsum.core.lang import Lang
from mlsum.text.script import UNSPACED
from mlsum.text.segment import blocks, sentences

__all__ = [
    "SIGNATURE",
    "RougeScore",
    "SummaryCase",
    "System",
    "rate",
    "rate_texts",
    "read_set",
    "rouge",
    "system",
    "tokens",
]

SIGNATURE = "rouge:F1|case:lc|tok:words+cjk-chars|norm:NFC|stem:no|stop:no|refs:1"

_SINGLE = f"가-힣{UNSPACED}\U00020000-\U0003ffff"
# A combining mark belongs to the letter before it, or Hindi words would be split.
_TOKEN = re.compile(
    rf"[{_SINGLE}]|[^\W_{_SINGLE}](?:[^\W_{_SINGLE}]|[\u0300-\u036f\u0900-\u0dff\u064b-\u065f])*"
)


def tokens(text: str) -> list[str]:
    """The words and characters that ROUGE counts."""
    return _TOKEN.findall(unicodedata.normalize("NFC", text).lower())


def rouge(candidate: Sequence[str], reference: Sequence[str], n: int) -> float:
    """F1 of the n-grams of two lists of tokens, with clipped counts; 0 where none is shared."""
    left, right = (
        Counter(zip(*(text[i:] for i in range(n)), strict=False)) for text in (candidate, reference)
    )
    common = sum((left & right).values())
    return 2 * common / (left.total() + right.total()) if common else 0.0


@dataclass(frozen=True, slots=True)
class SummaryCase:
    """The sentences of a text, with the tokens of the reference and the number of its sentences."""

    lang: Lang
    title: str
    sentences: tuple[str, ...]
    reference: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class RougeScore:
    """Mean ROUGE-1 and ROUGE-2 F1 over a set, and milliseconds per document."""

    rouge1: float
    rouge2: float
    milliseconds: float = 0.0


System = Callable[[SummaryCase], Sequence[int]]


def read_set(path: Path, title: bool = True) -> list[SummaryCase]:
    """The cases of a set; `title` False leaves their titles out.

    Raises InputError where the file cannot be read, and FormatError with the line where a case
    lacks something.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        hint = "give a file of JSON Lines in UTF-8: lang, text, summary"
        raise InputError("this set cannot be read", where=str(path), hint=hint) from error
    cases = []
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            cases.append(_case(json.loads(line), title))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            raise FormatError(
                "not a case with lang, text and summary",
                where=f"{path}, line {number}",
                hint='{"lang": "pt", "text": "…", "summary": "…", "title": "…"}',
            ) from error
    if not cases:
        raise InputError("the set is empty", where=str(path))
    return cases


def _case(row: dict[str, Any], title: bool) -> SummaryCase:
    lang = Lang.parse(row["lang"])
    parts = row.get("sentences") or _cut(row["text"], lang)
    count = len(row.get("summary_idx") or _cut(row["summary"], lang))
    name = (row.get("title") or "") if title else ""
    return SummaryCase(lang, name, tuple(parts), tuple(tokens(row["summary"])), count)


def _cut(text: str, lang: Lang) -> list[str]:
    bodies = [text[block.start : block.end] for block in blocks(text)]
    return [body[start:end] for body in bodies for start, end in sentences(body, lang)]


def system(name: str) -> System:
    """A summarizer by its name, or one of the two baselines `lead` and `random`."""
    if name == "lead":
        return lambda case: range(min(case.count, len(case.sentences)))
    if name == "random":
        return _random
    backend: Summarizer = load("summarizers", name)()
    return lambda case: backend.rank(case.sentences, case.lang, case.title)[: case.count]


def _random(case: SummaryCase) -> Sequence[int]:
    """Random sentences, the same in every run."""
    size = len(case.sentences)
    return random.Random(size).sample(range(size), min(case.count, size))  # noqa: S311


def rate(chooses: System, cases: Sequence[SummaryCase]) -> RougeScore:
    """The score of a system that chooses sentences."""
    start = time.perf_counter()
    chosen = [sorted(chooses(case)) for case in cases]
    spent = (time.perf_counter() - start) * 1000 / len(cases)
    texts = [
        " ".join(case.sentences[index] for index in indices)
        for case, indices in zip(cases, chosen, strict=True)
    ]
    score = rate_texts(texts, cases)
    return RougeScore(score.rouge1, score.rouge2, spent)


def rate_texts(texts: Sequence[str], cases: Sequence[SummaryCase]) -> RougeScore:
    """The score of given summaries, one for each case."""
    pairs = [(tokens(text), case.reference) for text, case in zip(texts, cases, strict=True)]
    rouge1, rouge2 = (mean(rouge(text, reference, n) for text, reference in pairs) for n in (1, 2))
    return RougeScore(rouge1, rouge2)
