"""Packages of Office Open XML (ECMA-376-2): content types, relations between parts, properties."""

from collections.abc import Iterator
from posixpath import dirname, join, normpath

from mlsum.core.errors import FormatError
from mlsum.formats.office.archive import Archive, is_archive
from mlsum.formats.office.contents import ElementText
from mlsum.formats.office.package import Package, Property
from mlsum.formats.office.xml import named

__all__ = ["OoxmlPackage", "main_type"]

_TYPES = "[Content_Types].xml"
_AGAIN = "get the file again, or open it in its own program and save it anew"
_PROPERTIES = {
    "dc:title": "title",
    "dc:subject": "subject",
    "cp:category": "category",
    "cp:keywords": "keywords",
    "dc:description": "description",
}


def main_type(data: bytes) -> str:
    """What a package says it is: the content types in it, or nothing. Never raises."""
    if not is_archive(data):
        return ""
    try:
        archive = Archive(data)
        return archive.read(_TYPES).decode("utf-8", "replace") if _TYPES in archive else ""
    except FormatError:
        return ""


class OoxmlPackage(Package):
    """A package whose parts are found by the relations between them."""

    def relations(self, part: str = "") -> Iterator[tuple[str, str, str]]:
        """Id, kind and target part of each relation of a part; of the package, if none is named.

        What lies outside the package is left out, and so is what is missing from it.
        """
        folder, name = dirname(part), part.rpartition("/")[2]
        rels = self.archive.spelled(join(folder, "_rels", f"{name}.rels"))
        if rels not in self.archive:
            return
        for relation in self.root(rels):
            inside = relation.get("TargetMode") != "External"
            target = relation.get("Target", "").replace("\\", "/")
            full = target.lstrip("/") if target[:1] == "/" else normpath(join(folder, target))
            full = self.archive.spelled(full)
            if inside and full in self.archive:
                yield relation.get("Id", ""), relation.get("Type", "").rpartition("/")[2], full

    def related(self, part: str, *kinds: str) -> Iterator[str]:
        """The parts that stand in one of these relations to a part, in order."""
        for _, kind, target in self.relations(part):
            if kind in kinds:
                yield target

    def main(self) -> str:
        """The part that the document begins with. Raises FormatError where there is none."""
        part = next(self.related("", "officeDocument"), None)
        if part is None:
            message = "the archive names no document in it"
            raise FormatError(message, where=self.archive.where, hint=_AGAIN)
        return part

    def read_properties(self) -> None:
        """Take up the properties that say something, and the language that they name."""
        for part in self.related("", "core-properties"):
            for element in self.root(part):
                name = _PROPERTIES.get(named(element.tag))
                if name and (element.text or "").strip():
                    self.properties.append(Property(name, ElementText(element), part))
                if named(element.tag) == "dc:language":
                    self.language = (element.text or "").strip()

    def set_language(self, language: str) -> Iterator[str]:
        """Note a new language in the properties, if they name one."""
        for part in self.related("", "core-properties"):
            for element in self.root(part):
                if named(element.tag) == "dc:language":
                    element.text = language
                    yield part
