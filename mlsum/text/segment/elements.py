"""The marks of a run of text, and the elements of HTML in it: which enclose words, which do not."""

import re
from dataclasses import dataclass
from html import unescape

from mlsum.text.segment.html import COMMENT, TAG, is_kept

__all__ = ["Edit", "Elements", "Mark", "html_elements", "nested"]

Edit = tuple[int, int, str]

_HTML = re.compile(
    rf"(?P<tag>{TAG}|{COMMENT})"
    r"|&(?:\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});",
    re.DOTALL,
)
_NAME = re.compile(r"<(/?)([A-Za-z][\w:-]*)")
# Code, and its like in subtitles, XLIFF, string resources of Android, and DocBook.
_VERBATIM = re.compile(
    r"code|kbd|samp|tt|var|math|c\d+|ph|bpt|ept|it|xliff:g|literal|filename|varname|command"
)
_SPOKEN = ("rt", "rp", "rtc")  # how the words before it are read aloud (ruby): no words of the text
_BEFORE_TAGS = re.compile(r"[^\W\d_](?:<[^<>]*>)*\Z")
_ANY_TAG = re.compile(r"<[^<>]*>")
_BASE = re.compile(r"[^\W_]+\Z")
_REST = re.compile(r"[^\W_]*")
_ORDINAL = re.compile(r"(?i:st|nd|rd|th|[oaªº]s?|er|re|e)")
# What an index belongs to, not a reference: a number, a variable, a unit.
_COUNTED = re.compile(r"\w|\w*\d|[kcdm]?m|ft|mi|yd|ha")
_LONGEST_INDEX = 12
_EMPTY = frozenset(("area", "br", "embed", "hr", "img", "input", "source", "track", "wbr"))
# So many open elements are looked back on for the one that a tag closes.
_NESTED = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark around `text[inner:close]`: it opens with `text[start:inner]`, and ends at `end`.

    One that encloses nothing (a reference, an image, a line break) is all opening: `inner`,
    `close` and `end` are the same; it may be read as a `word` of its sentence. A `link`
    may not stand within another.
    """

    start: int
    inner: int
    close: int
    end: int
    link: bool = False
    word: bool = False

    @classmethod
    def point(cls, start: int, end: int, *, word: bool = False) -> "Mark":
        """A mark that encloses nothing."""
        return cls(start, end, end, end, word=word)


class Elements:
    """The elements of one run of text that begins at `start`, tag by tag in order.

    `edits` are the stretches that are markup, each with what is read instead; `marks` are those
    that enclose text or stand for something.
    """

    def __init__(self, text: str, start: int, end: int) -> None:
        self.text = text
        self.start, self.end = start, end
        self.edits: list[Edit] = []
        self.marks: list[Mark] = []
        self.open: list[tuple[str, int, int]] = []  # name, start and end of the tag

    def tag(self, start: int, end: int) -> None:
        """Open an element, or close the nearest of that name; those left open in it are empty."""
        written = self.text[start:end]
        self.edits.append((start, end, " " if written[:3].lower() == "<br" else ""))
        named = _NAME.match(written)
        name = named[2].lower() if named else ""
        if named and named[1]:
            near = reversed(range(max(0, len(self.open) - _NESTED), len(self.open)))
            at = next((i for i in near if self.open[i][0] == name), -1)
            if at >= 0:
                _, first, last = self.open[at]
                self.marks.append(self._element(name, (first, last, start, end)))
                self.marks += [
                    self._spoken(one[1], start) if one[0] in _SPOKEN else Mark.point(*one[1:])
                    for one in self.open[at + 1 :]
                ]
                del self.open[at:]
                return
        elif named and name not in _EMPTY and not written.endswith("/>"):
            self.open.append((name, start, end))
            return
        self.marks.append(Mark.point(start, end))

    def finish(self, end: int) -> None:
        """End the run: what was never closed reaches to its end."""
        self.marks += [Mark(start, last, end, end) for _, start, last in self.open]
        self.open.clear()

    def _element(self, name: str, places: tuple[int, int, int, int]) -> Mark:
        """An element as a mark: enclosing text, or a point where there is none to translate."""
        first, last, start, end = places
        if formula := self._formula(name, places):
            return formula
        # Code is read, but has no words to translate, unless it is part of a word.
        if name in _SPOKEN:
            return self._spoken(first, end)
        verbatim = _VERBATIM.fullmatch(name) or is_kept(self.text[first:last])
        if verbatim and not self._glued(first, last):
            return Mark.point(first, end)
        return Mark(first, last, start, end, name[0] == "a")

    def _spoken(self, start: int, end: int) -> Mark:
        """How words are read aloud, as a point that says nothing."""
        last = [self.edits.pop()] if self.edits and self.edits[-1][0] >= end else []
        while self.edits and self.edits[-1][0] >= start:
            self.edits.pop()
        self.edits += [(start, end, ""), *last]
        return Mark.point(start, end)

    def _formula(self, name: str, places: tuple[int, int, int, int]) -> Mark | None:
        """What is raised or lowered behind a word: of a formula (10², CO₂) with it, else a note."""
        first, last, start, end = places
        said = _ANY_TAG.sub("", self.text[last : min(start, last + 400)])
        base = _BASE.search(self.text, max(self.start, first - 40), first)
        moved = name in ("sup", "sub") and not _ORDINAL.fullmatch(said)
        if not base or len(said) > _LONGEST_INDEX or not (moved or said.isdigit()):
            return None
        if name != "sub" and not _COUNTED.fullmatch(base[0]):
            return Mark.point(first, end)
        rest = _REST.match(self.text, end, self.end)
        end = rest.end() if rest else end
        begin = base.start()
        if self.marks and begin < self.marks[-1].end == self.marks[-1].inner:  # C₆H₁₂O₆
            begin = self.marks.pop().start
        return Mark.point(begin, end)

    def _glued(self, first: int, last: int) -> bool:
        """Whether what is behind a tag goes on with the word before it, other tags aside."""
        before = _BEFORE_TAGS.search(self.text, max(self.start, first - 200), first)
        return bool(before) and self.text[last : last + 1].isalpha()


def html_elements(text: str, start: int, end: int) -> Elements:
    """The elements and entities of a run of HTML."""
    found = Elements(text, start, end)
    for match in _HTML.finditer(text, start, end):
        if match["tag"]:
            found.tag(*match.span())
        else:
            found.edits.append((*match.span(), unescape(match[0])))
    found.finish(end)
    return found


def nested(marks: list[Mark]) -> list[Mark]:
    """The marks in order, without those that stand in one that is no text, or cross another.

    Of two that cross, a link stays, else the one that begins first.
    """
    kept: list[Mark] = []
    crossed: set[int] = set()
    around: list[int] = []  # indices of those that are open
    for mark in sorted(marks, key=lambda mark: (mark.start, -mark.end)):
        while around and kept[around[-1]].end <= mark.start:
            around.pop()
        while mark.link and around and _gives_way(kept[around[-1]], mark):
            crossed.add(around.pop())
        outer = kept[around[-1]] if around else None
        if outer and not outer.inner <= mark.start <= mark.end <= outer.close:
            continue
        around.append(len(kept))
        kept.append(mark)
    return [mark for i, mark in enumerate(kept) if i not in crossed]


def _gives_way(mark: Mark, link: Mark) -> bool:
    return not mark.link and mark.close < link.end
