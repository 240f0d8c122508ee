"""A saved mail (`.eml`): its head as fields, what its sender wrote as the body.

What they quote and how they sign is kept, neither translated nor summarized. HTML beside a plain
text is its twin; attached documents are read in their own formats and follow as further items.
"""

import re

from mlsum.core.document import Document, Source
from mlsum.core.errors import FormatError
from mlsum.formats.mail.entity import Entity, message
from mlsum.formats.mail.mbox import is_folder
from mlsum.formats.mail.message import document_of, notes_of, render_as
from mlsum.formats.splice import Edits

__all__ = ["notes", "parse", "render", "sniff"]

_HEAD = re.compile(r"(?:[!-9;-~]{1,60}:[^\r\n]*(?:\r\n|\n|\r)(?:[ \t][^\r\n]*(?:\r\n|\n|\r))*){3,}")
_SAYS = re.compile(r"^(?:from|subject|date)[ \t]*:", re.IGNORECASE | re.MULTILINE)
# What mail has and a head that a person wrote has not.
_SENT = re.compile(
    r"^(?:message-id|mime-version|received|return-path|delivered-to|content-type)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_SAMPLE = 20_000


def sniff(source: Source) -> bool:
    """A name that ends in `.eml`, or a head that only mail has."""
    if (source.path or "").lower().endswith(".eml"):
        return not is_folder(source)
    head = _HEAD.match(source.text[:_SAMPLE].lstrip())
    return bool(head and _SAYS.search(head[0]) and _SENT.search(head[0]))


def parse(source: Source) -> Document:
    """The message, then its HTML, its attached documents and messages.

    Raises FormatError for text without a head.
    """
    (mail,) = _messages(source)
    if not mail.headers:
        hint = "save the message with its head, or read it with --input-format plain"
        raise FormatError(
            "no mail: it begins with no header field", where=source.path or "", hint=hint
        )
    return document_of(source, "eml", [mail])


def render(document: Document, edits: Edits) -> str:
    """The mail with new texts in their charset and encoding; dates and names of fields stay."""
    return render_as(document, edits, _messages(document.source))


def notes(document: Document, edits: Edits) -> tuple[str, ...]:
    """Attachments that stay as they are, and why."""
    return notes_of(_messages(document.source), changed=bool(edits))


def _messages(source: Source) -> list[Entity]:
    return [message(source.text, source.encoding, 0, len(source.text))]
