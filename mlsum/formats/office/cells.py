"""Cells of spreadsheets: which of them say something, and where they are."""

import re
from collections.abc import Iterable
from unicodedata import normalize

import regex

from mlsum.formats.office.pieces import Mark, Piece, Text

__all__ = [
    "codes",
    "column_of",
    "contains",
    "cut_lines",
    "cut_print",
    "first_row",
    "is_words",
    "last_row",
    "literals",
    "number_of",
    "reference",
]

_WORD = regex.compile(r"\p{L}{2,}|[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]")
# Units and abbreviations of two letters (`kg`, `Dr`) have no vowel; so have many codes (`PDF`).
_ACCENT = regex.compile(r"\p{M}")
_NO_VOWEL = regex.compile(r"(?i)[[\p{Latin}]--[aeiouy]]{2}|(?-i:[[A-Z]--[AEIOUY]]{2,5})", regex.V1)
# Around a word: brackets and marks, and what is left to fill in (`Name:____`).
_AROUND = " \t\r\n:;,.!?…*•_#=()[]<>\"'“”‘’«»¿¡-–—"
_BETWEEN = regex.compile(r"[/|]")  # choices: `Yes/No`
_NO_WORD = re.compile(r"[\d_\\@#:=<>.]|[a-z][A-Z]|^(?:text|image|application|audio|video)/")
_PATH = regex.compile(r"\.*(?:\p{Ll}+/){2,}\p{Ll}+|[/~#].*")  # or an error: `#REF!`
_CODE = re.compile(r"[A-Z]{2,3}")  # of a country, a currency, a share
_FEWEST_CODES = 3
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_LINE = re.compile(r"(\r?\n)")
# Codes in the head and foot of a printed page (ECMA-376-1, 18.3.1.46): sections, fields, fonts.
_PRINT = re.compile(r'(&(?:"[^"]*"|\d+|K[0-9A-F]{6}|K\d\d[+-]\d{3}|.))', re.DOTALL)
_SECTIONS = ("&L", "&C", "&R")
_COLUMN = re.compile(r"[A-Z]{1,3}(?=\d)")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


def is_words(text: str) -> bool:
    """Whether a cell says something: no number, code, unit, address or formula."""
    bare = text.strip()
    if any(map(str.isspace, bare)):
        return not bare.startswith("=") and any(map(_is_word, _WORD.findall(bare)))
    bare = bare.strip(_AROUND)
    if _NO_WORD.search(bare) or _PATH.fullmatch(text.strip()):
        return False
    return all(_WORD.search(it) and _is_word(it) for it in _BETWEEN.split(bare))


def _is_word(text: str) -> bool:
    bare = text if text.isascii() else _ACCENT.sub("", normalize("NFD", text))
    return not _NO_VOWEL.fullmatch(bare)


def codes(columns: Iterable[tuple[str, str]]) -> set[str]:
    """The texts that are codes, such as `EUR`, because most of their column are.

    `columns` are the texts of a sheet, each with its column.
    """
    texts: dict[str, set[str]] = {}
    for text, column in columns:
        texts.setdefault(column, set()).add(text)
    found: set[str] = set()
    for column_texts in texts.values():
        short = {it for it in column_texts if _CODE.fullmatch(it.strip())}
        if len(short) >= max(_FEWEST_CODES, 2 * len(column_texts) / 3):
            found |= short
    return found


def column_of(reference: str) -> str:
    """The letters of a reference: `B` of `B12`; nothing where it is none."""
    found = _COLUMN.match(reference)
    return found[0] if found else ""


def reference(column: int, row: int) -> str:
    """What a cell is called, counted from 1."""
    return f"{_letters(column)}{row}"


def contains(area: str, cell: str) -> bool:
    """Whether a cell is in an area."""
    bounds, place = _RANGE.fullmatch(area), _RANGE.fullmatch(cell)
    if not bounds or not place:
        return False
    columns = number_of(bounds[1]), number_of(bounds[3] or bounds[1])
    rows = int(bounds[2]), int(bounds[4] or bounds[2])
    return columns[0] <= number_of(place[1]) <= columns[1] and rows[0] <= int(place[2]) <= rows[1]


def literals(formula: str) -> list[str]:
    """The texts that a formula compares with or chooses from, and the elements of such a list."""
    found = [match[1].replace('""', '"') for match in _LITERAL.finditer(formula)]
    return [one.strip().casefold() for text in found for one in (text, *text.split(","))]


def cut_lines(text: str) -> list[Piece]:
    """The lines of a cell, and the breaks between them as marks."""
    pieces = _LINE.split(text)
    written = [it.replace("\r", "_x000D_") for it in pieces]
    return [Mark((written[at],), "br") if at % 2 else Text(it) for at, it in enumerate(pieces)]


def cut_print(text: str) -> list[Piece]:
    """The words in the head or foot of a printed page, and the codes between them as marks."""
    pieces: list[Piece] = []
    for at, piece in enumerate(_PRINT.split(text)):
        if at % 2 == 0:
            pieces.append(Text(piece))
        elif piece == "&&":
            pieces.append(Text("&"))
        else:
            pieces.append(Mark((piece,), "tab" if piece in _SECTIONS else "x"))
    return pieces


def first_row(area: str) -> list[str]:
    """The cells in the first row of an area: `A1`, `B1` of `A1:B9`."""
    match = _RANGE.fullmatch(area)
    return _cells(match[1], match[3] or match[1], match[2]) if match else []


def last_row(area: str) -> list[str]:
    """The cells in the last row of an area."""
    match = _RANGE.fullmatch(area)
    return _cells(match[1], match[3] or match[1], match[4] or match[2]) if match else []


def _cells(first: str, last: str, row: str) -> list[str]:
    return [f"{_letters(at)}{row}" for at in range(number_of(first), number_of(last) + 1)]


def number_of(letters: str) -> int:
    """The number of a column by its letters, from 1; 0 for none."""
    number = 0
    for letter in letters:
        number = 26 * number + ord(letter) - ord("A") + 1
    return number


def _letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters
