"""Times of day as people write them, with an offset from UTC or the name of a zone."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time, timedelta, timezone
from functools import lru_cache
from typing import Literal

from mlsum.lexicon.datenames import periods, phrases, zones
from mlsum.lexicon.spelling import fold

__all__ = ["LOCAL", "Clock", "Zone", "parse_clock"]

Zone = tuple[str, str]
"""A metazone of CLDR and the form of its name; an abbreviation alone has no form."""

LOCAL: Zone = ("", "local")

# Hours from UTC: the abbreviations of RFC 2822, and of Korea, Japan, Brazil, Central Europe.
_OFFSETS = {
    **{"z": 0, "utc": 0, "gmt": 0, "ut": 0, "kst": 9, "jst": 9, "brt": -3, "cet": 1, "cest": 2},
    **{"est": -5, "edt": -4, "cst": -6, "cdt": -5, "mst": -7, "mdt": -6, "pst": -8, "pdt": -7},
}
# What these are from UTC depends on the season or the country: they stay as they are.
_NAMED = ("et", "ct", "mt", "pt", "bst", "ist", "wet", "west", "eet", "eest", "msk", "hkt")
_ZONE = re.compile(
    r"[\s(]*(?<![^\W\d_])"
    rf"(?P<zone>{'|'.join(sorted((*_OFFSETS, *_NAMED), key=len, reverse=True))})?"
    r"(?P<offset>(?P<sign>[-+])(?P<hours>\d{1,2})(?::?(?P<minutes>\d\d))?)?"
    r"(?:\s\([^()]*\))?[\s)]*$"
)
_TIME = re.compile(
    r"(?P<before>[^\W\d_]+)?\s?(?P<h>\d{1,2})"
    r"(?:\s?(?P<unit>horas?|hrs|uhr|[:.h시時时点點])\s?(?:(?P<m>\d{1,2})"
    r"(?:\s?(?:[:.분分]|min)\s?(?:(?P<s>\d{1,2})(?:[.,](?P<fraction>\d{1,9}))?\s?[초秒s]?)?)?)?)?"
    r"\s?(?P<after>[^\W\d_][^\W\d_. ]*\.?(?:\s?m\.?)?)?"
)

# What may join a day and the time behind it.
_BETWEEN = re.compile(r"^(?:t|at|às|as|a\slas?|à|um|alle|ore|[-–|·•])(?![^\W\d_])\s?")


@dataclass(frozen=True, slots=True)
class Clock:
    """A time of day as precise as it was written; `zone` is a zone that was named."""

    time: time
    precision: Literal["noon", "midnight", "minute", "second"]
    zone: Zone | None = None


def parse_clock(text: str) -> Clock | None:
    """The time of day that a text in small letters is as a whole; None where it is none."""
    text = _BETWEEN.sub("", text)
    offset = _ZONE.search(text)
    name = offset["zone"] if offset and not offset["offset"] else None
    zone = (name.upper(), "") if name in _NAMED else None
    if clock := _clock(text[: offset.start()] if offset else text, offset, zone):
        return clock
    for cut in re.finditer(r"[\s(]+(?=[^\W\d_])", text):
        tail = fold(text[cut.end() :])
        named = LOCAL if tail in _locals() else zones().get(tail)
        if named:
            return _clock(text[: cut.start()], None, named)
    return None


def _clock(text: str, offset: re.Match[str] | None, zone: Zone | None) -> Clock | None:
    name = _named_times().get(fold(text.removeprefix("12 ")))
    if name:
        named = _time((12 if name == "noon" else 0, 0, 0, 0), offset)
        return Clock(named, name, zone) if named else None
    text = " ".join(_halves().sub(lambda half: f" {half.lastgroup} ", text).split())
    found = _TIME.fullmatch(text)
    if not found:
        return None
    # Most times stand alone; the names of the halves of the day take 0.1 s to read.
    words = [word for side in ("before", "after") if (word := fold(found[side] or ""))]
    half = next((periods()[word] for word in words if periods().get(word)), None)
    minutes_or_unit = found["m"] or (found["unit"] or ":") not in ":."
    if not (minutes_or_unit or words) or not all(word in periods() for word in words):
        return None
    hour = int(found["h"])
    if half and hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    micro = int((found["fraction"] or "").ljust(6, "0")[:6])
    clock = _time((hour, int(found["m"] or 0), int(found["s"] or 0), micro), offset)
    return Clock(clock, "second" if found["s"] else "minute", zone) if clock else None


def _time(parts: tuple[int, int, int, int], offset: re.Match[str] | None) -> time | None:
    try:
        return time(*parts, _timezone(offset))
    except ValueError:
        return None


def _timezone(zone: re.Match[str] | None) -> timezone | None:
    """The zone of an offset such as `-03:00`, or of a name; raises ValueError beyond 24 hours."""
    if zone and zone["offset"]:
        offset = timedelta(hours=int(zone["hours"]), minutes=int(zone["minutes"] or 0))
        return timezone(-offset if zone["sign"] == "-" else offset)
    hours = _OFFSETS.get(zone["zone"]) if zone and zone["zone"] else None
    return None if hours is None else timezone(timedelta(hours=hours))


@lru_cache(maxsize=1)
def _named_times() -> Mapping[str, Literal["noon", "midnight"]]:
    named: dict[str, Literal["noon", "midnight"]] = {}
    named.update(dict.fromkeys(map(fold, phrases("noon")), "noon"))
    named.update(dict.fromkeys(map(fold, phrases("midnight")), "midnight"))
    return named


@lru_cache(maxsize=1)
def _locals() -> frozenset[str]:
    return frozenset(map(fold, phrases("local_time")))


@lru_cache(maxsize=1)
def _halves() -> "re.Pattern[str]":
    """Phrases for the halves of the day, such as `da manhã`; the group is am or pm."""
    found = ("|".join(map(re.escape, map(str.lower, phrases(half)))) for half in ("am", "pm"))
    return re.compile(r"(?<![^\W\d_])(?:(?P<am>{})|(?P<pm>{}))(?![^\W\d_])".format(*found))
