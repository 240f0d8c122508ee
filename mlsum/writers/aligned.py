"""The runs of a text and of its translation, cut so that matching parts can be shown."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from mlsum.core.document import Block, Detection, Markup, Segment, Sentence, Span
from mlsum.core.lang import UND
from mlsum.text.segment import blocks, reading
from mlsum.writers.page import Cell, Run

__all__ = ["Aligned", "Cut"]

Cut = tuple[Block, Cell, Cell]
"""A block of the original, its runs, and those of its translation."""


@dataclass(frozen=True, slots=True)
class Aligned:
    """A text with all that is known of it, and its translation; `new` None where there is none.

    `name` begins the names of its pairs and places; `doubts` say what is wrong with a segment, by
    its index.
    """

    text: str
    markup: Markup
    detection: Detection
    new: str | None = None
    segments: Sequence[Segment] = ()
    chosen: Sequence[Sentence] = ()
    name: str = ""
    doubts: Mapping[int, str] = field(default_factory=dict)

    def cut(self) -> Iterator[Cut]:
        """Block by block; code stands for itself."""
        found = blocks(self.text, self.markup)
        moved = [self._moved(block) for block in found]
        old = reading(self.text, found, self.markup)
        new = reading(self.new or "", moved, self.markup)
        for block, there in zip(found, moved, strict=True):
            raw = block.kind == "code"
            yield (
                block,
                self._original(block, _raw(self.text) if raw else old.between),
                self._translation(block, there, _raw(self.new or "") if raw else new.between),
            )

    def whole(self) -> tuple[Cell, Cell]:
        """The text as one block without markup, such as the value of a field."""
        block = Block("paragraph", 0, len(self.text))
        there = Block("paragraph", 0, len(self.new or ""))
        made = self._translation(block, there, _raw(self.new or ""))
        return self._original(block, _raw(self.text)), made

    def _moved(self, block: Block) -> Block:
        return Block(block.kind, self._there(block.start), self._there(block.end))

    def _there(self, place: int) -> int:
        """Where a place between segments is in the translation."""
        index = bisect_right(self.segments, place, key=_end)
        last = self.segments[index - 1] if index else None
        return place + last.new_end - last.end if last else place

    def _original(self, block: Block, read: Callable[[int, int], str]) -> Cell:
        parts: list[Span | Segment | Sentence] = [*self._spans(block), *self._in(block)]
        places = [place for part in [*parts, *self.chosen] for place in (part.start, part.end)]
        bounds = {place for place in places if block.start < place < block.end}
        bounds |= {block.start, block.end}
        return tuple(
            run
            for start, end in pairwise(sorted(bounds))
            if (run := self._run(start, end, read)).text
        )

    def _run(self, start: int, end: int, read: Callable[[int, int], str]) -> Run:
        chosen = next((one for one in self.chosen if one.start <= start < one.end), None)
        named = f"{self.name}-{chosen.index}" if chosen and chosen.start == start else ""
        return Run(
            read(start, end),
            self._lang(start),
            chosen is not None,
            self._pair(start),
            name=named,
        )

    def _translation(self, block: Block, there: Block, read: Callable[[int, int], str]) -> Cell:
        """Without languages, except for stretches that were left in their own."""
        if self.new is None:
            return ()
        runs: list[Run] = []
        at = there.start
        for segment in self._in(block):
            runs.append(Run(read(at, segment.new_start)))
            runs += self._made(segment, read)
            at = segment.new_end
        runs.append(Run(read(at, there.end)))
        return tuple(run for run in runs if run.text)

    def _made(self, segment: Segment, read: Callable[[int, int], str]) -> Iterator[Run]:
        at = self._index(segment.start)
        pair, doubt = self._pair(segment.start), self.doubts.get(at, "")
        name = f"{pair}-doubt" if doubt else ""
        if segment.status != "untranslated":
            text = read(segment.new_start, segment.new_end)
            yield Run(text, pair=pair, doubt=doubt, name=name)
            return
        step = segment.new_start - segment.start
        bounds = {segment.start, segment.end}
        for span in self.detection.spans:
            bounds |= {at for at in (span.start, span.end) if segment.start < at < segment.end}
        for start, end in pairwise(sorted(bounds)):
            text = read(start + step, end + step)
            yield Run(text, self._lang(start), pair=pair, doubt=doubt, name=name)
            name = ""

    def _lang(self, place: int) -> str:
        """The language of the span that a place is in."""
        spans = self.detection.spans
        index = bisect_right(spans, place, key=_start) - 1
        inside = index >= 0 and place < spans[index].end and spans[index].lang != UND
        return str(spans[index].lang) if inside else ""

    def _pair(self, place: int) -> str:
        if self.new is None:
            return ""
        index = self._index(place)
        inside = index >= 0 and place < self.segments[index].end
        return f"{self.name}.{index}" if inside else ""

    def _index(self, place: int) -> int:
        """Which segment begins at a place or last before it; -1 where there is none."""
        return bisect_right(self.segments, place, key=_start) - 1

    def _in(self, block: Block) -> Sequence[Segment]:
        first = bisect_left(self.segments, block.start, key=_start)
        return self.segments[first : bisect_right(self.segments, block.end, key=_end)]

    def _spans(self, block: Block) -> Sequence[Span]:
        spans = self.detection.spans
        first = bisect_right(spans, block.start, key=_end)
        return spans[first : bisect_left(spans, block.end, key=_start)]


def _start(one: Span | Segment) -> int:
    return one.start


def _end(one: Span | Segment) -> int:
    return one.end


def _raw(text: str) -> Callable[[int, int], str]:
    return lambda start, end: text[start:end]
