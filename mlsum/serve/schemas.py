"""What the REST API takes and gives, as OpenAPI shows it."""

from typing import Annotated, Any, Literal

from fastapi import UploadFile
from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from mlsum.core.document import Labels, Markup, Order, QuoteStyle, Style
from mlsum.core.records import Record
from mlsum.serve.jobs import State

__all__ = [
    "ERRORS",
    "DetectRequest",
    "DocumentOptions",
    "DocumentRequest",
    "ErrorAnswer",
    "JobAnswer",
    "Language",
    "LibreDetectRequest",
    "LibreDetected",
    "LibreTranslateRequest",
    "LibreTranslated",
    "ResultFormat",
    "SummarizeRequest",
    "Summarizer",
    "Terms",
    "TranslateRequest",
    "answers",
    "body_of",
    "characters",
]


def characters(text: str) -> str:
    """The text, if it has whole characters only: JSON can name half of one (`\\ud800`)."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("this is no valid Unicode") from None
    return text


ResultFormat = Literal["document", "json", "markdown", "html", "view"]

_TAG = r"^[A-Za-z]{2,3}([-_][A-Za-z]{4})?([-_]([A-Za-z]{2}|[0-9]{3}))?$"
Tag = Annotated[str, Field(pattern=_TAG)]
Words = Annotated[str, AfterValidator(characters)]
Named = Annotated[
    Words,
    Field(
        min_length=2,
        max_length=100,
        description="A BCP 47 tag, or the name of a language",
        examples=["pt", "Korean"],
    ),
]
Texts = Annotated[
    list[Words], Field(min_length=1, max_length=1000, examples=[["The talks begin on Friday."]])
]

_Term = Annotated[Words, Field(min_length=1, max_length=500)]
Terms = dict[_Term, _Term] | list[dict[Tag, _Term]]
_Glossary = Annotated[
    Terms,
    Field(
        max_length=10_000,
        description="Your own terms, before every table: a word and its translation, or entries "
        'by language such as `{"en": "NATO", "pt": "OTAN"}`',
        examples=[{"NATO": "OTAN"}],
    ),
]

_WHO = "Who chooses sentences, or writes them: a name of `/v1/summarizers`"
_ORDER = "With `to`: what is done first"


class _Strict(BaseModel):
    """A request in which a misspelt name is an error."""

    model_config = ConfigDict(extra="forbid")


class ErrorAnswer(BaseModel):
    """What went wrong, and how to fix it."""

    error: str
    hint: str | None = None
    where: str | None = Field(None, description="The file, and the line where one is known")
    code: str | None = Field(None, description="For programs: the same for every such error")
    values: list[str] | None = Field(None, description="Numbers and names in the message")


class DetectRequest(_Strict):
    """Texts whose languages are asked for."""

    texts: Texts
    languages: list[Named] | None = Field(None, description="Only these come into question")


class TranslateRequest(_Strict):
    """Texts to be translated."""

    texts: Texts
    to: Named
    source: Named | None = Field(None, description="Detected, part by part, where it is not given")
    markup: Markup = "plain"
    quotes: QuoteStyle = Field(
        "source", description="Quotation marks: those of the source or of the target language"
    )
    glossary: _Glossary | None = None


class SummarizeRequest(_Strict):
    """A text to be summarized; where no length is given, in three sentences."""

    text: Words = Field(min_length=1, examples=["The talks begin on Friday. Nobody knows why."])
    lang: Named | None = Field(None, description="Detected where it is not given")
    to: Named | None = Field(None, description="Translate the summary")
    markup: Markup = "plain"
    sentences: int | None = Field(None, ge=1, le=1000)
    max_chars: int | None = Field(None, ge=1, le=1_000_000)
    ratio: float | None = Field(None, gt=0, le=1)
    style: Style = "paragraph"
    summarizer: str = Field("extractive", max_length=64, description=_WHO)
    order: Order = Field("summarize-first", description=_ORDER)
    glossary: _Glossary | None = None


class DocumentOptions(_Strict):
    """What is to be done with a document; without `to` its languages are detected."""

    to: Named | None = None
    source: Named | None = None
    format: str | None = Field(None, max_length=40, description="Instead of sniffing it")
    fields: str | None = Field(None, max_length=1000, description="Only these: title,date,body")
    labels: Labels | None = None
    sentences: int | None = Field(None, ge=1, le=1000, description="Summarize in this many")
    max_chars: int | None = Field(None, ge=1, le=1_000_000, description="At most so long")
    ratio: float | None = Field(None, gt=0, le=1, description="This share of the sentences")
    style: Style | None = Field(None, description="Running text, a list, or one short line")
    summarizer: str | None = Field(None, max_length=64, description=_WHO)
    order: Order | None = Field(None, description=_ORDER)
    glossary: UploadFile | None = Field(
        None, description="Your own terms, before every table: a TSV or YAML file, at most 1 MiB"
    )


class DocumentRequest(DocumentOptions):
    """A document and what is to be done with it."""

    file: UploadFile = Field(description="In any format that mlsum reads")


class JobAnswer(BaseModel):
    """A job and how far it is."""

    id: str
    name: str
    state: State
    stage: str
    done: int
    total: int
    error: str | None = None
    hint: str | None = None
    where: str | None = None
    code: str | None = None
    values: list[str] | None = None
    result: str | None = Field(None, description="Where the result is, once there is one")


class Language(BaseModel):
    """A language and those into which it can be translated here."""

    code: str
    name: str
    targets: list[str]


class Summarizer(BaseModel):
    """A summarizer: it writes, or chooses sentences; `hint` says how to make it ready."""

    name: str
    writes: bool
    ready: bool
    hint: str | None = None


class LibreTranslateRequest(BaseModel):
    """What LibreTranslate's clients send to be translated, as JSON or as a form."""

    q: Words | Texts = Field(examples=["The talks begin on Friday."])
    source: str = Field("auto", examples=["en"])
    target: str = Field(examples=["pt"])
    format: Literal["text", "html"] = "text"
    alternatives: int = Field(0, description="Never offered")
    api_key: str | None = Field(None, description="The server's token, where it has one")


class LibreDetectRequest(BaseModel):
    """A text to detect, as LibreTranslate's clients send it."""

    q: Words | Texts = Field(examples=["The talks begin on Friday."])
    api_key: str | None = None


class LibreDetected(BaseModel):
    """A language, with a confidence of 0 to 100."""

    confidence: float
    language: str


class LibreTranslated(BaseModel):
    """A text for a text, a list for a list."""

    translatedText: str | list[str]
    detectedLanguage: LibreDetected | list[LibreDetected] | None = None
    alternatives: list[Any] | None = None


_STATUSES = (400, 401, 403, 404, 408, 409, 413, 421, 422, 429, 500, 503)
ERRORS: dict[int | str, dict[str, Any]] = {status: {"model": ErrorAnswer} for status in _STATUSES}


def answers(record: type[Record]) -> dict[int | str, dict[str, Any]]:
    """How OpenAPI shows a route whose answer is a record."""
    schema = {"$ref": f"#/components/schemas/{record.__name__}"}
    return {200: {"content": {"application/json": {"schema": schema}}}}


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """How OpenAPI shows a body that a route reads itself, as JSON or as a form."""
    schema = model.model_json_schema()
    kinds = ("application/json", "application/x-www-form-urlencoded")
    content = {kind: {"schema": schema} for kind in kinds}
    return {"requestBody": {"required": True, "content": content}}
