"""A folder of mail (`.mbox`, RFC 4155): each message as `eml` reads it, one after the other."""

import re
from collections.abc import Iterator

from mlsum.core.document import Document, Source
from mlsum.core.errors import FormatError
from mlsum.formats.mail.entity import Entity, message
from mlsum.formats.mail.message import document_of, notes_of, render_as
from mlsum.formats.splice import Edits

__all__ = ["is_folder", "notes", "parse", "render", "sniff"]

_SUFFIXES = (".mbox", ".mbx")
# The line before a message; in a body such a line begins with `>`.
_FROM = re.compile(
    r"(?:\A|(?<=\n\n)|(?<=\n\r\n)|(?<=\r\r))From [^\r\n]*\d{4}[^\r\n]*(?:\r\n|\n|\r)"
    r"(?=[!-9;-~]{1,60}:)"
)


def sniff(source: Source) -> bool:
    """A name that ends in `.mbox`, or a line `From somebody, sometime` and a head below it."""
    return (source.path or "").lower().endswith(_SUFFIXES) or bool(_FROM.match(source.text))


def is_folder(source: Source) -> bool:
    """Whether a text is several messages, and not one with another in it as it was saved."""
    text = source.text
    found = [match.start() for match in _FROM.finditer(text)] if _FROM.match(text) else []
    if len(found) < 2:
        return False
    parts = message(text, source.encoding, 0, len(text)).children
    return not parts or parts[-1].end <= found[1]


def parse(source: Source) -> Document:
    """The items of all messages. Raises FormatError where the first line is none of a folder."""
    if not _FROM.match(source.text):
        hint = "a single message is read with --input-format eml"
        raise FormatError(
            "no folder of mail: no line `From …` at the top", where=source.path or "", hint=hint
        )
    return document_of(source, "mbox", _messages(source))


def render(document: Document, edits: Edits) -> str:
    """The folder with new texts in its messages."""
    return render_as(document, edits, _messages(document.source))


def notes(document: Document, edits: Edits) -> tuple[str, ...]:
    """Attachments that stay as they are, and why."""
    return notes_of(_messages(document.source), changed=bool(edits))


def _messages(source: Source) -> Iterator[Entity]:
    """The messages, each found when the one before is done with."""
    text, encoding = source.text, source.encoding
    start: int | None = None
    for found in _FROM.finditer(text):
        if start is not None:
            yield message(text, encoding, start, _stripped(text, start, found.start()))
        start = found.end()
    if start is not None:
        yield message(text, encoding, start, _stripped(text, start, len(text)))


def _stripped(text: str, start: int, end: int) -> int:
    """The end of a message without the blank line that comes before the next one."""
    for newline in ("\r\n", "\n", "\r"):
        if text.endswith(newline * 2, start, end):
            return end - len(newline)
    return end
