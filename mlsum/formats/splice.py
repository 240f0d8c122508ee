"""Write new text into the places of a document that it stands for, and touch nothing else."""

import re
from collections.abc import Callable, Mapping

from mlsum.core.document import Document, Part, Source
from mlsum.core.errors import EncodingError, FormatError

__all__ = ["Edits", "Escape", "keep_newlines", "line_start", "position", "splice", "trimmed"]

Edits = Mapping[Part, str]
Escape = Callable[[Part, str], str]

_NEWLINE = re.compile(r"\r\n|\n|\r")
_SURROGATE = re.compile("[\ud800-\udfff]")
_SAMPLE = 20_000


def splice(document: Document, edits: Edits, escape: Escape) -> str:
    """The document's text with each edited part replaced by `escape(part, new text)`.

    An edit that says what the part already says changes nothing, so its escapes, wraps and
    quotes stay as they were. Raises FormatError for edits that overlap.
    """
    text = document.source.text
    pieces: list[str] = []
    position = 0
    for part in sorted(edits, key=lambda part: (part.start, part.end)):
        if edits[part] == part.text:
            continue
        if not position <= part.start <= part.end <= len(text):
            raise FormatError("two edits for the same place", where=document.source.path or "")
        _refuse_surrogates(edits[part])
        pieces += text[position : part.start], escape(part, edits[part])
        position = part.end
    return "".join([*pieces, text[position:]])


def _refuse_surrogates(text: str) -> None:
    """An escape such as `\\ud800` would hide it until the file is read again."""
    if found := _SURROGATE.search(text):
        message = f"new text has half a character (a lone surrogate) at {found.start()}"
        raise EncodingError(message, hint="remove it, or write the whole character")


def keep_newlines(text: str, source: Source) -> str:
    """`text` with the line ends of the source: CRLF or CR where it has no other, else as given."""
    sample = source.text[:_SAMPLE].removesuffix("\r")
    kinds = set(_NEWLINE.findall(sample))
    return _NEWLINE.sub(kinds.pop(), text) if len(kinds) == 1 else text


def trimmed(text: str, start: int, end: int) -> Part:
    """The part `text[start:end]` without the white space around it."""
    piece = text[start:end]
    start += len(piece) - len(piece.lstrip())
    stripped = piece.strip()
    return Part(stripped, start, start + len(stripped))


def line_start(text: str, offset: int) -> int:
    """Where the line that holds `offset` begins."""
    return max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1


def position(text: str, offset: int) -> str:
    """`line 3, column 7` for a character offset, both counted from 1."""
    line = len(_NEWLINE.findall(text, 0, offset)) + 1
    return f"line {line}, column {offset - line_start(text, offset) + 1}"
