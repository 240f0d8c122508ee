"""The items of a message, and the message with new texts in them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import count

from mlsum.core.document import Body, Document, Item, Part, Source
from mlsum.core.errors import MlsumError
from mlsum.formats.mail.attached import attachment_changes, attachment_of, read_only
from mlsum.formats.mail.entity import Entity
from mlsum.formats.mail.headers import FIXED, fields, written
from mlsum.formats.mail.leaf import (
    Change,
    flow_of,
    own_html,
    text_changes,
    text_of,
)
from mlsum.formats.mail.prose import own_text, rewritten
from mlsum.formats.splice import Edits, splice

__all__ = ["document_of", "notes_of", "render_as"]

_FROM = re.compile(r"^From ", re.MULTILINE)
_UNREAD = ("image/", "audio/", "video/", "font/", "application/pkcs7", "application/pgp")
_HEADS = ("text/plain", "text/html", "text/rfc822-headers")


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a part comes from: a header field, a text, or a document that is attached."""

    entity: Entity
    header: str = ""
    inner: Part | None = None


@dataclass(slots=True)
class _Reading:
    """What was found in a message so far; the parts of attached documents have `numbers` below 0.

    `notes` tell what stays as it is; `unwritten`, what does once something else is changed.
    """

    numbers: Iterator[int]
    items: list[Item] = field(default_factory=list)
    places: dict[Part, _Place] = field(default_factory=dict)
    attached: dict[Entity, Document] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unwritten: list[str] = field(default_factory=list)

    def message(self, entity: Entity) -> None:
        """Add the items of a message: its fields with its text, then what else is in it."""
        first = len(self.items)
        head = tuple(fields(entity))
        for one in head:
            self.places[one.value] = _Place(entity, one.label.text.lower())
        self._walk(entity, twin=False)
        own = self.items[first] if len(self.items) > first else Item()
        if own.fields or (own.body and own.body.twin):
            self.items.insert(first, Item(head))
        else:
            self.items[first : first + 1] = [Item(head, own.body)]

    def _walk(self, entity: Entity, *, twin: bool) -> bool:
        """Add the texts in a part; whether there were any."""
        if entity.kind == "message/rfc822" and entity.children:
            self.message(entity.children[0])
            return True
        if entity.kind == "multipart/encrypted":
            self.notes.append("the message is encrypted: only its head can be read")
        if entity.kind == "multipart/signed":
            self.unwritten.append("a signature of the sender does not match the translation")
        found = False
        for child in entity.children:
            alternative = entity.kind == "multipart/alternative"
            found |= self._walk(child, twin=twin or (alternative and found))
        if entity.children:
            return found
        if entity.kind.startswith("multipart/"):
            self.notes.append("the parts of a message cannot be separated and stay unchanged")
            return False
        return self._leaf(entity, twin=twin)

    def _leaf(self, entity: Entity, *, twin: bool) -> bool:
        if entity.attached or entity.kind not in ("text/plain", "text/html"):
            if not twin:
                self._attachment(entity)
            return False
        text = text_of(entity)
        html = entity.kind == "text/html"
        shown = text[slice(*own_html(text))].strip() if html else own_text(text, flow_of(entity))
        if not shown:
            return False
        part = Part(shown, entity.start, entity.end)
        self.places[part] = _Place(entity)
        self.items.append(Item(body=Body(part, "html" if html else "plain", twin=twin)))
        return True

    def _attachment(self, entity: Entity) -> None:
        """Read an attached file in its own format; say so where there is none."""
        if not entity.filename and entity.kind.startswith("text/") and entity.kind not in _HEADS:
            self.notes.append(f"a part of the type {entity.kind} stays as it is")
        if entity.kind.startswith(_UNREAD) or not entity.filename:
            return
        try:
            document = attachment_of(entity)
        except MlsumError as error:
            self.notes.append(f"attachment {entity.filename} stays as it is: {error.message}")
            return
        if document is None:
            self.notes.append(f"attachment {entity.filename} stays as it is: not a text to read")
            return
        self.attached[entity] = document
        if why := read_only(document):
            self.unwritten.append(f"attachment {entity.filename} stays as it is: {why}")
        for item in document.items:
            self.items.append(self._detached(entity, item))

    def _detached(self, entity: Entity, item: Item) -> Item:
        """An item of an attached document, its parts with numbers of their own."""

        def moved(part: Part) -> Part:
            number = next(self.numbers)
            new = Part(part.text, number, number)
            self.places[new] = _Place(entity, inner=part)
            return new

        labels: dict[Part, Part] = {}
        for one in item.fields:
            labels.setdefault(one.label, moved(one.label))
        head = tuple(
            replace(one, label=labels[one.label], value=moved(one.value)) for one in item.fields
        )
        body = item.body and replace(
            item.body,
            text=moved(item.body.text),
            label=moved(item.body.label) if item.body.label else None,
        )
        return Item(head, body)


def document_of(source: Source, name: str, messages: Iterable[Entity]) -> Document:
    """The document that messages make; each is decoded on its own, and let go."""
    items = [item for reading in _readings(messages) for item in reading.items]
    return Document(source, name, tuple(items) or (Item(),))


def render_as(document: Document, edits: Edits, messages: Iterable[Entity]) -> str:
    """The file with new texts; header names, dates and whatever else programs read stay."""
    folder = document.format == "mbox"
    changes = [change for one in _readings(messages) for change in _changes(one, edits, folder)]
    # Two lines may be added in one place: the body's charset and its encoding.
    joined: dict[tuple[int, int], str] = {}
    for start, end, text in changes:
        joined[start, end] = joined.get((start, end), "") + text if start == end else text
    pieces = {Part("\0", *span): text for span, text in joined.items()}
    return splice(document, pieces, lambda _, text: text)


def notes_of(messages: Iterable[Entity], *, changed: bool) -> tuple[str, ...]:
    """What stays as it is, and why."""
    found: list[str] = []
    for reading in _readings(messages):
        found += reading.notes
        if changed:
            found += reading.unwritten
    return tuple(dict.fromkeys(found))


def _readings(messages: Iterable[Entity]) -> Iterator[_Reading]:
    """What is in each message, one after the other."""
    numbers = count(-1, -1)
    for entity in messages:
        reading = _Reading(numbers)
        reading.message(entity)
        yield reading


def _changes(reading: _Reading, edits: Edits, folder: bool) -> Iterator[Change]:
    """What the edits change in a message; documents that are attached are written at last."""
    inner: dict[Entity, dict[Part, str]] = {}
    for part, place in reading.places.items():
        text = edits.get(part, part.text)
        if text == part.text or place.header in FIXED:
            continue
        if place.inner is not None:
            inner.setdefault(place.entity, {})[place.inner] = text
        elif place.header:
            yield part.start, part.end, written(place.entity, place.header, part, text)
        else:
            yield from _new_text(place.entity, text, folder=folder)
    for entity, edited in inner.items():
        yield from attachment_changes(entity, reading.attached[entity], edited)


def _new_text(entity: Entity, text: str, *, folder: bool) -> list[Change]:
    """The part with a new text; in a folder no line begins as the line before a message does."""
    changes = text_changes(entity, _around(entity, text))
    if not folder:
        return changes
    return [(start, end, _FROM.sub(r">\g<0>", new)) for start, end, new in changes]


def _around(entity: Entity, text: str) -> str:
    old = text_of(entity)
    if entity.kind == "text/html":
        start, end = own_html(old)
        piece = old[start:end]
        lead = len(piece) - len(piece.lstrip())
        tail = len(piece.rstrip())
        return piece[:lead] + text + piece[tail:] + old[end:]
    return rewritten(old, text, flow_of(entity))
