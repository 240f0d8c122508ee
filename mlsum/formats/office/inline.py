"""The inside of a paragraph as one string with short tags, and back.

`The <g1>ministry</g1> agreed<x2/>.` is a paragraph with a group (words in bold, a link) and a mark
(a footnote's reference, an image). The names are those of XLIFF 1.2 (OASIS 2008): `g` encloses
what is translated, `x` stands for what is not; `c` encloses code, which is shown and kept. A line
break `<br/>` and a tab `<tab/>` end a sentence. Literal characters that would read as a tag or an
entity are escaped. What stands before the first word and after the last is left out, and so is a
group around everything: there is nothing to place there.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from html import unescape
from itertools import count

from mlsum.formats.office.pieces import Group, Mark, Piece, Text, words_of
from mlsum.formats.office.tidy import peel, tidy

__all__ = ["Inline", "escaped", "plain", "untagged"]

_TAG = re.compile(r"<(?P<close>/)?(?P<kind>g|x|c)(?P<number>\d+) ?/?>|<(?P<void>br|tab) ?/?>")
_LITERAL = re.compile(r"&(?=#?\w+;)|<(?=[A-Za-z/!?])")
_ENTITY = re.compile(r"&#?\w+;")
_BLANK = re.compile(r"[\t\n\r\f\v]")
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def escaped(text: str) -> str:
    """Literal text on one line, with what would read as a tag or an entity escaped."""
    blank = _BLANK.sub(" ", text)
    return _LITERAL.sub(lambda it: "&amp;" if it[0] == "&" else "&lt;", blank)


def plain(text: str) -> str:
    """What `escaped` was made of; without characters that XML cannot hold."""
    return _ILLEGAL.sub("", _ENTITY.sub(lambda it: unescape(it[0]), text))


def untagged(text: str) -> str:
    """A text with tags without them."""
    return _TAG.sub("", text)


class Inline:
    """The pieces of a paragraph, `text` with their tags, and new pieces for a new text.

    `plain_text` are its words alone.
    """

    def __init__(self, pieces: Sequence[Piece]) -> None:
        self._frames: list[tuple[Sequence[Piece], Group | None, Sequence[Piece]]] = []
        middle = tidy(pieces)
        while True:
            before, middle, after = peel(middle)
            inner = middle[0] if len(middle) == 1 and isinstance(middle[0], Group) else None
            self._frames.append((before, inner, after))
            if inner is None:
                break
            middle = list(inner.content)
        self._middle = middle
        self._groups: dict[str, Group] = {}
        self._marks: dict[str, Mark] = {}
        self.text = "".join(self._written(middle, count(1)))
        self.plain_text = "".join(words_of(middle))

    def _written(self, pieces: Sequence[Piece], numbers: Iterator[int]) -> Iterator[str]:
        for piece in pieces:
            if isinstance(piece, Text):
                yield escaped(piece.text)
            elif isinstance(piece, Group):
                number = str(next(numbers))
                self._groups[number] = piece
                yield f"<g{number}>"
                yield from self._written(_innermost(piece).content, numbers)
                yield f"</g{number}>"
            else:
                yield self._mark(piece, numbers)

    def _mark(self, mark: Mark, numbers: Iterator[int]) -> str:
        if mark.kind in ("br", "tab"):
            self._marks[f"{mark.kind}{len(self._marks)}"] = mark
            return f"<{mark.kind}/>"
        number = str(next(numbers))
        self._marks[number] = mark
        if mark.kind == "x":
            return f"<x{number}/>"
        return f"<c{number}>{escaped(mark.text)}</c{number}>"

    def read(self, text: str) -> list[Piece]:
        """The pieces of a new text, with the groups and marks of the old where its tags are.

        No mark is lost: one whose tag is missing goes to the end. A group without its tags is
        gone; one whose tags are there twice encloses both places.
        """
        pieces: list[Piece] = _Reader(self._groups, self._marks).read(text)
        for before, group, after in reversed(self._frames):
            inner = [replace(group, content=tuple(pieces))] if group else pieces
            pieces = [*before, *inner, *after]
        return pieces


def _innermost(group: Group) -> Group:
    """Of groups that enclose nothing but one another, the last; they share one tag."""
    while len(group.content) == 1 and isinstance(inner := group.content[0], Group):
        group = inner
    return group


def _around(group: Group, content: Sequence[Piece]) -> Group:
    """A group, and those that it encloses and nothing else, around new content."""
    if len(group.content) == 1 and isinstance(inner := group.content[0], Group):
        content = [_around(inner, content)]
    return replace(group, content=tuple(content))


class _Reader:
    """One reading of a tagged text."""

    def __init__(self, groups: dict[str, Group], marks: dict[str, Mark]) -> None:
        self.groups = groups
        self.left = dict(marks)
        self.breaks = {
            it: iter([key for key in marks if key.startswith(it)]) for it in ("br", "tab")
        }
        self.open: list[tuple[str, list[Piece]]] = [("", [])]

    def read(self, text: str) -> list[Piece]:
        at = 0
        for match in _TAG.finditer(text):
            if match.start() < at:  # inside code
                continue
            self._add(text[at : match.start()])
            at = match.end()
            number, kind = match["number"], match["void"] or match["kind"]
            if kind == "g" and match["close"]:
                self._close(number)
            elif kind == "g" and number in self.groups:
                self.open.append((number, []))
            elif kind == "c" and not match["close"] and number in self.left:
                end = text.find(f"</c{number}>", at)
                at = end + len(f"</c{number}>") if end >= 0 else at
                self._place(number)
            elif kind in ("br", "tab"):
                self._place(next(self.breaks[kind], ""))
            elif kind == "x":
                self._place(number)
        self._add(text[at:])
        self._close("")
        pieces = self.open[0][1]
        return [*pieces, *self.left.values()]

    def _add(self, text: str) -> None:
        if text:
            self.open[-1][1].append(Text(plain(text)))

    def _place(self, number: str) -> None:
        if number in self.left:
            self.open[-1][1].append(self.left.pop(number))

    def _close(self, number: str) -> None:
        """Close a group and what was opened in it; all of them for the empty number."""
        if number and all(number != it for it, _ in self.open):
            return
        while len(self.open) > 1:
            name, content = self.open.pop()
            if content:
                self.open[-1][1].append(_around(self.groups[name], content))
            if name == number:
                break
