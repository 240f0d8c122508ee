"""The options of a run as one value."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from mlsum.core.backends import EngineOptions
from mlsum.core.document import Document, ForeignNames, Labels, QuoteStyle, Romanization
from mlsum.core.lang import UND, Lang
from mlsum.formats import about

if TYPE_CHECKING:
    from mlsum.detection import ItemDetection
    from mlsum.lexicon import Glossary
    from mlsum.memory import Memory

__all__ = ["BODY", "Options", "names_language", "wanted", "wanted_fields"]

BODY = "body"


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are detected and translated.

    `target` UND translates nothing. `languages` are the candidates of detection (None: the default
    set), `source` overrules it.
    `fields` are canonical keys, labels as written, or `body`; none means all. `labels` None
    translates them where people read them, and keeps keys, dates and codes of formats that
    programs read first (JSON, front matter, office documents). `engine` None takes what is
    installed, `none` switches engines off; `engine_options` say how it is to run. `memory` is
    asked first, and told what engines answer; `deep` compares meanings of sources and outputs.
    `foreign_names` is how names come back that a model cannot spell: as they are written, in plain
    Latin letters, or both. `names` is how Korean names are romanized: as news agencies write them,
    by the Revised Romanization, or by McCune and Reischauer. `quotes` is which quotation marks a
    translation has: those of its source, or those of the target language.
    """

    target: Lang = UND
    source: Lang | None = None
    languages: tuple[Lang, ...] | None = None
    classifier: str | None = None
    engine: str | None = None
    fields: frozenset[str] = frozenset()
    labels: Labels | None = None
    glossary: "Glossary | None" = None
    memory: "Memory | None" = None
    deep: bool = False
    engine_options: EngineOptions = field(default_factory=EngineOptions)
    foreign_names: ForeignNames = "original"
    names: Romanization = "customary"
    quotes: QuoteStyle = "source"

    @property
    def deciding(self) -> "Options":
        """The same without what does not decide an output: the memory, threads, size of batches."""
        plain = EngineOptions()
        running = replace(
            self.engine_options, threads=plain.threads, batch_tokens=plain.batch_tokens
        )
        return replace(self, memory=None, engine_options=running)

    def for_programs(self, document: Document) -> bool:
        """Whether keys, dates and codes of this document stay as programs expect them."""
        return about(document.format).programs and self.labels != "translate"

    def translates_labels(self, document: Document) -> bool:
        """Whether the labels of this document are to be translated."""
        return self.labels != "keep" and not self.for_programs(document)


def names_language(document: Document) -> bool:
    """Whether the field `language` of this document is the tag of its text, and follows it."""
    return about(document.format).follows


def wanted(fields: frozenset[str], key: str, label: str = "") -> bool:
    """Whether a request for `fields` includes this one; an empty request includes all."""
    return not fields or key.casefold() in fields or label.strip().casefold() in fields


def wanted_fields(
    document: Document, detections: "Sequence[ItemDetection]", options: Options
) -> list[list[int]]:
    """The indices of the fields of each item that `options.fields` names."""
    return [
        [
            index
            for index, (field, detected) in enumerate(zip(item.fields, one.fields, strict=True))
            if wanted(options.fields, detected.key, field.label.text)
        ]
        for item, one in zip(document.items, detections, strict=True)
    ]
