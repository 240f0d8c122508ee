"""What all office formats share: a package of XML parts in which slots hold text.

A slot is a place whose text may be translated: a paragraph, an alternative text, a cell. The
document is read as a page of simple HTML: its properties as a list of terms, then every slot that
is not hidden as one block, in reading order, with an empty line between. Written back, the blocks
are separated by what is between them, and each slot whose text has changed is written anew; parts
in which nothing has changed are copied as they are.
"""

import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Protocol

from mlsum.core.document import Body, Document, Field, Item, Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.office.archive import Archive
from mlsum.formats.office.inline import escaped, plain, untagged
from mlsum.formats.office.xml import Element, Tree, parse_xml, write_xml
from mlsum.formats.splice import Edits, splice

__all__ = [
    "Content",
    "Package",
    "Property",
    "Slot",
    "mark_code",
    "read",
    "render",
    "says_something",
    "write",
]

_HEAD = "<dl>\n{}\n</dl>\n\n"
_GAP = "\n\n"
_MANUSCRIPT = 0.8
_FILE_NAME = re.compile(r"(?:\w+: *)?\S+\.\w{2,5}|\w+://\S+")


class Content(Protocol):
    """What stands in a slot: a text with tags (see `inline`) that can be replaced.

    `plain_text` are its words alone. It is `monospaced` if its letters are of equal width, as those
    of code are.
    """

    text: str
    plain_text: str
    monospaced: bool

    def write(self, text: str, language: str, /) -> None:
        """Put a new text there, and note its language unless that is empty."""


@dataclass(frozen=True, slots=True)
class Slot:
    """Content, the part it is in, and the HTML element it is read as.

    A `hidden` slot repeats another (a drawing's picture for old readers): it is not read, but
    becomes what the other with the same text becomes.
    """

    content: Content
    part: str
    tag: str = "p"
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Property:
    """A property of the document, under its canonical name."""

    name: str
    content: Content
    part: str


class Package(ABC):
    """An opened document: the trees of its parts, and what in them is for reading.

    `language` is the tag that the document says its text is in; empty where it says none.
    """

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.slots: list[Slot] = []
        self.properties: list[Property] = []
        self.language = ""
        self.trees: dict[str, Tree] = {}

    @abstractmethod
    def set_language(self, language: str) -> Iterator[str]:
        """Note a new language where the old one stands; the names of the parts it is in."""

    def settle(self) -> Iterator[str]:
        """Make the rest agree with the texts that were written; the names of the parts changed."""
        return iter(())

    def embedded(self) -> Iterator[tuple[str, bytes]]:
        """Parts that are documents themselves, and have changed as well."""
        return iter(())

    def saved(self, touched: set[str]) -> bytes:
        """The archive with these parts as they are now, and what must agree with them."""
        touched |= set(self.settle())
        parts = {part: write_xml(self.trees[part]) for part in touched}
        return self.archive.replaced({**parts, **dict(self.embedded())})

    def root(self, part: str) -> Element:
        """The root element of a part."""
        if part not in self.trees:
            where = f"{self.archive.where}, {part}" if self.archive.where else part
            self.trees[part] = parse_xml(self.archive.read(part), where)
        return self.trees[part].getroot()

    @property
    def shown(self) -> list[Slot]:
        """The slots that are read, in order."""
        return [slot for slot in self.slots if not slot.hidden]


def says_something(text: str) -> bool:
    """Whether there are words in a text, and it is no name of a file and no address."""
    return any(map(str.isalpha, text)) and not _FILE_NAME.fullmatch(text)


def mark_code(slots: Sequence[Slot]) -> list[Slot]:
    """The slots, the monospaced ones as code, unless nearly all of the document is monospaced."""
    monospaced = sum(len(slot.content.text) for slot in slots if slot.content.monospaced)
    if monospaced > _MANUSCRIPT * sum(len(slot.content.text) for slot in slots):
        return list(slots)
    return [replace(slot, tag="pre") if slot.content.monospaced else slot for slot in slots]


Open = Callable[[Archive], Package]


def read(format: str, open_package: Open, data: bytes, path: str | None) -> Document:
    """The document in an archive, as one item: its properties, and its text as a page of HTML."""
    package = open_package(Archive(data, path or ""))
    values = [(it.name, plain(it.content.text)) for it in package.properties]
    values += [("language", package.language)] if package.language else []
    rows = [f"<dt>{name}</dt><dd>{escape(value, quote=False)}</dd>" for name, value in values]
    head = _HEAD.format("\n".join(rows)) if rows else ""
    body = _GAP.join(f"<{slot.tag}>{slot.content.text}</{slot.tag}>" for slot in package.shown)
    source = Source(head + body, path=path, data=data)
    fields = []
    at = len("<dl>\n")
    for row, (name, value) in zip(rows, values, strict=True):
        label = Part(name, at + len("<dt>"), at + len("<dt>") + len(name))
        start, end = label.end + len("</dt><dd>"), at + len(row) - len("</dd>")
        fields.append(Field(label, Part(value, start, end), name))
        at += len(row) + 1
    text = Body(Part(body, len(head), len(head) + len(body)), "html") if body else None
    return Document(source, format, (Item(tuple(fields), text),))


def render(document: Document, edits: Edits) -> str:
    """The page with the edits written in."""
    bodies = {body.text for body in document.bodies}

    def written(part: Part, text: str) -> str:
        return text if part in bodies else escape(text, quote=False)

    return splice(document, edits, written)


def write(open_package: Open, document: Document, edits: Edits) -> bytes:
    """The archive with the edits written in. Raises FormatError where a text lost its blocks.

    The language, where it is edited, is noted if any of the text has changed.
    """
    source = document.source
    package = open_package(Archive(source.data or b"", source.path or ""))
    item = document.items[0]
    texts = list(_texts(package, item.body, edits))
    changed = [(slot, new) for slot, new in texts if new != slot.content.text]
    touched = {slot.part for slot, _ in changed}
    given = [edits.get(field.value, field.value.text) for field in item.fields]
    for it, new in zip(package.properties, given, strict=False):
        if new != plain(it.content.text):
            it.content.write(escaped(new), "")
            touched.add(it.part)
    language = given[-1] if package.language and given[-1] != package.language and changed else ""
    if language:
        touched |= set(package.set_language(language))
    for slot, new in changed:
        slot.content.write(new, language)
    return package.saved(touched)


def _texts(package: Package, body: Body | None, edits: Edits) -> Iterator[tuple[Slot, str]]:
    """Every slot with its new text."""
    if not body or body.text not in edits:
        return
    shown = package.shown
    texts = list(_blocks(edits[body.text], [slot.tag for slot in shown], package.archive.where))
    became: dict[str, str] = {}
    for slot, text in zip(shown, texts, strict=True):
        became.setdefault(slot.content.text, text)
        became.setdefault(slot.content.plain_text, untagged(text))
        yield slot, text
    for slot in package.slots:
        if slot.hidden:  # its formats may be others than those of what it repeats
            old = slot.content.text
            yield slot, became.get(old) or became.get(slot.content.plain_text, old)


def _blocks(text: str, tags: list[str], where: str) -> Iterator[str]:
    """The blocks of a page, each without its tags, by what is between them."""
    at = len(f"<{tags[0]}>")
    for tag, following in zip(tags, [*tags[1:], ""], strict=True):
        between = f"</{tag}>{_GAP}<{following}>" if following else f"</{tag}>"
        end = text.find(between, at) if following else len(text) - len(between)
        if end < at or not text.startswith(between, end):
            message = "a translation has lost the bounds of the paragraphs"
            raise FormatError(message, where=where, hint="try another engine")
        yield text[at:end]
        at = end + len(between)
