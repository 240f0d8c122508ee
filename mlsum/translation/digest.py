"""Group several documents by story and summarize each story once, with sources.

The sentences of a story's items are interleaved (all first sentences, then all second ones) into
one text, which is summarized as usual. Each sentence of the summary leads back to its item.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, zip_longest

from mlsum.core import backends
from mlsum.core.backends import Summarizer
from mlsum.core.document import (
    Body,
    Document,
    Item,
    Part,
    Report,
    Sentence,
    Story,
    SummaryOptions,
    Translation,
)
from mlsum.core.lang import UND, Lang
from mlsum.detection import ItemDetection
from mlsum.request.options import Options
from mlsum.summarization import candidates, fitting
from mlsum.summarization.stories import StoryText, covered_elsewhere, stories
from mlsum.summarization.terms import distinctive_terms
from mlsum.translation.plan import detect_documents
from mlsum.translation.run import run_all
from mlsum.translation.summarize import summarize_body
from mlsum.translation.translate import translate_texts
from mlsum.translation.units import Text

__all__ = ["digest"]

_TITLE = ("title",)
_SOURCES = ("source", "publisher", "agency", "aggregator")
_DATES = ("date", "updated", "created")
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
# Between two sentences, so that each is a paragraph.
_GAP = "\n\n"
# A sentence that shares this share of its words with another report adds nothing.
_AGAIN = 0.5

Quote = tuple[int, Sentence]


@dataclass(frozen=True, slots=True)
class _Told:
    """An item with the sentences of its body, or with its title if it has no body."""

    report: Report
    title: str
    sentences: tuple[Sentence, ...]

    @property
    def account(self) -> StoryText:
        title = (self.title,) if self.title else ()
        return StoryText((*title, *(item.shown for item in self.sentences)), self.report.lang)


def digest(documents: Sequence[Document], length: SummaryOptions, options: Options) -> list[Story]:
    """The stories in documents, those with most reports first.

    `length` applies to the summary of each story. The summarizer `semantic` also groups reports
    across languages. Raises what `summarize_document` raises.
    """
    detected = list(_told(documents, options))
    across = length.summarizer == "semantic"
    groups = stories([item.account for item in detected], across)
    groups.sort(key=lambda group: -len(group))
    return [_story([detected[index] for index in group], length, options) for group in groups]


def _told(documents: Sequence[Document], options: Options) -> Iterator[_Told]:
    detected = detect_documents(documents, options)
    edits: list[dict[Part, str]] = [{} for _ in documents]
    if options.target != UND:
        names = frozenset((*_TITLE, *_SOURCES, *_DATES))
        results = run_all(documents, replace(options, fields=names), detected)
        edits = [result.edits for result in results]
    for document, hit, new in zip(documents, detected, edits, strict=True):
        yield from _of_document(document, hit, new, options)


def _of_document(
    document: Document, detected: Sequence[ItemDetection], new: Mapping[Part, str], options: Options
) -> Iterator[_Told]:
    for number, (item, result) in enumerate(zip(document.items, detected, strict=True)):
        if item.body and item.body.twin:
            continue
        title = _value(item, result, _TITLE, {})
        lang = options.source or _lang(item, result)
        if sentences := _sentences(item, lang, title):
            report = Report(
                document.source.name,
                number,
                lang,
                _value(item, result, _TITLE, new),
                _value(item, result, _SOURCES, new),
                _value(item, result, _DATES, new),
            )
            yield _Told(report, title, sentences)


def _value(item: Item, result: ItemDetection, keys: Sequence[str], new: Mapping[Part, str]) -> str:
    """The value of the first of the keys that an item has, without the address of a link."""
    values = {
        entry.key: new.get(field.value, field.value.text)
        for field, entry in reversed(list(zip(item.fields, result.fields, strict=True)))
    }
    named = next((values[key] for key in keys if values.get(key, "").strip()), "")
    return " ".join(_LINK.sub(r"\1", named).split())


def _lang(item: Item, result: ItemDetection) -> Lang:
    if item.body and item.body.text.text.strip() and result.body:
        return result.body.detection.lang
    titles = (entry.value.lang for entry in result.fields if entry.key in _TITLE)
    return next(titles, UND)


def _sentences(item: Item, lang: Lang, title: str) -> tuple[Sentence, ...]:
    result = candidates(item.body.text.text, lang, item.body.markup) if item.body else []
    if result or not title:
        return tuple(result)
    return (Sentence(0, 0, len(title), title, title),)


def _story(detected: Sequence[_Told], length: SummaryOptions, options: Options) -> Story:
    """Summarize all reports of a story, with the source of each sentence."""
    lang = detected[0].report.lang
    length = replace(length, title=" ".join(item.title for item in detected))
    quotes = _in_turn(_unrepeated(detected), length)
    if length.summarizer not in backends.names("generators"):
        quotes = _chosen(quotes, lang, length)
    joined = _Joined(quotes)
    summary = summarize_body(joined.body, lang, length, options)
    result = tuple(joined.quote(item) for item in summary.summary.sentences)
    return Story(
        _title(detected, options), tuple(item.report for item in detected), summary, result
    )


class _Joined:
    """Sentences as paragraphs of one body, with a way back from an offset in it."""

    def __init__(self, quotes: Sequence[Quote]) -> None:
        self._quotes = quotes
        self._starts = [0, *accumulate(len(item.shown) + len(_GAP) for _, item in quotes)]
        text = _GAP.join(item.shown for _, item in quotes)
        self.body = Body(Part(text, 0, len(text)))

    def quote(self, sentence: Sentence) -> Quote:
        """The original sentence at the position of this one."""
        return self._quotes[bisect_right(self._starts, sentence.start) - 1]


def _chosen(quotes: Sequence[Quote], lang: Lang, length: SummaryOptions) -> list[Quote]:
    """The best sentences within the limits, without repeats of other reports."""
    backend: Summarizer = backends.load("summarizers", length.summarizer)()
    ranking = backend.rank([item.shown for _, item in quotes], lang, length.title)
    new: list[int] = []
    words = [set(distinctive_terms(item.shown, lang)) for _, item in quotes]
    for index in ranking:
        if not any(
            quotes[index][0] != quotes[before][0] and _repeats(words[index], words[before])
            for before in new
        ):
            new.append(index)
    kept = fitting([quotes[index][1].shown for index in new], len(quotes), length, lang)
    places = sorted((new[position], visible) for position, visible in kept)
    return [(quotes[at][0], replace(quotes[at][1], shown=visible)) for at, visible in places]


def _repeats(item: set[str], other: set[str]) -> bool:
    return len(item & other) >= _AGAIN * max(1, min(len(item), len(other)))


def _unrepeated(detected: Sequence[_Told]) -> list[list[Quote]]:
    """The sentences of each report, without repeats in another language."""
    kept: list[list[Quote]] = []
    for at, item in enumerate(detected):
        others = [
            sentence.shown
            for before, quotes in zip(detected[:at], kept, strict=True)
            if before.report.lang.base != item.report.lang.base
            for _, sentence in quotes
        ]
        again = covered_elsewhere([sentence.shown for sentence in item.sentences], others)
        pairs = zip(item.sentences, again, strict=True)
        kept.append([(at, sentence) for sentence, text in pairs if not text])
    return kept


def _in_turn(quotes: Sequence[Sequence[Quote]], length: SummaryOptions) -> list[Quote]:
    """Interleave the sentences: news puts what matters first, so all first sentences lead.

    A generative model gets one report after the other.
    """
    if length.summarizer in backends.names("generators"):
        return [item for some in quotes for item in some]
    return [item for row in zip_longest(*quotes) for item in row if item is not None]


def _title(detected: Sequence[_Told], options: Options) -> Translation:
    """The title of a report in the target language, or an empty string."""
    titled = [item for item in detected if item.title]
    if not titled:
        return Translation("", "kept")
    ready = [item for item in titled if item.report.lang.base == options.target.base]
    best = (ready or titled)[0]
    return _translated(Text(best.title, "plain", best.report.lang, options.target), options)


def _translated(text: Text, options: Options) -> Translation:
    if options.target == UND:
        return Translation(text.text, "kept")
    return translate_texts([text], options)[0]
