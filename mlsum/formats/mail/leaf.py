"""The content of one part of a message: decoded, and encoded again where it changes."""

import base64
import codecs
import quopri
import re
from html import unescape

from mlsum.core.errors import EncodingError
from mlsum.formats.encodings import decode
from mlsum.formats.mail.entity import Entity
from mlsum.formats.mail.prose import Flow

__all__ = ["Change", "binary_changes", "flow_of", "own_html", "text_changes", "text_of"]

Change = tuple[int, int, str]  # `text[start:end]` of the file becomes this

# What Python can decode, and nobody sends text in.
_NO_CHARSETS = frozenset(
    ("idna", "punycode", "undefined", "unicode-escape", "raw-unicode-escape", "mbcs", "oem")
)
_LONGEST_LINE = 990  # bytes, by RFC 5322
_CHARSET = re.compile(r"""(?i)(;\s*charset\s*=\s*)("[^"]*"|[^\s;"]+)""")
_TAG = re.compile(r"<style\b[^<]*(?:<(?!/style)[^<]*)*|<[^<>]*>", re.IGNORECASE)
# Where HTML that mail programs write goes over to an older message or to the signature.
_QUOTE = re.compile(
    r"""<(?:blockquote\b|(?:div|span|p|table)\b[^<>]{0,300}?\b(?:class|id)\s{0,9}=\s{0,9}["']?[^"'<>]{0,200}(?:
    gmail_quote|gmail_attr|gmail_signature|yahoo_quoted|moz-cite-prefix|moz-signature|
    appendonsend|divRplyFwdMsg|protonmail_quote|zmail_extra|signature_container|
    mail-quote|OutlookMessageHeader|mail_signature))""",
    re.VERBOSE | re.IGNORECASE,
)


def text_of(entity: Entity) -> str:
    """The text of a part with plain line breaks, in whatever charset it says it is."""
    data = entity.content.get_payload(decode=True)
    if not isinstance(data, bytes):
        return ""
    return _as_text(data, _charset(entity)).replace("\r\n", "\n").replace("\r", "\n")


def flow_of(entity: Entity) -> Flow:
    """Whether the lines of a part flow."""
    flowed = str(entity.content.get_param("format", "")).lower() == "flowed"
    return Flow(flowed, flowed and str(entity.content.get_param("delsp", "")).lower() == "yes")


def own_html(text: str) -> tuple[int, int]:
    """Start and end of what the sender wrote in an HTML text; all, where that is nothing."""
    found = _QUOTE.search(text)
    end = found.start() if found else len(text)
    said = unescape(_TAG.sub("", text[:end]))
    return (0, end) if any(map(str.isalnum, said)) else (0, len(text))


def text_changes(entity: Entity, text: str) -> list[Change]:
    """What makes a part say `text`: its body, and where they no longer hold, two header fields."""
    charset = _charset(entity)
    try:
        data = text.encode(charset)
    except UnicodeEncodeError:
        charset, data = "utf-8", text.encode("utf-8")
    newline = _newline(entity)
    transfer = entity.transfer
    body = _plain(entity, data, newline) if transfer not in ("base64", "quoted-printable") else None
    if body is None:
        transfer = "base64" if transfer == "base64" else "quoted-printable"
        body = _encoded(data, transfer, newline)
    changes = [(entity.start, entity.end, body)]
    return changes + _head_changes(entity, charset, transfer)


def binary_changes(entity: Entity, data: bytes, charset: str | None) -> list[Change]:
    """What makes an attached file consist of `data`, text in `charset` if it is text."""
    body = _encoded(data, "base64", _newline(entity))
    changes = [(entity.start, entity.end, body)]
    return changes + _head_changes(entity, charset or _charset(entity), "base64")


def _as_text(data: bytes, charset: str) -> str:
    if charset != "us-ascii":
        return data.decode(charset, "replace")
    try:  # nothing is declared, or what does not hold
        return decode(data).text
    except EncodingError:
        return data.decode("latin-1")


def _charset(entity: Entity) -> str:
    charset = str(entity.content.get_content_charset() or "us-ascii").lower()
    if charset in ("euc-kr", "ks_c_5601-1987", "ksc5601", "ks_c_5601"):
        return "cp949"  # what is sent under these names
    try:
        known = codecs.lookup(charset).name
        "".encode(charset)
    except (LookupError, UnicodeError, ValueError):
        return "us-ascii"
    return "us-ascii" if known in _NO_CHARSETS else charset


def _newline(entity: Entity) -> str:
    return "\r\n" if "\r\n" in entity.text[entity.head : entity.end] else "\n"


def _plain(entity: Entity, data: bytes, newline: str) -> str | None:
    """The bytes as they are; None where they must be encoded to travel, or to stand in the file."""
    if not data.isascii() and entity.transfer not in ("8bit", "binary"):
        return None
    if any(len(line) > _LONGEST_LINE for line in data.split(b"\n")):
        return None
    try:
        text = data.decode(entity.encoding)
    except UnicodeDecodeError:
        return None
    return text.replace("\n", newline)


def _encoded(data: bytes, transfer: str, newline: str) -> str:
    if transfer == "base64":
        text = base64.encodebytes(data).decode("ascii").rstrip("\n")
    else:
        text = quopri.encodestring(data).decode("ascii")
    return text.replace("\n", newline)


def _head_changes(entity: Entity, charset: str, transfer: str) -> list[Change]:
    """The header fields that must say what the body now is."""
    changes: list[Change] = []
    missing: list[str] = []
    kind = entity.header("content-type")
    declared = str(entity.content.get_content_charset() or "us-ascii").lower()
    known = {"cp949": "euc-kr"}.get(charset, charset)
    if charset != declared and known != declared and not _alias(declared, charset):
        if kind is None:
            missing.append(f'Content-Type: text/plain; charset="{charset}"')
        elif found := _CHARSET.search(entity.text, kind.start, kind.end):
            changes.append((*found.span(2), f'"{charset}"'))
        else:
            changes.append((kind.end, kind.end, f'; charset="{charset}"'))
    if transfer != entity.transfer:
        encoded = entity.header("content-transfer-encoding")
        if encoded:
            changes.append((encoded.start, encoded.end, f" {transfer}"))
        else:
            missing.append(f"Content-Transfer-Encoding: {transfer}")
    if missing and kind is None and not entity.depth and not entity.header("mime-version"):
        missing.insert(0, "MIME-Version: 1.0")
    return changes + _added(entity, missing)


def _added(entity: Entity, lines: list[str]) -> list[Change]:
    if not lines:
        return []
    newline = _newline(entity)
    if not entity.headers:
        return [(entity.head, entity.head, "".join(line + newline for line in lines))]
    end = entity.headers[-1].end
    return [(end, end, "".join(newline + line for line in lines))]


def _alias(declared: str, charset: str) -> bool:
    """Whether two names are of one charset, or the declared one was read as a superset of it."""
    return charset == "cp949" and declared.startswith(("ks", "euc"))
