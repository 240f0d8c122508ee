"""Dates as people write them: a day, a moment of it, a month, or a day of any year.

A moment stays as it was written: its offset from UTC is kept and shown, never converted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Literal

from mlsum.core.errors import LanguageError
from mlsum.core.lang import UND, Lang
from mlsum.lexicon.cldr import babel_locale
from mlsum.lexicon.clocks import Zone, parse_clock
from mlsum.lexicon.datenames import months, plain, weekdays
from mlsum.lexicon.spelling import fold

__all__ = ["DateValue", "date_order", "parse_date"]

_LONGEST = 80  # characters; nothing longer is a date
_ANY_YEAR = 2000  # stands for the year where none was written: a leap year, so it has every day

_Precision = Literal["month", "day", "noon", "midnight", "minute", "second"]
_Form = Literal["month", "day of year", "day"]

_YEAR, _MONTH, _DAY = r"(?P<y>[12]\d{3})", r"(?P<m>\d{1,2})", r"(?P<d>\d{1,2})"
_NAME = r"(?P<name>[^\W\d_]+)\.?"
_ORDINAL = r"(?:st|nd|rd|th|er|[ºª.])?"
_OF = r"(?:,|\s(?:de|del|do|of))?\s"
# Read in this order: the fullest first.
_FORMS: dict[_Form, tuple[str, ...]] = {
    "day": (
        rf"{_YEAR}(?P<sep>[-/.]){_MONTH}(?P=sep){_DAY}\.?",  # 2023-12-13, 2023.12.13.
        rf"{_YEAR}\.\s{_MONTH}\.\s{_DAY}\.?",  # 2023. 12. 13.
        rf"{_YEAR}\s?[년年]\s?{_MONTH}\s?[월月]\s?{_DAY}\s?[일日]",
        rf"{_DAY}{_ORDINAL}{_OF}{_NAME}{_OF}{_YEAR}",  # 13 de dezembro de 2023
        rf"{_DAY}(?P<sep>[-/.]){_NAME}(?P=sep){_YEAR}",  # 13-Dec-2023
        rf"{_NAME}\s{_DAY}{_ORDINAL},?\s{_YEAR}",  # December 13, 2023
    ),
    "day of year": (
        rf"{_MONTH}\s?[월月]\s?{_DAY}\s?[일日]",
        rf"{_DAY}{_ORDINAL}{_OF}{_NAME}",  # 31 de dezembro
        rf"{_NAME}\s{_DAY}{_ORDINAL}",  # December 31
    ),
    "month": (
        rf"{_YEAR}\s?[년年]\s?{_MONTH}\s?[월月]",
        rf"{_NAME}(?:/|{_OF}){_YEAR}",  # dezembro de 2023, dez/2023
    ),
}
_PATTERNS = tuple(
    (form, re.compile(rf"(?<![\w.]){pattern}(?!\d)"))
    for form, patterns in _FORMS.items()
    for pattern in patterns
)
_NUMERIC = re.compile(
    r"(?<![\w./-])(?P<a>\d{1,2})(?P<sep>[./-])(?P<b>\d{1,2})(?P=sep)(?P<y>[12]\d{3})(?![\d/-])"
)

_BEFORE_DAY = re.compile(r"(?:^|(?<=\s))(?:on|em|no\sdia|do\sdia|dia|de)$")
_WORD = re.compile(r"\(?[^\W\d_]+(?:-[^\W\d_]+)?\.?\)?(?P<comma>,?)")
_PREPOSITIONS = {"do", "di"}  # and, with a point or a comma, weekdays in German


@dataclass(frozen=True, slots=True)
class DateValue:
    """A month, a day, or a moment of a day, as precise as it was written.

    `moment` has a time zone only where an offset was written, the year 2000 or a later one where
    no year was, and the first day of the month where no day was. `zone` is the metazone and form
    of a zone that was named (`("Brasilia", "generic")`), or its abbreviation alone.
    """

    moment: datetime
    precision: _Precision
    zone: Zone | None = None
    year: bool = True
    weekday: bool = field(default=False, compare=False)

    @property
    def complete(self) -> bool:
        """Whether it says which day of which year."""
        return self.year and self.precision != "month"


def parse_date(text: str, lang: Lang = UND) -> DateValue | None:
    """The date that `text` is as a whole; None where it is more, less, or an impossible day.

    `13/12/2023` can only be one day; `03/04/2023` is read in the order of `lang`, if one is given.
    A weekday that is not that of the day makes it no date.
    """
    if len(text) > _LONGEST:
        return None
    text = plain(text).lower()
    for found, day, form in _days(text, lang):
        before, after = text[: found.start()], text[found.end() :]
        rest, weekday = _without_weekday(f"{before}\0{after}")
        dated = _on_weekday(day, weekday, form)
        value = dated and _with_clock(dated, "month" if form == "month" else "day", rest)
        if value:
            # In a stamp such as `Wed, 13 Dec 2023 05:00:00 -0300` it is part of the format.
            shown = weekday is not None and not value.moment.tzinfo
            return replace(value, year=form != "day of year", weekday=shown)
    return None


def _with_clock(day: date, precision: _Precision, rest: str) -> DateValue | None:
    """The value of a day and what stands beside it, which may be a time of day or nothing."""
    before, _, after = rest.partition("\0")
    before = _BEFORE_DAY.sub("", before.strip(" ,;"))
    rest = f"{before.strip()} {after.strip()}".strip(" ,;.")
    if not rest:
        return DateValue(datetime.combine(day, time()), precision)
    if precision == "month":
        return None
    clock = parse_clock(rest)
    if not clock:
        return None
    return DateValue(datetime.combine(day, clock.time), clock.precision, clock.zone)


def _without_weekday(text: str) -> tuple[str, int | None]:
    """The text without the names of weekdays, and the last of them."""
    weekday: int | None = None

    def drop(word: re.Match[str]) -> str:
        nonlocal weekday
        name = fold(word[0])
        if name not in weekdays() or (name in _PREPOSITIONS and word[0][-1] not in ".,"):
            return word[0]
        weekday = weekdays()[name]
        return ""

    return _WORD.sub(drop, text), weekday


def _on_weekday(day: date, weekday: int | None, form: _Form) -> date | None:
    """The day if it is that weekday; without a year, the same day of a year in which it is."""
    years = range(day.year, day.year + (28 if form == "day of year" else 1))
    days = (_calendar_day(year, day.month, day.day) for year in years)
    return next((one for one in days if one and weekday in (None, one.weekday())), None)


def _days(text: str, lang: Lang) -> Iterator[tuple[re.Match[str], date, _Form]]:
    """Every place in `text` that reads as a day or a month of the calendar, and how precisely."""
    for found in _NUMERIC.finditer(text):
        if day := _numeric_day(found, lang):
            yield found, day, "day"
    for form, pattern in _PATTERNS:
        for found in pattern.finditer(text):
            parts = found.groupdict()
            month = int(parts["m"]) if parts.get("m") else months().get(fold(parts["name"]))
            if day := _calendar_day(
                int(parts.get("y") or _ANY_YEAR), month, int(parts.get("d") or 1)
            ):
                yield found, day, form


def _numeric_day(found: re.Match[str], lang: Lang) -> date | None:
    """The day of `3/4/2023`; None where it could be one of two."""
    a, b, year = int(found["a"]), int(found["b"]), int(found["y"])
    # With dots it is always day first; else the readings that exist decide, then the language.
    day_first, month_first = _calendar_day(year, b, a), _calendar_day(year, a, b)
    if found["sep"] == "." or not month_first or day_first == month_first:
        return day_first
    return {"d": day_first, "m": month_first}.get(date_order(lang)) if day_first else month_first


def _calendar_day(year: int, month: int | None, day: int) -> date | None:
    try:
        return date(year, month or 0, day)
    except ValueError:
        return None


def date_order(lang: Lang) -> str:
    """Whether short dates of a language begin with the day (`d`) or the month (`m`); else empty."""
    try:
        first = "" if lang == UND else str(babel_locale(lang).date_formats["short"])[0].lower()
    except LanguageError:
        return ""
    return first if first in ("d", "m") else ""
