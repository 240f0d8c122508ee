"""Cells of spreadsheets: which of them say something, and where they are."""

import re

import regex

from mlsum.formats.office.pieces import Mark, Piece, Text

__all__ = ["cut_lines", "cut_print", "first_row", "is_words", "last_row", "literals"]

_WORD = regex.compile(r"\p{L}{3,}|[\p{Han}\p{Hangul}\p{Hiragana}\p{Katakana}]")
_NO_WORD = re.compile(r"[\d_/\\@#:=<>|.]")
_LONGEST_CODE = 5
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_LINE = re.compile(r"(\r?\n)")
# Codes in the head and foot of a printed page (ECMA-376-1, 18.3.1.46): sections, fields, fonts.
_PRINT = re.compile(r'(&(?:"[^"]*"|\d+|K[0-9A-F]{6}|K\d\d[+-]\d{3}|.))', re.DOTALL)
_SECTIONS = ("&L", "&C", "&R")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?")


def is_words(text: str) -> bool:
    """Whether a cell says something: no number, code, unit, address or formula."""
    bare = text.strip()
    if not _WORD.search(bare):
        return False
    if any(map(str.isspace, bare)):
        return not bare.startswith("=")
    coded = bare.isupper() and bare.isascii() and len(bare) <= _LONGEST_CODE
    return not (coded or _NO_WORD.search(bare))


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
    return [f"{_letters(at)}{row}" for at in range(_number(first), _number(last) + 1)]


def _number(letters: str) -> int:
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
