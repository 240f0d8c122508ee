"""What a person may ask of a run, in one value."""

from dataclasses import dataclass

from mlsum.document import Document, Labels
from mlsum.lang import Lang
from mlsum.lexicon import Glossary

__all__ = ["BODY", "Options", "wanted"]

BODY = "body"

# Keys in these formats are read by programs, so they stay unless their translation is asked for.
_MACHINE_KEYS = frozenset({"json", "jsonl", "frontmatter"})


@dataclass(frozen=True, slots=True)
class Options:
    """How documents are detected and translated.

    `languages` are the candidates of detection (None: the default set), `source` overrules it.
    `fields` are canonical keys, labels as written, or `body`; none means all. `labels` None
    translates the labels that people read and keeps the keys of JSON and front matter. `engine`
    None takes what is installed, `none` switches engines off.
    """

    target: Lang
    source: Lang | None = None
    languages: tuple[Lang, ...] | None = None
    classifier: str | None = None
    engine: str | None = None
    fields: frozenset[str] = frozenset()
    labels: Labels | None = None
    glossary: Glossary | None = None

    def translates_labels(self, document: Document) -> bool:
        """Whether the labels of this document are to be translated."""
        if self.labels is None:
            return document.format not in _MACHINE_KEYS
        return self.labels == "translate"


def wanted(fields: frozenset[str], key: str, label: str = "") -> bool:
    """Whether a person who named `fields` wants this one; naming none wants all."""
    return not fields or key.casefold() in fields or label.strip().casefold() in fields
