"""The kind of a value: running text, a name, or something that is in no language."""

import re

from mlsum.core.document import Kind
from mlsum.detection.words import is_common, is_outlet, is_sentence
from mlsum.lexicon import (
    DATE_KEYS,
    is_date,
    is_language_list,
    parse_language,
    parse_territory,
    plain,
)

__all__ = ["LINK", "WORDLESS", "is_tags", "kind_of"]

# Kinds that are in no language. The name of a language stands for its tag.
WORDLESS: frozenset[Kind] = frozenset({"date", "url", "language", "number", "code"})

LINK = re.compile(r"!?\[(?P<text>[^\[\]]*)\]\((?P<url>[^()\s]+)\)")
_URL = re.compile(
    r"<?(?:https?|ftp)://\S+|<?(?:mailto:)?[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+>?"
    r"|(?:[a-z0-9-]+\.)+[a-z]{2,}(?:/\S*)?",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"(?:[A-Z]{1,2}(?=\$)|[A-Z]{3}(?=\s))?[+\-−#№~]?[$€£¥₩₹]?\s?[+\-−]?\d[\d\s.,:/×x–-]*[%‰°]?\s?(?:[$€£¥₩₹]|[A-Z]{3})?"
)
# An identifier has only these, and more digits than letters, an underscore, or hex digits.
_CODE = re.compile(r"[A-Za-z0-9_.:/\\#+-]{4,}")
# Tags of languages and countries, such as `en, pt-BR`.
_TAG = r"[a-z]{2}(?:[-_][A-Za-z]{2})?"
_TAGS = re.compile(rf"{_TAG}(?:\s*[,;/|]\s*{_TAG})*")
_BASE = re.compile(r"[a-z]{2}(?![A-Za-z])(?<![-_]..)")
_HEX = re.compile(r"(?=[a-f-]*\d)[0-9a-f-]{8,}")

_NAMES = {
    *("author", "reporter", "byline", "editor", "translator", "photographer", "source", "agency"),
    *("aggregator", "publisher", "desk", "dateline", "name", "organization", "person", "people"),
    *("sender", "recipient", "copyright", "illustrator", "advisor", "publication_place"),
    *("repository", "fonds"),
}
_CODES = {
    *("id", "slug", "code", "isbn", "issn", "doi", "ticker", "filename", "format", "version"),
    *("call_number", "accession_number", "reference_code"),
}
_LANGUAGES = {"language", "original_language", "target_language"}
# Longer values are running text.
_LONGEST = 300
_LONGEST_NAME = 80


def kind_of(text: str, key: str = "") -> Kind:
    """The kind of a value; `key` is the canonical field it stands in, where that is known."""
    text = plain(text).strip()
    if not text or len(text) > _LONGEST:
        return "url" if _URL.fullmatch(text) else "text"
    if text[-1] == ")" and LINK.fullmatch(text):
        return "link"
    if key in _LANGUAGES and is_language_list(text):
        return "language"
    named = key in _NAMES or is_outlet(text)
    named = named and len(text) < _LONGEST_NAME and not is_sentence(text)
    return _wordless_kind(text, key) or ("name" if named else "text")


def is_tags(text: str) -> bool:
    """Whether a text consists of language or country tags; a lone common word is no tag."""
    if not _TAGS.fullmatch(text):
        return False
    tags = _BASE.findall(text)
    if len(tags) == 1 and is_common(tags[0]):
        return False
    return all(parse_language(tag) or parse_territory(tag) for tag in tags)


def _wordless_kind(text: str, key: str) -> Kind | None:
    if is_tags(text):
        return "code"
    spaced = " " in text
    if not spaced and _URL.fullmatch(text):
        return "url"
    if (key in DATE_KEYS or any(map(str.isdigit, text))) and is_date(text, key):
        return "date"
    if _NUMBER.fullmatch(text):
        return "number"
    return "code" if not spaced and key not in _NAMES and _is_code(text, key) else None


def _is_code(text: str, key: str) -> bool:
    if key in ("filename", "format") and text.isalpha() and text.istitle():
        return False  # `"file": "File"` in the messages of an interface
    if key in _CODES or _HEX.fullmatch(text):
        return True
    digits, letters = sum(map(str.isdigit, text)), sum(map(str.isalpha, text))
    return bool(digits and _CODE.fullmatch(text)) and (digits >= letters or "_" in text)
