"""Key terms of documents, with their translations from tables or an engine."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import replace

from mlsum.core.document import Document, Item, KeyTerm
from mlsum.core.lang import UND, Lang
from mlsum.detection import ItemDetection
from mlsum.lexicon import (
    exonym,
    find_outlet,
    language_name,
    outlet_name,
    outlet_tail,
    parse_language,
    parse_territory,
    territory_name,
    translate_term,
)
from mlsum.request.options import Options
from mlsum.summarization import candidates, key_terms
from mlsum.text.script import likely_script, script_of
from mlsum.translation.plan import detect_documents
from mlsum.translation.translate import translate_texts
from mlsum.translation.units import Text

__all__ = ["keywords"]

# A shorter term could be read as the code of a country or of a language.
_LONGEST_CODE = 3
_SOURCES = frozenset(("source", "publisher", "aggregator", "agency", "organization", "url"))
# The last part of a title after a bar or a dash, capitalized or in a script without case.
_TAIL = re.compile(r"\s+(?P<mark>[|｜•]|::|[-–—])\s+(?P<name>[^\s|｜–—-][^|｜–—]{0,40})$")
_MOST_WORDS = 5  # of the name of an outlet
_SMALL = frozenset(("of", "the", "and", "de", "da", "do", "e", "&"))


def keywords(
    document: Document,
    options: Options,
    count: int = 10,
    detections: Sequence[ItemDetection] | None = None,
) -> list[tuple[Lang, list[KeyTerm]]]:
    """The language and the key terms of each item, from its title and body.

    If `options.target` is set, terms have a translation and its source: the glossary, outlets,
    CLDR, the tables of terms and exonyms, an unchanged name, or an output that passes its checks.
    """
    detections = detect_documents([document], options)[0] if detections is None else detections
    pairs = zip(document.items, detections, strict=True)
    return [_of_item(item, result, options, count) for item, result in pairs]


def _of_item(
    item: Item, result: ItemDetection, options: Options, count: int
) -> tuple[Lang, list[KeyTerm]]:
    titles = [
        (field.value.text, entry.value.lang)
        for field, entry in zip(item.fields, result.fields, strict=True)
        if entry.key == "title"
    ]
    title, lang = titles[0] if titles else ("", UND)
    texts: list[str] = []
    if item.body and result.body:
        lang = result.body.detection.lang
        body = unicodedata.normalize("NFC", item.body.text.text)
        texts = [sentence.shown for sentence in candidates(body, lang, item.body.markup)]
    lang = options.source or lang
    sources = [
        field.value.text
        for field, entry in zip(item.fields, result.fields, strict=True)
        if entry.key in _SOURCES
    ]
    title = _without_outlet(unicodedata.normalize("NFC", title).strip(), sources, texts)
    terms = key_terms(texts, lang, title, count)
    if options.target not in (UND, lang.base):
        terms = _by_engine(
            [_by_table(entry, lang, options) for entry in terms], lang, texts, options
        )
    return lang, terms


def _by_engine(
    terms: list[KeyTerm], lang: Lang, texts: list[str], options: Options
) -> list[KeyTerm]:
    """Translate the remaining terms by engine; only outputs that pass their checks are used."""
    pending = [item for item in terms if item.translation is None]
    context = "\n".join(texts)
    queries = [
        Text(item.text, "plain", lang, options.target, forced=True, listed=True, context=context)
        for item in pending
    ]
    answers = translate_texts(queries, options) if lang != UND else []
    output = {
        item.text: replace(item, translation=answer.text, source=answer.engine or "terms")
        for item, answer in zip(pending, answers, strict=False)
        if answer.status == "translated" and not answer.reasons
    }
    return [output.get(item.text, item) for item in terms]


def _without_outlet(title: str, sources: list[str], texts: list[str]) -> str:
    """The title without the outlet at its end, found by table, field or position.

    Text after a bar is never part of the headline; text after a dash may be, if the body has it.
    """
    if tail := outlet_tail(title, sources, UND):
        return title[: tail[0]].rstrip(" -–—|｜•:")
    match = _TAIL.search(title)
    if not match:
        return title
    words = match["name"].split()
    named = all(not word[0].islower() or word in _SMALL for word in words)
    mentioned = any(match["name"] in text for text in texts)
    if match["mark"] not in "-–—" or (
        texts and named and not mentioned and len(words) <= _MOST_WORDS
    ):
        return title[: match.start()]
    return title


def _by_table(term: KeyTerm, lang: Lang, options: Options) -> KeyTerm:
    """The term with its translation by table; a name in Latin letters is kept."""
    result = next(_known(term.text, lang, options), None)
    if (
        result is None
        and term.name
        and _is_latin(term.text)
        and likely_script(options.target) == "Latn"
    ):
        result = term.text, "name"
    return replace(term, translation=result[0], source=result[1]) if result else term


def _known(text: str, lang: Lang, options: Options) -> Iterator[tuple[str, str]]:
    """Translations of a term by table, each with its table, best first."""
    target = options.target
    if options.glossary:
        for start, end, name in options.glossary.matches(text, lang, target):
            if (start, end) == (0, len(text)):
                yield name, "glossary"
    if outlet := find_outlet(name=text):
        yield outlet_name(outlet, target), "outlets"
    if len(text) > _LONGEST_CODE and (code := parse_territory(text)):
        yield territory_name(code, target), "CLDR territory"
    if len(text) > _LONGEST_CODE and (language := parse_language(text)):
        yield language_name(language, target), "CLDR language"
    if term := translate_term(text, "keywords", target):
        yield term, "terms"
    if usual := exonym(text, target):
        yield usual, "exonyms"


def _is_latin(text: str) -> bool:
    return all(script_of(char) == "Latn" for char in text if char.isalpha())
