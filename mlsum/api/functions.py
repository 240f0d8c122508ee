"""The functions of the library, each a thin layer over `mlsum.service`."""

from collections.abc import Iterable, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import overload

from mlsum import detection, service
from mlsum.api.arguments import lang_of, length_of, options_of, renamed
from mlsum.api.detected import DocumentDetection, TextDetection
from mlsum.api.reading import as_document, refuse_several
from mlsum.api.translated import DocumentTranslation
from mlsum.core.backends import EngineOptions
from mlsum.core.document import (
    Detection,
    Document,
    ForeignNames,
    KeyTerm,
    QuoteStyle,
    Romanization,
    Story,
    Summary,
    SummaryOptions,
    Task,
    Translation,
)
from mlsum.core.lang import UND, Lang
from mlsum.lexicon import Glossary
from mlsum.request import Request
from mlsum.request.options import Options
from mlsum.translation import Text, translate_texts

__all__ = [
    "detect",
    "detect_batch",
    "digest",
    "keywords",
    "plan",
    "summarize",
    "translate",
    "translate_batch",
]


@overload
def detect(
    document_or_text: str,
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
    likely: Sequence[Lang] = (),
) -> TextDetection: ...
@overload
def detect(
    document_or_text: Document,
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
) -> DocumentDetection: ...
@renamed(text="document_or_text")
def detect(
    document_or_text: Document | str,
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
    likely: Sequence[Lang] = (),
) -> TextDetection | DocumentDetection:
    """The language of a text, and the spans of each; of a document, those of every part.

    `languages` are the candidates (None: the languages of news), `classifier` is what rates them
    (lingua or langdetect). A tiny text is rather in a language that is `likely` (of a document:
    in one that an installed model translates). Raises LanguageError for a language that is unknown
    or cannot be detected. The method: `mlsum.detection`.
    """
    if isinstance(document_or_text, str):
        return detect_batch([document_or_text], languages, classifier, likely)[0]
    options = Options(languages=tuple(map(lang_of, languages or ())) or None, classifier=classifier)
    (processed,) = service.detect([document_or_text], Request(options=options))
    return DocumentDetection(document_or_text, processed.detections)


def detect_batch(
    texts: Sequence[str],
    languages: Sequence[Lang | str] | None = None,
    classifier: str | None = None,
    likely: Sequence[Lang] = (),
) -> list[TextDetection]:
    """Detect many texts at once: same length and order, each as `detect` alone does."""
    found = detection.detect_batch(texts, languages, classifier, likely)
    return [_of_text(text, one) for text, one in zip(texts, found, strict=True)]


def plan(
    document_or_text: Document | str,
    to: Lang | str,
    source: Lang | str | None = None,
    *,
    glossary: Glossary | Path | str | None = None,
    options: Options | EngineOptions | None = None,
) -> list[Task]:
    """What `translate` would do with each part, and what that rests on; loads no model."""
    settings = options_of(to, source, options, glossary=glossary)
    (tasks,) = service.plan([as_document(document_or_text)], Request(options=settings))
    return tasks


@overload
def translate(
    document_or_text: str,
    to: Lang | str,
    source: Lang | str | None = None,
    *,
    engine: str | None = None,
    glossary: Glossary | Path | str | None = None,
    foreign_names: ForeignNames | None = None,
    names: Romanization | None = None,
    quotes: QuoteStyle | None = None,
    options: Options | EngineOptions | None = None,
) -> Translation: ...
@overload
def translate(
    document_or_text: Document,
    to: Lang | str,
    source: Lang | str | None = None,
    *,
    engine: str | None = None,
    glossary: Glossary | Path | str | None = None,
    foreign_names: ForeignNames | None = None,
    names: Romanization | None = None,
    quotes: QuoteStyle | None = None,
    options: Options | EngineOptions | None = None,
) -> DocumentTranslation: ...
def translate(
    document_or_text: Document | str,
    to: Lang | str,
    source: Lang | str | None = None,
    *,
    engine: str | None = None,
    glossary: Glossary | Path | str | None = None,
    foreign_names: ForeignNames | None = None,
    names: Romanization | None = None,
    quotes: QuoteStyle | None = None,
    options: Options | EngineOptions | None = None,
) -> Translation | DocumentTranslation:
    """Translate a text, or a document with its metadata, into the language `to`.

    Gives `.text`, `.status` (translated, kept, suspect, untranslated), `.reasons` and `.engine`; of
    a document also every part, and the file. Where no engine has the pair, the original comes back
    `untranslated`. `source` None detects it, part by part; `engine` None takes what is installed,
    `none` switches engines off; `glossary` may be the path of one; `foreign_names` is how names
    come back that a model cannot spell, `names` how Korean ones are romanized, `quotes` which
    quotation marks there are, those of the source or of the target language. `options` hold these
    and more, of which those given here go first; EngineOptions name the model, device or beam.
    Raises LanguageError for an unknown language, InputError for a glossary that cannot be read.
    """
    settings = options_of(
        to,
        source,
        options,
        engine=engine,
        glossary=glossary,
        foreign_names=foreign_names,
        names=names,
        quotes=quotes,
    )
    if isinstance(document_or_text, str):
        return _translated([document_or_text], settings)[0]
    (processed,) = service.translate([document_or_text], Request(options=settings))
    detection = DocumentDetection(document_or_text, processed.detections)
    return DocumentTranslation(processed.translation, detection)


def translate_batch(
    texts: Sequence[str],
    to: Lang | str,
    source: Lang | str | None = None,
    *,
    engine: str | None = None,
    glossary: Glossary | Path | str | None = None,
    foreign_names: ForeignNames | None = None,
    names: Romanization | None = None,
    quotes: QuoteStyle | None = None,
    options: Options | EngineOptions | None = None,
) -> list[Translation]:
    """Translate texts together: same length and order, each as `translate` alone does."""
    settings = options_of(
        to,
        source,
        options,
        engine=engine,
        glossary=glossary,
        foreign_names=foreign_names,
        names=names,
        quotes=quotes,
    )
    return _translated(texts, settings)


@renamed(text_or_document="document_or_text", lang="source", how="options")
def summarize(
    document_or_text: Document | str,
    sentences: int | None = None,
    source: Lang | str | None = None,
    *,
    to: Lang | str | None = None,
    max_chars: int | None = None,
    ratio: float | None = None,
    options: SummaryOptions | None = None,
    translation: Options | EngineOptions | None = None,
) -> Summary:
    """Choose the sentences that say most, in the order of the text: `.text` and `.sentences`.

    Every limit that is set holds; none set means three sentences. A sentence has its `index`
    among all, and `start` and `end` in the text (of a document: in its body). `source` None detects
    the language; with `to`, `.text` is translated, and `.status` says whether all of it was.
    `options` hold the limits and more: a style, or what is to write it,
    `SummaryOptions(summarizer="abstractive", model="mt5-multilingual-xlsum")`; what a model writes
    is in `.written`, with the reasons to doubt it. `translation` are the options of translating.
    Raises UsageError for a document of several items: summarize those of `document.split()`.
    """
    settings = options_of(to, source, translation)
    length = length_of(options, sentences, max_chars, ratio)
    document = as_document(document_or_text)
    refuse_several(document.summarized)
    (processed,) = service.summarize([document], Request(options=settings, summary=length))
    for one in processed.summaries or ():
        translations = one.translations or ((one.body,) if one.body else ())
        return replace(
            one.summary,
            text=one.text,
            lang=one.lang,
            target=one.target,
            translations=translations,
        )
    return Summary("", (), whole=True)


def keywords(
    document_or_text: Document | str,
    to: Lang | str | None = None,
    source: Lang | str | None = None,
    *,
    count: int = 10,
    glossary: Glossary | Path | str | None = None,
    options: Options | EngineOptions | None = None,
) -> list[KeyTerm]:
    """The key terms of a text, or of a document's title and body, the weightiest first.

    With `to` they have what they are called in that language, where a table or an engine knows it.
    Raises UsageError for a document of several items, as `summarize` does.
    """
    settings = options_of(to, source, options, glossary=glossary)
    document = as_document(document_or_text)
    items = [item for item in document.items if not (item.body and item.body.twin)]
    refuse_several(items)
    request = Request(options=settings, count=count)
    (((_, terms),),) = service.keywords([replace(document, items=tuple(items))], request)
    return terms


def digest(
    documents: Iterable[Document | str],
    sentences: int | None = None,
    *,
    to: Lang | str | None = None,
    options: SummaryOptions | None = None,
    translation: Options | EngineOptions | None = None,
) -> list[Story]:
    """The stories that documents report, those of most reports first, each summarized once.

    `sentences` and `options` are those of each story's summary, as for `summarize`.
    """
    settings = options_of(to, None, translation)
    request = Request(options=settings, summary=length_of(options, sentences))
    return service.digest([*map(as_document, documents)], request)


def _of_text(text: str, found: Detection) -> TextDetection:
    known = {one.name: getattr(found, one.name) for one in fields(found)}
    return TextDetection(**known, text=text)


def _translated(texts: Sequence[str], options: Options) -> list[Translation]:
    source, among = options.source, (options.languages, options.classifier)
    wanted = [
        Text(text, "plain", source or UND, options.target, *among, forced=source is not None)
        for text in texts
    ]
    return translate_texts(wanted, options)
