"""Field values that are one amount: numbers, money, numbers of units, counts and sums of these.

`2 hours 15 minutes`, `3조 5,000억 원`, `320 pages`; names of units come from CLDR.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from functools import lru_cache, partial
from itertools import product

from mlsum.core.errors import LanguageError
from mlsum.core.lang import UND, Lang
from mlsum.lexicon.cldr import babel_locale
from mlsum.lexicon.datenames import plain
from mlsum.lexicon.money import MYRIADS, money, scale_of, scaled
from mlsum.lexicon.numbers import NumberValue, decimal_sign, format_number, parse_number

__all__ = [
    "localize_amount",
]

_Convert = Callable[[str], str | None]

_SIGNS = {"원": "₩", "달러": "$", "유로": "€", "엔": "¥"}
_MYRIADS = (*MYRIADS.items(), ("", 1))
_MYRIAD_SUM = re.compile(
    r"(?:(?P<조>\d[\d,.]*)\s?조)?\s?(?:(?P<억>\d[\d,.]*)\s?억)?\s?(?:(?P<만>\d[\d,.]*)\s?만)?\s?"
    r"(?P<rest>\d[\d,]*)?\s?(?P<unit>원|달러|유로|엔)?"
)
_PIECES = re.compile(r"(\d[\d.,]*\s?[^\W\d_]+\.?)(?:,?\s(?:and\s|e\s)?|$)")
_SIDES = re.compile(r"(\s?[x×]\s?|\s?/\s?)")
_COUNTED = re.compile(r"\d+(?:[.,]\d+)?")
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


def _localize_sum(text: str, target: Lang, *, bare: bool = False) -> str | None:
    """An amount by Korean myriads, as a language writes it; None where it is none.

    Without the name of a currency it must be known to be an amount, by `bare`.
    """
    found = _MYRIAD_SUM.fullmatch(text)
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


def _localize_pieces(text: str, source: Lang, target: Lang, piece: _Convert) -> str | None:
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
        new = side.replace(*signs) if all(signs) and _COUNTED.fullmatch(side) else None
        if new is None and (at < len(sides) - 1 or "/" in sides[1] or not (new := piece(side))):
            return None
        sides[at] = new
    return "".join(sides)


def _localize_count(text: str, source: Lang, target: Lang) -> str | None:
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


_UNITS = (
    *("concentr-percent", "temperature-celsius", "temperature-fahrenheit"),
    *("length-kilometer", "length-meter", "length-centimeter", "length-millimeter", "length-mile"),
    *("mass-kilogram", "mass-gram", "mass-tonne", "volume-liter", "speed-kilometer-per-hour"),
    *("area-square-kilometer", "area-square-meter", "area-hectare"),
    *("digital-byte", "digital-kilobyte", "digital-megabyte", "digital-gigabyte"),
    *("duration-second", "duration-minute", "duration-hour", "duration-day"),
    *("duration-week", "duration-month", "duration-year"),
)
# Counts for which the languages that are read have different plurals, and one with a decimal.
_COUNTS = ("1", "2", "5", "1.5")
_LONGEST = 40
_MILLIONS = "M"  # or megabytes: `1.2M` is no length
_SCALED = re.compile(r"(?P<number>\d[\d.,]*)\s?(?P<word>[KMBT]|[^\W\d_]{2,}(?:\s[^\W\d_]+)?)")
_AMOUNT = re.compile(r"(?P<before>\D{0,3}?)(?P<number>-?\d[\d.,'’]*)(?P<after>\D*)")


def localize_amount(text: str, source: Lang, target: Lang, *, bare: bool = False) -> str | None:
    """The amount that `text` is as a whole, as a language writes it; None where it is none.

    A number alone must show that it is an amount, by a unit or by thousands set apart, unless
    `bare` says so: else it may be a version, a year or an identifier. `source` is the language
    of the text; without it, only what can be read in one way is.
    """
    text = plain(text)
    if len(text) > _LONGEST or not any(map(str.isdigit, text)):
        return None
    number = parse_number(text, source)
    if number and (bare or number.grouped or number.unit):
        return format_number(number, target)
    if number:
        return None
    return (
        _money(text, source, target)
        or _localize_sum(text, target, bare=bare)
        or (_by_words(text, source, target) if bare else None)
        or _units(text, source, target)
        or _localize_pieces(text, source, target, partial(_units, source=source, target=target))
        or _localize_count(text, source, target)
    )


def _by_words(text: str, source: Lang, target: Lang) -> str | None:
    """A number with a word, or a capital, for thousands or millions: `2.5 million`, `1.2M`."""
    found = _SCALED.fullmatch(text)
    scale = scale_of(found["word"], source) if found else None
    number = parse_number(found["number"], source) if found and scale else None
    return scaled(number.value * scale, target) if number and scale else None


def _money(text: str, source: Lang, target: Lang) -> str | None:
    """An amount with a word for thousands or millions, or whose sign many currencies share."""
    found = money(text, source, target) if source != UND else []
    whole = len(found) == 1 and found[0][:2] == (0, len(text))
    return found[0][2] if whole else None


def _units(text: str, source: Lang, target: Lang) -> str | None:
    from babel.units import format_unit

    found = _AMOUNT.fullmatch(text)
    pattern = _unspaced(f"{found['before']}0{found['after']}") if found else ""
    if not found or found["after"].strip() == _MILLIONS:
        return None
    unit = _patterns(source).get(pattern)
    number = parse_number(found["number"], source) if found and unit else None
    if not unit or not number:
        return None
    name, width = unit
    # Babel writes the identifier of a unit for which the width has no pattern.
    for each in (width, "short"):
        written = format_unit(number.value, name, each, _format(number), babel_locale(target))  # type: ignore[arg-type]
        if name not in written:
            return " ".join(_short(written, number, name, each, target).split())
    return None


def _short(written: str, number: NumberValue, name: str, width: str, target: Lang) -> str:
    """An amount with the short form of its unit: `1 h`.

    Where a language has one short form for all numbers, Babel writes a longer one with 1.
    """
    from babel.numbers import format_decimal
    from babel.units import format_unit

    locale = babel_locale(target)
    if width != "short" or number.value not in (0, 1):
        return written
    two = format_unit(2, name, "short", "0", locale)
    digits = format_decimal(number.value, _format(number), locale)
    return two.replace("2", digits) if len(two) < len(written) else written


def _format(number: NumberValue) -> str:
    """The pattern with as many decimals as were written."""
    decimals = max(0, -int(number.value.as_tuple().exponent))
    return ("#,##0" if number.grouped else "0") + ("." + "0" * decimals if decimals else "")


@lru_cache(maxsize=16)
def _patterns(lang: Lang) -> Mapping[str, tuple[str, str]]:
    """How a language writes units, with 0 for the number → the unit and the width of its name."""
    from decimal import Decimal

    from babel.units import format_unit

    patterns: dict[str, tuple[str, str]] = {}
    try:
        locale = babel_locale(lang)
    except LanguageError:
        return patterns
    for width, unit, count in product(("short", "long"), _UNITS, _COUNTS):
        written = format_unit(Decimal(count), unit, width, locale=locale)  # type: ignore[arg-type]
        if unit not in written:
            patterns.setdefault(_unspaced(re.sub(r"\d+(?:[.,]\d)?", "0", written)), (unit, width))
    return patterns


def _unspaced(text: str) -> str:
    return "".join(text.lower().split())
