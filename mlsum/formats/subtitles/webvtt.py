"""WebVTT subtitles (`.vtt`): cues between blank lines, with settings, classes and voices.

Read as the standard has it (W3C, WebVTT: The Web Video Text Tracks Format, 2019). Notes, styles
and regions stay as they are; marks of time inside a cue are gone where its words change, since
they belong to single words.
"""

import re
from html import unescape

from mlsum.core.document import Document, Field, Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.splice import Edits
from mlsum.formats.subtitles.body import Dialect, document_of, notes_of, render_as
from mlsum.formats.subtitles.runs import Cue

__all__ = ["notes", "parse", "render", "sniff"]

_TIME = r"(?:(\d{2,}):)?(\d{2}):(\d{2})\.(\d{3})"
# A line of blanks alone is a line of a cue: YouTube writes such ones.
_BLANK = r"(?:\r\n|\r|\n)(?=[\r\n]|\Z)"
_TIMES = re.compile(
    rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\r\n]*(?P<newline>\r\n|\r|\n|\Z)", re.MULTILINE
)
_END = re.compile(rf"{_BLANK}|(?:\r\n|\r|\n)(?=[^\r\n]*-->)|\Z")
_OPENING = re.compile(r"WEBVTT(?=[ \t\r\n]|\Z)")
_HEAD = re.compile(r"(?:\r\n|\r|\n)[ \t]*(?:\r\n|\r|\n)|\Z")
_LANGUAGE = re.compile(r"^(Language)[ \t]*:[ \t]*([^\r\n]*[^\s])", re.MULTILINE)


def sniff(source: Source) -> bool:
    """A name that ends in `.vtt`, or text that begins with WEBVTT."""
    return (source.path or "").lower().endswith(".vtt") or bool(_OPENING.match(source.text))


def parse(source: Source) -> Document:
    """One item: what is said, sentences whole, and the language that the head names.

    Raises FormatError for a file that does not begin as the standard has it.
    """
    if not _OPENING.match(source.text):
        message = "no WebVTT: the first line is not WEBVTT"
        hint = "add the line, or read subtitles of another kind with --input-format srt"
        raise FormatError(message, where=source.path or "", hint=hint)
    return document_of(source, _DIALECT)


def render(document: Document, edits: Edits) -> str:
    """The file with new text in its cues; times, settings, voices and notes as they were."""
    return render_as(document, edits, _DIALECT)


def notes(document: Document, edits: Edits) -> tuple[str, ...]:
    """What a viewer of the file with the edits cannot read in time."""
    return notes_of(document, edits, _DIALECT)


def _cues(source: Source) -> list[Cue]:
    text = source.text
    cues = []
    for match in _TIMES.finditer(text):
        times, first = match.groups(), match.end()
        # A cue without text: the blank line follows its times at once.
        end = _END.search(text, first - len(match["newline"]))
        last = max(first, end.start() if end else len(text))
        cues.append(Cue(_milliseconds(times[:4]), _milliseconds(times[4:8]), first, last))
    return cues


def _milliseconds(times: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, rest = (int(one or 0) for one in times)
    return (hours * 3600 + minutes * 60 + seconds) * 1000 + rest


def _fields(source: Source) -> tuple[Field, ...]:
    head = _HEAD.search(source.text)
    found = _LANGUAGE.search(source.text, 0, head.start() if head else len(source.text))
    if not found:
        return ()
    return (Field(Part(found[1], *found.span(1)), Part(found[2], *found.span(2))),)


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


_DIALECT = Dialect("webvtt", _cues, unescape, _escape, _fields)
