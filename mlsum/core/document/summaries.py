"""Short forms of documents: how long they may be, and what they rest on."""

from dataclasses import dataclass
from itertools import chain
from typing import Literal

from mlsum.core.document.brief import brief
from mlsum.core.document.results import WORST_FIRST, Status, Translation
from mlsum.core.lang import UND, Lang

__all__ = [
    "ItemSummary",
    "KeyTerm",
    "Order",
    "OutputFormat",
    "Report",
    "Sentence",
    "Story",
    "Style",
    "Summary",
    "SummaryOptions",
    "Written",
]

OutputFormat = Literal["text", "markdown", "json", "jsonl", "html"]
Style = Literal["paragraph", "bullets", "headline"]
Order = Literal["summarize-first", "translate-first"]


@dataclass(frozen=True, slots=True)
class SummaryOptions:
    """How long a summary may be; every limit that is set holds. None set means three sentences.

    `ratio` is the share of the sentences, rounded up; `title` lends its words some weight. A
    headline is one sentence, made short. `summarizer` is what chooses sentences, or writes them,
    then with `model`: the name of an installed one, a folder, or a model of a server. `order` is
    whether what is wanted in another language is translated after it is summarized, or before.
    """

    sentences: int | None = None
    max_chars: int | None = None
    ratio: float | None = None
    title: str = ""
    style: Style = "paragraph"
    summarizer: str = "extractive"
    model: str | None = None
    order: Order = "summarize-first"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A chosen sentence: its place among all sentences of the text, and `text[start:end]`.

    `shown` is what it says: on one line, without the marks of Markdown or HTML.
    """

    index: int
    start: int
    end: int
    text: str
    shown: str

    __repr__ = brief

    def __str__(self) -> str:
        return self.shown


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that a model wrote, with the sentences of the text that bear it out, best first.

    `reasons` say what in it the text does not support; empty if there is nothing to doubt.
    """

    text: str
    support: tuple[Sentence, ...] = ()
    reasons: tuple[str, ...] = ()

    __repr__ = brief

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences of a text in its order; `whole` where the text was too short to choose from.

    `text` is for reading: what the sentences show, without the marks of their markup. Where a
    model wrote it, `written` are its sentences, and `sentences` those that bear them out.
    `engine` is what chose or wrote them. Of a summary in another language, `target`, the `text`
    is translated; `translations` are those of its sentences in order, or that of the whole body
    where it was translated before.
    """

    text: str
    sentences: tuple[Sentence, ...]
    whole: bool = False
    written: tuple[Written, ...] = ()
    engine: str = ""
    lang: Lang = UND
    target: Lang | None = None
    translations: tuple[Translation, ...] = ()

    __repr__ = brief

    def __str__(self) -> str:
        return self.text

    @property
    def said(self) -> tuple[str, ...]:
        """What is read, sentence by sentence."""
        return tuple(one.text for one in self.written) or tuple(one.shown for one in self.sentences)

    @property
    def reasons(self) -> tuple[str, ...]:
        """What is wrong with it, or was in the way of translating it; each reason once."""
        reasons = [one.reasons for one in self.written]
        reasons += [one.reasons for one in self.translations]
        return tuple(dict.fromkeys(chain.from_iterable(reasons)))

    @property
    def status(self) -> Status:
        """The worst of its translations; suspect where the text does not support what is written.

        Kept where it is in the words of the text.
        """
        found = {one.status for one in self.translations}
        found |= {"suspect" for one in self.written if one.reasons}
        return next((status for status in WORST_FIRST if status in found), "kept")


@dataclass(frozen=True, slots=True)
class ItemSummary:
    """The summary of an item's body, and its sentences in `target` where that was asked for.

    `text` is the summary as it is to be read: translated if it was. Where the body was translated
    first, `body` is what came of it: the text that the sentences are of.
    """

    lang: Lang
    summary: Summary
    text: str
    target: Lang | None = None
    translations: tuple[Translation, ...] = ()
    body: Translation | None = None

    __repr__ = brief

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Report:
    """An item of which a digest tells: its file, its number there, and what its fields say."""

    path: str | None
    item: int
    lang: Lang
    title: str = ""
    source: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True)
class Story:
    """One story of a digest: who reports it, and their summary.

    `quotes` are the sentences of the summary in their own texts: the place of the report among
    `reports`, and the sentence there. `title` is that of a report, in `target` where it was asked
    for.
    """

    title: Translation
    reports: tuple[Report, ...]
    summary: ItemSummary
    quotes: tuple[tuple[int, Sentence], ...]

    __repr__ = brief


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term of a text as it is mostly written, with its weight (the first has 1) and its count.

    `translation` is what it is called in the target language, by `source`: a table, or an engine
    whose answer passed the checks. Both are None where neither has it.
    """

    text: str
    weight: float
    count: int
    name: bool = False
    translation: str | None = None
    source: str | None = None

    __repr__ = brief

    def __str__(self) -> str:
        return self.text
