"""The records that mlsum prints, serves and stores.

The JSON schema, the components of the HTTP API and the columns of Parquet datasets are all
generated from these classes: see `mlsum.core.schema`.
"""

from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from mlsum.core.document import Action, Basis, Kind, Role, Status

__all__ = [
    "DetectRecord",
    "DetectionRecord",
    "DetectionsRecord",
    "DigestRecord",
    "DocumentRecord",
    "IssueRecord",
    "ItemSummaryRecord",
    "KeywordsRecord",
    "PartRecord",
    "PlanRecord",
    "QuoteRecord",
    "Record",
    "ReportRecord",
    "SegmentRecord",
    "SentenceRecord",
    "StoryRecord",
    "StorySentenceRecord",
    "SummarizeRecord",
    "SummaryRecord",
    "SummarySentenceRecord",
    "TextTranslationRecord",
    "TextTranslationsRecord",
    "TranslateRecord",
    "TranslationRecord",
    "WrittenRecord",
]

_TAG = r"^[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?$"
Tag = Annotated[str, Meta(pattern=_TAG, description="BCP 47; und where it is unknown")]
Script = Annotated[str, Meta(pattern="^[A-Z][a-z]{3}$", description="ISO 15924")]
Natural = Annotated[int, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
Reasons = Annotated[
    list[str], Meta(description="a code, or a code with its subject: number lost: 1,250")
]
Doubts = Annotated[list[str], Meta(description="what the text does not support")]
Engine = Annotated[str, Meta(description="the summarizer that selected or wrote it")]


class Record(Struct, frozen=True, forbid_unknown_fields=True):
    """An object of the output; every field is always there unless its type has UNSET."""


class SpanRecord(Record, frozen=True):
    """A stretch of a text in one language; offsets count characters (Unicode code points)."""

    start: Natural
    end: Natural
    lang: Tag
    script: Script


class TextSpanRecord(SpanRecord, frozen=True):
    """A span with its text."""

    text: str


class DetectionRecord(Record, frozen=True):
    """The main language of a text (`und` where there is none), and its spans."""

    lang: Tag
    script: Script
    kind: Kind
    confidence: Share
    basis: Basis
    spans: list[SpanRecord]


class DetectionsRecord(Record, frozen=True):
    """The detections of texts, in order."""

    detections: list[DetectionRecord]


class DetectedLabelRecord(Record, frozen=True):
    """The label of a field, and its language."""

    text: str
    lang: Tag
    confidence: Share


class DetectedValueRecord(Record, frozen=True):
    """The value of a field, its kind, and its languages."""

    text: str
    kind: Kind
    lang: Tag
    script: Script
    confidence: Share
    basis: Basis
    spans: list[TextSpanRecord]


class DetectedFieldRecord(Record, frozen=True):
    """A field of an item; `key` is the canonical field, or the label where that is unknown."""

    key: str
    label: DetectedLabelRecord
    value: DetectedValueRecord


class BodyRecord(Record, frozen=True):
    """The languages of a body, and whether it agrees with the language that the head declares."""

    lang: Tag
    confidence: Share
    declared: Tag | None
    agrees: bool | None
    spans: list[TextSpanRecord]


class IssueRecord(Record, frozen=True):
    """A reason in parts: `number lost` and `1,250`, and both in plain English."""

    code: Annotated[str, Meta(description="such as: number lost")]
    detail: Annotated[str, Meta(description="such as: 1,250; may be empty")]
    message: Annotated[str, Meta(description="in plain English")]


class MarksRecord(Record, frozen=True):
    """How inline marks (bold, links, references) were put back.

    `aligned` are on the words that translate theirs, `kept` were kept by the engine, `whole` are
    on the whole sentence.
    """

    aligned: Natural
    kept: Natural
    whole: Natural


class SegmentRecord(Record, frozen=True):
    """A sentence: `[start:end]` of a text became `[new_start:new_end]` of its translation."""

    index: Annotated[int, Meta(ge=1, description="of the sentence in its part, from 1")]
    start: Natural
    end: Natural
    new_start: Natural
    new_end: Natural
    status: Status
    reasons: Reasons
    issues: list[IssueRecord]


class TranslatedRecord(Record, frozen=True):
    """A translation, or the text as it was with the status that says why."""

    text: str
    status: Status
    reasons: Reasons
    issues: list[IssueRecord]
    engine: str


class TextTranslationRecord(TranslatedRecord, frozen=True):
    """The translation of a text, with its sentences."""

    segments: list[SegmentRecord]


class TextTranslationsRecord(Record, frozen=True):
    """The translations of texts, in order."""

    translations: list[TextTranslationRecord]


class TranslationRecord(TranslatedRecord, frozen=True):
    """A translation, with its marks."""

    marks: MarksRecord


class PartRecord(TranslationRecord, frozen=True):
    """The translation of a value or a body, its original, and the action that was taken."""

    original: str
    kind: Kind
    lang: Tag
    action: Action
    segments: list[SegmentRecord]


class LabelRecord(Record, frozen=True):
    """A label in the translation and in the original."""

    text: str
    original: str


class FieldRecord(Record, frozen=True):
    """A translated field."""

    key: str
    label: LabelRecord
    value: PartRecord


class SentenceRecord(Record, frozen=True):
    """A sentence and its place in its text."""

    index: Natural
    start: Natural
    end: Natural
    text: Annotated[str, Meta(description="as it is written in the body")]
    shown: Annotated[str, Meta(description="without the marks of its markup")]


class SummarySentenceRecord(SentenceRecord, frozen=True):
    """A sentence of a summary: a selected one, or one that supports what a model wrote."""

    translation: TranslationRecord | None


class WrittenRecord(Record, frozen=True):
    """A sentence that a model wrote."""

    text: str
    support: Annotated[
        list[Natural], Meta(description="indices of the sentences that support it, best first")
    ]
    reasons: Doubts
    issues: list[IssueRecord]
    translation: TranslationRecord | None


class SummaryRecord(Record, frozen=True, kw_only=True):
    """A summary.

    With the order `translate-first` its sentences are of the translated text."""

    lang: Tag
    target: Tag | None
    whole: Annotated[bool, Meta(description="the text was too short to select from")]
    text: str
    engine: Engine
    reasons: Doubts
    sentences: list[SummarySentenceRecord]
    written: list[WrittenRecord]


class ItemSummaryRecord(SummaryRecord, frozen=True, kw_only=True):
    """The summary of an item, with its fields where another language was requested.

    `body` is the translated body, where it was translated before it was summarized.
    """

    fields: list[FieldRecord]
    body: TranslationRecord | None


class SummarizeRecord(ItemSummaryRecord, frozen=True):
    """An item of `mlsum summarize`."""

    path: str | None
    format: str


class DetectRecord(Record, frozen=True):
    """An item of `mlsum detect`; `summary` is there in the datasets of a batch that summarizes."""

    path: str | None
    format: str
    languages: Annotated[dict[Tag, Natural], Meta(description="letters per language, most first")]
    fields: list[DetectedFieldRecord]
    body: BodyRecord | None
    summary: ItemSummaryRecord | UnsetType | None = UNSET


class TaskRecord(Record, frozen=True):
    """What a translation would do with a part; `becomes` is null where an engine decides."""

    key: str
    role: Role
    action: Action
    text: str
    becomes: str | None
    lang: Tag
    target: Tag
    note: str


class PlanRecord(Record, frozen=True):
    """A document of `mlsum plan`."""

    path: str | None
    format: str
    tasks: list[TaskRecord]


class TranslateRecord(Record, frozen=True):
    """An item of `mlsum translate`; `summary` is there in the datasets of a batch that summarizes.

    `licences` are those of the models that took part, by signature.
    """

    path: str | None
    format: str
    target: Tag
    status: Status
    licences: dict[str, str]
    fields: list[FieldRecord]
    body: PartRecord | None
    summary: ItemSummaryRecord | UnsetType | None = UNSET


class TermRecord(Record, frozen=True):
    """A key term; `source` is the table or engine that its translation is from."""

    text: str
    weight: Annotated[float, Meta(gt=0, le=1)]
    count: Annotated[int, Meta(ge=1)]
    name: bool
    translation: str | None
    source: str | None


class KeywordsRecord(Record, frozen=True):
    """An item of `mlsum keywords`: its terms by weight; the first has weight 1."""

    path: str | None
    format: str
    lang: Tag
    target: Tag | None
    terms: list[TermRecord]


class ReportRecord(Record, frozen=True):
    """A report of a story: the item of a file, and its head."""

    path: str | None
    item: Natural
    lang: Tag
    title: str
    source: str
    date: str


class StorySentenceRecord(Record, frozen=True):
    """A sentence of a story's summary, and the reports that support it."""

    text: str
    reports: list[Natural]
    translation: TranslationRecord | None


class QuoteRecord(SentenceRecord, frozen=True):
    """A sentence in the text of a report."""

    report: Natural


class StoryRecord(Record, frozen=True):
    """A story: its summary, its reports, and the sentences that it rests on."""

    title: TranslationRecord
    lang: Tag
    text: str
    engine: Engine
    reasons: Doubts
    reports: Annotated[list[ReportRecord], Meta(min_length=1)]
    said: list[StorySentenceRecord]
    quotes: list[QuoteRecord]


class DigestRecord(Record, frozen=True):
    """All of `mlsum summarize --together`: stories, those of most reports first."""

    target: Tag | None
    stories: list[StoryRecord]


class DocumentRecord(Record, frozen=True):
    """The result of a document at the HTTP API: what each command prints for it."""

    detect: list[DetectRecord]
    translate: list[TranslateRecord]
    summarize: list[SummarizeRecord]
