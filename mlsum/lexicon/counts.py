"""Amounts of more than one number or word: `2 hours 15 minutes`, `3조 5,000억 원`, `320 pages`."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal

from mlsum.core.lang import UND, Lang
from mlsum.lexicon.cldr import babel_locale
from mlsum.lexicon.money import scaled
from mlsum.lexicon.numbers import decimal_sign

__all__ = ["localize_count", "localize_pieces", "localize_sum"]

_Piece = Callable[[str], str | None]

_SIGNS = {"원": "₩", "달러": "$", "유로": "€", "엔": "¥"}
_MYRIADS = (("조", 10**12), ("억", 10**8), ("만", 10**4), ("", 1))
_SUM = re.compile(
    r"(?:(?P<조>\d[\d,.]*)\s?조)?\s?(?:(?P<억>\d[\d,.]*)\s?억)?\s?(?:(?P<만>\d[\d,.]*)\s?만)?\s?"
    r"(?P<rest>\d[\d,]*)?\s?(?P<unit>원|달러|유로|엔)?"
)
_PIECES = re.compile(r"(\d[\d.,]*\s?[^\W\d_]+\.?)(?:,?\s(?:and\s|e\s)?|$)")
_SIDES = re.compile(r"(\s?[x×]\s?|\s?/\s?)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_COUNT = re.compile(r"(?P<number>\d[\d.,]*)\s?(?P<noun>[^\W\d_]+(?:\s[^\W\d_]+)*\.?)")
# What is counted in fields, one and many, in each language.
_NOUNS: tuple[Mapping[str, tuple[str, ...]], ...] = (
    {
        "en": ("page", "pages", "pp."),
        "pt": ("página", "páginas"),
        "ko": ("쪽", "쪽", "페이지", "면"),
    },
    {"en": ("word", "words"), "pt": ("palavra", "palavras"), "ko": ("단어", "단어")},
    {"en": ("view", "views"), "pt": ("visualização", "visualizações"), "ko": ("회", "회")},
    {"en": ("comment", "comments"), "pt": ("comentário", "comentários"), "ko": ("건", "건")},
    {"en": ("star", "stars"), "pt": ("estrela", "estrelas"), "ko": ("점", "점")},
    {"en": ("volume", "volumes"), "pt": ("volume", "volumes"), "ko": ("권", "권", "책")},
    {
        "en": ("min read", "min read", "minute read", "minutes read"),
        "pt": ("min de leitura", "min de leitura", "minuto de leitura", "minutos de leitura"),
        "ko": ("분 분량", "분 분량", "분 읽기"),
    },
    # Librarians write `320 p.` in every language that has the Latin alphabet (ISBD, 5.1.4).
    {"en": ("p.", "p."), "pt": ("p.", "p."), "ko": ("쪽", "쪽", "p.")},
)


def localize_sum(text: str, target: Lang, *, bare: bool = False) -> str | None:
    """An amount by Korean myriads, as a language writes it; None where it is none.

    Without the name of a currency it must be known to be an amount, by `bare`.
    """
    found = _SUM.fullmatch(text)
    if not found or not text.strip() or not (found["조"] or found["억"] or found["만"]):
        return None
    if not (found["unit"] or bare):
        return None
    parts = [(found[name or "rest"], size) for name, size in _MYRIADS]
    if any(part and part.count(".") > 1 for part, _ in parts):
        return None
    value = sum((Decimal(part.replace(",", "")) * size for part, size in parts if part), Decimal())
    if target.language == "ko":
        return text
    sign = _SIGNS.get(found["unit"] or "", "")
    apart = " " if sign and target.language == "pt" else ""
    written = scaled(value, target)
    return f"{sign}{apart}{written}" if written else None


def localize_pieces(text: str, source: Lang, target: Lang, piece: _Piece) -> str | None:
    """Several numbers of units (`1시간 30분`), or sides of a size (`21 x 29.7 cm`)."""
    from babel.lists import format_list

    pieces = _PIECES.findall(text)
    written = [piece(one) for one in pieces] if not _PIECES.sub("", text) else []
    if len(written) > 1 and all(written):
        long = re.search(r"[a-z]{4,}", text) is not None
        named = [one for one in written if one]
        return format_list(
            named, style="unit" if long else "unit-short", locale=babel_locale(target)
        )
    sides = _SIDES.split(text)
    if len(sides) < 3 or source == UND:
        return None
    signs = decimal_sign(source), decimal_sign(target)
    for at in range(0, len(sides), 2):
        side = sides[at]
        new = side.replace(*signs) if all(signs) and _NUMBER.fullmatch(side) else None
        if new is None and (at < len(sides) - 1 or "/" in sides[1] or not (new := piece(side))):
            return None
        sides[at] = new
    return "".join(sides)


def localize_count(text: str, source: Lang, target: Lang) -> str | None:
    """A number of pages, words and the like; None where the noun is not in the table."""
    found = _COUNT.fullmatch(text)
    noun = found["noun"].lower() if found else ""
    names = next((one for one in _NOUNS if noun in one.get(source.language, ())), None)
    signs = decimal_sign(source), decimal_sign(target)
    if not found or not names or target.language not in names or not all(signs):
        return None
    digits = found["number"]
    if signs[0] != signs[1]:
        digits = digits.translate(str.maketrans(".,", ",."))
    name = names[target.language][0 if digits == "1" else 1]
    return f"{digits}{name}" if target.language == "ko" else f"{digits} {name}"
