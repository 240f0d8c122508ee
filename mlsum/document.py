"""The values that travel through mlsum: what a document is, what was found, what was done.

A document is never changed. It keeps the text it was read from, and each of its parts knows
which characters of that text it stands for; a translation is a mapping from parts to new text,
which `formats.render` writes back into the same places. So whatever was not translated is,
byte for byte, what came in.
"""

from dataclasses import dataclass, field
from typing import Literal

from mlsum.lang import UND, Lang

__all__ = [
    "WORST_FIRST",
    "Action",
    "Alignment",
    "Block",
    "BlockKind",
    "Body",
    "Detection",
    "Document",
    "Field",
    "Item",
    "ItemSummary",
    "KeyTerm",
    "Kind",
    "Labels",
    "Marks",
    "Markup",
    "Order",
    "Outcome",
    "OutputFormat",
    "Part",
    "Report",
    "Result",
    "Role",
    "Segment",
    "Sentence",
    "Source",
    "Span",
    "Status",
    "Story",
    "Style",
    "Summary",
    "SummaryOptions",
    "Task",
    "Translation",
    "Written",
]

Kind = Literal["text", "name", "date", "url", "link", "language", "number", "code"]
Markup = Literal["plain", "markdown", "html"]
BlockKind = Literal["paragraph", "heading", "list", "quote", "caption", "table", "code"]
Action = Literal["keep", "label", "locale", "term", "translate"]
Labels = Literal["keep", "translate"]
OutputFormat = Literal["text", "markdown", "json", "jsonl", "html"]
Style = Literal["paragraph", "bullets", "headline"]
Order = Literal["summarize-first", "translate-first"]
Role = Literal["label", "value", "body", "page"]
Status = Literal["translated", "kept", "suspect", "untranslated"]

WORST_FIRST: tuple[Status, ...] = ("untranslated", "suspect", "translated", "kept")


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it came: decoded without touching a character, with what writes it back.

    Of a binary document `data` are the bytes, and `text` is what there is to read in them.
    """

    text: str
    encoding: str = "utf-8"
    bom: bytes = b""
    path: str | None = None
    data: bytes | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text and the characters `source.text[start:end]` that it is written as.

    The two differ where the format escapes (JSON, YAML) or wraps (labelled Markdown).
    """

    text: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value of a document's head, such as `>Origem: koreatimes.co.kr`.

    `key` is the canonical field, where the format says which it is, whatever the label.
    """

    label: Part
    value: Part
    key: str = ""


@dataclass(frozen=True, slots=True)
class Body:
    """The running text of an item; `label` is the heading it stands under, if it has one.

    A `twin` says what another body of the document says, in another form (a mail's HTML beside
    its plain text): it is translated, but not summarized.
    """

    text: Part
    markup: Markup = "plain"
    label: Part | None = None
    twin: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One article: its fields in order, and its body if it has one.

    Where the body is a reading of something larger (the article of a web page), `page` is all of
    that in its place: it is translated there, but neither detected nor summarized.
    """

    fields: tuple[Field, ...] = ()
    body: Body | None = None
    page: Body | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """A file in a named format: one item, or many (JSON Lines)."""

    source: Source
    format: str
    items: tuple[Item, ...]

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of all items, in order."""
        return tuple(field for item in self.items for field in item.fields)

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies of all items that have one, in order."""
        return tuple(item.body for item in self.items if item.body)

    @property
    def pages(self) -> tuple[Body, ...]:
        """The pages of all items that have one, in order."""
        return tuple(item.page for item in self.items if item.page)

    @property
    def summarized(self) -> tuple[Body, ...]:
        """The bodies that are no twins, in order."""
        return tuple(body for body in self.bodies if not body.twin)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text within a body, without its marker (`# `, `- `): `body.text[start:end]`."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `text[start:end]` in one language and one script (ISO 15924 code)."""

    start: int
    end: int
    lang: Lang
    script: str
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Detection:
    """What language a text is in, how sure that is (0 to 1), and what it rests on.

    `lang` is the language of most letters; `spans` are disjoint, ordered, and cover every letter.
    `basis` is one of label, script, classifier, declared, neighbours, kind, none.
    """

    lang: Lang = UND
    script: str = "Zzzz"
    kind: Kind = "text"
    confidence: float = 0.0
    basis: str = "none"
    spans: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Alignment:
    """What the tokens of a translation rest on: `weights[t][s]`, each row summing to 1 at most.

    `source` and `target` are the stretches (start, end) of the tokens in the two texts, in order.
    """

    source: tuple[tuple[int, int], ...]
    target: tuple[tuple[int, int], ...]
    weights: tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Marks:
    """How many inline marks (bold, links, references) were put back, by how it was done.

    `aligned` are on the words that translate theirs, told by an alignment; `kept` by marks of our
    own that the engine kept; `whole` are on the whole sentence, or at its end, for want of better.
    """

    aligned: int = 0
    kept: int = 0
    whole: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return self.aligned + self.kept + self.whole

    def __add__(self, other: "Marks") -> "Marks":
        return Marks(self.aligned + other.aligned, self.kept + other.kept, self.whole + other.whole)


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch `[start:end]` of a text that became `[new_start:new_end]` of its translation."""

    start: int
    end: int
    new_start: int
    new_end: int
    status: Status = "translated"
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Translation:
    """A text in the target language, or the original with the status that says why not.

    `reasons` name what was suspicious or in the way; `engine` names what produced the text.
    `segments` align it with the original, sentence by sentence, in order: what lies between them
    is the same in both. They take no part in comparisons. `marks` counts those inside sentences.
    """

    text: str
    status: Status = "translated"
    reasons: tuple[str, ...] = ()
    engine: str = ""
    segments: tuple[Segment, ...] = field(default=(), compare=False, repr=False)
    marks: Marks = Marks()


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with one part of a document, decided before any model is loaded.

    `text` is what the part becomes where a table decides it, and None where an engine must be
    asked. `key` is the canonical field (`title`), or the label as written where it is unknown;
    `note` says what the decision rests on.
    """

    part: Part
    role: Role
    key: str
    action: Action
    target: Lang
    detection: Detection
    text: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A task and what came of it."""

    task: Task
    translation: Translation


@dataclass(frozen=True, slots=True)
class Result:
    """A document, the language it was wanted in, and what became of each of its parts."""

    document: Document
    target: Lang
    outcomes: tuple[Outcome, ...]

    @property
    def edits(self) -> dict[Part, str]:
        """The parts whose text changed, for `formats.render`."""
        return {
            outcome.task.part: outcome.translation.text
            for outcome in self.outcomes
            if outcome.translation.text != outcome.task.part.text
        }

    @property
    def marks(self) -> Marks:
        """How the marks of all parts were put back."""
        return sum((outcome.translation.marks for outcome in self.outcomes), Marks())

    @property
    def status(self) -> Status:
        """The worst status of any part: untranslated, suspect, translated, kept."""
        found = {outcome.translation.status for outcome in self.outcomes}
        return next((status for status in WORST_FIRST if status in found), "kept")


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


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence that a model wrote, with the sentences of the text that bear it out, best first.

    `reasons` tell what in it the text does not bear out; none if there is nothing to doubt.
    """

    text: str
    support: tuple[Sentence, ...] = ()
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences of a text in its order; `whole` where the text was too short to choose from.

    `text` is for reading: what the sentences show, without the marks of their markup. Where a
    model wrote it, `written` are its sentences, `sentences` those that bear them out, and
    `engine` is what wrote it.
    """

    text: str
    sentences: tuple[Sentence, ...]
    whole: bool = False
    written: tuple[Written, ...] = ()
    engine: str = ""

    @property
    def said(self) -> tuple[str, ...]:
        """What is read, sentence by sentence."""
        return tuple(one.text for one in self.written) or tuple(one.shown for one in self.sentences)

    @property
    def reasons(self) -> tuple[str, ...]:
        """Why it is suspect, if it is; the sentences of the text itself never are."""
        return tuple(dict.fromkeys(reason for one in self.written for reason in one.reasons))


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


@dataclass(frozen=True, slots=True)
class KeyTerm:
    """A term of a text as it is mostly written, with its weight (the first has 1) and its count.

    `translation` is what tables call it in the target language; None where they do not know it.
    """

    text: str
    weight: float
    count: int
    name: bool = False
    translation: str | None = None
