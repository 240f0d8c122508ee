"""Decide values by table, without a model: names, dates, languages, terms, the glossary."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from urllib.parse import urlsplit

import regex

from mlsum.core.document import Action, Detection, Romanization
from mlsum.core.lang import UND, Lang
from mlsum.detection.kinds import LINK
from mlsum.detection.words import is_sentence
from mlsum.engines.spelling import likelihood
from mlsum.lexicon import (
    DATE_KEYS,
    TERM_KEYS,
    Glossary,
    Outlet,
    currency_name,
    date_order,
    decimal_sign,
    find_outlet,
    is_loanword,
    is_term_in,
    known_forms,
    localize_amount,
    localize_date,
    localize_languages,
    map_list,
    outlet_in_latin,
    outlet_name,
    parse_currency,
    parse_territory,
    person_name,
    place_name,
    plain,
    romanize,
    territory_name,
    translate_term,
)
from mlsum.text.checks import writable
from mlsum.text.checks.names import is_bare_name

__all__ = [
    "LIST_KEYS",
    "SOURCE_KEYS",
    "Decision",
    "ValueContext",
    "are_messages",
    "for_program",
    "name_in",
    "resolve",
]

_KOREAN = Lang("ko")
_OUTLET_KEYS = frozenset(
    {"source", "publisher", "aggregator", "agency", "organization", "repository"}
)
SOURCE_KEYS = frozenset({"source", "publisher", "url", "agency"})
_PERSON_KEYS = frozenset(
    {"author", "reporter", "editor", "translator", "photographer", "byline", "sender", "recipient"}
    | {"illustrator", "advisor"}
)
LIST_KEYS = frozenset({"section", "category", "topic", "tags", "keywords"})
_PROSE_KEYS = frozenset(
    {"title", "subtitle", "description", "summary", "caption", "topic", "content", "comment"}
)
_MACHINE_KEYS = frozenset({"id", "url", "slug", "language", "layout", "code", "image", "published"})
_SETTING_KEYS = frozenset(
    {"status", "type", "kind", "role", "state", "mode", "theme", "color", "class", "style", "level"}
)
_FEWEST_MESSAGES, _MESSAGES = 3, 0.65
_HYPHENATED = regex.compile(r"\p{L}{2,}(?:-\p{L}{2,})*")
_PEOPLE_KEYS = frozenset({"person", "people"})
_TERRITORY_KEYS = frozenset({"country", "location"})
_PLACE_KEYS = _TERRITORY_KEYS | {"city", "region", "dateline", "publication_place"}
_NAME_KEYS = _PLACE_KEYS | {"person", "people", "name", "contact"}
_LANGUAGE_KEYS = frozenset({"language", "original_language", "target_language"})
_IDENTIFIER = regex.compile(r"[a-z0-9]+(?:[._/-][a-z0-9]+)*|[./]?[\w.-]*/[\w./-]+")
_AMOUNT_KEYS = frozenset({"price", "amount", "rating", "confidence", "views", "word_count", "size"})
_CODE_KEYS = frozenset({"version", "id", "code", "isbn", "issn", "doi", "ticker", "phone", "slug"})
_STAMP = 2
_LONGEST_DATE = 120  # characters; a longer value of a date field is a remark
_LONGEST_CODE = 3  # `IT` among tags is the industry, not Italy
_HANGUL = regex.compile(r"\p{Hangul}")
_FIXED_KINDS = frozenset({"url", "code", "number"})


@dataclass(frozen=True, slots=True)
class Decision:
    """The replacement of a text, and the table it came from."""

    action: Action
    text: str
    note: str


@dataclass(frozen=True, slots=True)
class ValueContext:
    """The context of a value: the language of the item's text, and the host of its address.

    `messages`: the item is a list of messages (see `are_messages`).
    """

    lang: Lang = UND
    host: str = ""
    messages: bool = False


_ALONE = ValueContext()


def resolve(
    key: str,
    text: str,
    detection: Detection,
    target: Lang,
    glossary: Glossary | None,
    around: Sequence[Lang] = (),
    names: Romanization = "customary",
    context: ValueContext = _ALONE,
) -> Decision | None:
    """Decide a field's value by table; None if it needs an engine.

    `around` are the possible languages of dates and numbers; `names` is the romanization of Korean
    names. The order is: the glossary, values without a language, CLDR, outlets, terms, names. A
    kept value keeps every character.
    """
    if not text.strip():
        return Decision("keep", text, "empty")
    usual = plain(text)
    if glossary and (entry := glossary.lookup(usual.strip(), target)) is not None:
        return Decision("term", entry, "glossary")
    result = _by_table(key, usual, detection, target, around, names, context)
    return replace(result, text=text) if result and result.action == "keep" else result


def _by_table(
    key: str,
    text: str,
    detection: Detection,
    target: Lang,
    around: Sequence[Lang],
    names: Romanization,
    context: ValueContext,
) -> Decision | None:
    if key in _LANGUAGE_KEYS and (languages := localize_languages(text, context.lang, target)):
        return _changed("locale", text, *languages)
    if detection.kind in _FIXED_KINDS:
        return _amount(key, text, around, target) or Decision("keep", text, detection.kind)
    if detection.kind == "link":
        return _link(text, target, names)
    if dated := _date(key, text, detection, around, target):
        return dated
    if detection.kind == "text" and (amount := _amount(key, text, around, target)):
        return amount
    if located := _by_locale(key, text, target):
        return located
    if key in _PERSON_KEYS | _OUTLET_KEYS | _NAME_KEYS and is_sentence(text):
        return _kept(detection, text, target)
    if key in _PERSON_KEYS or (key in _PEOPLE_KEYS and _HANGUL.search(text)):
        return _changed("term", text, person_name(text, target, names), "romanized")
    if key in _PLACE_KEYS and (position := place_name(text, target)):
        return _changed("term", text, position, "exonyms")
    if key in _OUTLET_KEYS or detection.kind == "name":
        return _several(text, target) or name_in(text, target, style=names, host=context.host)
    if key in _NAME_KEYS and (named := _named(key, text, detection, target, names)):
        return named
    if detection.langs == (target.base,) and is_term_in(text, key, target):
        return Decision("keep", text, f"already {target}")
    if key in TERM_KEYS and (terms := _terms(text, key, target)) is not None:
        return _changed("term", text, terms, "terms")
    return _kept(detection, text, target)


def _kept(detection: Detection, text: str, target: Lang) -> Decision | None:
    """Keep a value that is already in the target language."""
    if detection.langs == (target.base,):
        return Decision("keep", text, f"already {target}")
    return None


def for_program(
    key: str,
    text: str,
    detection: Detection,
    siblings: Sequence[str] = (),
    *,
    messages: bool = False,
) -> Decision | None:
    """Keep values read by programs: codes of dates and languages, identifiers. None for words.

    `siblings` are all values of the field: `war` is a word among `war, rain`, but an identifier
    among `war, news_item`. A title of one word is a word, and so is each of the `messages` of a
    user interface.
    """
    stamp = detection.kind == "language" or any(map(str.isdigit, text))
    if (
        stamp
        and detection.kind in ("date", "language")
        and text.isascii()
        and len(text.split()) <= _STAMP
    ):
        return Decision("keep", text, f"{detection.kind} for programs")
    if not _IDENTIFIER.fullmatch(text):
        return None
    prose = key in _PROSE_KEYS or (messages and key not in _SETTING_KEYS)
    if (prose and _HYPHENATED.fullmatch(text)) or (key in LIST_KEYS and _is_word(text, siblings)):
        return None
    return Decision("keep", text, "identifier")


def are_messages(values: Mapping[str, Sequence[str]]) -> bool:
    """Whether the values of an item, by their keys, are the messages of a user interface.

    Nearly all of them begin with a capital or have several words, and none is for programs alone.
    """
    texts = [text for texts in values.values() for text in texts if any(map(str.isalpha, text))]
    written = sum(not _IDENTIFIER.fullmatch(text) for text in texts)
    plain = _MACHINE_KEYS.isdisjoint(values)
    return plain and written >= max(_FEWEST_MESSAGES, _MESSAGES * len(texts))


def _is_word(text: str, siblings: Sequence[str]) -> bool:
    """Whether a tag is a word: letters only, and so are the others unless one shows words."""
    if not text.isalpha() or len(text) < _LONGEST_CODE:
        return False
    words = any(not _IDENTIFIER.fullmatch(item) for item in siblings)
    return words or all(map(str.isalpha, siblings))


def name_in(
    text: str,
    target: Lang,
    url: str | None = None,
    style: Romanization = "customary",
    host: str = "",
) -> Decision:
    """A proper name for readers of `target`: from the outlet table, romanized, or unchanged.

    `url` is the address of the named outlet. `host` may be; its spelling is used if it sounds like
    the name.
    """
    outlet = find_outlet(name=text) or (find_outlet(domain=url) if url else None)
    if target.base == _KOREAN and _HANGUL.search(text):
        return Decision("keep", text, "name")
    if outlet and _known_there(text, outlet, target):
        return Decision("keep", text, "outlets")  # `BBC News` is as good as `BBC`
    if outlet and (name := outlet_name(outlet, target)):
        return _changed("term", text, name, "outlets")
    if target.base != _KOREAN and _HANGUL.search(text):
        if latin := outlet_in_latin(text, urlsplit(url).netloc if url else host):
            return Decision("term", latin, "outlets")
        if not is_loanword(text):
            return Decision("term", romanize(text, style), "romanized")
    return Decision("keep", text, "name")


def _several(text: str, target: Lang) -> Decision | None:
    """Outlets in a list in Hangul, `뉴시스 / 한국경제`; None for a single or an unknown one."""

    def element(item: str) -> str | None:
        return outlet_name(result, target) if (result := find_outlet(name=item)) else None

    if target.base == _KOREAN or not _HANGUL.search(text) or find_outlet(name=text):
        return None
    listed = map_list(text, element)
    return _changed("term", text, listed, "outlets") if listed else None


def _known_there(text: str, outlet: Outlet, target: Lang) -> bool:
    """Whether readers of `target` know the outlet by this name rather than an edition's."""
    others = {name for code, name in outlet.names.items() if code not in outlet.langs}
    return target.language not in outlet.names and _readable(text, target) and text not in others


def _terms(text: str, key: str, target: Lang) -> str | None:
    """Translate a term or a list of terms and countries; None if one is unknown."""

    def element(text: str) -> str | None:
        term = translate_term(text, key, target)
        if term is None and len(text) > _LONGEST_CODE:
            return place_name(text, target)
        return term

    return map_list(text, element)


def _named(
    key: str, text: str, detection: Detection, target: Lang, names: Romanization
) -> Decision | None:
    """Translate places by table; a city or a bare name stays unchanged."""
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
    """Translate the text of a Markdown link as a name; keep its address."""
    match = LINK.search(text)
    if not match:
        return Decision("keep", text, "link")
    named = name_in(match["text"], target, match["url"], names)
    start, end = match.span("text")
    return Decision(named.action, text[:start] + named.text + text[end:], named.note)


def _date(
    key: str, text: str, detection: Detection, around: Sequence[Lang], target: Lang
) -> Decision | None:
    """A date as CLDR writes it in `target`.

    An unreadable date in figures stays: an engine would translate only half of it.
    """
    if detection.kind == "date":
        written = localize_date(text, _agreed(around, date_order), target)
        if written is not None:
            return _changed("locale", text, written, "CLDR date")
    elif key not in DATE_KEYS or not any(map(str.isdigit, text)) or len(text) > _LONGEST_DATE:
        return None
    return Decision("keep", text, "date not read")


def _by_locale(key: str, text: str, target: Lang) -> Decision | None:
    """Territories and currencies, as CLDR writes them in `target`."""
    if key in _TERRITORY_KEYS and (code := parse_territory(text)) is not None:
        return _changed("locale", text, territory_name(code, target), "CLDR territory")
    if key == "currency" and (code := parse_currency(text)) is not None:
        return _changed("locale", text, currency_name(code, target), "CLDR currency")
    return None


def _amount(key: str, text: str, around: Sequence[Lang], target: Lang) -> Decision | None:
    """A number, an amount of money, or a number of units, as CLDR writes it in `target`."""
    if key in _CODE_KEYS:
        return None
    source = _agreed(around, decimal_sign)
    if source.base == target.base:
        return None
    written = localize_amount(text, source, target, bare=key in _AMOUNT_KEYS and source != UND)
    return None if written is None else _changed("locale", text, written, "CLDR number")


def _agreed(around: Sequence[Lang], trait: Callable[[Lang], str]) -> Lang:
    """The first language if all that have a trait share it, else UND."""
    having = {lang: result for lang in around if (result := trait(lang))}
    return next(iter(having)) if len(set(having.values())) == 1 else UND


def _changed(action: Action, old: str, new: str, note: str) -> Decision:
    return Decision(action if new != old else "keep", new, note)
