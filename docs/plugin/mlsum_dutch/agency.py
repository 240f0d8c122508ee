"""Copy of a news agency: lines `@label value`, a blank line, the text."""

import re
from collections.abc import Mapping

from mlsum.core.document import Body, Document, Field, Item, Part, Source
from mlsum.formats.about import About
from mlsum.formats.splice import keep_newlines, splice, trimmed

ABOUT = About("the copy of a news agency", (".agency",))
_LINE = re.compile(r"@(\w+)[ \t]+([^\r\n]*)(?:\r\n|\n|\Z)")


def sniff(source: Source) -> bool:
    """A name that ends in `.agency`; what is inside decides nothing."""
    return (source.path or "").lower().endswith(ABOUT.suffixes)


def parse(source: Source) -> Document:
    """One item: a field for each line of the head, and all the rest as its body."""
    text, fields, at = source.text, [], 0
    while match := _LINE.match(text, at):
        label = Part(match[1], *match.span(1))
        fields.append(Field(label, trimmed(text, *match.span(2))))
        at = match.end()
    body = trimmed(text, at, len(text))
    return Document(source, "agency", (Item(tuple(fields), Body(body) if body.text else None),))


def render(document: Document, edits: Mapping[Part, str]) -> str:
    """The text with the edits written in, a field's on one line."""
    body = document.items[0].body

    def escape(part: Part, text: str) -> str:
        if body and part == body.text:
            return keep_newlines(text, document.source)
        return " ".join(text.split())

    return splice(document, edits, escape)
