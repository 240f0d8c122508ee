"""What a web page says of itself, told anew when its text is in another language."""

import re

from mlsum.core.errors import LanguageError
from mlsum.core.lang import Lang
from mlsum.formats.office.languages import is_right_to_left
from mlsum.text.segment.html import COMMENT, TAG

__all__ = ["encodable", "tagged"]

# What is no tag, or holds none: tempered, so that no text takes more than linear time.
_TAG = re.compile(
    rf"{COMMENT}|<(script|style)\b[^>]*>(?:(?!</\1|<\1).)*+|{TAG}", re.IGNORECASE | re.DOTALL
)
_LANG = re.compile(r"""(\s(?:xml:)?lang\s*=\s*["']?)([A-Za-z][\w-]*)""", re.IGNORECASE)
_WHOLE = re.compile(r"<(?:html|body)\b", re.IGNORECASE)
_DIRECTION = re.compile(r"""(\sdir\s*=\s*["']?)(?:rtl|ltr)""", re.IGNORECASE)
_META = re.compile(
    r"""(<meta\b(?=[^>]*\s(?:http-equiv|name)\s*=\s*["']?(?:content-language|language|dc\.language)["'\s>])
        [^>]*\scontent\s*=\s*["']?)([A-Za-z][\w-]*)""",
    re.IGNORECASE | re.VERBOSE,
)


def tagged(text: str, old: str, new: str) -> str:
    """The page with the tag of its language changed, wherever it is given; others are kept."""

    def told(match: re.Match[str]) -> str:
        return match[1] + (new if _base(match[2]) == _base(old) else match[2])

    def in_tag(match: re.Match[str]) -> str:
        tag = match[0]
        if tag.startswith("<!--") or match[1]:
            return tag
        if _WHOLE.match(tag) and is_right_to_left(old) != is_right_to_left(new):
            tag = _DIRECTION.sub(r"\1" + ("rtl" if is_right_to_left(new) else "ltr"), tag)
        return _META.sub(told, _LANG.sub(told, tag))

    return _TAG.sub(in_tag, text)


def encodable(text: str, encoding: str) -> str:
    """The page with character references for what its encoding lacks."""
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return text.encode(encoding, "xmlcharrefreplace").decode(encoding)
    return text


def _base(tag: str) -> Lang | str:
    try:
        return Lang.parse(tag).base
    except LanguageError:
        return tag
