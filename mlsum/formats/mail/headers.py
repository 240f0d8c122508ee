"""What header fields say, decoded (RFC 2047), and how new values are written."""

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import Header as EncodedHeader
from email.header import decode_header, make_header
from email.utils import formataddr, parseaddr

from mlsum.core.document import Field, Part
from mlsum.formats.mail.entity import Entity, Header

__all__ = ["ADDRESSES", "FIXED", "fields", "written"]

_KEYS = {
    "from": "sender",
    "sender": "sender",
    "reply-to": "sender",
    "to": "recipient",
    "cc": "recipient",
    "bcc": "recipient",
    "subject": "title",
    "date": "date",
    "organization": "organization",
    "keywords": "keywords",
    "comments": "comment",
    "content-language": "language",
    "message-id": "id",
    "list-id": "id",
}
ADDRESSES = frozenset({"from", "sender", "reply-to", "to", "cc", "bcc"})
# Mail programs read these: results tell what they say, but the message keeps them.
FIXED = frozenset({"date", "message-id", "list-id"})
_FOLD = re.compile(r"(?:\r\n|\n|\r)(?=[ \t])")
_MAILBOX = re.compile(
    r"""(?:"(?:\\.|[^"\\])*"|\([^()]*\)|<[^<>]*>|[^,;"(<:]|[<("](?!.))+""", re.DOTALL
)
_REPLY = re.compile(
    r"\s*(?:(?:re|fwd?|aw|wg|antw|sv|vs|res|enc|rv|tr|회신|답장|전달|回复|转发)"
    r"(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)
_LINE = 76


def fields(entity: Entity) -> Iterator[Field]:
    """The header fields that say something to a reader, one for every address of a list."""
    for header in entity.headers:
        name = header.name.lower()
        key = _KEYS.get(name)
        if key is None:
            continue
        label = Part(header.name, header.name_start, header.name_start + len(header.name))
        for start, end in _pieces(entity.text, header, name):
            text = _decoded(entity, entity.text[start:end])
            if name == "subject":
                text = _REPLY.sub("", text)
            if text:
                yield Field(label, Part(text, start, end), key)


def written(entity: Entity, name: str, part: Part, text: str) -> str:
    """The new text of a header field as it is written in the place of `part`."""
    text = " ".join(text.split())
    newline = "\r\n" if "\r\n" in entity.text[entity.head : entity.start] else "\n"
    if name in ADDRESSES:
        _, address = parseaddr(part.text)
        said, given = parseaddr(text)
        if address and address.isascii() and (said or given):
            return _folded(formataddr((said or text, address)), newline)
    before = ""
    if name == "subject":
        old = _decoded(entity, entity.text[part.start : part.end])
        match = _REPLY.match(old)
        before = match[0].lstrip() if match else ""
    charset = "us-ascii" if text.isascii() and before.isascii() else "utf-8"
    header = EncodedHeader(before + text, charset, _LINE, name.capitalize())
    return header.encode(linesep=newline)


def _folded(value: str, newline: str) -> str:
    return re.sub(r"(\?=) (?==\?)", rf"\1{newline} ", value)


def _pieces(text: str, header: Header, name: str) -> Iterator[tuple[int, int]]:
    """The value, or each address of a list, without the white space around it."""
    if name in ADDRESSES:
        spans = [match.span() for match in _MAILBOX.finditer(text, header.start, header.end)]
    else:
        spans = [(header.start, header.end)]
    for start, end in spans:
        piece = text[start:end]
        start += len(piece) - len(piece.lstrip())
        if piece.strip():
            yield start, start + len(piece.strip())


def _decoded(entity: Entity, raw: str) -> str:
    """A value on one line with its encoded words read; as it is where they are broken."""
    flat = _FOLD.sub("", raw)
    if not flat.isascii() and entity.encoding == "latin-1":  # bytes that nothing declares
        flat = _as_utf8(flat)
    try:
        text = str(make_header(decode_header(flat))) if "=?" in flat else flat
    except (MessageError, LookupError, UnicodeError, ValueError):
        text = flat
    return " ".join(text.replace("\x00", "").split())


def _as_utf8(text: str) -> str:
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text
