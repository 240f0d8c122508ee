"""Summarize documents in their own language and translate the summary, or vice versa."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.util import find_spec

from mlsum import store
from mlsum.core import backends
from mlsum.core.backends import EngineOptions, Generator
from mlsum.core.document import (
    Body,
    Document,
    Item,
    ItemSummary,
    Markup,
    Summary,
    SummaryOptions,
    Translation,
)
from mlsum.core.errors import MissingError, MissingExtraError, foreign_errors
from mlsum.core.lang import UND, Lang
from mlsum.detection import ItemDetection
from mlsum.request.options import BODY, Options
from mlsum.summarization import compose, reduced, shortened, summarize, write
from mlsum.translation.plan import detect_documents
from mlsum.translation.run import run
from mlsum.translation.translate import translate_texts
from mlsum.translation.units import Text

__all__ = ["lacking", "model_for", "summarize_body", "summarize_document", "summarize_text"]

_TITLE = "title"
_TITLES = frozenset({_TITLE, "alternative_title", "original_title"})


def summarize_document(
    document: Document,
    length: SummaryOptions,
    options: Options,
    detections: Sequence[ItemDetection] | None = None,
) -> list[ItemSummary]:
    """Summarize the body of each item once, and translate it if `options` has a target.

    A summary in the target language is not translated. With the order `translate-first`, the body
    is translated and summarized; a body that no engine can translate is summarized unchanged.
    `detections` are those of the items, if known. Raises UsageError for an unknown summarizer,
    MissingError for a missing model or package.
    """
    detections = detect_documents([document], options)[0] if detections is None else detections
    before: dict[Body, tuple[Translation, str]] = {}
    if length.order == "translate-first" and options.target != UND:
        before = _translated_bodies(document, detections, options)
    results = []
    for item, entry in zip(document.items, detections, strict=True):
        if (body := item.summarized) is None:
            continue
        if body in before:
            results.append(_of_translation(body, *before[body], length, options))
        else:
            results.append(_of_item(item, body, entry, length, options))
    return results


def model_for(options: Options, length: SummaryOptions) -> tuple[Options, SummaryOptions]:
    """Whether the named model is for the summarizer or for the engine.

    A chat model does both. A known translation model is never used to summarize.
    """
    named = options.engine_options
    if length.summarizer not in backends.names("generators"):
        return options, length
    manifest = store.known(named.model) if named.model else None
    if length.summarizer != "chat" and manifest and manifest.task == "translate":
        return options, length
    if length.summarizer != "chat":
        options = replace(options, engine_options=replace(named, model=None))
    return options, replace(length, model=named.model)


def lacking(name: str, options: EngineOptions) -> MissingError | None:
    """What a summarizer lacks, with the remedy; None if it is ready. Loads no model.

    Raises UsageError for an unknown one.
    """
    try:
        with foreign_errors(f"summarizer {name}", MissingError):
            if name in backends.names("generators"):
                _generator(name, options).signature(UND)
                return None
            package, extra = getattr(backends.load("summarizers", name), "needs", ("", ""))
            return MissingExtraError(package, extra) if package and not find_spec(package) else None
    except MissingError as error:
        return error


def summarize_text(
    text: str, lang: Lang, length: SummaryOptions, markup: Markup, options: Options
) -> Summary:
    """Summarize one text in its language with the summarizer of `length`."""
    if length.summarizer not in backends.names("generators"):
        return summarize(text, lang, length, markup)
    running = replace(options.engine_options, model=length.model)
    return write(text, _generator(length.summarizer, running), lang, length, markup)


@lru_cache(maxsize=8)
def _generator(name: str, options: EngineOptions) -> Generator:
    # One instance each: it holds its model and is thread-safe.
    generator: Generator = backends.load("generators", name)(options)
    return generator


def _of_item(
    item: Item, body: Body, result: ItemDetection, length: SummaryOptions, options: Options
) -> ItemSummary:
    lang = options.source or (result.body.detection.lang if result.body else UND)
    title = length.title or next(
        (
            field.value.text
            for field, entry in zip(item.fields, result.fields, strict=True)
            if entry.key == _TITLE
        ),
        "",
    )
    own = _own_title(item, result, lang, options.target) if length.style == "headline" else ""
    if own and len(own) <= (length.max_chars or len(own)):
        summary = summarize_text(body.text.text, lang, length, body.markup, options)
        output = Translation(own, "kept", ("title of the document",))
        return ItemSummary(lang, summary, own, options.target, (output,))
    return summarize_body(body, lang, replace(length, title=title), options)


def _own_title(item: Item, result: ItemDetection, lang: Lang, target: Lang) -> str:
    """The title in the target language of an item whose body is in another, or empty."""
    if target == UND or target.base == lang.base:
        return ""
    return next(
        (
            field.value.text.strip()
            for field, entry in zip(item.fields, result.fields, strict=True)
            if entry.key in _TITLES
            and entry.value.langs == (target.base,)
            and not entry.value.unsure
        ),
        "",
    )


def summarize_body(body: Body, lang: Lang, length: SummaryOptions, options: Options) -> ItemSummary:
    """Summarize a body in its language, then translate the summary if needed."""
    summary = summarize_text(body.text.text, lang, length, body.markup, options)
    if options.target in (UND, lang.base):
        return ItemSummary(lang, summary, summary.text)
    return _translated(body, summary, lang, length, options)


def _translated_bodies(
    document: Document, hit: Sequence[ItemDetection], options: Options
) -> dict[Body, tuple[Translation, str]]:
    """The bodies that could be translated, with their translations and translated titles."""
    result = run(document, replace(options, fields=frozenset((BODY, _TITLE))), hit)
    output = {outcome.task.part: outcome for outcome in result.outcomes}
    results = {}
    for item in document.items:
        if (body := item.summarized) is None:
            continue
        titles = [output[entry.value] for entry in item.fields if entry.value in output]
        title = next((entry.translation.text for entry in titles if entry.task.key == _TITLE), "")
        translation = output[body.text].translation
        if translation.text != body.text.text:
            results[body] = translation, title
    return results


def _of_translation(
    body: Body, translation: Translation, title: str, length: SummaryOptions, options: Options
) -> ItemSummary:
    length = replace(length, title=length.title or title)
    summary = summarize_text(translation.text, options.target, length, body.markup, options)
    return ItemSummary(options.target, summary, summary.text, options.target, body=translation)


def _translated(
    body: Body, summary: Summary, lang: Lang, length: SummaryOptions, options: Options
) -> ItemSummary:
    """The translated summary; sentences are dropped until it fits the budget."""
    known: dict[str, Translation] = {}
    while True:
        new = [text for text in dict.fromkeys(summary.said) if text not in known]
        known |= zip(new, _translate(new, lang, options), strict=True)
        output = [known[text] for text in summary.said]
        text = compose([item.text for item in output], options.target, length.style)
        over = len(text) - (length.max_chars or len(text))
        if over > 0 and len(output) == 1:
            short = shortened(output[0].text, len(output[0].text) - over, options.target)
            output = [replace(output[0], text=short)]
            text, over = compose([short], options.target, length.style), 0
        if over <= 0:
            return ItemSummary(lang, summary, text, options.target, tuple(output))
        if summary.written:
            summary = reduced(summary, lang, length)
        else:
            length = replace(length, sentences=len(output) - 1)
            summary = summarize(body.text.text, lang, length, body.markup)


def _translate(shown: Sequence[str], lang: Lang, options: Options) -> list[Translation]:
    texts = [
        Text(text, "plain", lang, options.target, options.languages, options.classifier)
        for text in shown
    ]
    return translate_texts(texts, options)
