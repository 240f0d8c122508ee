"""What is in an EPUB: its package file, the chapters in their order, the tables of contents.

Members are kept as they are written, with the places of what is read in them, so that a new text
goes into its place and nothing else moves. Sources: EPUB 3.3 (W3C, 2023), OPF and NCX 2.0.1.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from posixpath import dirname, join, normpath
from urllib.parse import unquote

from mlsum.core.document import Part
from mlsum.core.errors import FormatError
from mlsum.formats.office.archive import Archive
from mlsum.formats.xmltext import Element, attribute, content, elements, local

__all__ = ["Book", "Member"]

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
_XHTML = ("application/xhtml+xml", "text/html", "application/x-dtbook+xml")
_NCX = "application/x-dtbncx+xml"
_SCRAMBLED = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_DECLARED = re.compile(rb"""<\?xml[^<>]{0,200}encoding\s*=\s*["']([A-Za-z][\w.-]*)["']""")
_BODY = re.compile(r"<body\b[^<>]*>", re.IGNORECASE)
_TITLE = re.compile(r"<title\b[^<>]*>([^<]*)</title\s*>", re.IGNORECASE)
_AGAIN = "get the file again, or mend it with an editor of e-books"
_MOST_LABELS = 20_000


@dataclass(frozen=True, slots=True)
class Member:
    """A file of the book as text; `text.encode(encoding)` behind `bom` is what is stored."""

    name: str
    text: str
    encoding: str
    bom: bytes = b""

    def encoded(self, text: str) -> bytes:
        """A new text as it is stored; letters that the encoding lacks as references."""
        return self.bom + text.encode(self.encoding, "xmlcharrefreplace")

    def body(self) -> Part | None:
        """What stands in the body of a page."""
        found, end = _BODY.search(self.text), self.text.lower().rfind("</body")
        return _stripped(self.text, found.end(), end) if found and found.end() <= end else None

    def title(self) -> Part | None:
        """The title in the head of a page."""
        found = _TITLE.search(self.text)
        return _stripped(self.text, *found.span(1)) if found else None


class Book:
    """An opened book. Raises FormatError where it is damaged, or locked by its seller."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._refuse_locked()
        self.package = self.member(self._package_name())
        self._sections = {
            local(one.name): one
            for root in elements(self.package.text)
            for one in elements(self.package.text, root.start, root.end)
        }
        if not {"manifest", "spine"} <= self._sections.keys():
            raise self._broken(f"{self.package.name} lists no files")
        self._items = {attrs["id"]: attrs for attrs in self._attributes("manifest")}

    def member(self, name: str) -> Member:
        """A file of the book, decoded as it says it is encoded."""
        data = self.archive.read(name)
        bom = next(
            (it for it in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff") if data[:4].startswith(it)),
            b"",
        )
        declared = _DECLARED.search(data[:300])
        encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(bom, "utf-8")
        if declared and not bom:
            encoding = declared[1].decode("ascii")
        try:
            text = data[len(bom) :].decode(encoding)
        except (LookupError, UnicodeDecodeError) as error:
            raise self._broken(f"{name} is not {encoding}, as it says") from error
        return Member(name, text, encoding, bom)

    def metadata(self) -> Iterator[tuple[str, Element]]:
        """The elements of Dublin Core, by their names."""
        section = self._sections.get("metadata")
        found = [section] if section else []
        for parent in found:
            for one in elements(self.package.text, parent.start, parent.end):
                if local(one.name) == "dc-metadata":  # of the first drafts
                    found.append(one)
                elif one.name.lower().startswith("dc:"):
                    yield local(one.name), one

    def chapters(self) -> list[str]:
        """The names of the pages in reading order."""
        listed = [
            self._items.get(attrs.get("idref", ""), {}) for attrs in self._attributes("spine")
        ]
        return list(dict.fromkeys(self._pages(listed)))

    def contents(self) -> list[str]:
        """The page that is the table of contents; it may be one of the chapters, too."""
        found = [it for it in self._items.values() if "nav" in it.get("properties", "").split()]
        return list(self._pages(found))

    def labels(self) -> tuple[Member, list[Part]] | None:
        """The labels of the older table of contents (NCX), and the file they stand in."""
        for item in self._items.values():
            name = self._resolved(item.get("href", ""))
            if item.get("media-type") == _NCX and name in self.archive:
                member = self.member(name)
                return member, list(_labels(member.text))
        return None

    def _pages(self, items: list[dict[str, str]]) -> Iterator[str]:
        for item in items:
            name = self._resolved(item.get("href", ""))
            if item.get("media-type", _XHTML[0]) in _XHTML and name in self.archive:
                yield name

    def _resolved(self, href: str) -> str:
        path = unquote(href.partition("#")[0])
        return normpath(join(dirname(self.package.name), path))

    def _attributes(self, section: str) -> Iterator[dict[str, str]]:
        parent = self._sections[section]
        for one in elements(self.package.text, parent.start, parent.end):
            found = {
                name: value.text
                for name in ("id", "idref", "href", "media-type", "properties")
                if (value := attribute(self.package.text, one, name))
            }
            yield {"id": "", **found}

    def _package_name(self) -> str:
        container = self.member(_CONTAINER)
        for one in re.finditer(r"<(?:\w+:)?rootfile\b[^<>]*>", container.text):
            tag = Element("rootfile", one.start(), one.end(), one.end())
            if (path := attribute(container.text, tag, "full-path")) and path.text in self.archive:
                return path.text
        raise self._broken(f"{_CONTAINER} names no package file")

    def _refuse_locked(self) -> None:
        """Fonts may be scrambled; text that is encrypted cannot be read."""
        if _ENCRYPTION not in self.archive:
            return
        text = self.member(_ENCRYPTION).text
        for method in re.findall(r"""EncryptionMethod[^<>]*Algorithm\s*=\s*["']([^"']*)""", text):
            if method not in _SCRAMBLED:
                message = "this book is locked by its seller (DRM)"
                raise FormatError(message, where=self.archive.where, hint="get it without a lock")

    def _broken(self, problem: str) -> FormatError:
        return FormatError(f"broken e-book: {problem}", where=self.archive.where, hint=_AGAIN)


def _labels(text: str) -> Iterator[Part]:
    """The texts of an NCX: the title, then the labels of its points."""
    for count, one in enumerate(re.finditer(r"<((?:\w+:)?text)\b[^<>]*>([^<]*)</\1\s*>", text)):
        if count == _MOST_LABELS:
            return
        part = content(text, Element(one[1], one.start(), *one.span(2)))
        if part.text:
            yield part


def _stripped(text: str, start: int, end: int) -> Part | None:
    """The stretch as it is written, without the white space around it; None where it is blank."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Part(piece, start, start + len(piece)) if piece else None
