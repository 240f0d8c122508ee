"""The characters of HTML: as an engine reads them, and as a body writes them."""

import re
from collections.abc import Callable
from unicodedata import normalize

from mlsum.core.document import Markup
from mlsum.core.lang import Lang
from mlsum.formats.reading import ENTITY, character
from mlsum.text.segment import unwrap

__all__ = ["clean", "escape", "quoted", "titled"]

_BARE = re.compile(rf"&(?!{ENTITY.pattern[1:]})")
_NO_TAG = re.compile(r"<(?![A-Za-z/!?])")
_QUOTES = str.maketrans({'"': "&quot;", "'": "&#39;"})
_TITLES = {  # by the mark that it begins with
    '"': str.maketrans('"', "'"),
    "'": str.maketrans("'", "’"),
    "(": str.maketrans("()", "[]"),
    "[": str.maketrans("[]", "()"),
}


def clean(markup: Markup, lang: Lang) -> Callable[[str], str]:
    """A function that makes a stretch of a body one line of words, as an engine is asked them."""
    if markup == "html":
        return lambda text: _composed(unwrap(ENTITY.sub(character, text), lang))
    return lambda text: _composed(unwrap(text, lang))


def _composed(text: str) -> str:
    """Letters and their accents as one character each, as models and tables have them."""
    return text if text.isascii() else normalize("NFC", text)


def escape(markup: Markup, value: bool = False) -> Callable[[str], str]:
    """A function that writes an engine's words into such a body, or as an attribute's value."""
    if markup != "html":
        return str
    quotes = _QUOTES if value else {}
    return lambda text: _NO_TAG.sub("&lt;", _BARE.sub("&amp;", text)).translate(quotes)


def quoted(before: str, old: str, new: str) -> str:
    """A new value of an attribute; in quotes where the old one stood without, behind its `=`."""
    return f'"{new}"' if before.endswith("=") and new != old else new


def titled(before: str, text: str) -> str:
    """What a link or an image of Markdown says of itself, without the marks that would end it."""
    return text.translate(_TITLES.get(before[-1:], {}))
