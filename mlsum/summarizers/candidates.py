"""Which sentences of a body may stand in a summary: running text, no furniture of the page."""

import re
from collections.abc import Sequence

from mlsum.core.document import Block, Markup, Sentence
from mlsum.core.lang import Lang
from mlsum.summarizers.furniture import is_furniture
from mlsum.text.segment import Reading, blocks, is_credit, reading, sentences

__all__ = ["candidates"]

_ENDS = re.compile(r"[.!?…。！？।؟][\"'”’»›」』）)\]*_]*$")

# What a wire story opens with: `(서울=연합뉴스) 김철수 기자 = `, `SEOUL, Dec. 13 (Yonhap) -- `.
_DATELINE = re.compile(
    r"[(\[][^()\[\]]{1,30}[)\]]\s?(?:\S{2,5}\s?(?:·\s?\S{2,5}\s?)?(?:선임\s?)?(?:기자|특파원)\s?)?=\s?"
    r"|[A-ZÀ-Þ][^()\n]{1,60}\s\([^()\n]{2,30}\)\s?(?:--|[-–—])\s"
)
# How news interfaces end a text that goes on elsewhere: `… [+1234 chars]`.
_CUT_OFF = re.compile(r"(?:(?<!\s)\s+)?\[\+?\d+ chars\]$")

# How an agency's report ends: `… he said. (Yonhap)`.
_SIGNED = re.compile(r"[.!?。][\"'”’)]*\s?[(\[]\w[\w ]{1,30}[)\]]$")
# No call to read on and no caption above its credit is longer.
_LINE = 200


def candidates(text: str, lang: Lang, markup: Markup) -> list[Sentence]:
    """The sentences of a body that a summary may choose from, numbered among all of its sentences.

    Headings, captions, tables, list items that are no sentences, credits and calls to read on
    are left out; where nothing else is there, they are better than an empty summary.
    """
    everything: list[Sentence] = []
    running: list[Sentence] = []
    prose: list[Sentence] = []
    found = blocks(text, markup)
    read = reading(text, found, markup)
    for place, block in enumerate(found):
        if block.kind == "code":
            continue
        apart = _stands_apart(text, found, place)
        for sentence in _of_block(read, block, lang, len(everything)):
            everything.append(sentence)
            if apart or is_furniture(sentence.shown):
                continue
            running.append(sentence)
            if _ENDS.search(sentence.shown[-8:]):
                prose.append(sentence)
    return prose or running or everything


def _stands_apart(text: str, found: Sequence[Block], place: int) -> bool:
    """Whether a block is no running text: by its kind, by its credit, or by that below it."""
    block = found[place]
    said = text[block.start : block.end]
    last = place + 1 == len(found)
    if block.kind in ("heading", "table"):
        return True
    if block.kind == "caption":
        return not (last and _SIGNED.search(said))
    if len(said) <= _LINE and is_furniture(said):
        return True
    if place + 2 >= len(found):  # the last credit is that of the text
        return False
    below = found[place + 1]
    if text[block.end : below.start].count("\n") != 1:
        return False
    credit = text[below.start : below.end]
    return len(said) <= _LINE and (below.kind == "caption" or is_credit(credit))


def _of_block(read: Reading, block: Block, lang: Lang, index: int) -> list[Sentence]:
    text = read.text
    found: list[Sentence] = []
    for start, end in sentences(text[block.start : block.end], lang):
        first, last = block.start + start, block.start + end
        if dateline := _DATELINE.match(text, first, last):
            first = dateline.end() if dateline.end() < last else first
        if cut := _CUT_OFF.search(text, first, last):
            last = cut.start() if cut.start() > first else last
        if shown := read.between(first, last, lang).strip():
            found.append(Sentence(index + len(found), first, last, text[first:last], shown))
    return found
