"""JSON Lines: one article a line, blank lines allowed."""

import re

from mlsum.core.document import Document, Item, Source
from mlsum.core.errors import FormatError
from mlsum.formats.jsonfile import item_of, render
from mlsum.formats.scanner import scan
from mlsum.formats.splice import position

__all__ = ["parse", "render", "sniff"]

_SUFFIXES = (".jsonl", ".ndjson", ".jsonlines")
# An object that ends where its line ends, and another on the next line that is not blank.
_OPENING = re.compile(r'\s*\{[ \t]*["}][^\r\n]*\}[ \t]*[\r\n]\s*\{[ \t]*["}]')


def sniff(source: Source) -> bool:
    """A name that ends in `.jsonl`, or two lines at the top that are an object each."""
    return (source.path or "").lower().endswith(_SUFFIXES) or bool(_OPENING.match(source.text))


def parse(source: Source) -> Document:
    """One item a line. Raises FormatError with the line that is broken."""
    text, items, start = source.text, list[Item](), 0
    while start < len(text):
        end = text.find("\n", start)
        end = len(text) if end < 0 else end
        if text[start:end].strip(" \t\r"):
            node, after = scan(source, start)
            # White space after the value may reach into the next lines, the value may not.
            if text[start:after].rstrip(" \t\r\n").find("\n") >= 0 or start < after < end:
                raise _error(source, after if after < end else end)
            items.append(item_of(node))
        start = end + 1
    return Document(source, "jsonl", tuple(items) or (Item(),))


def _error(source: Source, offset: int) -> FormatError:
    message = f"broken JSON Lines, {position(source.text, offset)}: one value a line, and no more"
    hint = "one value over several lines is JSON: read it with --input-format json"
    return FormatError(message, where=source.path or "", hint=hint)
