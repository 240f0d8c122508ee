"""The document that cues make, and the text of its file with a new body."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from mlsum.core.document import Body, Document, Field, Item, Part, Source
from mlsum.formats.splice import Edits, keep_newlines, splice
from mlsum.formats.subtitles.fit import FASTEST, LINE, LINES, width
from mlsum.formats.subtitles.runs import GAP, Cue, Run, Slot, join, rewrite, spoken
from mlsum.formats.subtitles.tags import parted, untagged

__all__ = ["Dialect", "document_of", "notes_of", "render_as"]


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a format of subtitles is read and written: its cues, its escapes, its head."""

    name: str
    cues: Callable[[Source], list[Cue]]
    unescape: Callable[[str], str]
    escape: Callable[[str], str]
    fields: Callable[[Source], tuple[Field, ...]] = lambda _: ()


def document_of(source: Source, dialect: Dialect) -> Document:
    """One item whose body is what is said, a paragraph for every run of sentences."""
    cues = dialect.cues(source)
    runs = _runs(source, dialect, cues)
    fields = dialect.fields(source)
    if not runs:
        return Document(source, dialect.name, (Item(fields),))
    first, last = cues[runs[0][0].cue].first, cues[runs[-1][-1].cue].last
    text = GAP.join(map(spoken, runs))
    body = Body(Part(text, first, last), "markdown" if parted(text)[1] else "plain")
    return Document(source, dialect.name, (Item(fields, body),))


def render_as(document: Document, edits: Edits, dialect: Dialect) -> str:
    """The file with the cues of changed runs written anew; numbers and times stay."""
    source, bodies = document.source, {body.text for body in document.bodies}

    def escape(part: Part, text: str) -> str:
        if part not in bodies:
            return " ".join(text.split())
        cues = dialect.cues(source)
        changed = rewrite(_runs(source, dialect, cues), text, dialect.escape)
        written: list[str] = []
        at = part.start
        for index, slots in sorted(changed.items()):
            cue = cues[index]
            new = _of_cue(_lines(source.text[cue.first : cue.last]), slots)
            written += [source.text[at : cue.first], keep_newlines(new, source)]
            at = cue.last
        return "".join([*written, source.text[at : part.end]])

    return splice(document, edits, escape)


def notes_of(document: Document, edits: Edits, dialect: Dialect) -> tuple[str, ...]:
    """What a viewer of a new file cannot read in time: cues too fast, lines too long."""
    if not edits:
        return ()
    source = replace(document.source, text=render_as(document, edits, dialect))
    cues = dialect.cues(source)
    runs = _runs(source, dialect, cues)
    shown: dict[int, float] = {}
    for run in runs:
        for slot in run:
            shown[slot.cue] = shown.get(slot.cue, 0.0) + width(slot.words)
    times = {i: cues[i].end - cues[i].begin for i in shown}  # none where a file has them wrong
    speeds = {i: 1000 * size / times[i] for i, size in shown.items() if times[i] > 0}
    fast = [i for i, speed in speeds.items() if speed > FASTEST]
    long = sum(_too_long(slot) for run in runs for slot in run)
    found = []
    if fast:
        worst = max(fast, key=speeds.__getitem__)
        found.append(
            f"{len(fast)} of {len(cues)} cues run faster than {FASTEST:.0f} characters a second; "
            f"the fastest, cue {worst + 1}, at {speeds[worst]:.0f}"
        )
    if long:
        found.append(f"{long} of {len(cues)} cues have lines over {LINE:.0f} characters, or three")
    return tuple(found)


def _too_long(slot: Slot) -> bool:
    lines = [untagged(line) for line in slot.raw.split("\n") if line.strip()]
    return len(lines) > LINES or any(width(line) > LINE for line in lines)


def _runs(source: Source, dialect: Dialect, cues: Sequence[Cue]) -> list[Run]:
    shown = [_lines(source.text[cue.first : cue.last]) for cue in cues]
    return join(cues, shown, dialect.unescape)


def _lines(raw: str) -> str:
    return raw.replace("\r\n", "\n").replace("\r", "\n")


def _of_cue(text: str, slots: Sequence[tuple[Slot, str]]) -> str:
    """A cue's text with new slots in the places of the old ones."""
    for slot, new in sorted(slots, key=lambda pair: -pair[0].at):
        text = text[: slot.at] + new + text[slot.at + len(slot.raw) :]
    return text
