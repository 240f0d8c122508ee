"""Summaries of documents: sentences are chosen in their own language, then translated."""

from dataclasses import replace

from mlsum.detection import detect_item
from mlsum.document import Body, Document, Item, ItemSummary, Summary, SummaryOptions
from mlsum.lang import UND, Lang
from mlsum.pipeline.options import Options
from mlsum.pipeline.translate import translate_texts
from mlsum.pipeline.units import Text
from mlsum.summarizers import summarize

__all__ = ["summarize_document"]


def summarize_document(
    document: Document, length: SummaryOptions, options: Options
) -> list[ItemSummary]:
    """Summarize the body of each item that has one; translate where `options.target` says so.

    A summary that is already in the target language is not translated.
    """
    return [_summarize(item, item.body, length, options) for item in document.items if item.body]


def _summarize(item: Item, body: Body, length: SummaryOptions, options: Options) -> ItemSummary:
    found = detect_item(item, languages=options.languages, classifier=options.classifier)
    lang = options.source or (found.body.detection.lang if found.body else UND)
    title = length.title or next(
        (
            field.value.text
            for field, one in zip(item.fields, found.fields, strict=True)
            if one.key == "title"
        ),
        "",
    )
    summary = summarize(body.text.text, lang, replace(length, title=title), body.markup)
    if options.target in (UND, lang.base):
        return ItemSummary(lang, summary)
    return _translated(summary, lang, options)


def _translated(summary: Summary, lang: Lang, options: Options) -> ItemSummary:
    texts = [
        Text(sentence.shown, "plain", lang, options.target, options.languages, options.classifier)
        for sentence in summary.sentences
    ]
    translations = translate_texts(
        texts, options.engine, options.glossary, options.memory, options.deep
    )
    return ItemSummary(lang, summary, options.target, tuple(translations))
