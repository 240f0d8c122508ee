"""Encodings of pages with a few bytes that do not fit: `damaged-utf-8`, `damaged-cp1252` and so on.

Each such byte is read as a private character, and written back as that byte.
"""

import codecs
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer

__all__ = ["DAMAGED", "bad_bytes"]

DAMAGED = "damaged-"  # what the names of these encodings begin with
_BAD = re.compile("[\uf780-\uf7ff]")  # stand for the bytes 0x80 to 0xff
_ERRORS = "mlsum-bad-byte"


def bad_bytes(text: str) -> list[int]:
    """Where a text in a damaged encoding has the bytes that do not fit."""
    return [match.start() for match in _BAD.finditer(text)]


def _bad_byte(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return chr(0xF700 + error.object[error.start]), error.start + 1


def _codec(name: str) -> codecs.CodecInfo | None:
    prefix, _, base = name.replace("-", "_").partition("_")
    if f"{prefix}-" != DAMAGED:
        return None

    def encoded(text: str, errors: str = "strict") -> tuple[bytes, int]:
        found, at = [], 0
        for match in _BAD.finditer(text):
            found += [text[at : match.start()].encode(base, errors), bytes([ord(match[0]) & 0xFF])]
            at = match.end()
        return b"".join([*found, text[at:].encode(base, errors)]), len(text)

    def decoded(data: "Buffer", _errors: str = "strict") -> tuple[str, int]:
        content = bytes(data)
        return content.decode(base, _ERRORS), len(content)

    return codecs.CodecInfo(encoded, decoded, name=name)


codecs.register_error(_ERRORS, _bad_byte)
codecs.register(_codec)
