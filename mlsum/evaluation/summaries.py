"""Rate summarizers on a set of texts with summaries made by people.

A set is JSON Lines: lang, text and summary; title, sentences (a list) and summary_idx where they
are known. Every system chooses from the same sentences, as many as the reference has.
"""

import json
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

from mlsum.core.backends import Summarizer, load
from mlsum.core.errors import FormatError, InputError
from mlsum.core.lang import Lang
from mlsum.evaluation.rouge import rouge, tokens
from mlsum.text.segment import blocks, sentences

__all__ = ["Case", "Score", "System", "rate", "rate_texts", "read_set", "system"]


@dataclass(frozen=True, slots=True)
class Case:
    """A text cut into sentences, with the reference's tokens and the sentences it has."""

    lang: Lang
    title: str
    sentences: tuple[str, ...]
    reference: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Score:
    """Mean ROUGE-1 and ROUGE-2 F1 over a set, and milliseconds per document."""

    one: float
    two: float
    milliseconds: float = 0.0


System = Callable[[Case], Sequence[int]]


def read_set(path: Path, title: bool = True) -> list[Case]:
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


def _case(row: dict[str, Any], title: bool) -> Case:
    lang = Lang.parse(row["lang"])
    parts = row.get("sentences") or _cut(row["text"], lang)
    count = len(row.get("summary_idx") or _cut(row["summary"], lang))
    name = (row.get("title") or "") if title else ""
    return Case(lang, name, tuple(parts), tuple(tokens(row["summary"])), count)


def _cut(text: str, lang: Lang) -> list[str]:
    bodies = [text[block.start : block.end] for block in blocks(text)]
    return [body[start:end] for body in bodies for start, end in sentences(body, lang)]


def system(name: str) -> System:
    """A summarizer by its name, or one of the two it must beat: `lead` and `random`."""
    if name == "lead":
        return lambda case: range(min(case.count, len(case.sentences)))
    if name == "random":
        return _chance
    backend: Summarizer = load("summarizers", name)()
    return lambda case: backend.rank(case.sentences, case.lang, case.title)[: case.count]


def _chance(case: Case) -> Sequence[int]:
    """Any sentences, the same in every run."""
    size = len(case.sentences)
    return random.Random(size).sample(range(size), min(case.count, size))  # noqa: S311


def rate(chooses: System, cases: Sequence[Case]) -> Score:
    """The score of a system that chooses sentences."""
    start = time.perf_counter()
    chosen = [sorted(chooses(case)) for case in cases]
    spent = (time.perf_counter() - start) * 1000 / len(cases)
    texts = [
        " ".join(case.sentences[index] for index in indices)
        for case, indices in zip(cases, chosen, strict=True)
    ]
    score = rate_texts(texts, cases)
    return Score(score.one, score.two, spent)


def rate_texts(texts: Sequence[str], cases: Sequence[Case]) -> Score:
    """The score of summaries that something else has written, one for each case."""
    counted = [tokens(text) for text in texts]
    one, two = (
        mean(rouge(text, case.reference, n) for text, case in zip(counted, cases, strict=True))
        for n in (1, 2)
    )
    return Score(one, two)
