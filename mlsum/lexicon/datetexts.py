"""Values of date fields: dates, ranges of days, days counted from now, and the words before them.

Nothing is half read: each text is one of these as a whole, or none.
"""

import re
from dataclasses import dataclass, replace

from mlsum.core.lang import Lang
from mlsum.lexicon.datenames import plain
from mlsum.lexicon.dates import DateValue, parse_date
from mlsum.lexicon.datewriting import format_date, format_interval
from mlsum.lexicon.labels import LabelMatch, label, lookup
from mlsum.lexicon.relative import RelativeDate, format_relative, parse_relative

__all__ = ["DATE_KEYS", "is_date", "localize_date"]

DATE_KEYS = frozenset({"date", "updated", "created", "collected", "access_date", "deadline"})
"""The fields whose values are dates."""

_LONGEST = 120  # characters; no longer text is read
_DAY_FIRST = Lang("pt")  # reads `3/4/2024` in one of its two ways
_DASH = re.compile(
    r"\s?[–—~〜～]\s?|\s-\s|(?<=\d)-(?=\d)|\s(?:a|to|until|through|até|al?|au|bis)\s|부터\s?"
)
_NUMBER = re.compile(r"(?P<d>\d{1,2})\s?(?:[일日]|st|nd|rd|th|[ºª.])?")
_DAY_AND_YEAR = re.compile(r"(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s(?P<y>[12]\d{3})")
_LEAD = re.compile(r"^(?:from|de|do dia|dia|von|du|del?)\s|\s?까지$")
# Where a word before a date may end: `입력 2023.12.13.`, `Publicado em: ontem`.
_PREFIX_END = re.compile(r"\s*[:：]\s*|\s+|(?<=[^\W\d_])(?=\d)")
_MOST_WORDS = 4
_BETWEEN = re.compile(r"\s*[|·•/,;]\s+|\s+")


@dataclass(frozen=True, slots=True)
class _Range:
    """From one day to another, both with a year or neither."""

    first: DateValue
    last: DateValue


@dataclass(frozen=True, slots=True)
class _Marked:
    """A date behind the name of its field, as in `Updated 2 hours ago`."""

    name: LabelMatch
    value: "_Dated"


_Dated = DateValue | RelativeDate | _Range | _Marked


def is_date(text: str, key: str = "") -> bool:
    """Whether a text is a date, in some order of day and month.

    In fields other than `DATE_KEYS` only days of a year count: `May 12` may be anything there.
    """
    if key in DATE_KEYS:
        return bool(_read(plain(text), _DAY_FIRST))
    value = parse_date(text, _DAY_FIRST)
    return value.complete if value else _range(plain(text), _DAY_FIRST) is not None


def localize_date(text: str, source: Lang, target: Lang) -> str | None:
    """The dates of a text as a language writes them; None where the text is more than dates.

    `source` says whether day or month comes first in `3/4/2024`; without it that is not read.
    Raises LanguageError for a language that CLDR does not cover.
    """
    if len(text) > _LONGEST:
        return None
    written = [_written(value, target) for value in _read(plain(text), source)]
    return " | ".join(filter(None, written)) if written and all(written) else None


def _read(text: str, lang: Lang) -> list[_Dated]:
    """The date of a text; several where each has its own word before it."""
    if len(text) > _LONGEST:
        return []
    if one := _one(text, lang) or _marked(text, lang):
        return [one]
    for cut in _BETWEEN.finditer(text):
        first = _marked(text[: cut.start()], lang)
        rest = _read(text[cut.end() :], lang) if first else []
        if first and rest and all(isinstance(each, _Marked) for each in rest):
            return [first, *rest]
    return []


def _one(text: str, lang: Lang) -> _Dated | None:
    return parse_date(text, lang) or parse_relative(text) or _range(text, lang)


def _marked(text: str, lang: Lang) -> _Marked | None:
    """A date with the name of a date field before it, in any language that has labels."""
    ends = list(_PREFIX_END.finditer(text))[:_MOST_WORDS]
    for end in reversed(ends):
        matches = [one for one in lookup(text[: end.start()]) if one.key in DATE_KEYS]
        value = _one(text[end.end() :], lang) if matches else None
        if value:
            return _Marked(matches[0], value)
    return None


def _range(text: str, lang: Lang) -> _Range | None:
    """The days from one to another, where each may leave out what the other has."""
    text = _LEAD.sub("", text.lower())
    for dash in _DASH.finditer(text):
        pair = _ends(text[: dash.start()], text[dash.end() :], lang)
        if pair and pair[0].moment < pair[1].moment:
            return _Range(*pair)
    return None


def _ends(left: str, right: str, lang: Lang) -> tuple[DateValue, DateValue] | None:
    first, last = _day(left, lang), _day(right, lang)
    if first and last:
        return _in_one_year(first, last)
    if last and (day := _NUMBER.fullmatch(left)):
        first = _with(last, day=int(day["d"]))
    elif first and (day := _NUMBER.fullmatch(right)):
        last = _with(first, day=int(day["d"]))
    elif first and (day := _DAY_AND_YEAR.fullmatch(right)):
        first = _with(first, year=int(day["y"]))
        last = first and _with(first, day=int(day["d"]))
    return (first, last) if first and last else None


def _day(text: str, lang: Lang) -> DateValue | None:
    value = parse_date(text, lang)
    return value if value and value.precision == "day" else None


def _in_one_year(first: DateValue, last: DateValue) -> tuple[DateValue, DateValue] | None:
    """Two days, both in the year that one of them has."""
    if first.year == last.year:
        return first, last
    year = (first if first.year else last).moment.year
    start, end = _with(first, year=year), _with(last, year=year)
    return (start, end) if start and end else None


def _with(value: DateValue, *, year: int = 0, day: int = 0) -> DateValue | None:
    """The value on another day of its month, or in another year; None where there is no such."""
    moment = value.moment
    try:
        moment = moment.replace(year=year or moment.year, day=day or moment.day)
    except ValueError:
        return None
    return replace(value, moment=moment, year=bool(year) or value.year)


def _written(value: _Dated, target: Lang) -> str | None:
    """The value as a language writes it; None where it has no words for it."""
    if isinstance(value, DateValue):
        return format_date(value, target)
    if isinstance(value, RelativeDate):
        return format_relative(value, target)
    if isinstance(value, _Range):
        return format_interval(value.first.moment, value.last.moment, target, value.first.complete)
    name, date = label(value.name.key, target, value.name.sense), _written(value.value, target)
    return f"{name}: {date}" if name and date else None
