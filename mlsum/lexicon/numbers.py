"""Numbers, percentages and amounts of money: read where there is one way to, written by CLDR."""

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from mlsum.core.errors import LanguageError
from mlsum.core.lang import UND, Lang
from mlsum.lexicon.cldr import babel_locale, parse_currency

__all__ = ["NumberValue", "decimal_sign", "format_number", "number_signs", "parse_number"]

_NUMBER = re.compile(
    r"(?P<sign>[+-]?)(?P<before>[^\d\s+-]{1,3}\s?)?(?P<inner>[+-]?)"
    r"(?P<digits>\d[\d.,'’ ]{0,20})(?P<after>\D{1,4})?"
)
_GROUPS = re.compile(r"[1-9]\d{0,2}(?P<group>[.,'’ ])\d{3}(?:(?P=group)\d{3})*")
_PLAIN_SIGNS = str.maketrans({"\N{MINUS SIGN}": "-", "\N{FULLWIDTH PERCENT SIGN}": "%"})
_WON = "원"  # what Koreans write behind every price; to CLDR it is 대한민국 원


@dataclass(frozen=True, slots=True)
class NumberValue:
    """A number with as many decimals as were written.

    `unit` is `%`, the ISO 4217 code of a currency, or empty; `grouped` says whether the
    thousands were set apart.
    """

    value: Decimal
    grouped: bool = False
    unit: str = ""


def parse_number(text: str, lang: Lang = UND) -> NumberValue | None:
    """The number that `text` is as a whole; None if it is none, or could be two.

    `1,234.5` can be read in one way only, `1,234` in two: that one needs the language it is in.
    `$` is the sign of many currencies, so such an amount is not read either.
    """
    found = _NUMBER.fullmatch(" ".join(text.split()).translate(_PLAIN_SIGNS))
    if not found:
        return None
    signs = [sign for side in ("before", "after") if (sign := (found[side] or "").strip())]
    unit = _unit(signs[0]) if signs else ""
    parts = _parts(found["digits"].strip(), lang, money=unit not in {"", "%", None})
    if len(signs) > 1 or (found["sign"] and found["inner"]) or unit is None or parts is None:
        return None
    whole, fraction, group = parts
    sign = found["sign"] or found["inner"]
    if group == " " and not (unit or fraction):
        return None  # as likely a telephone number
    return NumberValue(Decimal(f"{sign}{whole}.{fraction}"), bool(group), unit)


def format_number(value: NumberValue, target: Lang) -> str:
    """The number with the separators, signs and order of a language, and the same decimals.

    Raises LanguageError for a language that CLDR does not cover.
    """
    from babel.numbers import parse_pattern

    locale = babel_locale(target)
    percent, money = value.unit == "%", value.unit not in {"", "%"}
    formats = locale.percent_formats if percent else locale.decimal_formats
    pattern = parse_pattern(locale.currency_formats["standard"] if money else formats[None])
    decimals = max(0, -int(value.value.as_tuple().exponent))
    pattern.frac_prec = (decimals, decimals)
    written: str = pattern.apply(
        value.value / 100 if percent else value.value,
        locale,
        currency=value.unit if money else None,
        currency_digits=False,
        group_separator=value.grouped or money,
    )
    # Plain spaces are what people search for, and what the source most likely had.
    return " ".join(written.split())


@lru_cache(maxsize=64)
def number_signs(lang: Lang) -> tuple[str, str] | None:
    """The decimal sign and the thousands separator of a language by CLDR; None if unknown."""
    try:
        symbols = babel_locale(lang).number_symbols["latn"]
    except (LanguageError, KeyError):
        return None
    return str(symbols["decimal"]), str(symbols["group"])


def decimal_sign(lang: Lang) -> str:
    """The sign before the decimals in a language; empty if unknown."""
    signs = None if lang == UND else number_signs(lang)
    return signs[0] if signs else ""


def _unit(sign: str) -> str | None:
    if sign in {"%", _WON}:
        return "KRW" if sign == _WON else sign
    return parse_currency(sign)


def _parts(digits: str, lang: Lang, money: bool) -> tuple[str, str, str] | None:
    """The whole part without its separators, the decimals, and the separator of the thousands."""
    decimal = _decimal_sign(digits, lang, money)
    if decimal is None or not digits[-1].isdecimal():
        return None
    whole, _, fraction = digits.rpartition(decimal) if decimal in digits else (digits, "", "")
    groups = _GROUPS.fullmatch(whole)
    if not (groups or whole.isdecimal()) or (fraction and not fraction.isdecimal()):
        return None
    group = groups["group"] if groups else ""
    return whole.replace(group, "") if group else whole, fraction, group


def _decimal_sign(digits: str, lang: Lang, money: bool) -> str | None:
    """The sign before the decimals: that of the language, else what is plain; None if neither."""
    if sign := decimal_sign(lang):
        return sign
    marks = [char for char in digits if not char.isdecimal()]
    last = marks[-1] if marks else ""
    other = "," if last == "." else "."
    if last not in {".", ","} or marks.count(last) > 1:
        return other
    whole, _, fraction = digits.rpartition(last)
    if len(marks) == 1 and len(fraction) == 3 and len(whole) <= 3 and whole != "0":
        return other if money else None  # no price has three decimals
    return last
