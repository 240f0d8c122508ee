"""Plain text: no fields, one body. What every text is that is nothing else."""

from mlsum.core.document import Body, Document, Item, Markup, Source
from mlsum.formats.splice import Edits, keep_newlines, splice, trimmed

__all__ = ["parse", "parse_as", "render", "sniff"]


def sniff(source: Source) -> bool:
    """Every text is at least plain text."""
    return isinstance(source, Source)


def parse(source: Source) -> Document:
    """One item whose body is the whole text, without the white space around it."""
    return parse_as("plain", "plain", source)


def parse_as(name: str, markup: Markup, source: Source) -> Document:
    """A document without a head, in the format `name`; blank text gives an item without a body."""
    body = trimmed(source.text, 0, len(source.text))
    item = Item(body=Body(body, markup)) if body.text else Item()
    return Document(source, name, (item,))


def render(document: Document, edits: Edits) -> str:
    """The text with the edited parts written in."""
    return splice(document, edits, lambda _, text: keep_newlines(text, document.source))
