"""SubRip subtitles (`.srt`): numbered cues, each with its times in one line and text below it.

Files are seldom strict: numbers are missing, times have a full stop for the comma, blank lines
stand inside a cue. So a cue is what follows a line of times, up to the number before the next one.
"""

import re

from mlsum.core.document import Document, Source
from mlsum.core.errors import FormatError
from mlsum.formats.splice import Edits
from mlsum.formats.subtitles.body import Dialect, document_of, notes_of, render_as
from mlsum.formats.subtitles.runs import Cue

__all__ = ["notes", "parse", "render", "sniff"]

_TIME = r"(\d{1,3}):(\d{1,2}):(\d{1,2})(?:[,.:](\d{1,3}))?"
_TIMES = re.compile(rf"^[ \t]*{_TIME}[ \t]*-+>[ \t]*{_TIME}[^\r\n]*(?:\r\n|\r|\n|\Z)", re.MULTILINE)
_OPENING = re.compile(rf"\s*(?:\d{{1,6}}[ \t]*(?:\r\n|\r|\n)\s*)?[ \t]*{_TIME}[ \t]*-+>[ \t]*\d")
# The number of the next cue, with the blank lines before it.
_NUMBER = re.compile(r"(?:(?<=[\r\n])|\A)[ \t]*\d{1,6}[ \t]*(?:\r\n|\r|\n)(?:[ \t]*[\r\n])*\Z")
_LONGEST_NUMBER = 60  # characters before a line of times in which its number is looked for


def sniff(source: Source) -> bool:
    """A name that ends in `.srt`, or text that opens with a line of times, numbered or not."""
    return (source.path or "").lower().endswith(".srt") or bool(_OPENING.match(source.text))


def parse(source: Source) -> Document:
    """One item: what is said, sentences whole. Raises FormatError where there are no cues."""
    if not _TIMES.search(source.text):
        message = "no subtitles: no line such as 00:00:01,000 --> 00:00:02,500"
        hint = "read it as text with --input-format plain"
        raise FormatError(message, where=source.path or "", hint=hint)
    return document_of(source, _DIALECT)


def render(document: Document, edits: Edits) -> str:
    """The file with new text in its cues; numbers, times, tags and positions as they were."""
    return render_as(document, edits, _DIALECT)


def notes(document: Document, edits: Edits) -> tuple[str, ...]:
    """What a viewer of the file with the edits cannot read in time."""
    return notes_of(document, edits, _DIALECT)


def _cues(source: Source) -> list[Cue]:
    text = source.text
    found = list(_TIMES.finditer(text))
    stops = [_before(text, one.start()) for one in found[1:]] + [len(text)]
    cues = []
    for match, stop in zip(found, stops, strict=True):
        first = match.end()
        last = first + len(text[first:stop].rstrip())
        times = match.groups()
        cues.append(
            Cue(_milliseconds(times[:4]), _milliseconds(times[4:]), first, max(first, last))
        )
    return cues


def _before(text: str, start: int) -> int:
    """Where the number of the cue whose times begin at `start` begins."""
    at = max(0, start - _LONGEST_NUMBER)
    number = _NUMBER.search(text[at:start])
    return at + number.start() if number else start


def _milliseconds(times: tuple[str | None, ...]) -> int:
    hours, minutes, seconds = (int(one or 0) for one in times[:3])
    return (hours * 3600 + minutes * 60 + seconds) * 1000 + int((times[3] or "0").ljust(3, "0"))


def _as_it_is(text: str) -> str:
    return text


_DIALECT = Dialect("srt", _cues, _as_it_is, _as_it_is)
