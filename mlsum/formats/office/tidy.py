"""How the pieces of a paragraph are made few, and which of them surround its words."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mlsum.formats.office.pieces import Group, Mark, Piece, Text, words_of
from mlsum.formats.office.words import whole_words

__all__ = ["peel", "tidy"]


def tidy(pieces: Sequence[Piece]) -> list[Piece]:
    """The same pieces with as few groups and marks as will do."""
    loose = [part for piece in whole_words(pieces) for part in _loosened(piece)]
    return _joined(loose)


def _loosened(piece: Piece) -> Iterator[Piece]:
    """A piece with the blanks of a group put outside of it, and no group without words."""
    if not isinstance(piece, Group):
        if not isinstance(piece, Text) or piece.text:
            yield piece
        return
    content = tidy(piece.content)
    words = "".join(words_of(content))
    if not any(map(str.isalnum, words)):
        bare = all(isinstance(one, Text) for one in content)
        if piece.key is not None and bare and all(map(_punctuates, words)):
            yield Text(words)
        elif piece.key is not None and not words:
            yield from content
        elif content or piece.key is None:
            yield Mark((replace(piece, content=tuple(content)),))
        return
    lead = tail = ""
    if isinstance(first := content[0], Text):
        lead, _, _ = _edges(first.text)
        content[0] = Text(first.text[len(lead) :])
    if isinstance(last := content[-1], Text):
        _, _, tail = _edges(last.text)
        content[-1] = Text(last.text[: len(last.text) - len(tail)])
    parts = (Text(lead), replace(piece, content=tuple(content)), Text(tail))
    yield from (part for part in parts if not isinstance(part, Text) or part.text)


def _edges(text: str) -> tuple[str, str, str]:
    """The blanks before, the words, the blanks after."""
    words = text.strip()
    start = len(text) - len(text.lstrip())
    return text[:start], words, text[start + len(words) :]


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours that are one: text and text, marks, groups of one format and what is between."""
    found: list[list[Piece]] = []  # pieces to be joined, one lot beside the other
    for piece in pieces:
        at = _twin(found, piece) if isinstance(piece, Group) else None
        if at is not None:
            found[at] += [it for lot in found[at + 1 :] for it in lot]
            found[at].append(piece)
            del found[at + 1 :]
        elif found and _alike(found[-1][0], piece):
            found[-1].append(piece)
        else:
            found.append([piece])
    return [_one(lot) for lot in found]


def _alike(last: Piece, piece: Piece) -> bool:
    """Whether two neighbours that are no groups become one."""
    if isinstance(piece, Text):
        return isinstance(last, Text)
    return isinstance(piece, Mark) and isinstance(last, Mark) and piece.kind == last.kind == "x"


def _one(lot: Sequence[Piece]) -> Piece:
    """The pieces of a lot as one, of the kind of its first."""
    first = lot[0]
    if len(lot) == 1:
        return first
    if isinstance(first, Text):
        return Text("".join(words_of(lot)))
    if isinstance(first, Mark):
        return Mark(tuple(node for it in lot if isinstance(it, Mark) for node in it.nodes))
    inside = [
        part
        for it in lot
        for part in (it.content if isinstance(it, Group) and it.key == first.key else (it,))
    ]
    return replace(first, content=tuple(_joined(inside)))


def _twin(found: Sequence[Sequence[Piece]], group: Group) -> int | None:
    """Where a group of the same format is, if only blanks and marks come after it."""
    if group.key is None:
        return None
    for at in reversed(range(len(found))):
        piece = found[at][0]
        if isinstance(piece, Group):
            return at if piece.key == group.key else None
        if "".join(words_of(found[at])).strip() or (isinstance(piece, Mark) and piece.kind != "x"):
            return None
    return None


def peel(pieces: Sequence[Piece]) -> tuple[list[Piece], list[Piece], list[Piece]]:
    """What is before the first word, what is between, and what is after the last."""
    start, end = 0, len(pieces)
    while start < end and _wordless(pieces[start]):
        start += 1
    while start < end and _wordless(pieces[end - 1]):
        end -= 1
    before, middle, after = list(pieces[:start]), list(pieces[start:end]), list(pieces[end:])
    if middle and isinstance(first := middle[0], Text):
        lead, _, _ = _edges(first.text)
        before.append(Text(lead))
        middle[0] = Text(first.text[len(lead) :])
    if middle and isinstance(last := middle[-1], Text):
        _, _, tail = _edges(last.text)
        after.insert(0, Text(tail))
        middle[-1] = Text(last.text[: len(last.text) - len(tail)])
    return before, middle, after


def _wordless(piece: Piece) -> bool:
    if isinstance(piece, Text):
        return not piece.text.strip()
    return isinstance(piece, Mark) and piece.kind != "c"


def _punctuates(char: str) -> bool:
    return char.isspace() or unicodedata.category(char)[0] == "P"
