"""Take inline marks out of a sentence before translation, and write them back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

import regex

from mlsum.text.segment import Mark

__all__ = ["Clean", "Extracted", "InlineSpan", "Window", "extract", "write"]

Window = tuple[int, int]
Clean = Callable[[str], str]

_WORD = regex.compile(r"[\p{L}\p{N}]")
_READ = regex.compile(r">[^<]*[\p{L}\p{N}]")
_JOINT = regex.compile(r"\s?(?:[+/–→>-]|&gt;|&rarr;)\s?")
# Marks that separate words: a line break, a symbol.
_BETWEEN = regex.compile(r"(?i:<br)|(?!\p{ASCII})\p{S}")
_OPENERS = frozenset('([{“‘«„"')
_GONE = "\0"


@dataclass(frozen=True, slots=True)
class InlineSpan:
    """A mark around `plain[start:end]`; a `point` at `start` encloses nothing.

    `parent` is the index of the enclosing span, or -1. A point belongs to the text before it
    (`after`) or to the text that follows.
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
    """A sentence without its marks; `spans` are the marks, outer before inner.

    `nouns` are pieces of `plain` in the role of a word (an image between two words); they stay
    unchanged. `cut` is true if a mark opens or closes in another sentence.
    """

    plain: str
    spans: tuple[InlineSpan, ...]
    nouns: tuple[str, ...] = ()
    cut: bool = False


def extract(
    text: str, place: Window, marks: Sequence[Mark], clean: Clean, *, nouns: bool = True
) -> Extracted:
    """Take out the marks (in order, nested) of `text[start:end]`; `clean` normalizes the rest.

    A mark that encloses more than the whole stretch is ignored; of a mark with one end inside, that
    end counts. Without `nouns`, no mark is treated as a word.
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
    plain, places = _taken_out(text, place, own, partial(_cleaned, text, words, clean))
    kept = tuple(text[item.start : item.end] for item in words)
    return Extracted(plain, _spots(text, start, own, places), kept, cut)


def write(extracted: Extracted, windows: Sequence[Window], output: str, escape: Clean) -> str:
    """Write each span's mark around its window of the escaped output, nested as before."""

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
    """The part of a mark between two offsets."""
    first, inner, close, last = (
        min(max(item, start), end) for item in (mark.start, mark.inner, mark.close, mark.end)
    )
    return replace(mark, start=first, inner=inner, close=close, end=last)


def _without_marks(text: str, place: Window, own: Sequence[Mark]) -> str:
    """The stretch with every character of a mark replaced by NUL."""
    start, end = place
    phrase = list(text[start:end])
    for item in own:
        for first, last in ((item.start, item.inner), (item.close, item.end)):
            phrase[first - start : last - start] = _GONE * (last - first)
    return "".join(phrase)


def _wordless_as_points(own: Sequence[Mark], text: str, start: int) -> list[Mark]:
    """Turn marks that enclose no word into points, with their content."""
    results: list[Mark] = []
    for item in own:
        if results and results[-1].inner == results[-1].end and item.end <= results[-1].end:
            continue
        if not _WORD.search(text, item.inner - start, item.close - start):
            item = replace(item, inner=item.end, close=item.end, link=False)
        results.append(item)
    return results


def _joined_points(own: Sequence[Mark], text: str) -> list[Mark]:
    """Join marks that a sign connects into one, such as the keys Ctrl+C."""
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
    """Whether a point stands among the words like a word of its own.

    Text that is read (code) may also stand at either end; an image there is outside the sentence.
    A stray end tag or a comment never counts.
    """
    if text.startswith(("</", "<!"), point.start):
        return False
    before, after = phrase[: point.start - start], phrase[point.end - start :]
    apart = before[-1:] in ("", " ", "\n", "(") and after[:1] in ("", *" \n).,;:!?")
    words = (_WORD.search(before), _WORD.search(after))
    read = point.word or _READ.search(text, point.start, point.end)
    return apart and (any(words) if read else all(words))


def _with_blanks(mark: Mark, text: str, start: int) -> Mark:
    """Extend a point before the first word or after the last by the blanks next to it."""
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
    text: str, place: Window, own: Sequence[Mark], cleaned: Callable[[int, int], str]
) -> tuple[str, dict[int, int]]:
    """The plain stretch without marks, and the offsets of each mark's ends in it."""
    start, end = place
    pieces = {(item.start, item.inner) for item in own} | {(item.close, item.end) for item in own}
    written: list[str] = []
    places: dict[int, int] = {}
    at, size = start, 0
    for first, last in [*sorted(item for item in pieces if item[0] < item[1]), (end, end)]:
        piece = cleaned(at, first)
        if _BETWEEN.match(text, first, last) and piece[-1:].isalnum():
            piece += " " * text[last : last + 1].isalnum()
        places[at] = size
        size += len(piece)
        places[first] = size
        written.append(piece)
        at = last
    return "".join(written), places


def _cleaned(text: str, words: Sequence[Mark], clean: Clean, start: int, end: int) -> str:
    """The stretch `text[start:end]`, normalized but for the marks in it that stand for words."""
    written, at = [], start
    for word in words:
        if start <= word.start < end:
            written += [clean(text[at : word.start]), text[word.start : word.end]]
            at = word.end
    return "".join([*written, clean(text[at:end])])


def _spots(
    text: str, start: int, own: Sequence[Mark], places: Mapping[int, int]
) -> tuple[InlineSpan, ...]:
    """The marks of a stretch from `start` on, at their offsets in the plain text."""
    spans: list[InlineSpan] = []
    around: list[int] = []
    for item in own:
        while around and own[around[-1]].end <= item.start:
            around.pop()
        opening, closing = text[item.start : item.inner], text[item.close : item.end]
        if (opening, closing) in (("[", "]"), ("[", "][]")):  # its text names what it refers to
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
