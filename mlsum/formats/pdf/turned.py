"""Pages turned so that lines run from left to right and downwards, whatever they ran before."""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mlsum.formats.pdf.pieces import Piece
from mlsum.text.script import EASTERN

__all__ = ["horizontal", "rightward", "upright"]

_LEFTWARD = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]")
_IDEOGRAPH = re.compile(f"[{EASTERN}]")
_VERTICAL_SHARE = 0.6  # of the pieces of a page: letters that stand alone
_NEAR = 1.6  # ems between letters of one line


def upright(found: Sequence[tuple[Piece, float]], height: float) -> list[Piece]:
    """The pieces in the direction in which most letters run; marks across the page are left out."""
    letters: Counter[int] = Counter()
    for piece, angle in found:
        letters[_degrees(angle)] += len(piece.text)
    if not letters:
        return []
    main = letters.most_common(1)[0][0]
    pieces = [piece for piece, angle in found if _degrees(angle) == main]
    return rightward(horizontal(pieces, height))


def _degrees(angle: float) -> int:
    return round(math.degrees(angle) / 5) * 5 % 360


def horizontal(pieces: list[Piece], height: float) -> list[Piece]:
    """Japanese and Chinese that run downwards, letter below letter, turned into lines."""
    single = sum(len(it.text) == 1 and bool(_IDEOGRAPH.match(it.text)) for it in pieces)
    if single < _VERTICAL_SHARE * len(pieces) or single < 2:
        return pieces
    lines: list[Piece] = []
    for piece in pieces:
        last = lines[-1] if lines else None
        turned = replace(piece, left=height - piece.top, right=height - piece.y, y=piece.left)
        if (
            last
            and abs(last.y - turned.y) < piece.size / 2
            and (-0.5 * piece.size < turned.left - last.right < _NEAR * piece.size)
        ):
            lines[-1] = replace(last, text=last.text + piece.text, right=turned.right)
        else:
            lines.append(turned)
    return lines


def rightward(pieces: list[Piece]) -> list[Piece]:
    """A page in Arabic or Hebrew seen in a mirror: then it runs as all others do."""
    letters = sum(len(piece.text) for piece in pieces)
    leftward = sum(len(_LEFTWARD.findall(piece.text)) for piece in pieces)
    if 2 * leftward < letters or not pieces:
        return pieces
    return [replace(piece, left=-piece.right, right=-piece.left) for piece in pieces]
