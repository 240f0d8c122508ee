"""Words whose letters are in several formats: no translation has a place for that.

A word is given the format of most of its letters (a drop capital, a bold first letter), and so is
an ordinal number. A formula (`H₂O`, `m²`) is kept as it is.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby, pairwise

import regex

from mlsum.formats.office.pieces import Group, Mark, Piece, Text, words_of

__all__ = ["whole_words"]

# Where blanks part the words: elsewhere a change of format is no change within a word.
_LETTER = (
    r"[[\p{L}\p{M}\p{N}]--[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}"
    r"\p{Myanmar}]]"
)
_WORD = regex.compile(_LETTER + "{2,}", regex.VERSION1)
_ORDINAL = regex.compile(r"\p{N}+(?:st|nd|rd|th|[ºª°oa]|er|re|e|ème)")
# Letters as a word has them, and no formula.
_SPELLED = regex.compile(r"\p{Ll}{3}")


def whole_words(pieces: Sequence[Piece]) -> Iterator[Piece]:
    """The same pieces, none of which is a part of a word."""
    for plain, stretch in groupby(pieces, _plain):
        if plain:
            yield from _mended(list(stretch))
        else:
            yield from stretch


def _plain(piece: Piece) -> bool:
    """Whether a piece is nothing but text in some format."""
    if isinstance(piece, Group):
        return piece.key is not None and all(isinstance(it, Text) for it in piece.content)
    return isinstance(piece, Text)


def _mended(pieces: list[Piece]) -> Iterator[Piece]:
    texts = ["".join(words_of([piece])) for piece in pieces]
    if not any(_WORD.fullmatch(a[-1:] + b[:1]) for a, b in pairwise(filter(None, texts))):
        yield from pieces
        return
    whole = "".join(texts)
    owners = [index for index, text in enumerate(texts) for _ in text]
    formulas = [0] * len(whole)
    for match in _WORD.finditer(whole):
        start, end = match.span()
        if len(set(owners[start:end])) > 1:
            if match[0].isalpha() or _ORDINAL.fullmatch(match[0]):
                owners[start:end] = [_owner(pieces, owners[start:end])] * (end - start)
            elif not _SPELLED.search(match[0]):
                formulas[start:end] = [start + 1] * (end - start)
    for formula, stretch in groupby(range(len(whole)), formulas.__getitem__):
        parts = list(_cut(pieces, whole, owners, list(stretch)))
        if formula:
            yield Mark(tuple(parts), "c", "".join(words_of(parts)))
        else:
            yield from parts


def _owner(pieces: Sequence[Piece], owners: Sequence[int]) -> int:
    """The piece that most letters of a word are in; one without a format, if it has a third."""
    letters = Counter(owners)
    bare = [index for index in letters if isinstance(pieces[index], Text)]
    most = letters.most_common(1)[0][0]
    return bare[0] if bare and 3 * letters[bare[0]] >= len(owners) else most


def _cut(
    pieces: Sequence[Piece], whole: str, owners: Sequence[int], places: Sequence[int]
) -> Iterator[Piece]:
    """The characters at `places`, as pieces in the formats of their owners."""
    for owner, found in groupby(places, owners.__getitem__):
        text = Text("".join(whole[at] for at in found))
        piece = pieces[owner]
        yield replace(piece, content=(text,)) if isinstance(piece, Group) else text
