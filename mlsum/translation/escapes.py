"""Convert text between markup (with character references) and plain text for engines."""

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
_TITLES = {  # by its opening mark
    '"': str.maketrans('"', "'"),
    "'": str.maketrans("'", "’"),
    "(": str.maketrans("()", "[]"),
    "[": str.maketrans("[]", "()"),
}


def clean(markup: Markup, lang: Lang) -> Callable[[str], str]:
    """A function that turns a stretch of a body into one plain line for an engine."""
    if markup == "html":
        return lambda text: _composed(unwrap(ENTITY.sub(character, text), lang, markup))
    return lambda text: _composed(unwrap(text, lang))


def _composed(text: str) -> str:
    """Normalize to NFC, as models and tables expect."""
    return text if text.isascii() else normalize("NFC", text)


def escape(markup: Markup, value: bool = False) -> Callable[[str], str]:
    """A function that escapes an engine's output for a body or an attribute value."""
    if markup != "html":
        return str
    quotes = _QUOTES if value else {}
    return lambda text: _NO_TAG.sub("&lt;", _BARE.sub("&amp;", text)).translate(quotes)


def quoted(before: str, old: str, new: str) -> str:
    """A new attribute value, quoted if the old one was unquoted."""
    return f'"{new}"' if before.endswith("=") and new != old else new


def titled(before: str, text: str) -> str:
    """A title or alternative text in Markdown, without the characters that would end it."""
    return text.translate(_TITLES.get(before[-1:], {}))
