"""OpenDocument texts, presentations, drawings and spreadsheets (.odt, .odp, .odg, .ods).

Read: paragraphs and headings in the order of the file, with footnotes, text boxes, tables and
notes, what images say, then the heads and feet of pages. Cells with a number or a formula,
comments and deleted text are left alone, and so is a cell whose text a formula names.
"""

import re
from collections.abc import Iterator

from mlsum.core.document import Document
from mlsum.core.errors import FormatError
from mlsum.formats.office import package
from mlsum.formats.office.archive import Archive, is_archive
from mlsum.formats.office.cells import is_words, literals
from mlsum.formats.office.contents import ElementText
from mlsum.formats.office.mixed import MixedParagraph
from mlsum.formats.office.odfstyles import Styles, language_of, set_language
from mlsum.formats.office.package import Package, Property, Slot, mark_code, says_something
from mlsum.formats.office.word import is_code
from mlsum.formats.office.xml import Element, count_in, named, names
from mlsum.formats.splice import Edits

__all__ = ["ODP", "ODS", "ODT", "OdfFormat"]

_CONTENT, _STYLES, _META = "content.xml", "styles.xml", "meta.xml"
_MANIFEST = "META-INF/manifest.xml"
_PROPERTIES = {
    "dc:title": "title",
    "dc:subject": "subject",
    "meta:keyword": "keywords",
    "dc:description": "description",
}
_TYPE = re.compile(rb"application/vnd\.oasis\.opendocument\.(\w+)")
# What is not for reading, with all that is in it.
_SKIPPED = frozenset(("text:tracked-changes", "office:annotation"))
_CLASSES = {"title": "h1", "subtitle": "h2", "outline": "li", "notes": "aside"}
_TITLES = ("chart:title", "chart:subtitle", "chart:footer")
_AROUND = {
    **dict.fromkeys(_TITLES, "figcaption"),
    "text:note": "aside",
    "presentation:notes": "aside",
    "table:table-cell": "td",
    "table:covered-table-cell": "td",
    "text:list-item": "li",
    "text:list-header": "li",
}
_LOCKED = "save it without a password first"


class OdfFormat:
    """One of the formats, by the type at the start of the archive."""

    def __init__(self, name: str, *types: str) -> None:
        self._name = name
        self._types = types

    def sniff(self, data: bytes, path: str | None) -> bool:
        """Whether this is an OpenDocument archive of this type."""
        del path
        return is_archive(data) and _type(data) in self._types

    def parse(self, data: bytes, path: str | None) -> Document:
        """One item: the properties of the document, and its text."""
        return package.read(self._name, _OdfPackage, data, path)

    def render(self, document: Document, edits: Edits) -> str:
        """The reading with the edits written in."""
        return package.render(document, edits)

    def render_bytes(self, document: Document, edits: Edits) -> bytes:
        """The document with the edits written in; parts without any are copied as they are."""
        return package.write(_OdfPackage, document, edits)


ODT = OdfFormat("odt", "text")
ODP = OdfFormat("odp", "presentation", "graphics")
ODS = OdfFormat("ods", "spreadsheet")


def _type(data: bytes) -> str:
    try:
        archive = Archive(data)
        part = next((it for it in ("mimetype", _MANIFEST) if it in archive), None)
        found = _TYPE.search(archive.read(part)) if part else None
    except FormatError:
        return ""
    return found[1].decode() if found else ""


class _OdfPackage(Package):
    """An opened document."""

    def __init__(self, archive: Archive) -> None:
        super().__init__(archive)
        if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
            message = "this document is protected by a password"
            raise FormatError(message, where=archive.where, hint=_LOCKED)
        parts = [part for part in (_CONTENT, _STYLES) if part in archive or part == _CONTENT]
        self._parts = parts
        self._styles = Styles([self.root(part) for part in reversed(parts)])
        self._read_properties()
        content = self.root(_CONTENT)
        self._named = {
            text
            for it in content.iter()
            for formula in (it.get(names("table:formula")), it.get(names("table:condition")))
            if formula
            for text in literals(formula)
        }
        value = names("office:string-value")
        cells = content.iter(names("table:table-cell"))
        self._valued = {it: _said(it) for it in cells if it.get(value) is not None}
        self._is_spreadsheet = next(content.iter(names("office:spreadsheet")), None) is not None
        for body in content.iterchildren(names("office:body")):
            self._read(body, _CONTENT)
        for part in archive.names:
            if part.endswith(f"/{_CONTENT}"):  # an object in the document, such as a chart
                self._read_object(part)
        for part in parts[1:]:
            for masters in self.root(part).iterchildren(names("office:master-styles")):
                self._read(masters, part)
        self.slots = mark_code(self.slots)

    def _read_properties(self) -> None:
        for element in self.root(_META).iter() if _META in self.archive else ():
            name = _PROPERTIES.get(named(element.tag))
            if name and (element.text or "").strip():
                self.properties.append(Property(name, ElementText(element), _META))
            if named(element.tag) == "dc:language":
                self.language = (element.text or "").strip()
        if _STYLES in self.archive:
            self.language = self.language or language_of(self.root(_STYLES))

    def _read(self, parent: Element, part: str) -> None:
        """Take up what is in an element, in order."""
        for element in parent:
            name = named(element.tag)
            if name in _SKIPPED:
                continue
            if name in ("text:p", "text:h"):
                self._take(element, part)
            elif name in ("svg:title", "svg:desc", "presentation:footer-decl"):
                content = ElementText(element)
                if says_something(content.plain_text):
                    self.slots.append(Slot(content, part, "figcaption"))
            elif name == "text:index-title-template":  # the title is made of it, in time
                self.slots.append(Slot(ElementText(element), part, hidden=True))
            if not (name.endswith("table-cell") and not _is_text(element)):
                self._read(element, part)

    def _read_object(self, part: str) -> None:
        """Take up the titles of a chart, and its labels: in a spreadsheet these are copies."""
        labels = () if self._is_spreadsheet else ("table:table-cell",)
        for holder in self.root(part).iter(*map(names, (*_TITLES, *labels))):
            for element in holder.iter(names("text:p")) if _is_text(holder) else ():
                self._take(element, part)

    def _take(self, element: Element, part: str) -> None:
        content = MixedParagraph(element, self._styles)
        around = [it for it in element.iterancestors() if isinstance(it.tag, str)]
        if not any(map(str.isalpha, content.plain_text)) or (part == _STYLES and _is_place(around)):
            return
        sheet = any(named(it.tag) == "office:spreadsheet" for it in around)
        cell = sheet or part not in self._parts
        cell = cell and any(named(it.tag) == "table:table-cell" for it in around)
        if cell and not self._counts(content.plain_text):
            return
        self.slots.append(Slot(content, part, self._tag(element, around, part)))

    def _counts(self, text: str) -> bool:
        return is_words(text) and text.strip().casefold() not in self._named

    def _tag(self, element: Element, around: list[Element], part: str) -> str:
        """The HTML element that says what a paragraph is."""
        if part == _STYLES:
            return "caption"
        style = self._styles.called(element.get(names("text:style-name"), ""), "paragraph").lower()
        if named(element.tag) == "text:h":
            return f"h{count_in(element.get(names('text:outline-level')), 6) or 1}"
        if is_code(style):
            return "pre"
        if style in ("title", "subtitle"):
            return "h1" if style == "title" else "h2"
        if style in ("caption", "table", "illustration", "figure", "drawing"):
            return "figcaption"
        for it in around:
            if tag := _AROUND.get(named(it.tag)) or _CLASSES.get(
                it.get(names("presentation:class"), "")
            ):
                return tag
        return "p"

    def settle(self) -> Iterator[str]:
        """Let the values of cells be what their texts say now."""
        for cell, old in self._valued.items():
            if (new := _said(cell)) != old:
                cell.set(names("office:string-value"), new)
                yield _CONTENT

    def set_language(self, language: str) -> Iterator[str]:
        """Note the language in the properties and the styles."""
        old = [self.language]
        if _STYLES in self.archive:
            old.append(language_of(self.root(_STYLES)))
        for part in self._parts:
            if set_language(self.root(part), old, language):
                yield part
        if _META in self.archive:
            for element in self.root(_META).iter(names("dc:language")):
                element.text = language
                yield _META


def _said(cell: Element) -> str:
    return "\n".join("".join(it.itertext()) for it in cell.iterchildren(names("text:p")))


def _is_text(cell: Element) -> bool:
    """Whether a cell holds text, and not what is computed, counted or dated."""
    kind = cell.get(names("office:value-type"), "string")
    return kind == "string" and cell.get(names("table:formula")) is None


def _is_place(around: list[Element]) -> bool:
    """Whether a paragraph of a master page is a place for something, not a text it shows."""
    return any(it.get(names("presentation:class")) is not None for it in around)
