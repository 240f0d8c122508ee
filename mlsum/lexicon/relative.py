"""Days and times counted from now, such as `há 2 horas`, `3시간 전` and `yesterday, 5 p.m.`.

They stay relative: nothing says from when they count. The patterns are those of the Unicode CLDR.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import product

from mlsum.core.lang import Lang
from mlsum.lexicon.cldr import READ, babel_locale
from mlsum.lexicon.clocks import parse_clock
from mlsum.lexicon.datenames import phrase, phrases, spellings
from mlsum.lexicon.dates import DateValue
from mlsum.lexicon.datewriting import with_clock
from mlsum.lexicon.spelling import fold, strip_accents

__all__ = ["RelativeDate", "format_relative", "parse_relative"]

_HOUR, _DAY = 3600, 86400
_SECONDS = {
    **{"second": 1, "minute": 60, "hour": _HOUR, "day": _DAY},
    **{"week": 7 * _DAY, "month": 30 * _DAY, "year": 365 * _DAY},
}
# Days that have a word of their own, with how far they are from today.
_NAMED_DAYS = {
    **{"day_before_yesterday": -2, "day_after_tomorrow": 2, "yesterday": -1, "tomorrow": 1},
    **{"today": 0, "now": 0},
}
_NUMBER = re.compile(r"\d{1,3}")
# Counts for which the languages of READ have different plurals.
_COUNTS = (1, 2, 5)


@dataclass(frozen=True, slots=True)
class RelativeDate:
    """A number of units from now, negative for the past; or a named day, with or without a time."""

    count: int
    unit: str
    name: str = ""
    clock: DateValue | None = None


def parse_relative(text: str) -> RelativeDate | None:
    """The date relative to now that `text` is as a whole; None where it is none."""
    text = text.lower()
    if match := _named_days().match(text) or _named_days().search(text):
        return _named_day(match)
    numbers = _NUMBER.findall(text)
    if not numbers:
        text, found = _ones().subn("1", text, count=1)
        numbers = ["1"] * found
    pattern = _patterns().get(fold(_NUMBER.sub("0", text))) if len(numbers) == 1 else None
    return RelativeDate(pattern[1] * int(numbers[0]), pattern[0]) if pattern else None


def format_relative(value: RelativeDate, target: Lang) -> str | None:
    """The relative date in a language; None where there is no word for a named day.

    Raises LanguageError for a language that CLDR does not cover.
    """
    written = phrase(value.name, target) if value.name else None
    if not written and value.count:
        written = _delta(value.count, value.unit, target, "long", add_direction=True)
    return with_clock(written, value.clock, target) if written and value.clock else written


def _named_day(match: re.Match[str]) -> RelativeDate | None:
    """A day by its word; what stands beside it must be a time of day."""
    name = _names()[match[0]]
    rest = (match.string[: match.start()] + " " + match.string[match.end() :]).strip(" ,")
    if not rest:
        return RelativeDate(_NAMED_DAYS[name], "day", name)
    clock = parse_clock(rest) if name != "now" else None
    if not clock:
        return None
    moment = datetime.combine(datetime(2000, 1, 1), clock.time)
    value = DateValue(moment, clock.precision, clock.zone)
    return RelativeDate(_NAMED_DAYS[name], "day", name, value)


@lru_cache(maxsize=1)
def _names() -> Mapping[str, str]:
    return {spelling.lower(): name for name in _NAMED_DAYS for spelling in phrases(name)}


@lru_cache(maxsize=1)
def _named_days() -> "re.Pattern[str]":
    longest_first = sorted(_names(), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)")


@lru_cache(maxsize=1)
def _ones() -> "re.Pattern[str]":
    """The words for one that stand before a unit: `an hour ago`, `há uma hora`."""
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, phrases('one')))})(?!\w)")


@lru_cache(maxsize=1)
def _patterns() -> Mapping[str, tuple[str, int]]:
    """Folded pattern, with 0 for the number → the unit, and -1 for the past or 1."""
    patterns: dict[str, tuple[str, int]] = {}
    for locale, unit in product(READ, _SECONDS):
        for spelling, sign in _spellings(Lang.parse(locale), unit):
            plain = fold(_NUMBER.sub("0", spelling))
            patterns.setdefault(plain, (unit, sign))
            patterns.setdefault(strip_accents(plain), (unit, sign))
    return patterns


def _spellings(lang: Lang, unit: str) -> Iterator[tuple[str, int]]:
    """How a language writes one and several units before and after now."""
    for width, count in product(("long", "short", "narrow"), _COUNTS):
        for sign in (-1, 1):
            written = _delta(sign * count, unit, lang, width, add_direction=True)
            if written and width != "narrow":  # there, French has `-2 h`
                yield written, sign
        amount = _delta(count, unit, lang, width, add_direction=False)
        for template in spellings("ago", lang) if amount else ():
            yield template.format(amount), -1


def _delta(count: int, unit: str, lang: Lang, width: str, *, add_direction: bool) -> str | None:
    """A number of units in CLDR's pattern, from now or alone; None without a pattern."""
    from babel.dates import format_timedelta

    try:
        return format_timedelta(
            timedelta(seconds=count * _SECONDS[unit]),
            granularity=unit,  # type: ignore[arg-type]
            threshold=float("inf"),
            add_direction=add_direction,
            format=width,  # type: ignore[arg-type]
            locale=babel_locale(lang),
        )
    except KeyError:
        return None
