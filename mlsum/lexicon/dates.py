"""Dates: read in the usual written forms of many languages, written in the long form of one.

A moment stays as it was written: its offset from UTC is kept and shown, never converted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from functools import lru_cache
from typing import Literal

from mlsum.errors import LanguageError
from mlsum.lang import UND, Lang
from mlsum.lexicon.cldr import READ, babel_locale
from mlsum.lexicon.spelling import fold, strip_accents

__all__ = ["DateValue", "format_date", "parse_date"]

_LONGEST = 80  # characters; nothing longer is a date

_YEAR, _MONTH, _DAY = r"(?P<y>[12]\d{3})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_NAME = r"(?P<name>[^\W\d_]+)\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|[ºª.])?"
_OF = r"(?:,|\s(?:de|del|do|of))?\s"
_DAYS = tuple(
    re.compile(rf"(?<![\w.]){pattern}(?!\d)")
    for pattern in (
        rf"{_YEAR}(?P<sep>[-/.]){_MONTH}(?P=sep){_DAY}\.?",  # 2023-12-13, 2023.12.13.
        rf"{_YEAR}\.\s{_MONTH}\.\s{_DAY}\.?",  # 2023. 12. 13.
        rf"{_YEAR}\s?[년年]\s?{_MONTH}\s?[월月]\s?{_DAY}\s?[일日]",
        rf"{_DAY}{_ORDINAL}{_OF}{_NAME}{_OF}{_YEAR}",  # 13 de dezembro de 2023
        rf"{_DAY}(?P<sep>[-/]){_NAME}(?P=sep){_YEAR}",  # 13-Dec-2023
        rf"{_NAME}\s{_DAY}{_ORDINAL},?\s{_YEAR}",  # December 13, 2023
    )
)
_NUMERIC = re.compile(
    r"(?<![\w./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>[12]\d{3})(?![\d/-])"
)

# Hours from UTC: the abbreviations of RFC 2822, and of Korea, Japan, Brazil, Central Europe.
_ZONES = {
    **{"z": 0, "utc": 0, "gmt": 0, "ut": 0, "kst": 9, "jst": 9, "brt": -3, "cet": 1, "cest": 2},
    **{"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7},
}
_ZONE = re.compile(
    rf"[\s(]*(?<![^\W\d_])(?P<zone>{'|'.join(sorted(_ZONES, key=len, reverse=True))})?"
    r"(?P<offset>(?P<sign>[-+])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?)?"
    r"(?:\s\([^()]*\))?[\s)]*$"
)
_TIME = re.compile(
    r"(?P<before>[^\W\d_]+)?\s?(?P<h>\d{1,2})"
    r"(?:\s?(?P<unit>[:.h시時时点點])\s?(?:(?P<m>\d{1,2})"
    r"(?:\s?(?:[:.분分]|min)\s?(?:(?P<s>\d{1,2})(?:[.,](?P<fraction>\d{1,9}))?\s?[초秒s]?)?)?)?)?"
    r"\s?(?P<after>[^\W\d_][^\W\d_. ]*\.?(?:\s?m\.?)?)?"
)
_BETWEEN = re.compile(r"(?:t|at|às|as|a\slas?|à|um|alle|ore|[-–|])(?![^\W\d_])\s?")
_WORD = re.compile(r"\(?[^\W\d_]+(?:-[^\W\d_]+)?\.?\)?")
_CLOCK_WORDS = {"": None, "h": None, "hs": None, "hrs": None, "horas": None, "uhr": None}


@dataclass(frozen=True, slots=True)
class DateValue:
    """A day, or a moment of it; `moment` has a time zone only where an offset was written."""

    moment: datetime
    precision: Literal["day", "minute", "second"]


def parse_date(text: str, lang: Lang = UND) -> DateValue | None:
    """The date that `text` is as a whole; None where it is more, less, or an impossible day.

    `13/12/2023` can only be one day; `03/04/2023` is read in the order of `lang`, if one is given.
    """
    if len(text) > _LONGEST:
        return None
    text = " ".join(text.split()).lower().replace("\N{MINUS SIGN}", "-")
    for found, day in _days(text, lang):
        before, after = text[: found.start()], text[found.end() :]
        rest = f"{_WORD.sub(_no_weekday, before)} {_WORD.sub(_no_weekday, after)}".strip(" ,;.")
        if not rest:
            return DateValue(datetime.combine(day, time()), "day")
        value = _moment(day, _BETWEEN.sub("", rest, count=1) if _BETWEEN.match(rest) else rest)
        if value:
            return value
    return None


def format_date(value: DateValue, target: Lang) -> str:
    """The date in the long form of a language, with the time and the offset it came with.

    Raises LanguageError for a language that CLDR does not cover.
    """
    from babel.dates import format_date as babel_date
    from babel.dates import format_time

    locale = babel_locale(target)
    day = babel_date(value.moment, "long", locale=locale)
    if value.precision == "day":
        return day
    # Babel 2.18 takes the abbreviated halves of the day, which for Korean are AM and PM; the wide
    # ones are 오전 and 오후. And halves are enough: no `at dawn` as in Taiwan's pattern (B).
    style = "medium" if value.precision == "second" else "short"
    pattern = re.sub(r"\ba\b|\bB", "aaaa", str(locale.time_formats[style]))
    clock = format_time(value.moment.time(), pattern, locale=locale)
    # A bare space joins the two in CLDR's Portuguese and Italian; readers expect a comma.
    joint = "{1}, {0}" if locale.language in {"pt", "it"} else str(locale.datetime_formats["long"])
    written = joint.replace("'", "").format(clock, day) + _offset(value.moment)
    return written.replace("\N{NARROW NO-BREAK SPACE}", " ")


def _offset(moment: datetime) -> str:
    offset = moment.utcoffset()
    if offset is None:
        return ""
    minutes = round(offset.total_seconds() / 60)
    hours, minutes, sign = abs(minutes) // 60, abs(minutes) % 60, "-" if minutes < 0 else "+"
    return f" (UTC{sign}{hours:02}:{minutes:02})" if hours or minutes else " (UTC)"


def _days(text: str, lang: Lang) -> Iterator[tuple[re.Match[str], date]]:
    """Every place in `text` that reads as a day of the calendar."""
    for pattern in _DAYS:
        for found in pattern.finditer(text):
            parts = found.groupdict()
            month = int(parts["m"]) if parts.get("m") else _months().get(fold(parts["name"]))
            day = _calendar_day(int(parts["y"]), month, int(parts["d"]))
            if day:
                yield found, day
    for found in _NUMERIC.finditer(text):
        a, b, year = int(found["a"]), int(found["b"]), int(found["y"])
        # With dots it is always day first; else the readings that exist decide, then the language.
        day_first, month_first = _calendar_day(year, b, a), _calendar_day(year, a, b)
        if found["sep"] == "." or not month_first or day_first == month_first:
            day = day_first
        elif not day_first:
            day = month_first
        else:
            order = _order(lang)
            day = {"d": day_first, "m": month_first}.get(order)
        if day:
            yield found, day


def _calendar_day(year: int, month: int | None, day: int) -> date | None:
    try:
        return date(year, month or 0, day)
    except ValueError:
        return None


def _order(lang: Lang) -> str:
    """Whether the short dates of a language begin with the day (`d`) or the month (`m`)."""
    return "" if lang == UND else str(babel_locale(lang).date_formats["short"])[0].lower()


def _moment(day: date, clock: str) -> DateValue | None:
    """The moment of a day that a time of day, with or without an offset, gives."""
    zone = _ZONE.search(clock)
    found = _TIME.fullmatch(clock[: zone.start()] if zone else clock)
    if not found:
        return None
    # Most times stand alone; the names of the halves of the day take 0.1 s to read.
    words = [word for side in ("before", "after") if (word := fold(found[side] or ""))]
    half = next((_periods()[word] for word in words if _periods().get(word)), None)
    minutes_or_unit = found["m"] or (found["unit"] or ":") not in ":."
    if not (minutes_or_unit or words) or not all(word in _periods() for word in words):
        return None
    hour = int(found["h"])
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    second, micro = int(found["s"] or 0), int((found["fraction"] or "").ljust(6, "0")[:6])
    try:
        clock_time = time(hour, int(found["m"] or 0), second, micro, _timezone(zone))
    except ValueError:
        return None
    return DateValue(datetime.combine(day, clock_time), "second" if found["s"] else "minute")


def _timezone(zone: re.Match[str] | None) -> timezone | None:
    """The zone of an offset such as `-03:00`, or of a name; raises ValueError beyond 24 hours."""
    if zone and zone["offset"]:
        offset = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"] or 0))
        return timezone(-offset if zone["sign"] == "-" else offset)
    return timezone(timedelta(hours=_ZONES[zone["zone"]])) if zone and zone["zone"] else None


@lru_cache(maxsize=32)
def calendar_words(lang: Lang) -> frozenset[str]:
    """The names of months and days of the week in a language, in lower case; none if unknown."""
    try:
        locale = babel_locale(lang)
    except LanguageError:
        return frozenset()
    return frozenset(
        spelling
        for names in (locale.months, locale.days)
        for form in ("format", "stand-alone")
        for name in names[form]["wide"].values()
        for spelling in (name.lower(), name.lower().removesuffix("-feira"))
        if spelling.isalpha() or "-" in spelling
    )


def _no_weekday(word: re.Match[str]) -> str:
    return "" if fold(word[0]) in _weekdays() else word[0]


@lru_cache(maxsize=1)
def _months() -> Mapping[str, int]:
    """The names of months in the languages of READ, with and without accents → 1 to 12."""
    names: dict[str, int] = {}
    for widths in (babel_locale(Lang.parse(tag)).months for tag in READ):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in widths[form][width].items():
                    names.setdefault(fold(name), number)
                    names.setdefault(strip_accents(fold(name)), number)
    return names


@lru_cache(maxsize=1)
def _weekdays() -> frozenset[str]:
    days = (babel_locale(Lang.parse(tag)).days["format"] for tag in READ)
    return frozenset(
        spelling
        for widths in days
        for width in ("wide", "abbreviated")
        for name in widths[width].values()
        for spelling in (fold(name), strip_accents(fold(name)))
    )


@lru_cache(maxsize=1)
def _periods() -> Mapping[str, str | None]:
    """The names of the halves of the day, and what else may stand beside a time → am, pm, None."""
    names: dict[str, str | None] = dict(_CLOCK_WORDS)
    for periods in (babel_locale(Lang.parse(tag)).day_periods["format"] for tag in READ):
        for width in ("wide", "abbreviated"):
            halves = ((half, periods.get(width, {}).get(half)) for half in ("am", "pm"))
            names.update({fold(name): half for half, name in halves if name})
    return names
