"""Dates written in the long form of a language, as the Unicode CLDR has it."""

import re
from datetime import datetime
from typing import TYPE_CHECKING

from mlsum.core.lang import Lang
from mlsum.lexicon.cldr import babel_locale
from mlsum.lexicon.clocks import LOCAL, Zone
from mlsum.lexicon.datenames import phrase, zone_name
from mlsum.lexicon.dates import DateValue

if TYPE_CHECKING:
    from babel import Locale

__all__ = ["format_date", "format_interval", "with_clock"]

_BLANKS = str.maketrans(dict.fromkeys("\u202f\u2009\u00a0", " "))


def format_date(value: DateValue, target: Lang) -> str:
    """The date in the long form of a language, with the time and the zone it came with.

    Raises LanguageError for a language that CLDR does not cover.
    """
    from babel.dates import format_date as babel_date

    locale = babel_locale(target)
    pattern = "full" if value.weekday else "long"
    if not value.complete:
        pattern = _skeleton(locale, value)
    return with_clock(str(babel_date(value.moment, pattern, locale=locale)), value, target)


def with_clock(day: str, value: DateValue, target: Lang) -> str:
    """A day that is written already, with the time of `value` if it has one."""
    locale = babel_locale(target)
    clock = _clock(value, target)
    if not clock:
        return day.translate(_BLANKS)
    # A bare space joins the two in CLDR's Portuguese and Italian; readers expect a comma.
    joint = "{1}, {0}" if locale.language in {"pt", "it"} else str(locale.datetime_formats["long"])
    written = joint.replace("'", "").format(clock, day) + _zone(value, target)
    return written.translate(_BLANKS)


def format_interval(start: datetime, end: datetime, target: Lang, year: bool) -> str:
    """The days from one to another, with what they share written once: `12–15 de maio de 2024`."""
    from babel.dates import format_date as babel_date

    locale = babel_locale(target)
    differs = "d" if start.month == end.month else "M"
    if year and start.year != end.year:
        differs = "y"
    patterns = locale.interval_formats["yMMMd" if year else "MMMd"][differs]
    halves = (
        str(babel_date(day, _widened(pattern), locale=locale))
        for day, pattern in zip((start, end), patterns, strict=True)
    )
    # CLDR's thin spaces around a dash are next to none between figures.
    return re.sub(r"(?<=\d)\u2009–\u2009(?=\d)", "–", "".join(halves)).translate(_BLANKS)


def _skeleton(locale: "Locale", value: DateValue) -> str:
    """The pattern for a month of a year, or a day without its year."""
    wanted: tuple[str, ...] = ("yMMMM",) if value.precision == "month" else ("MMMMd", "MMMd")
    if value.weekday and value.precision != "month":
        wanted = ("MMMMEEEEd", "MMMMEd", "MMMEd")
    known = locale.datetime_skeletons
    return _widened(next(str(known[one]) for one in wanted if one in known))


def _widened(pattern: str) -> str:
    """A pattern of CLDR with names of months and weekdays in full."""
    return re.sub(r"E+|c{3,}", "EEEE", re.sub(r"(?<!M)MMM(?!M)", "MMMM", pattern))


def _clock(value: DateValue, target: Lang) -> str:
    """The time of day, or nothing where the value has none."""
    from babel.dates import format_time

    locale = babel_locale(target)
    if value.precision in ("noon", "midnight"):
        names = locale.day_periods["format"].get("wide", {})
        named = phrase(value.precision, target) or names.get(value.precision)
        if named:
            return str(named)
    if value.precision not in ("noon", "midnight", "minute", "second"):
        return ""
    # Babel 2.18 takes the abbreviated halves of the day, which for Korean are AM and PM; the wide
    # ones are 오전 and 오후. And halves are enough: no `at dawn` as in Taiwan's pattern (B).
    style = "medium" if value.precision == "second" else "short"
    pattern = re.sub(r"\ba\b|\bB", "aaaa", str(locale.time_formats[style]))
    return str(format_time(value.moment.time(), pattern, locale=locale))


def _zone(value: DateValue, target: Lang) -> str:
    """The offset from UTC or the name of the zone, in parentheses."""
    offset = value.moment.utcoffset()
    if offset is None:
        return f" ({_zone_name(value.zone, target)})" if value.zone else ""
    minutes = round(offset.total_seconds() / 60)
    hours, minutes, sign = abs(minutes) // 60, abs(minutes) % 60, "-" if minutes < 0 else "+"
    return f" (UTC{sign}{hours:02}:{minutes:02})" if hours or minutes else " (UTC)"


def _zone_name(zone: Zone, target: Lang) -> str:
    """The zone's name in the target language, else in English; an abbreviation as it is."""
    name, form = zone
    if zone == LOCAL:
        return phrase("local_time", target) or phrase("local_time", Lang("en")) or ""
    return (zone_name(name, form, target) or name) if form else name
