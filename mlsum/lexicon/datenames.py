"""Names in dates: months, weekdays, halves of the day, time zones, and words such as yesterday.

They come from the Unicode CLDR through Babel, in the languages of `READ`; `dates.tsv` has the
words that Babel leaves out.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from mlsum.core.errors import LanguageError
from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon.cldr import READ, babel_locale
from mlsum.lexicon.spelling import column_lang, fold, pick, strip_accents

__all__ = [
    "calendar_words",
    "months",
    "periods",
    "phrase",
    "phrases",
    "plain",
    "spellings",
    "weekdays",
    "zone_name",
    "zones",
]

_WIDE = str.maketrans({wide: wide - 0xFEE0 for wide in range(0xFF01, 0xFF5F)})
_CLOCK_WORDS = {"": None, "h": None, "hs": None, "hrs": None, "horas": None, "uhr": None}


def plain(text: str) -> str:
    """The text composed (NFC), with narrow figures, single spaces and no invisible characters."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text).translate(_WIDE)
        text = "".join(char for char in text if unicodedata.category(char) != "Cf")
    return " ".join(text.split()).replace("\N{MINUS SIGN}", "-")


@lru_cache(maxsize=1)
def months() -> Mapping[str, int]:
    """The names of months, with and without accents → 1 to 12."""
    names: dict[str, int] = {}
    for widths in (babel_locale(Lang.parse(tag)).months for tag in READ):
        for form in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in widths[form][width].items():
                    names.setdefault(fold(name), number)
                    names.setdefault(strip_accents(fold(name)), number)
    names.setdefault("sept", 9)  # as the style of news agencies has it
    return names


@lru_cache(maxsize=1)
def weekdays() -> Mapping[str, int]:
    """The names of weekdays, with and without accents → 0 (Monday) to 6."""
    names: dict[str, int] = {}
    for widths in (babel_locale(Lang.parse(tag)).days["format"] for tag in READ):
        for width in ("wide", "abbreviated"):
            for number, name in widths[width].items():
                for spelling in (name, name.removesuffix("-feira")):
                    names.setdefault(fold(spelling), number)
                    names.setdefault(strip_accents(fold(spelling)), number)
    return names


@lru_cache(maxsize=1)
def periods() -> Mapping[str, str | None]:
    """The names of the halves of the day, and what else may stand beside a time → am, pm, None."""
    names: dict[str, str | None] = dict(_CLOCK_WORDS)
    for halves in (babel_locale(Lang.parse(tag)).day_periods["format"] for tag in READ):
        for width in ("wide", "abbreviated"):
            found = ((half, halves.get(width, {}).get(half)) for half in ("am", "pm"))
            names.update({fold(name): half for half, name in found if name})
    return names


@lru_cache(maxsize=1)
def zones() -> Mapping[str, tuple[str, str]]:
    """The long names of time zones, such as `horário de Brasília` → metazone and its form."""
    names: dict[str, tuple[str, str]] = {}
    for tag in READ:
        for zone, widths in babel_locale(Lang.parse(tag)).meta_zones.items():
            for form, name in dict(widths.get("long", {})).items():
                names.setdefault(fold(name), (zone, form))
    return names


def zone_name(zone: str, form: str, target: Lang) -> str | None:
    """The name of a metazone in a language, or None where CLDR has none."""
    found = babel_locale(target).meta_zones.get(zone, {}).get("long", {}).get(form)
    return str(found) if found else None


@lru_cache(maxsize=1)
def _phrases() -> Mapping[str, Mapping[Lang, tuple[str, ...]]]:
    return {
        row.pop("key"): {
            column_lang(tag): tuple(cell.split("|")) for tag, cell in row.items() if cell
        }
        for row in read_rows("dates.tsv")
    }


def phrases(key: str) -> Iterator[str]:
    """All spellings of a word of `dates.tsv`, in every language."""
    for cell in _phrases()[key].values():
        yield from cell


def phrase(key: str, target: Lang) -> str | None:
    """The usual spelling of a word of `dates.tsv` in a language, or None where it has none."""
    return next(iter(spellings(key, target)), None)


def spellings(key: str, lang: Lang) -> tuple[str, ...]:
    """The spellings of a word of `dates.tsv` in a language, the usual one first."""
    return pick(_phrases()[key], lang) or ()


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
