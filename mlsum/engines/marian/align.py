"""Which words of a translation rest on which words of its source, by a student's attention."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from mlsum.core.document import Alignment
from mlsum.engines.marian.student import MAX_WRITTEN, Student, as_rows, padded

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

    from mlsum.engines.marian.student import Floats

__all__ = ["align", "align_texts"]

_BATCH = 64


def align_texts(
    student: Student,
    vocabularies: tuple[SentencePieceProcessor, SentencePieceProcessor],
    pairs: Sequence[tuple[str, str]],
) -> list[Alignment | None]:
    """Align texts with translations of them: same length and order; None where one is too long."""
    cut = [
        [_tokens(vocabulary, text) for vocabulary, text in zip(vocabularies, pair, strict=True)]
        for pair in pairs
    ]
    weights = align(student, [source[0] for source, _ in cut], [target[0] for _, target in cut])
    return [
        None if rows is None else Alignment(source[1], target[1], tuple(map(tuple, rows.tolist())))
        for (source, target), rows in zip(cut, weights, strict=True)
    ]


def _tokens(
    vocabulary: SentencePieceProcessor, text: str
) -> tuple[list[int], tuple[tuple[int, int], ...]]:
    """Tokens of a text, and the stretch of it that each stands for, blanks before it left out."""
    pieces = vocabulary.encode(text, return_type="proto").pieces
    places, at = [], 0
    for piece in pieces:
        end = at + len(piece.surface)
        places.append((end - len(piece.surface.lstrip()), end))
        at = end
    return [piece.id for piece in pieces], tuple(places)


def align(
    student: Student, sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]
) -> list[Floats | None]:
    """For each pair the attention [target, source], source's end left out; None: too long, empty.

    The translation need not be the student's own: it is read token by token, as if it were.
    """
    found: list[Floats | None] = [None] * len(sources)
    for batch in _batches(sources, targets):
        attention = _attention(student, [sources[i] for i in batch], [targets[i] for i in batch])
        for i, rows in zip(batch, attention, strict=True):
            found[i] = rows[: len(targets[i]), : len(sources[i])]
    return found


def _batches(
    sources: Sequence[Sequence[int]], targets: Sequence[Sequence[int]]
) -> Iterator[list[int]]:
    """Indices of pairs with sources of one padded length."""

    def size(index: int) -> int:
        return padded(len(sources[index]))

    fit = [i for i, one in enumerate(targets) if 0 < len(one) <= MAX_WRITTEN and sources[i]]
    fit = [i for i in fit if len(sources[i]) <= 2 * MAX_WRITTEN]
    for _, group in groupby(sorted(fit, key=size), key=size):
        alike = sorted(group, key=lambda i: len(targets[i]))
        for start in range(0, len(alike), _BATCH):
            yield alike[start : start + _BATCH]


def _attention(
    student: Student, sources: list[Sequence[int]], targets: list[Sequence[int]]
) -> Floats:
    import numpy as np

    lengths = np.array([len(one) + 1 for one in sources])
    memory = student.read(as_rows(sources, max(lengths)), lengths)
    return student.attend(as_rows(targets, max(map(len, targets))), memory)
