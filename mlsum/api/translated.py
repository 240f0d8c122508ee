"""A translated document: to read, to save, and to look at in Jupyter."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from mlsum import formats
from mlsum.api.detected import DocumentDetection
from mlsum.core.document import (
    Document,
    Kind,
    Marks,
    Outcome,
    Part,
    Result,
    Role,
    Status,
    Translation,
    brief,
)
from mlsum.core.errors import UsageError
from mlsum.core.lang import Lang
from mlsum.formats import about, names
from mlsum.writers.files import write_atomic

__all__ = [
    "DocumentTranslation",
    "TranslatedPart",
    "TranslatedSegment",
]

_JOIN = " + "  # between the steps that made one text


@dataclass(frozen=True, slots=True)
class TranslatedSegment:
    """A sentence of a part (its `key`, the number of the item) and its translation.

    `index` counts the sentences of the part from 1. `reasons` say what is wrong with it, if
    anything is.
    """

    item: int
    key: str
    index: int
    original: str
    text: str
    status: Status
    reasons: tuple[str, ...] = ()

    __repr__ = brief

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class TranslatedPart:
    """A field, a body or a page of a document, and its translation `text`.

    `key` is the canonical field (`title`), the label as written where it is unknown, `body` or
    `page`; `label` is the label in the translation, `original_label` that in the document; `lang`
    is the language in which most of it was. `engine` names what made the text: a model or a table.
    """

    item: int
    role: Role
    key: str
    label: str
    original_label: str
    original: str
    text: str
    status: Status
    reasons: tuple[str, ...]
    engine: str
    lang: Lang
    kind: Kind
    segments: tuple[TranslatedSegment, ...] = ()

    __repr__ = brief

    def __str__(self) -> str:
        return f"{self.label}: {self.text}" if self.label else self.text


@dataclass(frozen=True)
class DocumentTranslation:
    """A translated document, part by part; it has what a `Translation` of a text has, too.

    `result` is what the pipeline made, `detection` what was detected before. Jupyter shows the
    document beside its translation, every part in the tint of its language.
    """

    result: Result
    detection: DocumentDetection

    @property
    def document(self) -> Document:
        """The document as it was read."""
        return self.result.document

    @property
    def target(self) -> Lang:
        """The language that it was translated into."""
        return self.result.target

    @cached_property
    def text(self) -> str:
        """The document in its format, with the translations in their places.

        Of a document that is no text (Word, PDF), that is its reading.
        """
        return formats.render(self.document, self.result.edits)

    @property
    def status(self) -> Status:
        """The worst status of any part: untranslated, suspect, translated, kept."""
        return self.result.status

    @property
    def reasons(self) -> tuple[str, ...]:
        """All reasons of parts that were to be translated, each once."""
        return tuple(dict.fromkeys(reason for one in self._made for reason in one.reasons))

    @property
    def engine(self) -> str:
        """The names of all that made the translations: models and tables."""
        steps = (step for one in self._made for step in one.engine.split(_JOIN))
        return _JOIN.join(dict.fromkeys(filter(None, steps)))

    @property
    def marks(self) -> Marks:
        """How many inline marks were put back, and how."""
        return self.result.marks

    @property
    def languages(self) -> tuple[Lang, ...]:
        """The languages of the document before it was translated, that of most letters first."""
        return self.detection.languages

    @cached_property
    def parts(self) -> tuple[TranslatedPart, ...]:
        """All fields, bodies and pages that were asked for, in the order of the document."""
        return tuple(_parts(self.result))

    @property
    def fields(self) -> tuple[TranslatedPart, ...]:
        """The parts that are fields."""
        return tuple(part for part in self.parts if part.role == "value")

    @property
    def bodies(self) -> tuple[TranslatedPart, ...]:
        """The parts that are bodies."""
        return tuple(part for part in self.parts if part.role == "body")

    @property
    def segments(self) -> tuple[TranslatedSegment, ...]:
        """The sentences of all parts, in order."""
        return tuple(segment for part in self.parts for segment in part.segments)

    def to_bytes(self) -> bytes:
        """The translated document as a file: in its own format and encoding where it has one.

        A PDF comes back as Markdown. Raises FormatError where its format cannot be written.
        """
        return formats.render_bytes(self.document, self.result.edits)

    def save(self, path: str | Path) -> None:
        """Write the translated document to a file, whole or not at all; one that exists is lost.

        Raises UsageError where the extension is that of another kind of document, OutputError
        where the file cannot be written.
        """
        _refuse_other_kind(Path(path), self.document.format)
        write_atomic(Path(path), self.to_bytes())

    def __repr__(self) -> str:
        counted = Counter(part.status for part in self.parts)
        parts = ", ".join(f"{number} {status}" for status, number in counted.most_common())
        return f"<DocumentTranslation to {self.target}: {self.status} ({parts})>"

    def __str__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        from mlsum.writers.html import embedded
        from mlsum.writers.side_by_side import document_view
        from mlsum.writers.views import title_of
        from mlsum.writers.words import spoken

        ui = spoken(self.target)
        page = document_view(self.document, self.detection.items, self.result, ui=ui)
        return embedded(page, title_of(self.document), ui)

    @property
    def _made(self) -> tuple[Translation, ...]:
        """The translations of parts that were to be translated, labels among them."""
        made = (one.translation for one in self.result.outcomes)
        return tuple(one for one in made if one.status != "kept")


def _parts(result: Result) -> Iterator[TranslatedPart]:
    made = {outcome.task.part: outcome for outcome in result.outcomes}
    for number, item in enumerate(result.document.items):
        pieces: list[tuple[Part, Part | None]] = [(one.value, one.label) for one in item.fields]
        pieces += [(body.text, body.label) for body in (item.body, item.page) if body]
        for part, label in pieces:
            if outcome := made.get(part):
                yield _part(number, outcome, label, made)


def _part(
    item: int, outcome: Outcome, label: Part | None, made: Mapping[Part, Outcome]
) -> TranslatedPart:
    task, translation = outcome.task, outcome.translation
    original_label = label.text if label else ""
    new_label = made[label].translation.text if label and label in made else original_label
    segments = (
        TranslatedSegment(
            item,
            task.key,
            index,
            task.part.text[one.start : one.end],
            translation.text[one.new_start : one.new_end],
            one.status,
            one.reasons,
        )
        for index, one in enumerate(translation.segments, 1)
    )
    return TranslatedPart(
        *(item, task.role, task.key, new_label, original_label, task.part.text, translation.text),
        *(translation.status, translation.reasons, translation.engine),
        *(task.detection.lang, task.detection.kind, tuple(segments)),
    )


def _refuse_other_kind(path: Path, format: str) -> None:
    """Raise UsageError where a file of this name would not be what its extension says."""
    own, ending = about(format), path.suffix.lower()
    other = next((one for one in map(about, names()) if ending in one.suffixes), None)
    if own.written:
        right = ending in (own.written, ".txt")
    elif own.binary:
        right = ending in own.suffixes
    else:
        right = not (other and other.binary)
    if not right:
        suffix = own.written or own.suffixes[0]
        title = other.title if other else f"a {ending} file"
        raise UsageError(
            f"this document is not written as {title}", hint=str(path.with_suffix(suffix))
        )
