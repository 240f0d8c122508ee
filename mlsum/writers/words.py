"""The words of pages about documents, in the languages of those who read them."""

import re
from collections.abc import Callable, Mapping
from functools import lru_cache

from mlsum.tables import read_rows

__all__ = ["LANGUAGES", "Say", "say_in", "words_in"]

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
