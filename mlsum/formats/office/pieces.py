"""The pieces that a paragraph is made of."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

__all__ = ["Group", "Mark", "MarkKind", "Piece", "Text", "words_of"]

MarkKind = Literal["x", "c", "br", "tab"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words in the format of what they stand in."""

    text: str


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that is not translated but keeps its place; `text` is what it shows, of code."""

    nodes: tuple[Any, ...]
    kind: MarkKind = "x"
    text: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """Pieces that something encloses. With a `key` that is a format only, equal ones are one."""

    node: Any
    content: "tuple[Piece, ...]"
    key: Hashable = None


Piece = Text | Mark | Group


def words_of(pieces: Sequence[Piece]) -> Iterator[str]:
    """The words of pieces, in order."""
    for piece in pieces:
        if isinstance(piece, Group):
            yield from words_of(piece.content)
        else:
            yield piece.text
