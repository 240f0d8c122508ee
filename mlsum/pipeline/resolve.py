"""What tables can decide without a model: names, dates, languages, terms, glossary entries."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from urllib.parse import urlsplit

import regex

from mlsum.checks import writable
from mlsum.checks.names import is_bare_name
from mlsum.detection.kinds import LINK
from mlsum.document import Action, Detection, Romanization
from mlsum.engines.spelling import likelihood
from mlsum.lang import Lang
from mlsum.lexicon import (
    Glossary,
    currency_name,
    find_outlet,
    format_date,
    format_number,
    is_loanword,
    known_forms,
    language_name,
    map_list,
    outlet_in_latin,
    outlet_name,
    parse_currency,
    parse_date,
    parse_language,
    parse_number,
    parse_territory,
    person_name,
    place_name,
    romanize,
    territory_name,
    translate_term,
)

__all__ = ["LIST_KEYS", "Decision", "for_program", "name_in", "resolve"]

_KOREAN = Lang("ko")
_OUTLET_KEYS = frozenset({"source", "publisher", "aggregator", "agency", "organization"})
_PERSON_KEYS = frozenset(
    {"author", "reporter", "editor", "translator", "photographer", "byline", "sender", "recipient"}
)
LIST_KEYS = frozenset({"section", "category", "topic", "tags", "keywords"})
_TERM_KEYS = LIST_KEYS | {"type", "status"}
_TERRITORY_KEYS = frozenset({"country", "location"})
_PLACE_KEYS = _TERRITORY_KEYS | {"city", "region", "dateline"}
_NAME_KEYS = _PLACE_KEYS | {"person", "people", "name", "contact"}
_IDENTIFIER = regex.compile(r"[a-z0-9]+(?:[._/-][a-z0-9]+)*|[./]?[\w.-]*/[\w./-]+")
_STAMP = 2
_LONGEST_CODE = 3  # `IT` among tags is a trade, not Italy
_HANGUL = regex.compile(r"\p{Hangul}")
_FIXED_KINDS = frozenset({"url", "code", "number"})


@dataclass(frozen=True, slots=True)
class Decision:
    """What a text becomes, and which table says so."""

    action: Action
    text: str
    note: str


def resolve(
    key: str,
    text: str,
    detection: Detection,
    target: Lang,
    glossary: Glossary | None,
    names: Romanization = "customary",
) -> Decision | None:
    """Decide a field's value by table; None where only an engine could.

    The order is: the user's glossary, what has no language, CLDR, outlets, terms, names. `names`
    is how Korean ones are romanized.
    """
    if not text.strip():
        return Decision("keep", text, "empty")
    if glossary and (entry := glossary.lookup(text.strip(), target)) is not None:
        return Decision("term", entry, "glossary")
    if detection.kind in _FIXED_KINDS:
        return _number(text, target) or Decision("keep", text, detection.kind)
    if detection.kind == "link":
        return _link(text, target, names)
    if located := _by_locale(key, text, detection, target):
        return located
    if key in _PERSON_KEYS:
        return _changed("term", text, person_name(text, target, names), "romanized")
    if key in _OUTLET_KEYS or detection.kind == "name":
        return name_in(text, target, style=names)
    if key in _NAME_KEYS and (named := _named(key, text, detection, target, names)):
        return named
    if key in _TERM_KEYS and (terms := _terms(text, key, target)) is not None:
        return _changed("term", text, terms, "terms")
    if detection.langs == (target.base,):
        return Decision("keep", text, f"already {target}")
    return None


def for_program(
    key: str, text: str, detection: Detection, siblings: Sequence[str] = ()
) -> Decision | None:
    """Keep what a program reads: dates and languages as codes, identifiers; None for words.

    `siblings` are all values of the same field: `war` among `war, rain` is a word, but among
    `war, news_item` an identifier.
    """
    if detection.kind in ("date", "language") and text.isascii() and len(text.split()) <= _STAMP:
        return Decision("keep", text, f"{detection.kind} for programs")
    if _IDENTIFIER.fullmatch(text) and not (key in LIST_KEYS and _is_word(text, siblings)):
        return Decision("keep", text, "identifier")
    return None


def _is_word(text: str, siblings: Sequence[str]) -> bool:
    """Whether a tag is of letters alone, as the others are unless one shows that all are words."""
    if not text.isalpha() or len(text) < _LONGEST_CODE:
        return False
    words = any(not _IDENTIFIER.fullmatch(one) for one in siblings)
    return words or all(map(str.isalpha, siblings))


def name_in(
    text: str, target: Lang, url: str | None = None, style: Romanization = "customary"
) -> Decision:
    """A proper name for readers of `target`: the outlet table, romanization, or as it is."""
    outlet = find_outlet(name=text) or (find_outlet(domain=url) if url else None)
    if outlet and target.language not in outlet.names and _readable(text, target):
        return Decision("keep", text, "outlets")  # `BBC News` is no worse than `BBC`
    if outlet and (name := outlet_name(outlet, target)):
        return _changed("term", text, name, "outlets")
    if target.base != _KOREAN and _HANGUL.search(text):
        if latin := outlet_in_latin(text, urlsplit(url or "").netloc):
            return Decision("term", latin, "outlets")
        if not is_loanword(text):
            return Decision("term", romanize(text, style), "romanized")
    return Decision("keep", text, "name")


def _terms(text: str, key: str, target: Lang) -> str | None:
    """A term or a list of them, countries among them; None where one is unknown."""

    def element(text: str) -> str | None:
        term = translate_term(text, key, target)
        if term is None and len(text) > _LONGEST_CODE:
            return place_name(text, target)
        return term

    return map_list(text, element)


def _named(
    key: str, text: str, detection: Detection, target: Lang, names: Romanization
) -> Decision | None:
    """Places by table; a city, or what is a name and nothing else, as it is."""
    if key in _PLACE_KEYS and (place := place_name(text, target)):
        return _changed("term", text, place, "exonyms")
    if key == "city":
        return name_in(text, target, style=names)
    source = detection.lang
    known = partial(known_forms, source=source, target=target)
    bare = partial(is_bare_name, lang=source, rate=likelihood(source), known=known)
    kept = map_list(text, lambda element: element if bare(element) else None)
    return Decision("keep", text, "name") if kept else None


def _readable(text: str, target: Lang) -> bool:
    return all(writable(char, target) for char in text if char.isalpha())


def _link(text: str, target: Lang, names: Romanization) -> Decision:
    """A Markdown link: its text as a name, its address untouched."""
    match = LINK.search(text)
    if not match:
        return Decision("keep", text, "link")
    named = name_in(match["text"], target, match["url"], names)
    start, end = match.span("text")
    return Decision(named.action, text[:start] + named.text + text[end:], named.note)


def _by_locale(key: str, text: str, detection: Detection, target: Lang) -> Decision | None:
    """Dates, languages, territories and currencies, as CLDR writes them in `target`."""
    if detection.kind == "date" and (date := parse_date(text)) is not None:
        return _changed("locale", text, format_date(date, target), "CLDR date")
    if detection.kind == "language" and (lang := parse_language(text)) is not None:
        return _changed("locale", text, language_name(lang, target), "CLDR language")
    if key in _TERRITORY_KEYS and (code := parse_territory(text)) is not None:
        return _changed("locale", text, territory_name(code, target), "CLDR territory")
    if key == "currency" and (code := parse_currency(text)) is not None:
        return _changed("locale", text, currency_name(code, target), "CLDR currency")
    return None


def _number(text: str, target: Lang) -> Decision | None:
    """An amount that shows it is one, by a unit or grouped thousands: `3.5%`, `₩10,000`.

    A bare number may be a version, a year or an identifier, which no language writes differently.
    """
    number = parse_number(text)
    if number is None or not (number.grouped or number.unit):
        return None
    return _changed("locale", text, format_number(number, target), "CLDR number")


def _changed(action: Action, old: str, new: str, note: str) -> Decision:
    return Decision(action if new != old else "keep", new, note)
