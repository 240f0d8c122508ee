"""What was detected in a text or a document, with the text: to read, and to look at in Jupyter."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property

from mlsum.core.document import Detection, Document, brief
from mlsum.core.lang import UND, Lang
from mlsum.detection import BodyDetection, FieldDetection, ItemDetection

__all__ = ["DocumentDetection", "TextDetection"]


@dataclass(frozen=True, slots=True)
class TextDetection(Detection):
    """A detection with the `text` that its spans are of.

    Jupyter shows the text with every language in its tint.
    """

    text: str = ""

    __repr__ = brief

    def _repr_html_(self) -> str:
        from mlsum.writers.html import embedded
        from mlsum.writers.page import Prose
        from mlsum.writers.views import tinted
        from mlsum.writers.words import legend

        letters: Counter[str] = Counter()
        for span in self.spans:
            if span.lang != UND:
                letters[str(span.lang)] += sum(map(str.isalpha, self.text[span.start : span.end]))
        page = (legend(dict(letters.most_common())), Prose(tinted(self.text, self)))
        return embedded(page, str(self))


@dataclass(frozen=True)
class DocumentDetection:
    """What was detected in a document: one `ItemDetection` for each of its items, in order.

    Jupyter shows the fields and the text with every language in its tint.
    """

    document: Document
    items: tuple[ItemDetection, ...]

    @property
    def fields(self) -> tuple[FieldDetection, ...]:
        """What was found for the fields of all items, in order."""
        return tuple(field for item in self.items for field in item.fields)

    @property
    def bodies(self) -> tuple[BodyDetection, ...]:
        """What was found for the bodies of all items that have one, in order."""
        return tuple(item.body for item in self.items if item.body)

    @cached_property
    def languages(self) -> tuple[Lang, ...]:
        """The languages of the document, that of most letters first."""
        from mlsum.writers.records import letters

        found: Counter[str] = Counter()
        for item, one in zip(self.document.items, self.items, strict=True):
            found.update(letters(item, list(zip(item.fields, one.fields, strict=True)), one))
        return tuple(Lang.parse(tag) for tag, _ in found.most_common())

    @property
    def lang(self) -> Lang:
        """The language of most letters; UND where there is none."""
        return self.languages[0] if self.languages else UND

    def __repr__(self) -> str:
        return f"<DocumentDetection {self}>"

    def __str__(self) -> str:
        return "+".join(map(str, self.languages)) or str(UND)

    def _repr_html_(self) -> str:
        from mlsum.writers.html import embedded
        from mlsum.writers.views import detect_view, title_of

        shown = [range(len(item.fields)) for item in self.document.items]
        return embedded(detect_view(self.document, self.items, shown), title_of(self.document))
