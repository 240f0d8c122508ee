"""What is to be done with the parts of a document, and what came of it."""

from dataclasses import dataclass, field
from typing import Literal

from mlsum.core.document.brief import brief
from mlsum.core.document.parts import Detection, Document, Part
from mlsum.core.lang import Lang

__all__ = [
    "WORST_FIRST",
    "Action",
    "Alignment",
    "ForeignNames",
    "Labels",
    "Marks",
    "Outcome",
    "QuoteStyle",
    "Result",
    "Role",
    "Romanization",
    "Segment",
    "Status",
    "Task",
    "Translation",
]

Action = Literal["keep", "label", "locale", "term", "translate"]
Role = Literal["label", "value", "body", "page"]
Status = Literal["translated", "kept", "suspect", "untranslated"]
Labels = Literal["keep", "translate"]
ForeignNames = Literal["original", "romanized", "both"]
QuoteStyle = Literal["source", "target"]
Romanization = Literal["customary", "revised", "mccune"]

WORST_FIRST: tuple[Status, ...] = ("untranslated", "suspect", "translated", "kept")


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

    `aligned` are on the words that translate theirs, found by alignment; `kept` by placeholders
    that the engine kept; `whole` are on the whole sentence or at its end, as a last resort.
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

    __repr__ = brief

    def __str__(self) -> str:
        return self.text


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

    __repr__ = brief


@dataclass(frozen=True, slots=True)
class Outcome:
    """A task and what came of it."""

    task: Task
    translation: Translation

    __repr__ = brief


@dataclass(frozen=True, slots=True)
class Result:
    """A document, the language it was wanted in, and what became of each of its parts."""

    document: Document
    target: Lang
    outcomes: tuple[Outcome, ...]

    __repr__ = brief

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
