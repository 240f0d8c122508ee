"""Summaries of documents: sentences are chosen in their own language, then translated."""

from collections.abc import Sequence
from dataclasses import replace

from mlsum.detection import detect_item
from mlsum.document import Body, Document, Item, ItemSummary, SummaryOptions, Translation
from mlsum.lang import UND, Lang
from mlsum.pipeline.options import Options
from mlsum.pipeline.translate import translate_texts
from mlsum.pipeline.units import Text
from mlsum.summarizers import compose, shortened, summarize

__all__ = ["summarize_document"]


def summarize_document(
    document: Document, length: SummaryOptions, options: Options
) -> list[ItemSummary]:
    """Summarize the body of each item that has one, but no twin; translate where `options` say so.

    A summary that is already in the target language is not translated.
    """
    return [
        _summarize(item, item.body, length, options)
        for item in document.items
        if item.body and not item.body.twin
    ]


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
    length = replace(length, title=title)
    summary = summarize(body.text.text, lang, length, body.markup)
    if options.target in (UND, lang.base):
        return ItemSummary(lang, summary, summary.text)
    return _translated(body, lang, length, options)


def _translated(body: Body, lang: Lang, length: SummaryOptions, options: Options) -> ItemSummary:
    """The summary with translations; sentences are left out until these fit the budget, too."""
    known: dict[str, Translation] = {}
    while True:
        summary = summarize(body.text.text, lang, length, body.markup)
        shown = [sentence.shown for sentence in summary.sentences]
        new = [text for text in dict.fromkeys(shown) if text not in known]
        known |= zip(new, _translate(new, lang, options), strict=True)
        made = [known[text] for text in shown]
        text = compose([one.text for one in made], options.target, length.style)
        over = len(text) - (length.max_chars or len(text))
        if over <= 0:
            return ItemSummary(lang, summary, text, options.target, tuple(made))
        if len(made) == 1:
            short = shortened(made[0].text, len(made[0].text) - over, options.target)
            made = [replace(made[0], text=short)]
            text = compose([short], options.target, length.style)
            return ItemSummary(lang, summary, text, options.target, tuple(made))
        length = replace(length, sentences=len(made) - 1)


def _translate(shown: Sequence[str], lang: Lang, options: Options) -> list[Translation]:
    texts = [
        Text(text, "plain", lang, options.target, options.languages, options.classifier)
        for text in shown
    ]
    return translate_texts(
        texts,
        options.engine,
        options.glossary,
        options.memory,
        engine_options=options.engine_options,
    )
