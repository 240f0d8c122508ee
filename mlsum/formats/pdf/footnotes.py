"""Notes at the foot of pages as Markdown has them: `[^1]` in the text, `[^1]: …` at the note."""

import re
from collections import Counter
from collections.abc import Iterable

from mlsum.formats.pdf.paragraphs import Paragraph

__all__ = ["with_notes"]

_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_CALL = re.compile(r"(?<=\S)([⁰¹²³⁴⁵⁶⁷⁸⁹]+)")
_NOTE = re.compile(r"([⁰¹²³⁴⁵⁶⁷⁸⁹]+|\d{1,3}(?![\d.,:/%]))\s*(?=\S)")


def with_notes(paragraphs: Iterable[Paragraph]) -> None:
    """Mark the notes, and where they are called, in place.

    Only numbers that are called once and have one note: others, as where notes begin anew on every
    page, stay raised numbers, which say the same to a reader.
    """
    rows = [one for one in paragraphs if not one.cells]
    calls = Counter(_number(it[1]) for row in rows for it in _CALL.finditer(row.text))
    notes = Counter(number for row in rows if (number := _noted(row)))
    sure = {number for number, count in notes.items() if count == 1 == calls[number]}
    for row in rows:
        number = _noted(row)
        found = _NOTE.match(row.text) if number in sure else None
        start = found.end() if found else 0
        text = _CALL.sub(
            lambda it: f"[^{_number(it[1])}]" if _number(it[1]) in sure else it[0], row.text[start:]
        )
        row.text, row.note = text, number if found else ""


def _number(raised: str) -> str:
    return raised.translate(_PLAIN)


def _noted(row: Paragraph) -> str:
    """The number that a note begins with, if it is one: raised, or in small letters."""
    found = _NOTE.match(row.text)
    if not found or row.level or row.bullet:
        return ""
    return _number(found[1]) if row.small or not found[1].isascii() else ""
