"""Greedy decoding of many sentences at once, each exactly as if it were alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import groupby
from typing import TYPE_CHECKING

from mlsum.engines.marian.student import END, MAX_WRITTEN, Student, as_rows, padded

if TYPE_CHECKING:
    from mlsum.engines.marian.student import Tokens

__all__ = ["BATCH_TOKENS", "decode"]

# Tokens of a batch, padding included: larger ones leave the cache, smaller ones feed it badly.
BATCH_TOKENS = 2048


def decode(
    student: Student,
    sentences: Sequence[Sequence[int]],
    threads: int = 1,
    batch_tokens: int = BATCH_TOKENS,
) -> list[list[int]]:
    """Target tokens of every sentence, in the order given; no sentence carries its end."""
    batches = list(_batches(sentences, batch_tokens))
    asked = [[sentences[i] for i in batch] for batch in batches]
    with ThreadPoolExecutor(threads) as pool:
        written = list(pool.map(lambda batch: _greedy(student, batch), asked))
    answers: list[list[int]] = [[] for _ in sentences]
    for batch, answered in zip(batches, written, strict=True):
        for i, answer in zip(batch, answered, strict=True):
            answers[i] = answer
    return answers


def _batches(sentences: Sequence[Sequence[int]], tokens: int) -> Iterator[list[int]]:
    """Indices of sentences of one padded length, longest first, so that threads end together."""

    def size(index: int) -> int:
        return padded(len(sentences[index]))

    order = sorted((i for i, one in enumerate(sentences) if one), key=size, reverse=True)
    for length, group in groupby(order, key=size):
        alike = list(group)
        count = max(1, tokens // length)
        for start in range(0, len(alike), count):
            yield alike[start : start + count]


def _greedy(student: Student, sentences: Sequence[Sequence[int]]) -> list[list[int]]:
    """Read sentences of one padded length; write until each has come to its end or its limit."""
    import numpy as np

    lengths = np.array([len(one) + 1 for one in sentences])
    memory = student.read(as_rows(sentences, padded(len(sentences[0]))), lengths)
    limits = np.minimum(2 * lengths + 4, MAX_WRITTEN)
    answers: list[list[int]] = [[] for _ in sentences]
    going = np.arange(len(sentences))
    last: Tokens | None = None
    for position in range(int(limits.max())):
        last = student.write(last, position, memory)
        for i, token in zip(going, last, strict=True):
            if token != END:
                answers[i].append(int(token))
        on = (last != END) & (position + 1 < limits[going])
        if not on.any():
            break
        if not on.all():
            going, last = going[on], last[on]
            memory = {name: one[on] for name, one in memory.items()}
    return answers
