"""E-books (`.epub`): what the book says of itself as fields, then a chapter an item.

The document's text is a reading of the book: its metadata as a list of terms, then the content
of every page as it is written, tags and all. The tables of contents come last, as twins of the
headings that they repeat. New texts go into the places of the old ones; files of the archive in
which nothing changes are copied byte for byte.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from html import escape, unescape
from xml.parsers import expat

from mlsum.core.document import Body, Document, Field, Item, Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.ebook.book import Book, Member
from mlsum.formats.office.archive import Archive, is_archive
from mlsum.formats.office.package import render
from mlsum.formats.splice import Edits
from mlsum.formats.xmltext import content, escape_like

__all__ = ["parse", "render", "render_bytes", "sniff"]

_KEYS = {
    "title": "title",
    "creator": "author",
    "contributor": "person",
    "description": "description",
    "subject": "topic",
    "publisher": "publisher",
    "date": "date",
    "language": "language",
    "rights": "rights",
    "identifier": "id",
}
_FIXED = frozenset({"date", "identifier"})
_LANGUAGE = re.compile(r"""((?<=\s)(?:xml:)?lang\s*=\s*["'])([\w-]+)(?=["'])""")
_ROOT_TAG = re.compile(r"<(?:html|(?:\w+:)?package)\b[^<>]*>", re.IGNORECASE)
_NAMED = re.compile(r"&(?!amp;|lt;|gt;|quot;|apos;|#)\w+;")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where parts of the reading come from: stretches of a member, as text or as written."""

    member: Member
    spans: tuple[tuple[int, int], ...]
    name: str = ""


@dataclass(slots=True)
class _Reading:
    """The reading of a book so far."""

    text: str = ""
    items: list[Item] = field(default_factory=list)
    places: dict[Part, _Place] = field(default_factory=dict)

    def metadata(self, book: Book) -> None:
        """What the book says of itself, as a list of terms."""
        member = book.package
        said = [
            (name, content(member.text, element))
            for name, element in book.metadata()
            if name in _KEYS
        ]
        rows = [(name, part) for name, part in said if part.text]
        if rows:
            self.text += "<dl>\n"
            fields = [self._field(name, part, member) for name, part in rows]
            self.text += "</dl>\n\n"
            self.items.append(Item(tuple(fields)))

    def page(self, member: Member, *, twin: bool = False) -> None:
        """A page: its title as a field, its content as the body."""
        title, body = member.title(), member.body()
        fields = []
        if title and not twin:
            fields.append(
                self._field("title", Part(unescape(title.text), title.start, title.end), member)
            )
        if body is None or not any(map(str.isalpha, re.sub(r"<[^<>]*>", "", body.text))):
            if fields:
                self.items.append(Item(tuple(fields)))
            return
        part = self._part(body.text)
        self.text += "\n\n"
        self.places[part] = _Place(member, ((body.start, body.end),))
        self.items.append(Item(tuple(fields), Body(part, "html", twin=twin)))

    def labels(self, member: Member, parts: Iterable[Part]) -> None:
        """The labels of a table of contents, a list item each."""
        parts = list(parts)
        if not parts:
            return
        part = self._part(_listed(part.text for part in parts))
        self.text += "\n\n"
        self.places[part] = _Place(member, tuple((it.start, it.end) for it in parts))
        self.items.append(Item(body=Body(part, "html", twin=True)))

    def _field(self, name: str, part: Part, member: Member) -> Field:
        self.text += "<dt>"
        label = self._part(name)
        self.text += "</dt><dd>"
        start = len(self.text)
        self.text += escape(part.text, quote=False)
        value = Part(part.text, start, len(self.text))
        self.text += "</dd>\n"
        self.places[value] = _Place(member, ((part.start, part.end),), name)
        return Field(label, value, _KEYS[name])

    def _part(self, text: str) -> Part:
        start = len(self.text)
        self.text += text
        return Part(text, start, len(self.text))


def sniff(data: bytes, path: str | None) -> bool:
    """An archive whose first file says that it is an EPUB, or that is named so."""
    if not is_archive(data):
        return False
    named = (path or "").lower().endswith(".epub") and b"META-INF/container.xml" in data
    return b"application/epub+zip" in data[:120] or named


def parse(data: bytes, path: str | None) -> Document:
    """An item for the book, then one for each chapter. Raises FormatError for a broken book."""
    reading = _read(_open(data, path))
    return Document(
        Source(reading.text, path=path, data=data), "epub", tuple(reading.items) or (Item(),)
    )


def render_bytes(document: Document, edits: Edits) -> bytes:
    """The book with the edits written in; only the files they touch are packed anew.

    A new language is noted in the package file and in the pages that changed. Raises FormatError
    where a new text would break the markup of a page.
    """
    book = _open(document.source.data or b"", document.source.path)
    reading = _read(book)
    changes: dict[str, dict[tuple[int, int], str]] = {}
    members: dict[str, Member] = {}
    for part, text in edits.items():
        place = reading.places.get(part)
        if place is None or text == part.text or place.name in _FIXED:
            continue
        members[place.member.name] = place.member
        changes.setdefault(place.member.name, {}).update(_new(place, part, text, book))
    language = _languages(document, edits)
    return book.archive.replaced(
        {name: _rewritten(members[name], spans, language, book) for name, spans in changes.items()}
    )


def _open(data: bytes, path: str | None) -> Book:
    return Book(Archive(data, path or ""))


def _read(book: Book) -> _Reading:
    reading = _Reading()
    reading.metadata(book)
    contents = book.contents()
    for name in dict.fromkeys([*book.chapters(), *contents]):
        reading.page(book.member(name), twin=name in contents)
    if found := book.labels():
        reading.labels(*found)
    return reading


def _listed(labels: Iterable[str]) -> str:
    return "\n".join(f"<li>{escape(label, quote=False)}</li>" for label in labels)


def _new(place: _Place, part: Part, text: str, book: Book) -> dict[tuple[int, int], str]:
    """What becomes of the stretches of a place."""
    raw = place.member.text
    if place.name:
        start, end = place.spans[0]
        return {(start, end): escape_like(raw[start:end], text)}
    if len(place.spans) == 1 and raw[slice(*place.spans[0])] == part.text:
        return {place.spans[0]: text}
    labels = text.removeprefix("<li>").removesuffix("</li>").split("</li>\n<li>")
    if len(labels) != len(place.spans):
        raise _lost("the labels of the table of contents", place.member, book)
    return {
        span: escape_like(raw[slice(*span)], unescape(label))
        for span, label in zip(place.spans, labels, strict=True)
    }


def _languages(document: Document, edits: Edits) -> tuple[str, str] | None:
    """The language that the book is said to be in, before and after."""
    for one in document.fields:
        if one.key == "language" and edits.get(one.value, one.value.text) != one.value.text:
            return one.value.text, edits[one.value]
    return None


def _rewritten(
    member: Member,
    spans: dict[tuple[int, int], str],
    language: tuple[str, str] | None,
    book: Book,
) -> bytes:
    """A member with new texts in its stretches, still as well-formed as it was."""
    written: list[str] = []
    at = 0
    for (start, end), text in sorted(spans.items()):
        written += [member.text[at:start], text]
        at = end
    text = "".join([*written, member.text[at:]])
    if language:
        text = _ROOT_TAG.sub(lambda tag: _spoken(tag[0], language), text, count=1)
    if _well_formed(member.text) and not _well_formed(text):
        raise _lost("the markup of a page", member, book)
    return member.encoded(text)


def _spoken(tag: str, language: tuple[str, str]) -> str:
    """The start tag of a page with its language changed, if it was that of the book."""
    old, new = language

    def changed(found: re.Match[str]) -> str:
        same = found[2].partition("-")[0].lower() == old.partition("-")[0].lower()
        return found[1] + (new if same else found[2])

    return _LANGUAGE.sub(changed, tag)


def _well_formed(text: str) -> bool:
    """Whether it is XML; entities that only HTML knows are taken for known."""
    parser = expat.ParserCreate("utf-8")
    try:
        parser.Parse(_NAMED.sub("", text).encode("utf-8", "surrogatepass"), True)
    except expat.ExpatError:
        return False
    return True


def _lost(what: str, member: Member, book: Book) -> FormatError:
    where = f"{book.archive.where}, {member.name}" if book.archive.where else member.name
    return FormatError(f"a translation has broken {what}", where=where, hint="try another engine")
