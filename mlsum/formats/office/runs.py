"""Paragraphs of runs, as Word and PowerPoint have them: settled into pieces, and built anew.

A run is a stretch of one format (ECMA-376-1, 17.3.2 and 21.1.2.3). The format of most letters of a
paragraph is its base; other formats are groups. What only notes an editing session, a language or
a spelling error is no difference, so a sentence that was typed in ten sittings is one text.
"""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any, ClassVar

from mlsum.formats.office.inline import Inline
from mlsum.formats.office.pieces import Group, Mark, Piece, Text, words_of
from mlsum.formats.office.xml import Element, named, names

__all__ = [
    "Bit",
    "Dialect",
    "Enclosed",
    "Format",
    "RunParagraph",
    "Wrap",
    "is_monospaced",
    "settled",
]

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


_TYPED = re.compile(
    r"\b(?:courier|consolas|menlo|monaco|mono|lucida console|inconsolata|typewriter)\b"
    r"|\b(?:source|fira|cascadia) code\b|\b(?:hack|iosevka|fixedsys|terminal|letter gothic)\b"
    r"|\b(?:anonymous pro|ocr.?[ab])\b",
    re.IGNORECASE,
)


def is_monospaced(font: str) -> bool:
    """Whether the letters of a font are of equal width, by its name."""
    return _TYPED.search(font) is not None


@dataclass(frozen=True, slots=True, eq=False)
class Format:
    """The format of a run: a run that has it; `monospaced` if its letters are of equal width."""

    run: Element
    monospaced: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Bit:
    """A child of a run that is no text: a picture, a reference, a break."""

    run: Element
    child: Element


@dataclass(frozen=True, slots=True, eq=False)
class Wrap:
    """An element around runs (a link, an insertion); they are in `inside`, itself or a child."""

    element: Element
    inside: Element
    base: Format | None


@dataclass(frozen=True, slots=True, eq=False)
class Enclosed:
    """A field whose result is text: what is before the result, and what is after it."""

    before: tuple[Piece, ...]
    after: tuple[Piece, ...]
    base: Format | None


class Dialect(ABC):
    """How a vocabulary calls a run, its properties and its text, and notes its language."""

    run: ClassVar[str]
    properties: ClassVar[str]
    text: ClassVar[str]
    # Children of a paragraph that stay where they are: at its beginning, at its end.
    first: ClassVar[frozenset[str]]
    last: ClassVar[frozenset[str]]

    @abstractmethod
    def set_language(self, run: Element, language: str) -> None:
        """Note that the run is in `language`."""

    @abstractmethod
    def set_direction(self, paragraph: Element, language: str) -> None:
        """Let the paragraph run in the direction that `language` is written in."""


def settled(pieces: Sequence[Piece]) -> tuple[Format | None, list[Piece]]:
    """The format of most letters, and the pieces with the words in it as plain text.

    Words that are monospaced, among others that are not, are code.
    """
    letters: Counter[Any] = Counter()
    formats: dict[Any, Format] = {}
    for piece in pieces:
        if isinstance(piece, Group) and piece.key is not None:
            words = "".join(words_of(piece.content))
            letters[piece.key] += 2 * sum(map(str.isalnum, words)) + bool(words)
            formats.setdefault(piece.key, piece.node)
    if not letters:
        return None, list(pieces)
    most = letters.most_common(1)[0][0]
    found: list[Piece] = []
    for piece in pieces:
        if isinstance(piece, Group) and piece.key == most:
            found += piece.content
        elif isinstance(piece, Group) and piece.key is not None and piece.node.monospaced:
            code = "".join(words_of(piece.content))
            found.append(piece if formats[most].monospaced else Mark((piece,), "c", code))
        else:
            found.append(piece)
    return formats[most], found


class RunParagraph:
    """A paragraph of runs as a text with tags, and written back as runs."""

    def __init__(self, element: Element, pieces: Sequence[Piece], dialect: Dialect) -> None:
        self._element = element
        self._base, settled_pieces = settled(pieces)
        self._inline = Inline(settled_pieces)
        self._dialect = dialect
        self.text, self.plain_text = self._inline.text, self._inline.plain_text
        self.monospaced = self._base is not None and self._base.monospaced

    def write(self, text: str, language: str) -> None:
        """Build the runs of a new text; formats and marks are those that its tags name."""
        pieces = self._inline.read(text)
        paragraph = self._element
        kept = self._dialect.first | self._dialect.last
        new = [*_Builder(self._dialect, paragraph, language).built(pieces, self._base)]
        for child in list(paragraph):
            if named(child.tag) not in kept:
                paragraph.remove(child)
        at = sum(1 for child in paragraph if named(child.tag) in self._dialect.first)
        paragraph[at:at] = new
        if language:
            self._dialect.set_direction(paragraph, language)
            for child in paragraph.iterchildren():
                if named(child.tag) in self._dialect.last:
                    self._dialect.set_language(child, language)


class _Builder:
    """Elements made of pieces."""

    def __init__(self, dialect: Dialect, paragraph: Element, language: str) -> None:
        self.dialect = dialect
        self.paragraph = paragraph
        self.language = language

    def built(self, pieces: Sequence[Piece], base: Format | None) -> Iterator[Element]:
        """The elements of pieces, those of one old run in one new one."""
        bits: list[Bit] = []
        for piece in pieces:
            for node in piece.nodes if isinstance(piece, Mark) else (piece,):
                if isinstance(node, Bit) and (not bits or bits[0].run is node.run):
                    bits.append(node)
                    continue
                yield from self._of_bits(bits)
                bits = []
                if isinstance(node, Bit):
                    bits = [node]
                elif isinstance(node, Text):
                    yield from self._run(base, node.text)
                elif isinstance(node, Group):
                    yield from self._group(node)
                else:
                    yield node
        yield from self._of_bits(bits)

    def _group(self, group: Group) -> Iterator[Element]:
        node = group.node
        if isinstance(node, Format):
            yield from self.built(group.content, node)
        elif isinstance(node, Enclosed):
            yield from self.built((*node.before, *group.content, *node.after), node.base)
        else:
            yield self._wrapped(node, group.content)

    def _wrapped(self, wrap: Wrap, content: Sequence[Piece]) -> Element:
        new = list(self.built(content, wrap.base))
        old = wrap.element
        shell = old.makeelement(old.tag, dict(old.attrib), old.nsmap)
        inside = shell
        if wrap.inside is not old:
            for child in old:
                inner = child is wrap.inside
                copy = (
                    child.makeelement(child.tag, dict(child.attrib)) if inner else deepcopy(child)
                )
                shell.append(copy)
                inside = copy if inner else inside
        inside.extend(new)
        return shell

    def _shell(self, format: Format | None) -> Element:
        """A run without content."""
        if format is None:
            made = self.paragraph.makeelement(names(self.dialect.run, self.paragraph))
        else:
            old = format.run
            made = old.makeelement(old.tag, dict(old.attrib))
            for child in old:
                if named(child.tag) == self.dialect.properties:
                    made.append(deepcopy(child))
        return made

    def _run(self, format: Format | None, text: str) -> Iterator[Element]:
        if not text:
            return
        run = self._shell(format)
        words = run.makeelement(names(self.dialect.text, self.paragraph))
        words.text = text
        if text != text.strip() and self.dialect.text == "w:t":
            words.set(_SPACE, "preserve")
        run.append(words)
        if self.language:
            self.dialect.set_language(run, self.language)
        yield run

    def _of_bits(self, bits: Sequence[Bit]) -> Iterator[Element]:
        if bits:
            run = self._shell(Format(bits[0].run))
            run.extend([bit.child for bit in bits])
            yield run
