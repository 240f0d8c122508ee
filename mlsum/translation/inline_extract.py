"""Take inline marks out of a sentence, so that it is translated whole, and write them back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import regex

from mlsum.text.segment import Mark

__all__ = ["Clean", "Extracted", "InlineSpan", "Window", "extract", "write"]

Window = tuple[int, int]
Clean = Callable[[str], str]

_WORD = regex.compile(r"[\p{L}\p{N}]")
_READ = regex.compile(r">[^<]*[\p{L}\p{N}]")
_JOINT = regex.compile(r"[+/–-]")
# What stands between two words: a line break, a symbol.
_BETWEEN = regex.compile(r"(?i:<br)|(?!\p{ASCII})\p{S}")
_OPENERS = frozenset('([{“‘«„"')
_GONE = "\0"


@dataclass(frozen=True, slots=True)
class InlineSpan:
    """A mark that was around `plain[start:end]`; a `point` stood at `start` and encloses nothing.

    `parent` is the index of the span that it stands in, or -1. A point belongs to what stands
    before it (`after`), or else to what follows.
    """

    start: int
    end: int
    opening: str
    closing: str
    parent: int = -1
    link: bool = False
    point: bool = False
    after: bool = False


@dataclass(frozen=True, slots=True)
class Extracted:
    """A sentence without its marks; `spans` say where these were, the outer before the inner.

    `nouns` are pieces of `plain` that stand for a word without being one (an image between two
    words): they stay as they are. `cut` says that a mark opens or closes in another sentence.
    """

    plain: str
    spans: tuple[InlineSpan, ...]
    nouns: tuple[str, ...] = ()
    cut: bool = False


def extract(
    text: str, place: Window, marks: Sequence[Mark], clean: Clean, *, nouns: bool = True
) -> Extracted:
    """Take out the marks (in order, nested) of `text[start:end]`; `clean` makes the rest plain.

    A mark around the whole stretch and more is none of its own; of one with a single end in it,
    that end is. Without `nouns`, no mark is taken for a word.
    """
    start, end = place
    near = [item for item in marks if item.start < end and item.end > start]
    cut = any(item.start < start or item.end > end for item in near)
    own = [_clipped(item, start, end) for item in near]
    own = [item for item in own if item.start < item.inner or item.close < item.end]
    phrase = _without_marks(text, place, own)
    own = _joined_points(_wordless_as_points(own, phrase, start), text)
    words = [
        item
        for item in own
        if nouns and item.inner == item.end and _is_noun(item, text, phrase, start)
    ]
    own = [item for item in own if item not in words]
    own = [_with_blanks(item, phrase, start) for item in own]
    plain, places = _taken_out(text, place, own, clean)
    kept = tuple(text[item.start : item.end] for item in words)
    return Extracted(plain, _spots(text, start, own, places), kept, cut)


def write(extracted: Extracted, windows: Sequence[Window], output: str, escape: Clean) -> str:
    """The output, escaped, with each span's mark around its window of it, nested as they were."""

    def inside(parent: int, start: int, end: int) -> str:
        written, at = [], start
        children = [i for i, span in enumerate(extracted.spans) if span.parent == parent]
        for i in sorted(children, key=lambda i: windows[i]):
            first = min(max(at, windows[i][0]), end)
            last = min(max(first, windows[i][1]), end)
            span = extracted.spans[i]
            inner = inside(i, first, last)
            written += [escape(output[at:first]), span.opening, inner, span.closing]
            at = last
        return "".join([*written, escape(output[at:end])])

    return inside(-1, 0, len(output))


def _clipped(mark: Mark, start: int, end: int) -> Mark:
    """What of a mark is between two offsets."""
    first, inner, close, last = (
        min(max(item, start), end) for item in (mark.start, mark.inner, mark.close, mark.end)
    )
    return replace(mark, start=first, inner=inner, close=close, end=last)


def _without_marks(text: str, place: Window, own: Sequence[Mark]) -> str:
    """The stretch with every character of a mark replaced by one that is no text."""
    start, end = place
    phrase = list(text[start:end])
    for item in own:
        for first, last in ((item.start, item.inner), (item.close, item.end)):
            phrase[first - start : last - start] = _GONE * (last - first)
    return "".join(phrase)


def _wordless_as_points(own: Sequence[Mark], text: str, start: int) -> list[Mark]:
    """Marks that enclose no word as one piece, with all that is in it."""
    results: list[Mark] = []
    for item in own:
        if results and results[-1].inner == results[-1].end and item.end <= results[-1].end:
            continue
        if not _WORD.search(text, item.inner - start, item.close - start):
            item = replace(item, inner=item.end, close=item.end, link=False)
        results.append(item)
    return results


def _joined_points(own: Sequence[Mark], text: str) -> list[Mark]:
    """The marks; what is read in several that a sign joins is one: the keys Ctrl+C."""
    results: list[Mark] = []
    for item in own:
        last = results[-1] if results else None
        if (
            last
            and all(
                mark.inner == mark.end and _READ.search(text, mark.start, mark.end)
                for mark in (last, item)
            )
            and _JOINT.fullmatch(text, last.end, item.start)
        ):
            results[-1] = replace(last, inner=item.end, close=item.end, end=item.end)
            continue
        results.append(item)
    return results


def _is_noun(point: Mark, text: str, phrase: str, start: int) -> bool:
    """Whether a point stands among words as if it were one, apart from its neighbours.

    One that is read (code) does so at either end, too; an image there is none of the sentence. A
    stray end of something, or a comment, never does.
    """
    if text.startswith(("</", "<!"), point.start):
        return False
    before, after = phrase[: point.start - start], phrase[point.end - start :]
    apart = before[-1:] in ("", " ", "\n", "(") and after[:1] in ("", *" \n).,;:!?")
    words = (_WORD.search(before), _WORD.search(after))
    read = _READ.search(text, point.start, point.end)
    return apart and (any(words) if read else all(words))


def _with_blanks(mark: Mark, text: str, start: int) -> Mark:
    """A point before the first word, or after the last, with the blanks towards the words."""
    if mark.inner != mark.end:
        return mark
    before, after = text[: mark.start - start], text[mark.end - start :]
    first, last = mark.start, mark.end
    if not _WORD.search(before):
        last += len(after) - len(after.lstrip())
    elif not _WORD.search(after):
        first -= len(before) - len(before.rstrip())
    elif before[-1:].isspace() or before[-1:] in _OPENERS:
        last += len(after) - len(after.lstrip())  # of two blanks, one goes with it
    return replace(mark, start=first, inner=last, close=last, end=last)


def _taken_out(
    text: str, place: Window, own: Sequence[Mark], clean: Clean
) -> tuple[str, dict[int, int]]:
    """The stretch without the marks, made plain, and where in it the ends of each mark stand."""
    start, end = place
    pieces = {(item.start, item.inner) for item in own} | {(item.close, item.end) for item in own}
    written: list[str] = []
    places: dict[int, int] = {}
    at, size = start, 0
    for first, last in [*sorted(item for item in pieces if item[0] < item[1]), (end, end)]:
        piece = clean(text[at:first])
        if _BETWEEN.match(text, first, last) and piece[-1:].isalnum():
            piece += " " * text[last : last + 1].isalnum()
        places[at] = size
        size += len(piece)
        places[first] = size
        written.append(piece)
        at = last
    return "".join(written), places


def _spots(
    text: str, start: int, own: Sequence[Mark], places: Mapping[int, int]
) -> tuple[InlineSpan, ...]:
    """The marks of a stretch from `start` on, in the places that they have without them."""
    spans: list[InlineSpan] = []
    around: list[int] = []
    for item in own:
        while around and own[around[-1]].end <= item.start:
            around.pop()
        opening, closing = text[item.start : item.inner], text[item.close : item.end]
        if (opening, closing) in (("[", "]"), ("[", "[]")):  # its text names what it refers to
            closing = f"][{text[item.inner : item.close]}]"
        point = item.inner == item.end
        first = places[item.start if point else item.inner]
        last = first if point else places[item.close]
        before = text[item.start - 1] if item.start > start else " "
        after = point and not before.isspace() and before not in _OPENERS
        parent = around[-1] if around else -1
        around.append(len(spans))
        spans.append(InlineSpan(first, last, opening, closing, parent, item.link, point, after))
    return tuple(spans)
