"""The words of pages about documents, in the languages of those who read them."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.lexicon import language_name
from mlsum.writers.page import Legend, Note, Share

__all__ = [
    "LANGUAGES",
    "Say",
    "counted",
    "legend",
    "name_in",
    "number",
    "percent",
    "reader",
    "say_in",
    "spoken",
    "words_in",
]

Say = Callable[[str], str]
"""Gives an English text in another language; as it is where that has none for it."""

LANGUAGES = ("en", "pt", "ko")
_GAP = "{}"


@lru_cache(maxsize=8)
def words_in(lang: str) -> Mapping[str, str]:
    """All that pages say in a language, by what it is in English; empty for an unknown one."""
    code = lang.partition("-")[0]
    return {row["en"]: row[code] for row in read_rows("interface.tsv") if row.get(code)}


@lru_cache(maxsize=8)
def say_in(lang: str) -> Say:
    """What says the words of a page in a language, or in English where it has no column for it."""
    known = words_in(lang)
    patterns = [
        (re.compile(re.escape(english).replace(re.escape(_GAP), "(.+?)")), said)
        for english, said in known.items()
        if _GAP in english
    ]

    def say(text: str) -> str:
        if text in known:
            return known[text]
        for pattern, said in patterns:
            if match := pattern.fullmatch(text):
                return said.format(*match.groups())
        return text

    return say


def counted(number: int, noun: str, plural: str = "") -> str:
    """A number with its noun in English: `1 row`, `2 rows`, `1,000 entries`."""
    return f"{number:,} {noun if number == 1 else plural or noun + 's'}"


def percent(part: float, ui: str = "en") -> str:
    """A share from 0 to 1 as a reader of `ui` writes it: `96.7%`, `96,7%`."""
    return f"{part:.1%}".replace(".", "," if ui.startswith("pt") else ".")


def number(value: float, ui: str = "en", decimals: int = 0) -> str:
    """A number as a reader of `ui` writes it: `1,250.5`, `1.250,5`."""
    text = f"{value:,.{decimals}f}"
    return text.translate(str.maketrans(",.", ".,")) if ui.startswith("pt") else text


def spoken(lang: Lang) -> str:
    """The language of a page for a reader of `lang`: theirs, or English."""
    return lang.language if lang.language in LANGUAGES else LANGUAGES[0]


def reader(ui: str | None, target: Lang) -> str:
    """The language of a page: the one that is requested, else that of the translation."""
    return ui or spoken(target)


def name_in(lang: Lang, ui: str) -> str:
    """The name of a language as a heading says it: `Português`."""
    name = language_name(lang, Lang(ui))
    return name[:1].upper() + name[1:]


def legend(letters: Mapping[str, int], ui: str = "en") -> Legend | Note:
    """The languages of a text by the letters in each, most first."""
    total = sum(letters.values())
    if not total:
        return Note(say_in(ui)("no language found"))
    shares = (
        Share(lang, name_in(Lang.parse(lang), ui), size / total) for lang, size in letters.items()
    )
    return Legend(say_in(ui)("Languages"), tuple(shares))
