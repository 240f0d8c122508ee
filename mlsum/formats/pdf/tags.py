"""What a tagged PDF says of its own structure (ISO 32000-1, 14.8): paragraphs, headings, tables.

Word, LibreOffice and browsers write such tags. They are taken at their word only on pages where
they hold nearly all of the text and do not make a paragraph of every line.
"""

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from mlsum.formats.pdf.pieces import Path, Piece, Tag

__all__ = ["ARTIFACT", "Tags", "trusted"]

ARTIFACT = Tag((), "Artifact")
# What stands in a block, and what groups blocks.
_WITHIN = re.compile(
    r"Span|Link|Quote|Reference|BibEntry|Code|Annot|Ruby|R[BTP]|Warichu|W[TP]|NonStruct|Lbl|LBody"
    r"|Strong|Em|Sub|Private"
)
_GROUPS = re.compile(r"Document(?:Fragment)?|Part|Art|Sect|Div|Figure|Form|Aside|L|TOC")
_DEEPEST = 60
_MANY = 100  # children; an element with more begins where the page before did
_COVERED = 0.9  # of the letters of a page
_BROKEN = 0.2  # of the paragraphs, that end in the middle of a sentence
_LONGEST = 80  # letters of the name of a tag


@dataclass(slots=True)
class _Block:
    """What is known on the way down: the block, the row and the table that an element is in."""

    tag: Tag | None = None
    row: Path = ()
    table: Path = ()
    item: bool = False  # whether the first paragraph of an item is still to come


class Tags:
    """The structure of the pages of one document, read in their order."""

    def __init__(self, raw: Any) -> None:
        self._raw = raw
        self._begins: dict[Path, int] = {}  # where the page before had its first child
        self._name = ctypes.create_string_buffer(2 * _LONGEST)
        self._mark = (ctypes.c_ushort * _LONGEST)()

    def of(self, page: Any, things: Sequence[Any]) -> list[Tag | None]:
        """The block of each thing that is drawn on a page."""
        numbers = [self._raw.FPDFPageObj_GetMarkedContentID(it) if it else -1 for it in things]
        found = self._on(page, set(numbers) - {-1})
        return [
            ARTIFACT if number < 0 and thing and self._is_artifact(thing) else found.get(number)
            for number, thing in zip(numbers, things, strict=True)
        ]

    def _is_artifact(self, thing: Any) -> bool:
        """Whether the document marks it as no part of its text: headers, numbers of pages."""
        size = ctypes.c_ulong()
        for index in range(self._raw.FPDFPageObj_CountMarks(thing)):
            mark = self._raw.FPDFPageObj_GetMark(thing, index)
            self._raw.FPDFPageObjMark_GetName(mark, self._mark, ctypes.sizeof(self._mark), size)
            if bytes(self._mark)[: size.value].decode("utf-16-le", "ignore") == "Artifact\0":
                return True
        return False

    def _on(self, page: Any, wanted: set[int]) -> dict[int, Tag]:
        """The blocks of a page by the numbers that it gives to what is marked."""
        tree = self._raw.FPDF_StructTree_GetForPage(page)
        if not tree:
            return {}
        found: dict[int, Tag] = {}
        try:
            for index in range(self._raw.FPDF_StructTree_CountChildren(tree)):
                element = self._raw.FPDF_StructTree_GetChildAtIndex(tree, index)
                if element:
                    self._walk(element, (index,), _Block(), found, wanted)
        finally:
            self._raw.FPDF_StructTree_Close(tree)
        return found

    def _walk(
        self, element: Any, path: Path, block: _Block, found: dict[int, Tag], wanted: set[int]
    ) -> None:
        block = _entered(self._type(element), path, block)
        count = self._raw.FPDF_StructElement_CountChildren(element)
        seen = count
        for index in self._indices(path, count):
            number = self._raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
            child = None
            if number >= 0 and block.tag:
                found[number] = block.tag
                wanted.discard(number)
            elif len(path) < _DEEPEST:
                child = self._raw.FPDF_StructElement_GetChildAtIndex(element, index)
            if child:
                self._walk(child, (*path, index), block, found, wanted)
                seen = min(seen, index)
                if not wanted:
                    break
        if count > _MANY and seen < count:
            self._begins[path] = seen

    def _indices(self, path: Path, count: int) -> Iterator[int]:
        start = min(self._begins.get(path, 0), count)
        yield from range(start, count)
        yield from range(start)

    def _type(self, element: Any) -> str:
        size = self._raw.FPDF_StructElement_GetType(element, self._name, len(self._name))
        return self._name.raw[: max(min(size, len(self._name)) - 2, 0)].decode(
            "utf-16-le", "ignore"
        )


def _entered(name: str, path: Path, block: _Block) -> _Block:
    """What holds inside an element."""
    if _WITHIN.fullmatch(name) and (block.tag or name == "LBody"):
        return block
    if name == "Table":
        return _Block(block.tag, (), path)
    if name == "TR":
        return _Block(block.tag, path, block.table)
    if name in ("THead", "TBody", "TFoot"):
        return block
    if name in ("TD", "TH") and block.row:
        return _Block(Tag(path, name, block.row, block.table), block.row, block.table)
    if block.tag and block.tag.row:  # paragraphs of a cell are its lines
        return block
    if name == "LI":
        return _Block(Tag(path, name), item=True)
    if block.item and name == "P" and block.tag:
        block.item = False
        return _Block(block.tag)
    return _Block(Tag(path, "" if _GROUPS.fullmatch(name) else name))


def trusted(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces of a page with their tags, and without what is no text, or all without tags."""
    if any(it.tag and it.tag.drawn for it in pieces):
        return list(pieces)
    text = [it for it in pieces if it.tag != ARTIFACT]
    letters = sum(len(it.text) for it in text)
    tagged = sum(len(it.text) for it in text if it.tag and it.tag.role)
    if letters and tagged >= _COVERED * letters and not _broken(text):
        return [it if it.tag and it.tag.role else replace(it, tag=None) for it in text]
    return [replace(it, tag=None) for it in pieces]


def _broken(pieces: Sequence[Piece]) -> bool:
    """Whether the paragraphs are lines: many of them go on in the next."""
    said: dict[Path, str] = {}
    for piece in pieces:
        if piece.tag and piece.tag.role == "P":
            said[piece.tag.path] = said.get(piece.tag.path, "") + piece.text
    going_on = Counter(
        one[-1:].isalnum() and other[:1].islower() for one, other in pairwise(said.values())
    )
    return going_on[True] > max(2, _BROKEN * len(said))
