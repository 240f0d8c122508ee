"""Key terms of documents, and what tables call them in the reader's language."""

import re
import unicodedata
from dataclasses import replace

from mlsum.detection import detect_item
from mlsum.document import Document, Item, KeyTerm
from mlsum.lang import UND, Lang
from mlsum.lexicon import (
    find_outlet,
    language_name,
    outlet_name,
    outlet_tail,
    parse_language,
    parse_territory,
    territory_name,
    translate_term,
)
from mlsum.options import Options
from mlsum.summarizers import candidates, key_terms

__all__ = ["keywords"]

# A shorter term could be read as the code of a country or of a language.
_LONGEST_CODE = 3
_SOURCES = frozenset(("source", "publisher", "aggregator", "agency", "organization", "url"))
# The last part of a title behind a bar or a dash, in capitals or in a script that has none.
_TAIL = re.compile(r"\s+(?P<mark>[|｜]|[-–—])\s+(?P<name>[^\s|｜–—-][^|｜–—]{0,40})$")
_MOST_WORDS = 5  # of the name of an outlet
_SMALL = frozenset(("of", "the", "and", "de", "da", "do", "e", "&"))


def keywords(
    document: Document, options: Options, count: int = 10
) -> list[tuple[Lang, list[KeyTerm]]]:
    """The language and the key terms of each item, of its title and body together.

    Where `options.target` is set, the terms that the glossary, the outlets, CLDR and the tables of
    terms know have their translation.
    """
    return [_of_item(item, options, count) for item in document.items]


def _of_item(item: Item, options: Options, count: int) -> tuple[Lang, list[KeyTerm]]:
    found = detect_item(item, languages=options.languages, classifier=options.classifier)
    titles = [
        (field.value.text, one.value.lang)
        for field, one in zip(item.fields, found.fields, strict=True)
        if one.key == "title"
    ]
    title, lang = titles[0] if titles else ("", UND)
    texts: list[str] = []
    if item.body and found.body:
        lang = found.body.detection.lang
        body = unicodedata.normalize("NFC", item.body.text.text)
        texts = [sentence.shown for sentence in candidates(body, lang, item.body.markup)]
    lang = options.source or lang
    sources = [
        field.value.text
        for field, one in zip(item.fields, found.fields, strict=True)
        if one.key in _SOURCES
    ]
    title = _without_outlet(unicodedata.normalize("NFC", title).strip(), sources, texts)
    terms = key_terms(texts, lang, title, count)
    if options.target not in (UND, lang.base):
        terms = [replace(one, translation=_known(one.text, lang, options)) for one in terms]
    return lang, terms


def _without_outlet(title: str, sources: list[str], texts: list[str]) -> str:
    """The title without the outlet at its end, which a table, a field or its place shows.

    Behind a bar stands no part of the headline; behind a dash, what the text has may be one.
    """
    if tail := outlet_tail(title, sources, UND):
        return title[: tail[0]].rstrip(" -–—|")
    match = _TAIL.search(title)
    if not match:
        return title
    words = match["name"].split()
    named = all(not word[0].islower() or word in _SMALL for word in words)
    mentioned = any(match["name"] in text for text in texts)
    if match["mark"] in "|｜" or (texts and named and not mentioned and len(words) <= _MOST_WORDS):
        return title[: match.start()]
    return title


def _known(text: str, lang: Lang, options: Options) -> str | None:
    """What the term is called in the target language, where a table knows it."""
    target = options.target
    if options.glossary:
        for start, end, name in options.glossary.matches(text, lang, target):
            if (start, end) == (0, len(text)):
                return name
    if outlet := find_outlet(name=text):
        return outlet_name(outlet, target)
    if len(text) > _LONGEST_CODE and (code := parse_territory(text)):
        return territory_name(code, target)
    if len(text) > _LONGEST_CODE and (language := parse_language(text)):
        return language_name(language, target)
    return translate_term(text, "keywords", target)
