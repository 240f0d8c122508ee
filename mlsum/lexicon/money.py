"""Amounts of money in running text, as a language writes them: `R$ 3,5 bi` is `R$ 3.5 billion`.

Only what follows the sign changes, separators and the word for thousands, millions and so on, and
only where it can be read in one way: `1.250` after a sign is no price in English.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache

import regex

from mlsum.core.lang import Lang
from mlsum.lexicon.numbers import number_signs

__all__ = ["MYRIADS", "money", "scale_of", "scaled"]

_THOUSAND, _MILLION, _BILLION, _TRILLION = (10**power for power in (3, 6, 9, 12))
MYRIADS: Mapping[str, int] = {"조": 10**12, "억": 10**8, "만": 10**4}
"""The Korean words for powers of ten thousand."""

# The words after a number in each language, and the words that are written.
_WORDS: Mapping[str, Mapping[str, int]] = {
    "en": {
        **dict.fromkeys(("thousand", "k", "K"), _THOUSAND),
        **dict.fromkeys(("million", "mn", "m", "M"), _MILLION),
        **dict.fromkeys(("billion", "bn", "B"), _BILLION),
        **dict.fromkeys(("trillion", "tn", "T"), _TRILLION),
    },
    "pt": {
        "mil": _THOUSAND,
        **dict.fromkeys(("milhões", "milhão", "mi"), _MILLION),
        **dict.fromkeys(("bilhões", "bilhão", "mil milhões", "bi"), _BILLION),
        **dict.fromkeys(("trilhões", "trilhão", "tri"), _TRILLION),
    },
    "ko": MYRIADS,
}
_WRITTEN: Mapping[str, Mapping[int, str]] = {
    "en": {_MILLION: "million", _BILLION: "billion", _TRILLION: "trillion"},
    "pt": {_THOUSAND: "mil", _MILLION: "milhões", _BILLION: "bilhões", _TRILLION: "trilhões"},
}
_ONE = {"milhões": "milhão", "bilhões": "bilhão", "trilhões": "trilhão"}
_SIGN = r"(?P<sign>(?:[A-Z]{0,3}\p{Sc}|\b(?:USD|EUR|GBP|KRW|BRL|JPY|CNY|CHF))\s?)"
# No amount begins with a zero before other digits: `$005930` is a share.
_DIGITS = r"(?P<digits>(?!0\d)(?:\d{1,3}(?:[.,]\d+)*+|\d++(?:[.,]\d+)?+))"


def money(text: str, source: Lang, target: Lang) -> list[tuple[int, int, str]]:
    """Stretches of the text, each with what it becomes: `(start, end, new)`.

    There are none where one of the languages parts thousands by anything but a comma or a point.
    """
    ours, theirs = _separators(source), _separators(target)
    if not ours or not theirs:
        return []
    found = []
    for match in _pattern(source.language).finditer(text):
        number = _read(match["digits"], *ours)
        scale = _WORDS.get(source.language, {}).get(" ".join((match["word"] or "").split()), 1)
        if number is not None and (scale == 1 or target.language in (*_WRITTEN, "ko")):
            amount = _amount(number, scale, target, theirs)
            written = (match["sign"] or "") + amount + (match["after"] or "")
            if written != match[0]:
                found.append((*match.span(), written))
    return found


def scaled(number: Decimal, target: Lang) -> str | None:
    """A number by the largest word that leaves it few decimals: `3.5 trillion`, `250만`."""
    separators = _separators(target)
    if target.language == "ko":
        return " ".join(_in_myriads(number))
    if not separators or target.language not in _WRITTEN:
        return None
    number, word = _rounded(number, _WRITTEN[target.language])
    word = _ONE.get(word, word) if number < 2 else word
    point, comma = separators
    return f"{number:,f}".translate(str.maketrans(",.", comma + point)) + (
        f" {word}" if word else ""
    )


def scale_of(word: str, source: Lang) -> int | None:
    """What a word such as `million` multiplies by; None where it is no such word."""
    return _WORDS.get(source.language, {}).get(word)


def _amount(number: Decimal, scale: int, target: Lang, separators: tuple[str, str]) -> str:
    if target.language == "ko" and scale > 1:
        return " ".join(_in_myriads(number * scale))
    words = _WRITTEN.get(target.language, {})
    word = words.get(scale, "")
    if scale > 1 and not word:
        number, word = _rounded(number * scale, words)
    if word and number < 2:
        word = _ONE.get(word, word)
    point, comma = separators
    digits = f"{number:,f}".translate(str.maketrans(",.", comma + point))
    return f"{digits} {word}".rstrip()


def _rounded(number: Decimal, words: Mapping[int, str]) -> tuple[Decimal, str]:
    """The number by the largest word that leaves it at most two decimals, else in full."""
    for scale in sorted(words, reverse=True):
        part = _plain(number / scale)
        if part >= 1 and int(part.as_tuple().exponent) >= -2:
            return part, words[scale]
    return _plain(number), ""


def _plain(number: Decimal) -> Decimal:
    """The number without zeros behind its decimals, and never as a power of ten."""
    whole = number.to_integral_value()
    return whole if number == whole else number.normalize()


def _in_myriads(number: Decimal) -> Iterator[str]:
    """12억 5,000만: each part with its own word."""
    for word, size in MYRIADS.items():
        count, number = divmod(number, size)
        if count:
            yield f"{count:,f}{word}"
    if number:
        yield f"{_plain(number):,f}"


def _read(digits: str, point: str, comma: str) -> Decimal | None:
    """The value of digits that are written as a language does; None where they may be otherwise."""
    whole, _, fraction = digits.partition(point)
    if comma in fraction or point in fraction or len(fraction) == 3:
        return None
    if comma in whole and not regex.fullmatch(
        rf"\d{{1,3}}(?:{regex.escape(comma)}\d{{3}})+", whole
    ):
        return None
    whole = whole.replace(comma, "")
    if not (whole + fraction).isdecimal():  # a digit that is newer than this Python
        return None
    return Decimal(whole + ("." + fraction if fraction else ""))


def _separators(lang: Lang) -> tuple[str, str] | None:
    """The decimal point and what parts the thousands, where both are comma and point (CLDR)."""
    signs = number_signs(lang)
    return signs if signs and set(signs) == {".", ","} else None


@lru_cache(maxsize=16)
def _pattern(language: str) -> "regex.Pattern[str]":
    words = sorted(_WORDS.get(language, {"": 1}), key=len, reverse=True)
    several = "|".join(word.replace(" ", r"\s") for word in words)
    word = rf"(?:\s?(?P<word>{several})(?![\p{{L}}\d]))?+"
    end = r"(?![\p{Latin}\d_])(?![.,]\d|\.[A-Z]{1,3}\b)"
    return regex.compile(
        rf"(?<![\w.,]){_SIGN}{_DIGITS}{word}{end}|(?<![\w.,]){_DIGITS}(?P<after>\s?\p{{Sc}}){end}"
    )
