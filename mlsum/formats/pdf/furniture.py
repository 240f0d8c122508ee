"""Headers, footers and page numbers: what stands at the edge of page after page."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from math import ceil

from mlsum.formats.pdf.pieces import Page, Piece

__all__ = ["without_furniture"]

_EDGE = 3  # lines at the top and at the bottom that are looked at
_SHARE = 0.25  # of the pages that a line must be on
_ALIKE = 0.9  # of the pages, or of the lines of one
_FEWEST = 3  # pages; on two, a line may be there twice by chance
_ZONE = 0.12  # of the height of a page: lines further inside are text
_NUMBER = re.compile(
    r"(?:page|página|seite|pág\.?|p\.?|-|–|—|\[|제)?\s*(?:\d{1,4}|[ivxlc]{1,7})"
    r"\s*(?:(?:/|of|de|von|sur)\s*\d{1,4})?\s*(?:-|–|—|\]|쪽|页|頁|ページ)?",
    re.IGNORECASE,
)
_DIGITS = re.compile(r"\d+")

Row = list[Piece]
Key = tuple[str, int]


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """The pages without the lines that say the same in the same place on many of them.

    Numbers count as the same, so that page numbers go, too; a number alone at the very edge goes
    from a single page. Where nearly every line is the same on page after page, lines are the body
    of the document, and so are numbers where there is nothing else.
    """
    rows = {page.number: _rows(page) for page in pages}
    seen = Counter(key for page in pages for key in {_key(row) for row in rows[page.number]})
    enough = max(_FEWEST, ceil(_SHARE * len(pages)))
    repeated = {key for key, count in seen.items() if count >= enough}
    everywhere = {key for key in repeated if seen[key] >= _ALIKE * len(pages)}
    if _are_body(pages, rows, repeated, everywhere):
        repeated = set()
    cleaned = []
    for page in pages:
        dropped = set(_edges(rows[page.number], page.height, repeated))
        kept = tuple(piece for piece in page.pieces if piece not in dropped)
        cleaned.append(Page(page.number, page.height, kept, page.scanned))
    return cleaned if any(page.pieces for page in cleaned) else list(pages)


def _are_body(
    pages: Sequence[Page], rows: Mapping[int, Sequence[Row]], repeated: Set[Key], same: Set[Key]
) -> bool:
    """Whether half of the pages have nothing else, or nearly nothing that is not on all pages."""
    body = 0
    texts = [page for page in pages if not all(_is_number(row) for row in rows[page.number])]
    for page in texts:
        keys = [_key(row) for row in rows[page.number] if not _is_number(row)]
        edges = set(_edges(rows[page.number], page.height, repeated))
        alike = sum(key in same for key in keys) > _ALIKE * len(keys)
        body += alike or edges.issuperset(page.pieces)
    return 2 * body >= max(1, len(texts))


def _rows(page: Page) -> list[Row]:
    """The lines of a page, from the top."""
    rows: list[Row] = []
    for piece in sorted(page.pieces, key=lambda it: (-it.y, it.left)):
        if rows and abs(rows[-1][0].y - piece.y) < piece.size / 2:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    return rows


def _edges(rows: Sequence[Row], height: float, repeated: Set[Key]) -> Iterator[Piece]:
    """What is repeated at the top and the bottom of a page, outside of where text stands.

    It ends at the first line that is not, unless both stand side by side.
    """
    if not rows:
        return
    low, high = rows[-1][0].y, rows[0][0].top
    zone = _ZONE * max(height, high - low)
    top = [row for row in rows[:_EDGE] if high - row[0].top < zone]
    bottom = [row for row in reversed(rows[-_EDGE:]) if row[0].y - low < zone and row not in top]
    for edge in (top, bottom):
        stopped: Row | None = None
        for row in edge:
            if stopped and abs(stopped[0].y - row[0].y) > max(row[0].size, stopped[0].size):
                break
            if _key(row) in repeated or _is_number(row):
                yield from row
            else:
                stopped = row


def _is_number(row: Row) -> bool:
    return _NUMBER.fullmatch(_text(row)) is not None


def _text(row: Row) -> str:
    return " ".join(piece.text for piece in row).strip()


def _key(row: Row) -> Key:
    """What a line says, numbers aside, and about how high it stands."""
    return _DIGITS.sub("#", _text(row)).casefold(), round(row[0].y / 6)
