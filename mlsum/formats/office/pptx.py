"""PowerPoint presentations (.pptx, .pptm): the slides in order, each with what belongs to it.

Read of each slide: its title, its other shapes and tables in their order, its diagrams and charts,
its notes; at the end what the layouts show on every slide. Slide numbers, dates that are fields,
comments and macros are left alone.
"""

import re
from collections.abc import Iterator

from mlsum.core.document import Document
from mlsum.formats.office import package
from mlsum.formats.office.archive import Archive
from mlsum.formats.office.charts import Charts
from mlsum.formats.office.drawing import alternative_text, drawing_slots, paragraph
from mlsum.formats.office.languages import full_tag
from mlsum.formats.office.ooxml import OoxmlPackage, main_type
from mlsum.formats.office.package import Slot, mark_code, render
from mlsum.formats.office.xml import Element, named, names
from mlsum.formats.splice import Edits

__all__ = ["parse", "render", "render_bytes", "sniff"]

_MAIN = re.compile(
    r"presentationml\.(?:presentation|slideshow|template)\.main"
    r"|ms-powerpoint\.(?:presentation|slideshow|template)\.macroEnabled\.main"
)
_TITLES = {"title": "h1", "ctrTitle": "h1", "subTitle": "h2"}
_ASIDE = {"ftr": "caption", "hdr": "caption", "dt": "caption", "sldNum": "caption"}


def sniff(data: bytes, path: str | None) -> bool:
    """Whether this is a package with a presentation in it."""
    del path
    return _MAIN.search(main_type(data)) is not None


def parse(data: bytes, path: str | None) -> Document:
    """One item: the properties of the presentation, and its text."""
    return package.read("pptx", _Presentation, data, path)


def render_bytes(document: Document, edits: Edits) -> bytes:
    """The presentation with the edits written in; parts without any are copied as they are."""
    return package.write(_Presentation, document, edits)


class _Presentation(OoxmlPackage):
    """An opened presentation."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.read_properties()
        self._main = self.main()
        self._charts = Charts(self)
        slides = list(self._slides())
        for slide in slides:
            self._read_slide(slide)
        shown = dict.fromkeys(it for slide in slides for it in self.related(slide, "slideLayout"))
        masters = dict.fromkeys(it for one in shown for it in self.related(one, "slideMaster"))
        for part in (*shown, *masters):
            self.slots += self._of_shapes(part, fixed=True)
        self.slots = mark_code(self.slots)
        self.language = self.language or self._language(slides)

    def _slides(self) -> Iterator[str]:
        """The slides in the order in which they are shown."""
        parts = {key: part for key, kind, part in self.relations(self._main) if kind == "slide"}
        root = self.root(self._main)
        for slide in root.iter(names("p:sldId", root)):
            if part := parts.get(slide.get(names("r:id", root), "")):
                yield part

    def _language(self, slides: list[str]) -> str:
        """The language that most runs are noted to be in; without any, that of the defaults."""
        found = [tag for part in slides for tag in self._noted(part, "a:rPr")]
        found = found or list(self._noted(self._main, "a:defRPr"))
        return max(set(found), key=found.count) if found else ""

    def _noted(self, part: str, name: str) -> Iterator[str]:
        root = self.root(part)
        return (tag for it in root.iter(names(name, root)) if (tag := it.get("lang")))

    def set_language(self, language: str) -> Iterator[str]:
        """Note the language in the properties and the defaults."""
        yield from super().set_language(language)
        root = self.root(self._main)
        for element in root.iter(names("a:defRPr", root)):
            if element.get("lang"):
                element.set("lang", full_tag(language))
                yield self._main

    def embedded(self) -> Iterator[tuple[str, bytes]]:
        """The workbooks of charts whose labels have changed."""
        return self._charts.settled()

    def _read_slide(self, part: str) -> None:
        self.slots += sorted(self._of_shapes(part), key=lambda slot: slot.tag not in ("h1", "h2"))
        for kind in ("diagramData", "chart", "chartEx", "diagramDrawing"):
            for other in self.related(part, kind):
                if kind.startswith("chart"):
                    self.slots += self._charts.slots(other)
                else:
                    hidden = kind == "diagramDrawing"
                    self.slots += drawing_slots(self.root(other), other, hidden=hidden)
        for notes in self.related(part, "notesSlide"):
            self.slots += self._of_shapes(notes, "aside")

    def _of_shapes(self, part: str, tag: str = "", *, fixed: bool = False) -> Iterator[Slot]:
        """The slots of the shapes in a part; only of those that are no placeholders, if `fixed`."""
        root = self.root(part)
        old = set(root.iter(names("mc:Fallback")))
        shape, kind = None, ""
        for element in root.iter():
            name = named(element.tag)
            if name in ("p:sp", "p:graphicFrame", "p:pic", "p:cxnSp", "p:grpSp"):
                shape, kind = element, _placeholder(element)
            elif shape is None or (fixed and kind):
                continue
            elif name == "p:cNvPr" and not fixed:
                yield from alternative_text(element, part)
            elif name == "a:p":
                content = paragraph(element)
                if any(map(str.isalpha, content.plain_text)):
                    hidden = bool(old) and not old.isdisjoint(element.iterancestors())
                    yield Slot(content, part, _tag(element, kind, tag), hidden)


def _placeholder(shape: Element) -> str:
    """What a shape is the place for: `title`, `ftr`, …; `obj` where no kind is named."""
    for head in shape:
        if named(head.tag).startswith("p:nv"):
            for place in head.iter(names("p:ph", shape)):
                return str(place.get("type", "obj"))
    return ""


def _tag(paragraph: Element, kind: str, tag: str) -> str:
    """The HTML element that says what a paragraph is."""
    if kind in _ASIDE:
        return _ASIDE[kind]
    if tag or kind in _TITLES:
        return tag or _TITLES[kind]
    if any(named(it.tag) == "a:tc" for it in paragraph.iterancestors()):
        return "td"
    return "li" if kind in ("obj", "body") else "p"
