"""The parts of a message (RFC 5322, RFC 2045) and where each stands in the text of the file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, message_from_string, policy
from email.message import EmailMessage
from functools import cached_property

__all__ = ["Entity", "Header", "message"]

_HEADER = re.compile(r"([!-9;-~]+)[ \t]*:((?:[^\r\n]|(?:\r\n|\n|\r)[ \t])*)(?:\r\n|\n|\r|\Z)")
# What comes before the head of a message that was taken from a folder of mail or badly cut.
_ENVELOPE = re.compile(
    r"(?:[ \t]*(?:\r\n|\n|\r)){0,99}(?:>?From [^\r\n]*(?:\r\n|\n|\r)(?=[!-9;-~]+:)"
    r"|(?=(?:from|to|cc|date|subject|received|return-path|delivered-to|message-id|mime-version"
    r"|sender|reply-to|content-[a-z-]+|x-[!-9;-~]+)[ \t]*:))",
    re.IGNORECASE,
)
_MISPLACED = re.compile(r">?From [^\r\n]*(?:\r\n|\n|\r|\Z)")
_BLANK = re.compile(r"[ \t]*(?:\r\n|\n|\r|\Z)")
_DEEPEST = 20  # parts inside parts; real mail has four or five levels
_LONGEST = 2000  # characters of a field that says how to read a part; a few hundred are usual
_CALM = policy.default.clone(raise_on_defect=False)


@dataclass(frozen=True, slots=True)
class Header:
    """A header field: its name and its value as written, folded lines included."""

    name: str
    name_start: int
    start: int
    end: int


@dataclass(frozen=True, eq=False)
class Entity:
    """A message or a part of one: its header fields, its body, and the parts in the body.

    `text` is that of the whole file, `encoding` what turns it back into bytes.
    """

    text: str
    encoding: str
    head: int
    headers: tuple[Header, ...]
    start: int
    end: int
    depth: int = 0
    default: str = "text/plain"

    @cached_property
    def content(self) -> EmailMessage:
        """The body, unless there are parts in it, as the standard library reads it.

        Of the head it has what says how to read that: `Content-Type` and its like.
        """
        told = [
            self.text[one.name_start : one.end]
            for one in self.headers
            if one.name.lower().startswith("content-") and self._readable(one)
        ]
        head = "".join(f"{line}\n" for line in told)
        body = "" if self._is_container(head) else self.text[self.start : self.end]
        return message_from_bytes(f"{head}\n{body}".encode(self.encoding), policy=_CALM)

    @cached_property
    def children(self) -> tuple["Entity", ...]:
        """The parts inside: those of a multipart, or the message that was forwarded whole."""
        if self.depth >= _DEEPEST:
            return ()
        if self.kind == "message/rfc822" and self.transfer in ("", "7bit", "8bit", "binary"):
            return (message(self.text, self.encoding, self.start, self.end, self.depth + 1),)
        boundary = self._boundary if self.kind.startswith("multipart/") else ""
        return tuple(self._parts(boundary)) if boundary else ()

    @cached_property
    def kind(self) -> str:
        """The type of the content, in lower case: `text/plain`."""
        return self.content.get_content_type() if self.header("content-type") else self.default

    @cached_property
    def transfer(self) -> str:
        """The transfer encoding: `base64`, `quoted-printable`, or empty."""
        return str(self.content.get("content-transfer-encoding", "")).strip().lower()

    @cached_property
    def filename(self) -> str:
        """The name of an attached file, without folders; empty where there is none."""
        name = self.content.get_filename() or ""
        return re.split(r"[/\\]", str(name))[-1]

    @property
    def attached(self) -> bool:
        """Whether it is a file that comes with the message, and no text of it."""
        if self.content.get_content_disposition() == "attachment":
            return True
        return bool(self.filename) and not self.kind.startswith("text/")

    def header(self, name: str) -> Header | None:
        """The first header field of a name."""
        return next((one for one in self.headers if one.name.lower() == name), None)

    @property
    def _boundary(self) -> str:
        """What stands between the parts; it need not be quoted, whatever it has in it."""
        field = self.header("content-type")
        if field is None or not self._readable(field):
            return ""
        head = self.text[field.name_start : field.end]
        return message_from_string(f"{head}\n\n", policy=policy.compat32).get_boundary() or ""

    def _readable(self, one: Header) -> bool:
        # The standard library takes quadratic time over parameters, and recurses into comments.
        nested = self.text.count("(", one.start, one.end)
        return one.end - one.start <= _LONGEST and nested <= _DEEPEST

    def _is_container(self, head: str) -> bool:
        return bool(re.search(r"(?im)^content-type[ \t]*:\s*(?:multipart|message)/", head))

    def _parts(self, boundary: str) -> Iterator["Entity"]:
        line = re.compile(rf"^--{re.escape(boundary)}(--)?[ \t]*(?:\r\n|\n|\r|\Z)", re.MULTILINE)
        opened: int | None = None
        for found in line.finditer(self.text, self.start, self.end):
            if opened is not None:
                yield self._part(opened, found.start())
            opened = None if found[1] else found.end()
            if found[1]:
                return
        if opened is not None:  # cut off before its end
            yield self._part(opened, self.end)

    def _part(self, start: int, end: int) -> "Entity":
        # The line break before a boundary belongs to the boundary.
        if self.text.endswith("\r\n", start, end):
            end -= 2
        elif end > start and self.text[end - 1] in "\r\n":
            end -= 1
        default = "message/rfc822" if self.kind == "multipart/digest" else "text/plain"
        return _entity(self.text, self.encoding, start, end, (self.depth + 1, default))


def message(text: str, encoding: str, start: int, end: int, depth: int = 0) -> Entity:
    """The message in `text[start:end]`, with or without the line `From …` of a folder of mail."""
    envelope = _ENVELOPE.match(text, start, end)
    return _entity(
        text, encoding, envelope.end() if envelope else start, end, (depth, "text/plain")
    )


def _entity(text: str, encoding: str, start: int, end: int, place: tuple[int, str]) -> Entity:
    """The message or part in `text[start:end]`: a head, a blank line, a body.

    `place` is how deep it is within others, and its type where it says none.
    """
    headers: list[Header] = []
    at = start
    while at < end:
        if found := _HEADER.match(text, at, end):
            headers.append(Header(found[1], found.start(1), *found.span(2)))
        elif not headers or not (found := _MISPLACED.match(text, at, end)):
            break
        at = found.end()
    blank = _BLANK.match(text, at, end)
    body = blank.end() if blank and (headers or at == start) else at
    return Entity(text, encoding, start, tuple(headers), body, end, *place)
