"""Cues as running text: slots of speech, joined where a sentence goes on in the next cue.

The body of a document of subtitles has one paragraph a run; the paragraphs of a translation are
the runs again, each cut to the slots it came from. Tags, positions, dashes and notes of music
around a slot are no part of the text and stay where they are. Tags around some of its words are
part of it, as marks: a translation has them around the words that say the same.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from mlsum.formats.subtitles.fit import LINE, LINES, cut, width, wrap
from mlsum.formats.subtitles.tags import as_tags, paired, parted, untagged, within, written

__all__ = ["GAP", "Cue", "Run", "Slot", "join", "rewrite", "spoken"]

GAP = "\n\n"  # between runs in the body

_PAUSE = 3000  # milliseconds after which nobody goes on with a sentence
_RAGGED = 6  # letters by which two lines of whole words fall short of their room
_TAIL = 20  # characters that tell whether a sentence ends
_MOST_SLOTS = 8  # of a run, where nothing in the text ends one
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_MUSIC = "♪♫♬🎵🎶"
_SIGNS = (
    rf"(?:\.\.\.|…)\s*(?=[^\W\d_])|[-–—‐](?=\s?[^\s\d-])[ \t]*|[{_MUSIC}]+[ \t]*"
    r"|[#*][ \t]+|(?:>>+|(?:&gt;){2,9})[ \t]*"
)
_OPENS = re.compile(rf"(?:\s+|</?[A-Za-z\d][^<>]*>|\{{\\[^{{}}]*\}}|{_SIGNS})*")
_CLOSES = re.compile(rf"</[A-Za-z][^<>]*>|\{{\\[^{{}}]*\}}|[{_MUSIC}#*\s]")
_SIGN = 3  # letters of the shortest sign: FIM, END
_MOST_TAGS = 20  # around the words of a slot, of which it is asked whether they belong to them
_OPENING_MARKS = r"<[^<>]*>|\{\\[^{}]*\}|[ \t]"
_DASH = re.compile(r"(?:<[^<>]*>|\{\\[^{}]*\}|\s)*[-–—‐](?=\s?[^\s\d-])")
_DASHES = ("-", "–", "—", "‐")
# Another speaker, in captions.
_CHEVRONS = re.compile(r"(?:<[^<>]*>|\{\\[^{}]*\}|[ \t])*(?:>>|&gt;&gt;)")
# Who speaks, as captions write it: MARIA: Hello.
_SPEAKER = re.compile(
    rf"(?:{_OPENING_MARKS})*(?=[^\W\d_a-zß-öø-ÿ])[^\W\d_a-zß-öø-ÿ][^a-zß-öø-ÿ:\n]{{0,39}}:(?=\s|$)"
)
# A sound, on a line of its own: [DOOR CLOSES].
_SOUND = re.compile(rf"(?:{_OPENING_MARKS})*[\[(（【][^\n]*[\])）】](?:<[^<>]*>|\s)*")
_SUNG = re.compile(rf"(?:{_OPENING_MARKS})*[{_MUSIC}].*[^\W_]")
_VOICE = re.compile(r"\s*<v(?:\.[^\s<>]*)?\s+([^<>]*)>")  # of WebVTT
_AGAIN = re.compile(r"</(?P<tag>[ibu])>(?P<gap>\s*\n\s*)<(?P=tag)>", re.IGNORECASE)
_ENDS = re.compile(r"[.!?…。！？:][\"'”’»)\]」』]*\Z|[\])）】♪♫]\Z")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:(?:Mr|Mrs|Ms|Dr|Dra|St|Sr|Sra|Srta|Prof|Profa|Gen|Capt|Lt|Sgt|vs|[A-Z])\.)\Z"
)
_SPACELESS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue's times in milliseconds, and the characters `text[first:last]` of what it shows."""

    begin: int
    end: int
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Slot:
    """What one speaker says in a cue: the words, and what is written before and after them.

    `raw` is all of it, from character `at` of the cue; `said` are the words with the tags that are
    around some of them. `shared` is the cue where the file names several voices in it.
    """

    cue: int
    at: int
    raw: str
    before: str
    words: str
    after: str
    said: str
    shared: bool = False

    @property
    def room(self) -> float:
        """How wide its text may be: one of several voices takes one of the two lines."""
        return LINE if self.dashed or self.shared else LINE * LINES - _RAGGED

    @property
    def voice(self) -> str:
        """Who speaks, where the file tells."""
        found = _VOICE.match(self.before)
        return found[1].strip() if found else ""

    @property
    def dashed(self) -> bool:
        """Whether a dash marks it as one of several voices."""
        return untagged(self.before).strip()[:1] in _DASHES


Run = tuple[Slot, ...]


def join(cues: Sequence[Cue], shown: Sequence[str], unescape: Callable[[str], str]) -> list[Run]:
    """The runs of all cues in order; every slot with words is in exactly one.

    `shown` is what each cue shows, as it is written.
    """
    slots = [slot for index, raw in enumerate(shown) for slot in _slots(index, raw, unescape)]
    loud = not any(any(map(str.islower, slot.words)) for slot in slots)
    runs: list[list[Slot]] = []
    for slot in slots:
        last = runs[-1] if runs else []
        alone = not loud and last and (_is_sign(last[-1]) or _is_sign(slot))
        if last and not alone and len(last) < _MOST_SLOTS and _follows(cues, last[-1], slot):
            last.append(slot)
        else:
            runs.append([slot])
    return [tuple(run) for run in runs]


def spoken(run: Run) -> str:
    """The text of a run on one line, with the tags that open and close in it."""
    text, last = run[0].said, run[0].words
    for slot in run[1:]:
        glued = _SPACELESS.match(last[-1:]) and _SPACELESS.match(slot.words[:1])
        text += ("" if glued else " ") + slot.said
        last = slot.words
    return paired(text)


def rewrite(
    runs: Sequence[Run], text: str, escape: Callable[[str], str]
) -> dict[int, list[tuple[Slot, str]]]:
    """How the slots of each changed cue are written where the body becomes `text`.

    A paragraph is a run; a text of another number of them is cut over all slots.
    """
    new = [" ".join(one.split()) for one in re.split(r"\n[ \t]*\n\s*", text.strip())]
    if len(new) != len(runs):
        runs, new = [tuple(slot for run in runs for slot in run)], [" ".join(new)]
    changed: dict[int, list[tuple[Slot, str]]] = {}
    for run, text in zip(runs, new, strict=True):
        if text == spoken(run):
            continue
        bare, spans = parted(text)
        pieces = cut(bare, [width(slot.words) for slot in run], [slot.room for slot in run])
        end = 0
        for slot, piece in zip(run, pieces, strict=True):
            start = max(bare.find(piece, end), 0)  # the last words may be there again
            end = start + len(piece)
            lines = wrap(piece, 1 if slot.dashed or slot.shared else LINES)
            said = written(piece, lines, within(spans, start, end), escape)
            new_slot = _as_full(slot.raw, f"{slot.before}{said}{slot.after}")
            changed.setdefault(slot.cue, []).append((slot, new_slot))
    return changed


def _as_full(raw: str, new: str) -> str:
    """A slot without the blank lines that it did not have: such a line ends a cue of WebVTT."""
    if all(line.strip() for line in raw.split("\n")):
        return "\n".join(line for line in new.split("\n") if line.strip())
    return new


def _slots(cue: int, raw: str, unescape: Callable[[str], str]) -> Iterator[Slot]:
    """A cue's slots: the whole of it, or each voice, sound and line of a song."""
    end = -1
    pieces = _voices(raw)
    shared = any(
        sum(bool(mark.match(piece)) for piece in pieces) > 1
        for mark in (_VOICE, _CHEVRONS, _SPEAKER, _SUNG)
    )
    for piece in pieces:
        at, end = end + 1, end + 1 + len(piece)
        flat = _AGAIN.sub(lambda match: match["gap"], as_tags(piece))
        before, inner, after = _edges(flat)
        words = " ".join(unescape(untagged(inner)).split())
        if any(map(str.isalnum, words)):
            said = " ".join(unescape(inner).split())
            yield Slot(cue, at, piece, before, words, after, said, shared)


def _voices(raw: str) -> list[str]:
    lines = raw.split("\n")
    marks = (_DASH, _CHEVRONS, _VOICE, _SPEAKER, _SUNG)
    starts = [
        i
        for i, line in enumerate(lines)
        if i == 0
        or any(mark.match(line) for mark in marks)
        or any(map(_SOUND.fullmatch, lines[i - 1 : i + 1]))
    ]
    ends = [*starts[1:], len(lines)]
    return ["\n".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]


def _edges(text: str) -> tuple[str, str, str]:
    """What stands before the words, the words with tags inside them, what stands after."""
    opening = _OPENS.match(text)
    start = opening.end() if opening else 0
    end = _closing(text, start)
    inner = text[start:end]
    # `<i>Titanic</i> sank`: the tag belongs to the word, for it is closed inside.
    for tag in list(_TAG.finditer(text, 0, start))[: -_MOST_TAGS - 1 : -1]:
        if not _closed_in(tag[0], inner):
            break
        start = tag.start()
        inner = text[start:end]
    for tag in islice(_TAG.finditer(text, end), _MOST_TAGS):
        if not _opened_in(tag[0], inner):
            break
        end = tag.end()
        inner = text[start:end]
    return text[:start], inner, text[end:]


def _closing(text: str, start: int) -> int:
    """Where tags, notes of music and blanks begin after which no word comes."""
    end = len(text)
    while end > start:
        last = text[end - 1]
        if last in "#*" and last not in text[:start]:  # of a word, as in `C#`
            break
        opened = text.rfind("<" if last == ">" else "{", start, end) if last in ">}" else end - 1
        if opened < 0 or not _CLOSES.fullmatch(text, opened, end):
            break
        end = opened
    return end


def _name(tag: str) -> str:
    return re.split(r"[\s.>]", tag.strip("</"))[0].casefold()


def _closed_in(tag: str, inner: str) -> bool:
    names = [(_name(one), one.startswith("</")) for one in _TAG.findall(inner)]
    return names.count((_name(tag), True)) > names.count((_name(tag), False))


def _opened_in(tag: str, inner: str) -> bool:
    names = [(_name(one), one.startswith("</")) for one in _TAG.findall(inner)]
    return names.count((_name(tag), False)) > names.count((_name(tag), True))


def _is_sign(slot: Slot) -> bool:
    """Whether a slot is in capitals, as signs are, and not the last word of a sentence: `NASA.`"""
    said = slot.words
    last_word = " " not in said and said[-1:] in ".!?"
    return said.isupper() and sum(map(str.isalpha, said)) >= _SIGN and not last_word


def _follows(cues: Sequence[Cue], last: Slot, slot: Slot) -> bool:
    """Whether a slot goes on with the sentence of the one before."""
    if slot.voice and (slot.cue == last.cue or last.voice not in ("", slot.voice)):
        return False
    if (
        slot.dashed
        or _CHEVRONS.match(slot.before)
        or _SPEAKER.match(slot.words)
        or cues[slot.cue].begin - cues[last.cue].end > _PAUSE
    ):
        return False
    if ("♪" in last.before) != ("♪" in slot.before) or slot.words[0] in "([（【":
        return False
    if _ABBREVIATED.search(last.words):
        return True
    if last.words.endswith(("...", "…", "-", "—")):
        return "..." in slot.before or "…" in slot.before or slot.words[0].islower()
    return not _ENDS.search(last.words[-_TAIL:])
