"""Compare the numbers of a text with those of its translation, by value.

`1,250.75` is `1.250,75`; `3.5 million` is `350만`; `two` is `2`; the 19th century is the `século
XIX`; `5 p.m.` is `17h`. Numbers in digits are what is compared; words, months and the like only
excuse a number that the other side does not have in digits.
"""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

import regex

from mlsum.core.lang import Lang
from mlsum.text.checks.words import SCALES, spelled, spells

__all__ = ["invented_numbers", "unmatched"]

# Digits written onto a word are part of a name or a unit (km2, B52), and not compared; those of
# 11h20 and 6x9 are.
_DIGITS = regex.compile(r"(?:(?<!(?<!\d)\p{Latin})|(?<=[xX]))\d+(?:[.,]\d+|['’]\d{3}(?!\d))*")
_SEPARATOR = regex.compile(r"[.,'’]")
# Translators convert miles, pounds, feet, inches, gallons and degrees.
_UNIT = regex.compile(
    r"[\s-]?\(?(?:miles?|mi|mph|milhas?|pounds?|lbs?|libras?|feet|foot|ft|pés?|inch(?:es)?|gal\w*|"
    r"polegadas?|degrees?|graus?|km|kilomet\w+|qu[ií]l[oô]\w*|kph|kg|kilogram\w*|cm|m|litres?|litros?|"
    r"°|º|F\b|C\b|마일|파운드|피트|인치|갤런|도|킬로)",
    regex.IGNORECASE,
)
_BRACKETS = regex.compile(r"\([^()\d]*+\d[^()]*+\)")
_CONVERSIONS = tuple(map(Decimal, ("1.609", "0.4536", "0.3048", "2.54", "3.785")))


@dataclass(frozen=True, slots=True)
class _Scaled:
    text: str
    values: frozenset[Decimal]
    scale: Decimal
    end: int
    measure: bool


@dataclass(frozen=True, slots=True)
class _Number:
    """A number in digits, every value it may be read as, and whether it measures something."""

    text: str
    values: frozenset[Decimal]
    measure: bool


def unmatched(
    source_text: str, output: str, source: Lang, target: Lang
) -> tuple[list[str], list[str]]:
    """Numbers of the source that the output lacks, and numbers of the output out of nowhere.

    A number that is there twice must be there twice.
    """
    stated, result = _stated(source_text), _stated(output)
    lost = _missing(stated, output, target)
    invented = _missing(result, source_text, source)
    return (
        _unexcused(lost, invented, stated, _more_brackets(source_text, output)),
        _unexcused(invented, lost, result, _more_brackets(output, source_text)),
    )


def _unexcused(
    numbers: list[_Number], others: list[_Number], own: list[_Number], brackets: int
) -> list[str]:
    """The numbers that are neither there in another unit nor repeated in brackets.

    `1,600 km (1,000 mi)`: what is in brackets may go, or come, if they do so with it.
    """
    left = [item for item in numbers if not _converted(item, others)]
    again = [item for item in left if _converted(item, own)][:brackets]
    return [item.text for item in left if item not in again]


def _more_brackets(text: str, other: str) -> int:
    """How many more brackets with a number the text has than the other has brackets at all."""
    return max(0, len(_BRACKETS.findall(text)) - other.count("("))


def invented_numbers(phrase: str, text: str, lang: Lang) -> list[str]:
    """Numbers in what is said of a text, in its language, that the text has in no form."""
    there = _meant(text, lang)
    return [
        item.text for item in dict.fromkeys(_stated(phrase)) if not any(map(there.get, item.values))
    ]


def _missing(numbers: list[_Number], text: str, lang: Lang) -> list[_Number]:
    """The numbers that the text does not contain, or not as often."""
    if not numbers:
        return []
    there = _meant(text, lang)
    often = Counter(item.values for item in numbers)
    named = {item.values: item for item in numbers}
    return [
        named[values]
        for values, times in often.items()
        if max((there[value] for value in values), default=0) < times
        and not _small(named[values], lang)
    ]


def _small(number: _Number, other: Lang) -> bool:
    """Whether the other side may have it as a word in a language whose number words are unknown."""
    return not spells(other) and any(value <= 100 for value in number.values)


def _converted(number: _Number, others: list[_Number]) -> bool:
    """Whether another number is this one in another unit, within 3 %."""
    if not number.measure:
        return False
    pairs = [
        (a, b)
        for a in number.values
        for item in others
        if item.measure
        for b in item.values
        if a and b
    ]
    return any(
        abs(a / b / factor - 1) < Decimal("0.03") or abs(b / a / factor - 1) < Decimal("0.03")
        for a, b in pairs
        for factor in _CONVERSIONS
    ) or any(abs((a - 32) * 5 / 9 - b) < 1 or abs((b - 32) * 5 / 9 - a) < 1 for a, b in pairs)


@lru_cache(maxsize=64)
def _meant(text: str, lang: Lang) -> Counter[Decimal]:
    """Every value that a text may be said to contain, in digits or not, and how often at most."""
    values = Counter(value for number in _stated(text) for value in number.values)
    values.update(spelled(text, lang))
    for value, times in list(values.items()):
        if 1 <= value < 12:
            values[value + 12] += times  # 5 p.m.
        if 12 < value <= 24:
            values[value - 12] += times
        if 10 <= value < 100:
            values[value + 1900] += times  # the 60s, 1995-96
        if 1900 <= value < 2100:
            values[value % 100] += times
    values[Decimal(0)] += 9  # 11:00 is 11시
    return values


def _stated(text: str) -> list[_Number]:
    """The numbers in digits. One before `million` or `만` is read with and without it."""
    groups: list[list[_Scaled]] = []
    for match in _DIGITS.finditer(text):
        scale, end = _scale(text, match.end())
        # 1,000 mi: a million or miles
        measure = bool(_UNIT.match(text, end) or _UNIT.match(text, match.end()))
        item = _Scaled(match[0], _readings(match[0]), scale, end, measure)
        last = groups[-1][-1] if groups else None
        # 1억 5천만: one number in two parts
        if last and scale < last.scale and not text[last.end : match.start()].strip():
            groups[-1].append(item)
        else:
            groups.append([item])
    return [
        _Number(item.text, item.values | _sum(group), item.measure)
        for group in groups
        for item in group
    ]


def _sum(group: list[_Scaled]) -> frozenset[Decimal]:
    totals = {Decimal(0)}
    for item in group:
        totals = {total + value * item.scale for total in totals for value in item.values}
    return frozenset(totals)


def _scale(text: str, start: int) -> tuple[Decimal, int]:
    """What the words after a number multiply it by, and where they end."""
    scale = Decimal(1)
    while match := _scale_words().match(text, start):
        scale, start = scale * SCALES[match["word"].casefold()], match.end()
    return scale, start


@lru_cache(maxsize=1)
def _scale_words() -> "regex.Pattern[str]":
    words = "|".join(sorted(SCALES, key=len, reverse=True))
    return regex.compile(rf"[\s-]?(?:de\s)?(?P<word>{words})(?!\p{{Latin}})", regex.IGNORECASE)


def _readings(digits: str) -> frozenset[Decimal]:
    """The values a number may have in one country or another; none where it is malformed."""
    groups, separators = _SEPARATOR.split(digits), _SEPARATOR.findall(digits)
    if not all(map(str.isdecimal, groups)):  # digits newer than Python's own tables
        return frozenset()
    if not separators:
        return frozenset({Decimal(digits)})
    results = set()
    if len(set(separators)) == 1 and _grouped(groups):
        results.add(Decimal("".join(groups)))
    if (
        separators[-1] in ".,"
        and separators.count(separators[-1]) == 1
        and (len(separators) == 1 or (len(set(separators[:-1])) == 1 and _grouped(groups[:-1])))
    ):
        results.add(Decimal(f"{''.join(groups[:-1])}.{groups[-1]}"))
    return frozenset(results)


def _grouped(groups: list[str]) -> bool:
    """Whether digits are set in thousands: 1,250,000."""
    return 1 <= len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
