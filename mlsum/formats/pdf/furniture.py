"""Headers, footers and page numbers: what stands at the edge of page after page."""

import re
from collections import Counter
from collections.abc import Sequence
from math import ceil

from mlsum.formats.pdf.pieces import Page, Piece

__all__ = ["without_furniture"]

_EDGE = 3  # lines at the top and at the bottom that are looked at
_SHARE = 0.25  # of the pages that a line must be on
_FEWEST = 3  # pages; on two, a line may be there twice by chance
_ZONE = 0.12  # of the height of a page: lines further inside are text
_NUMBER = re.compile(
    r"(?:page|página|seite|pág\.?|p\.?|-|–|—|\[|제)?\s*(?:\d{1,4}|[ivxlc]{1,7})"
    r"\s*(?:(?:/|of|de|von|sur)\s*\d{1,4})?\s*(?:-|–|—|\]|쪽|页|頁|ページ)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without the lines that say the same in the same place on many of them.

    Numbers count as the same, so that page numbers go, too; a number alone at the very edge goes
    from a single page.
    """
    seen: Counter[tuple[str, int]] = Counter()
    for page in pages:
        seen.update({_key(row) for row in _edges(page)})
    enough = max(_FEWEST, ceil(_SHARE * len(pages)))
    cleaned = []
    for page in pages:
        dropped: set[Piece] = set()
        for row in _edges(page):
            repeated = seen[_key(row)] >= enough
            if repeated or _NUMBER.fullmatch(_text(row)):
                dropped.update(row)
        kept = tuple(piece for piece in page.pieces if piece not in dropped)
        cleaned.append(Page(page.number, page.height, kept, page.scanned))
    return cleaned


def _edges(page: Page) -> list[list[Piece]]:
    """The lines at the top and the bottom of a page that are outside of where text stands."""
    rows: list[list[Piece]] = []
    for piece in sorted(page.pieces, key=lambda it: (-it.y, it.left)):
        if rows and abs(rows[-1][0].y - piece.y) < piece.size / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    if not rows:
        return []
    low, high = rows[-1][0].y, rows[0][0].top
    zone = _ZONE * max(page.height, high - low)
    top = [row for row in rows[:_EDGE] if high - row[0].top < zone]
    bottom = [row for row in rows[-_EDGE:] if row[0].y - low < zone and row not in top]
    return top + bottom


def _text(row: Sequence[Piece]) -> str:
    return " ".join(piece.text for piece in row).strip()


def _key(row: Sequence[Piece]) -> tuple[str, int]:
    """What a line says, numbers aside, and about how high it stands."""
    return _DIGITS.sub("#", _text(row)).casefold(), round(row[0].y / 6)
