"""Word documents (.docx, .docm): every story in them, read as one text and written back in place.

Read: the body with its tables, text boxes and diagrams, then foot- and endnotes, headers and
footers. Comments, deleted text and macros are left alone. A paragraph that
was moved becomes in its old place what it becomes in the new one.
"""

import re
from collections.abc import Iterator

from mlsum.core.document import Document
from mlsum.formats.office import package
from mlsum.formats.office.archive import Archive
from mlsum.formats.office.charts import Charts
from mlsum.formats.office.contents import ElementText
from mlsum.formats.office.drawing import alternative_text, drawing_slots
from mlsum.formats.office.dropcap import DropCap
from mlsum.formats.office.languages import full_tag
from mlsum.formats.office.ooxml import OoxmlPackage, main_type
from mlsum.formats.office.package import Slot, mark_code, render, says_something
from mlsum.formats.office.runs import RunParagraph, is_monospaced
from mlsum.formats.office.word import (
    WORD,
    WordReader,
    face_of,
    is_code,
    is_preformatted,
    language_attribute,
)
from mlsum.formats.office.xml import Element, count_in, named, names
from mlsum.formats.splice import Edits

__all__ = ["parse", "render", "render_bytes", "sniff"]

_MAIN = re.compile(
    r"wordprocessingml\.(?:document|template)\.main"
    r"|ms-word\.(?:document|template)\.macroEnabled(?:Template)?\.main"
)
_STORIES = {"footnotes": "aside", "endnotes": "aside", "header": "caption", "footer": "caption"}
# Attributes that are read: what tables and old shapes are about, and the words of a watermark.
_TEXT_ATTRIBUTES = {
    "w:tblCaption": "w:val",
    "w:tblDescription": "w:val",
    "v:shape": "alt",
    "v:rect": "alt",
    "v:textpath": "string",
}
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


def sniff(data: bytes, path: str | None) -> bool:
    """Whether this is a package with a document of Word in it."""
    del path
    return _MAIN.search(main_type(data)) is not None


def parse(data: bytes, path: str | None) -> Document:
    """One item: the properties of the document, and its text."""
    return package.read("docx", _WordPackage, data, path)


def render_bytes(document: Document, edits: Edits) -> bytes:
    """The document with the edits written in; parts without any are copied as they are."""
    return package.write(_WordPackage, document, edits)


class _WordPackage(OoxmlPackage):
    """An opened document of Word."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        self.read_properties()
        main = self.main()
        self._styles_part = next(self.related(main, "styles"), None)
        self._faces: dict[str, str] = {}  # of styles, by their ids
        self._styles = self._read_styles()
        self._read_story(main, "")
        self._charts = Charts(self)
        for kind in ("diagramData", "chart", "diagramDrawing", "chartEx"):
            for part in self.related(main, kind):
                if kind.startswith("chart"):
                    self.slots += self._charts.slots(part)
                else:
                    hidden = kind == "diagramDrawing"
                    self.slots += drawing_slots(self.root(part), part, hidden=hidden)
        for kind, tag in _STORIES.items():
            for part in dict.fromkeys(self.related(main, kind)):
                self._read_story(part, tag)
        self.slots = mark_code(self.slots)

    def embedded(self) -> Iterator[tuple[str, bytes]]:
        """The workbooks of charts whose labels have changed."""
        return self._charts.settled()

    def _read_styles(self) -> dict[str, str]:
        """The names of the styles by their ids; the default language on the way."""
        if self._styles_part is None:
            return {}
        root = self.root(self._styles_part)
        for noted in root.iter(names("w:lang", root)):
            self.language = self.language or noted.get(names("w:val", root), "")
        found: dict[str, str] = {}
        for style in root.iterchildren(names("w:style", root)):
            name = style.find(names("w:name", root))
            if name is not None:
                key = style.get(names("w:styleId", root), "")
                found[key] = name.get(names("w:val", root), "")
                self._faces[key] = face_of(style.find(names("w:rPr", root)))
        return found

    def _read_story(self, part: str, tag: str) -> None:
        root = self.root(part)
        reader = WordReader(self._styles, root)
        moved = WordReader(self._styles, root, moved=True)
        old = set(root.iter(names("mc:Fallback")))
        frame: RunParagraph | None = None
        for element in root.iter():
            name = named(element.tag)
            if name == "w:p":
                paragraph = RunParagraph(element, reader.pieces(element), WORD)
                if _drops(element):
                    frame = paragraph
                    continue
                apart = "".join(element.itertext())[:1].isspace()
                content = DropCap(frame, paragraph, apart=apart) if frame else paragraph
                frame = None
                if any(map(str.isalpha, content.plain_text)) and not _separates(element):
                    hidden = _within(element, old)
                    self.slots.append(Slot(content, part, tag or self._tag(element), hidden))
                elif element.find(names("w:moveFrom", element)) is not None:
                    away = RunParagraph(element, moved.pieces(element), WORD)
                    # It becomes what stands in its new place.
                    if any(map(str.isalpha, away.plain_text)):
                        self.slots.append(Slot(away, part, hidden=True))
            elif name == "wp:docPr":
                self.slots += alternative_text(element, part)
            elif name in _TEXT_ATTRIBUTES:
                words = ElementText(element, names(_TEXT_ATTRIBUTES[name], element))
                if says_something(words.plain_text):
                    self.slots.append(Slot(words, part, "figcaption", _within(element, old)))

    def _tag(self, paragraph: Element) -> str:
        """The HTML element that says what a paragraph is."""
        properties = paragraph.find(names("w:pPr", paragraph))
        style, level = "", None
        listed = False
        for child in [] if properties is None else properties:
            match named(child.tag):
                case "w:pStyle":
                    style = self._styles.get(child.get(names("w:val", child), ""), "").lower()
                case "w:outlineLvl":
                    level = child.get(names("w:val", child), "")
                case "w:numPr":
                    listed = True
        if is_code(style) and not (is_preformatted(style) and self._is_in_book_face(paragraph)):
            return "pre"
        if style == "title" or style.startswith("heading"):
            return f"h{count_in(style[-1:], 6) or 1}"
        outline = count_in(level, 9)
        if style == "subtitle" or (outline is not None and outline < 6):
            return "h2" if outline is None else f"h{min(outline, 5) + 1}"
        if style.endswith("caption"):
            return "figcaption"
        if any(named(it.tag) == "w:tc" for it in paragraph.iterancestors()):
            return "td"
        return "li" if listed or style.startswith(("list", "toc")) else "p"

    def _is_in_book_face(self, paragraph: Element) -> bool:
        """Whether most letters are in a named typeface whose letters differ in width."""
        style = paragraph.find("/".join(names(it, paragraph) for it in ("w:pPr", "w:pStyle")))
        usual = "" if style is None else self._faces.get(style.get(names("w:val", style), ""), "")
        letters = {True: 0, False: 0}
        for run in paragraph.iter(names("w:r", paragraph)):
            face = face_of(run.find(names("w:rPr", run))) or usual
            letters[bool(face) and not is_monospaced(face)] += len("".join(run.itertext()))
        return letters[True] > letters[False]

    def set_language(self, language: str) -> Iterator[str]:
        """Note the language in the properties and the styles."""
        yield from super().set_language(language)
        if self._styles_part is None:
            return
        root = self.root(self._styles_part)
        attribute = names(language_attribute(language), root)
        for noted in root.iter(names("w:lang", root)):
            if noted.get(attribute) not in (None, "x-none"):
                noted.set(attribute, full_tag(language))
        yield self._styles_part


def _within(element: Element, others: set[Element]) -> bool:
    """Whether an element stands in one of others."""
    return bool(others) and not others.isdisjoint(element.iterancestors())


def _drops(paragraph: Element) -> bool:
    """Whether this is the frame of a drop capital, which belongs to the next paragraph."""
    frame = paragraph.find("/".join(names(it, paragraph) for it in ("w:pPr", "w:framePr")))
    return frame is not None and frame.get(names("w:dropCap", paragraph), "none") != "none"


def _separates(paragraph: Element) -> bool:
    """Whether this is the line above the footnotes, or its like."""
    return any(
        named(it.tag) in ("w:footnote", "w:endnote") and it.get(names("w:type", it)) in _SEPARATORS
        for it in paragraph.iterancestors()
    )
