"""Values of fields that are one amount: numbers, money, numbers of units, as CLDR has them."""

import re
from collections.abc import Mapping
from functools import lru_cache, partial
from itertools import product

from mlsum.core.errors import LanguageError
from mlsum.core.lang import UND, Lang
from mlsum.lexicon.cldr import babel_locale
from mlsum.lexicon.counts import localize_count, localize_pieces, localize_sum
from mlsum.lexicon.datenames import plain
from mlsum.lexicon.money import money, scale_of, scaled
from mlsum.lexicon.numbers import NumberValue, format_number, parse_number

__all__ = ["localize_amount"]

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
        or localize_sum(text, target, bare=bare)
        or (_by_words(text, source, target) if bare else None)
        or _units(text, source, target)
        or localize_pieces(text, source, target, partial(_units, source=source, target=target))
        or localize_count(text, source, target)
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
