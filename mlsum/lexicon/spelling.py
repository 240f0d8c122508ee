"""How the cells of tables are read: languages of columns, spellings that are the same."""

import re
import unicodedata
from collections.abc import Mapping
from typing import TypeVar

import regex

from mlsum.core.lang import Lang

__all__ = ["LONGEST", "bare", "column_lang", "fold", "in_case_of", "pick", "plain", "strip_accents"]

_Value = TypeVar("_Value")

LONGEST = 200
"""Characters; no label, name or term of the tables is longer, so no longer text is folded."""

_WIDE = {0xFF00 + at: 0x20 + at for at in range(1, 0x5F)} | dict.fromkeys(
    (0xA0, 0x2007, 0x202F, 0x3000), " "
)
# Zero-width space, word joiner, byte order mark, soft hyphen, marks of direction; joiners, where
# neither neighbour is of a script that writes with them.
_UNSEEN = re.compile(
    "[\u00ad\u200b\u200e\u200f\u2060\ufeff]|(?<![\u0600-\u0dff])[\u200c\u200d](?![\u0600-\u0dff])"
)
_AROUND = r"[\s\[\](){}（）【】\"“”„«»‘’'*_~–—¿¡\p{So}←-⇿\uFE0F\u200D-]"
_BEFORE = regex.compile(rf"{_AROUND}*")
_AFTER = regex.compile(rf"(?r)(?:{_AROUND}|[.,;:!?…。！？])*\Z")


def column_lang(tag: str) -> Lang:
    """The language that heads a column, such as `pt` or `pt-PT`; ours, so nothing is checked."""
    language, _, region = tag.partition("-")
    return Lang(language, region=region)


def fold(text: str) -> str:
    """What two spellings of one name have in common: letters, marks and digits, case folded.

    So `>Publicado em:`, `publicado_em` and `PUBLICADO EM` are one, `publishedAt` is
    `published at`, and the full-width or spaced-out forms of East Asian text are the plain ones.
    """
    if text.isascii():
        return "".join(filter(str.isalnum, text.casefold()))
    # NFKC before and after: case folding can leave a text unnormalized (Unicode 3.13, D146),
    # and so can leaving out what stood between a letter and a mark.
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    kept = (char for char in folded if char.isalnum() or unicodedata.category(char)[0] == "M")
    return unicodedata.normalize("NFC", "".join(kept))


def plain(text: str) -> str:
    """The text as tables have it: composed, its full-width forms and blanks the usual ones.

    Characters that nobody sees are left out; a joiner within a word of a script that needs it
    stays.
    """
    if text.isascii():
        return text
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text.translate(_WIDE)))


def strip_accents(text: str) -> str:
    """The text without the accents of the Latin, Greek and Cyrillic scripts (U+0300 to U+036F).

    Marks of other scripts stay: without them, words of Japanese or Hindi are other words.
    """
    if text.isascii():
        return text
    bare = "".join(
        char
        for char in unicodedata.normalize("NFD", text)
        if not "\N{COMBINING GRAVE ACCENT}" <= char <= "\N{COMBINING LATIN SMALL LETTER X}"
    )
    return unicodedata.normalize("NFC", bare)


def pick(names: "Mapping[Lang, _Value]", target: Lang) -> "_Value | None":
    """The name for a target language: that of its region, else that of the language.

    Traditional Chinese has none here: the Chinese of the tables is Simplified.
    """
    if target.language == "zh" and (target.script == "Hant" or target.region in {"TW", "HK", "MO"}):
        return None
    return names.get(Lang(target.language, region=target.region)) or names.get(target.base)


def bare(text: str) -> tuple[str, str, str]:
    """The brackets, quotes and symbols before a short text, its words, and what comes after."""
    at = _BEFORE.match(text).end()
    words = text[at:]
    end = at + _AFTER.search(words).start()
    return text[:at], text[at:end], text[end:]


def in_case_of(text: str, name: str) -> str:
    """A name in capitals, or with a capital or a small letter at first, as `text` is written.

    Small letters are kept by a name that has a capital within: `coreia do sul`, `South Korea`.
    """
    if text.isupper():
        return name.upper()
    if text[:1].isupper():
        return name[:1].upper() + name[1:]
    return name.lower() if text[:1].islower() and name[1:].islower() else name
