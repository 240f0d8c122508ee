"""Labels of charts (ECMA-376-1, part 21.2): names of series, categories and points."""

from collections.abc import Collection, Iterator

from mlsum.formats.office.cells import codes, is_words
from mlsum.formats.office.contents import decoded, encoded
from mlsum.formats.office.inline import escaped, plain
from mlsum.formats.office.package import Slot
from mlsum.formats.office.xml import Element, named, names

__all__ = ["Label", "label_slots", "labels"]

# Copies of cells, and what a chart has of its own.
_CACHES = frozenset(("c:strCache", "c:lvl", "c15:dlblRangeCache"))
_OWN = frozenset(("c:strLit", "c:ser"))


class Label:
    """A text of a chart, in all of its places there."""

    monospaced = False

    def __init__(self, old: str, *, cached: bool) -> None:
        self.old = decoded(old)
        self.cached = cached
        self.column = ""
        self.elements: list[Element] = []
        self.plain_text = self.old.strip()
        self.text = escaped(self.plain_text)

    @property
    def new(self) -> str:
        """Its text now."""
        return decoded(self.elements[0].text)

    def write(self, text: str, _language: str = "") -> None:
        """Put a new text there."""
        for element in self.elements:
            element.text = encoded(plain(text))


def labels(root: Element) -> list[Label]:
    """The labels of a chart, each text once, in order."""
    found: dict[str, Label] = {}
    texts = root.iter(*(names(it) for it in ("c:v", "cx:pt", "cx:v")), names("c:v", root))
    for element in dict.fromkeys(texts):
        holder = _holder(element)
        if element.text and holder is not None:
            cached = named(holder.tag) not in _OWN
            label = found.setdefault(element.text, Label(element.text, cached=cached))
            label.elements.append(element)
            label.column = label.column or root.getroottree().getpath(holder)
    return list(found.values())


def _holder(element: Element) -> Element | None:
    """The list of texts that a text is in, or what it is the name of; None for a number."""
    parent = element.getparent()
    above = parent.getparent()
    if named(element.tag) == "c:v":
        return above if named(above.tag) in _CACHES | _OWN else None
    if named(element.tag) == "cx:pt":
        return parent if named(above.tag) == "cx:strDim" else None
    return above if named(parent.tag) == "cx:txData" else None


def label_slots(found: list[Label], part: str, kept: Collection[str] = ()) -> Iterator[Slot]:
    """The labels that say something as slots, but for those of `kept`."""
    left = {*kept, *codes((it.old, it.column) for it in found)}
    for label in found:
        if label.old not in left and is_words(label.plain_text):
            yield Slot(label, part, "figcaption")
