"""A body with the sentences of its summary marked where they stand."""

from collections.abc import Sequence

from mlsum.core.document import Block, Body, ItemSummary
from mlsum.text.segment import Reading, blocks, reading
from mlsum.writers.page import Bullets, Cell, Heading, Page, Piece, Prose, Run, words

__all__ = ["highlight_view"]


def highlight_view(bodies: Sequence[Body], summaries: Sequence[ItemSummary]) -> Page:
    """The bodies block by block, as they read, with the chosen sentences marked."""
    page: list[Piece] = []
    for body, one in zip(bodies, summaries, strict=True):
        found = blocks(body.text.text, body.markup)
        read = reading(body.text.text, found, body.markup)
        for block in found:
            said = _runs(read, block, one)
            if block.kind == "heading":
                page.append(Heading(words(said)))
            else:
                page.append(Bullets((said,)) if block.kind == "list" else Prose(said))
    return tuple(page)


def _runs(read: Reading, block: Block, one: ItemSummary) -> Cell:
    chosen = [one for one in one.summary.sentences if block.start <= one.start < block.end]
    runs: list[Run] = []
    at = block.start
    for sentence in chosen:
        runs.append(Run(read.between(at, sentence.start, one.lang)))
        runs.append(Run(read.between(sentence.start, sentence.end, one.lang), mark=True))
        at = sentence.end
    runs.append(Run(read.between(at, block.end, one.lang)))
    return tuple(run for run in runs if run.text)
