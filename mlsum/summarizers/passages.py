"""Cut a long text into passages that a model reads whole, where it hurts least."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from mlsum.core.document import Markup, Sentence
from mlsum.core.lang import Lang
from mlsum.summarizers.cut import compose
from mlsum.text.segment import blocks, clauses

__all__ = ["Piece", "joined", "passages", "pieces", "split"]

_SECTION, _PARAGRAPH, _SENTENCE = range(3)


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence, or a clause of a very long one, and what it opens; the least is a section."""

    text: str
    opens: int = _SENTENCE


def pieces(text: str, markup: Markup, sentences: Sequence[Sentence]) -> list[Piece]:
    """The sentences of a body, each with what it opens there."""
    found = blocks(text, markup)
    starts = [one.start for one in found]
    headings = [one.start for one in found if one.kind == "heading"]
    made: list[Piece] = []
    before = (0, 0)
    for one in sentences:
        place = bisect_right(headings, one.start), bisect_right(starts, one.start)
        opens = _SECTION if place[0] > before[0] else _PARAGRAPH
        made.append(Piece(one.shown, opens if place > before else _SENTENCE))
        before = place
    return made


def joined(run: Sequence[Piece], lang: Lang) -> str:
    """The text of pieces, a paragraph a line."""
    lines: list[list[str]] = []
    for one in run:
        if not lines or one.opens < _SENTENCE:
            lines.append([])
        lines[-1].append(one.text)
    return "\n".join(compose(line, lang) for line in lines)


def passages(
    run: Sequence[Piece], fits: Callable[[str], bool], lang: Lang
) -> list[Sequence[Piece]]:
    """The pieces in passages that fit, all of them and in order.

    A cut is made near the middle, before a section if it can be, else a paragraph, a sentence, a
    clause.
    """
    todo: list[Sequence[Piece]] = [run] if run else []
    done: list[Sequence[Piece]] = []
    while todo:
        passage = todo.pop()
        halves = [] if fits(joined(passage, lang)) else split(passage)
        if halves:
            todo += halves[::-1]
        else:
            done.append(passage)
    return done


def split(run: Sequence[Piece]) -> list[Sequence[Piece]]:
    """Two halves of a passage; nothing for one of a single character."""
    if len(run) == 1:
        text = run[0].text
        cut = clauses(text, max(1, len(text) // 2 + len(text) // 6)) if len(text) > 1 else []
        found = [Piece(text[start:end], run[0].opens) for start, end in cut]
        return [[one] for one in found] if len(found) > 1 else []
    ends = list(accumulate(len(one.text) for one in run))
    middle, margin = ends[-1] / 2, ends[-1] / 3

    def cost(place: int) -> tuple[bool, int, float]:
        off = abs(ends[place - 1] - middle)
        return off > margin, run[place].opens, off

    place = min(range(1, len(run)), key=cost)
    return [run[:place], run[place:]]
