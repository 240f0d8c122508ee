"""What sort of thing a value is: running text, a name, or something that is in no language."""

import re

from mlsum.document import Kind

__all__ = ["LINK", "kind_of"]

_URL = re.compile(
    r"<?(?:https?|ftp)://\S+|<?(?:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+>?"
    r"|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?",
    re.IGNORECASE,
)
LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\((?P<url>[^()\s]+)\)")
_NUMBER = re.compile(r"[+\-−#№~]?\s?\W?\s?\d[\d\s.,:/×x%‰°–-]*\W?")
# An identifier: no space, and a digit, an underscore or a slash among its letters.
_CODE = re.compile(r"(?=\S*[\d_/\\])[A-Za-z0-9_.:/\\#+-]+")
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z]{4})?(?:[-_][A-Za-z]{2})?")
_DATE = re.compile(
    r"(?:\d{4}[-./]\d{1,2}[-./]\d{1,2}\.?|\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?:[T ]\d{1,2}:\d{2}.*)?"
)

_NAMES = {
    *("author", "reporter", "byline", "editor", "translator", "photographer", "source", "agency"),
    *("aggregator", "publisher", "desk", "dateline", "name", "organization", "person", "people"),
    *("sender", "recipient", "copyright"),
}
_CODES = {"id", "slug", "code", "isbn", "issn", "doi", "ticker", "filename", "format", "version"}
_DATES = {"date", "time", "updated", "created", "collected", "access_date", "deadline"}


def kind_of(text: str, key: str = "") -> Kind:
    """The kind of a value; `key` is the canonical field it stands in, where that is known."""
    text = text.strip()
    if not text:
        return "text"
    if text[-1] == ")" and LINK.fullmatch(text):
        return "link"
    if key == "language" and _LANGUAGE_TAG.fullmatch(text):
        return "language"
    if " " not in text and _URL.fullmatch(text):
        return "url"
    if (text[0].isdigit() or key in _DATES) and _DATE.fullmatch(text):
        return "date"
    if _NUMBER.fullmatch(text):
        return "number"
    if _CODE.fullmatch(text) or (key in _CODES and " " not in text):
        return "code"
    return "name" if key in _NAMES and len(text) < 80 else "text"
