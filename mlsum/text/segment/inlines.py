"""The inline marks of a body: emphasis, links, references, tags; where each opens and closes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from mlsum.core.document import Block, Markup
from mlsum.text.patterns import DUNDER
from mlsum.text.segment.html import COMMENT, TAG, is_kept

__all__ = ["Edit", "Inlines", "Mark", "inlines"]

Edit = tuple[int, int, str]

_TAG = f"(?P<tag>{TAG}|{COMMENT})"
_ENTITY = r"(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
_HTML = re.compile(f"{_TAG}|{_ENTITY}", re.DOTALL)
_PATH = r"[^()\s]{0,2000}"
# CommonMark's inlines; each has a bounded length, so that no text takes more than linear time.
_MARKDOWN = re.compile(
    rf"""\\(?P<escaped>[!-/:-@\[-`{{-~])
       | (?<!`)(?P<fence>`{{1,9}})(?!`)(?P<code>.{{1,999}}?)(?<!`)(?P=fence)(?!`)
       | <(?P<address>[A-Za-z][\w+.-]{{1,31}}:[^\s<>]*|[^\s<>@]{{1,64}}@[^\s<>]{{1,255}})>
       | {_TAG} | {_ENTITY}
       | (?P<note>\[\^[^\]\s]{{1,99}}\])
       | (?P<open>!?\[)
       | (?P<close>\](?:\(\s?
             (?:<[^<>\n]{{0,2000}}>|{_PATH}(?:\({_PATH}\){_PATH})?)
             (?:\s{{1,9}}(?:"[^"]{{0,999}}"|'[^']{{0,999}}'|\([^()]{{0,999}}\)))?\s?\)
         | \[[^\[\]]{{0,999}}\])?)
       | (?P<run>\*+|_+|~~)
    """,
    re.VERBOSE | re.DOTALL,
)
# Of data: no bold word, where nothing says that the text is Markdown.
_PLAIN = re.compile(f"(?P<dunder>{DUNDER})|{_MARKDOWN.pattern}", re.VERBOSE | re.DOTALL)
_PATTERNS: dict[Markup, re.Pattern[str]] = {
    "plain": _PLAIN,
    "markdown": _MARKDOWN,
    "html": _HTML,
}
_SIGNS = re.compile(r"[\\`<&\[*_~]")
_DEFINED = re.compile(r"^[ \t>]*\[([^\]\n]{1,999})\]:[ \t]*\S", re.MULTILINE)
_NAME = re.compile(r"<(/?)([A-Za-z][\w:-]*)")
_VERBATIM = re.compile(r"code|kbd|samp|tt|var|math|c\d+")
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
# So many open marks are looked back on for the one that a mark closes.
_NESTED = 20


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark around `text[inner:close]`: it opens with `text[start:inner]`, and ends at `end`.

    One that encloses nothing (a reference, an image, a line break) is all opening: `inner`,
    `close` and `end` are the same. A `link` may not stand within another.
    """

    start: int
    inner: int
    close: int
    end: int
    link: bool = False


def inlines(text: str, found: Sequence[Block], markup: Markup) -> Iterator["Inlines"]:
    """What is marked in each block of a body that is no code; plain text is read as Markdown."""
    defined = frozenset(_label(match[1]) for match in _DEFINED.finditer(text))
    for one in found:
        if one.kind != "code":
            yield Inlines(text, one, markup, defined)


class Inlines:
    """One pass over the inlines of a block: links and emphasis are marks once they are closed.

    `edits` are the stretches that are markup, each with what is read instead; `marks` are those
    that enclose text or stand for something. Both are in order; no two marks cross.
    """

    def __init__(self, text: str, block: Block, markup: Markup, defined: frozenset[str]) -> None:
        self.text = text
        self.block = block
        self.plain = markup == "plain"
        self.defined = defined
        self.edits: list[Edit] = []
        self.marks: list[Mark] = []
        self._links: list[tuple[int, int]] = []
        self._runs: list[tuple[str, int, int]] = []  # open emphasis: its mark, start and end
        self._tags: list[tuple[str, int, int]] = []  # open elements: name, start and end of the tag
        pattern = _PATTERNS[markup]
        if _SIGNS.search(text, block.start, block.end):  # most blocks have nothing marked
            for match in pattern.finditer(text, block.start, block.end):
                self._take(match)
        for _, start, end in self._tags:  # never closed: it reaches to the end
            self.marks.append(Mark(start, end, block.end, block.end))
        self.edits.sort()
        self.marks = _nested(self.marks)

    def _take(self, match: re.Match[str]) -> None:
        start, end = match.span()
        match match.lastgroup:
            case "escaped":
                self._drop(start, start + 1)
            case "code":
                size = len(match["fence"])
                self._drop(start, start + size)
                self._drop(end - size, end)
            case "address":
                self._drop(start, start + 1)
                self._drop(end - 1, end)
            case "open":
                self._links.append((start, end))
            case "close":
                self._close_link(match)
            case "run":
                self._emphasis(match[0][0], start, end)
            case "dunder":
                pass
            case "note":
                self._drop(start, end)
                self.marks.append(Mark(start, end, end, end))
            case "tag":
                self.edits.append((start, end, " " if match[0][:3].lower() == "<br" else ""))
                self._tag(match)
            case _:
                self.edits.append((start, end, unescape(match[0])))

    def _drop(self, start: int, end: int) -> None:
        self.edits.append((start, end, ""))

    def _tag(self, match: re.Match[str]) -> None:
        """Open an element, or close the nearest of that name; those left open in it are empty."""
        start, end = match.span()
        named = _NAME.match(match[0])
        name = named[2].lower() if named else ""
        if named and named[1]:
            near = reversed(range(max(0, len(self._tags) - _NESTED), len(self._tags)))
            at = next((i for i in near if self._tags[i][0] == name), -1)
            if at >= 0:
                _, first, last = self._tags[at]
                self.marks.append(self._element(name, (first, last, start, end)))
                self.marks += [
                    self._spoken(tag[1], start)
                    if tag[0] in _SPOKEN
                    else Mark(*tag[1:], tag[2], tag[2])
                    for tag in self._tags[at + 1 :]
                ]
                del self._tags[at:]
                return
        elif named and name not in _EMPTY and not match[0].endswith("/>"):
            self._tags.append((name, start, end))
            return
        self.marks.append(Mark(start, end, end, end))

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
            return Mark(first, end, end, end)
        return Mark(first, last, start, end, name[0] == "a")

    def _spoken(self, start: int, end: int) -> Mark:
        """How words are read aloud, as a point that says nothing."""
        last = [self.edits.pop()] if self.edits and self.edits[-1][0] >= end else []
        while self.edits and self.edits[-1][0] >= start:
            self.edits.pop()
        self.edits += [(start, end, ""), *last]
        return Mark(start, end, end, end)

    def _formula(self, name: str, places: tuple[int, int, int, int]) -> Mark | None:
        """What is raised or lowered behind a word: of a formula (10², CO₂) with it, else a note."""
        first, last, start, end = places
        said = _ANY_TAG.sub("", self.text[last : min(start, last + 400)])
        base = _BASE.search(self.text, max(self.block.start, first - 40), first)
        moved = name in ("sup", "sub") and not _ORDINAL.fullmatch(said)
        if not base or len(said) > _LONGEST_INDEX or not (moved or said.isdigit()):
            return None
        if name != "sub" and not _COUNTED.fullmatch(base[0]):
            return Mark(first, end, end, end)
        rest = _REST.match(self.text, end, self.block.end)
        end = rest.end() if rest else end
        begin = base.start()
        if self.marks and begin < self.marks[-1].end == self.marks[-1].inner:  # C₆H₁₂O₆
            begin = self.marks.pop().start
        return Mark(begin, end, end, end)

    def _glued(self, first: int, last: int) -> bool:
        """Whether what is behind a tag goes on with the word before it, other tags aside."""
        before = _BEFORE_TAGS.search(self.text, max(self.block.start, first - 200), first)
        return bool(before) and self.text[last : last + 1].isalpha()

    def _close_link(self, match: re.Match[str]) -> None:
        if not self._links:
            return
        start, end = self._links.pop()
        label = self.text[end : match.start()]
        if len(match[0]) == 1 and _label(label) not in self.defined:
            return
        self._drop(start, end)
        self._drop(*match.span())
        if self.text[start] == "!":
            self.marks.append(Mark(start, match.end(), match.end(), match.end()))
        else:
            self.marks.append(Mark(start, end, *match.span(), link=True))

    def _emphasis(self, mark: str, start: int, end: int) -> None:
        """Pair a run of marks with those that are open, by CommonMark's rule of flanks."""
        before = self.text[start - 1 : start] if start > self.block.start else " "
        after = self.text[end : end + 1] if end < self.block.end else " "
        opens = not after.isspace() and (_word(after) or not _word(before))
        closes = not before.isspace() and (_word(before) or not _word(after))
        if mark == "_" or self.plain:
            opens, closes = opens and not _word(before), closes and not _word(after)
        while closes and start < end:
            near = reversed(range(max(0, len(self._runs) - _NESTED), len(self._runs)))
            at = next((i for i in near if self._runs[i][0] == mark), -1)
            if at < 0:
                break
            _, first, last = self._runs[at]
            del self._runs[at:]
            size = min(last - first, end - start)
            self._drop(last - size, last)
            self._drop(start, start + size)
            self.marks.append(Mark(last - size, last, start, start + size))
            start += size
            if last - size > first:
                self._runs.append((mark, first, last - size))
        if opens and start < end:
            self._runs.append((mark, start, end))


def _nested(marks: list[Mark]) -> list[Mark]:
    """The marks in order, without those that stand in one that is no text, or cross another.

    Of two that cross, a link stays, else the one that begins first.
    """
    kept: list[Mark] = []
    crossed: set[int] = set()
    around: list[int] = []  # indices of those that are open
    for mark in sorted(marks, key=lambda one: (one.start, -one.end)):
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


def _word(char: str) -> bool:
    return char.isalnum()


def _label(text: str) -> str:
    return " ".join(text.casefold().split())
