"""Cutting a text into pieces that are each in one language, whatever it is."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from mlsum.text.patterns import message_cases, message_places
from mlsum.text.script import COMMON, runs

__all__ = ["LONG", "Bound", "Piece", "cut", "cut_coarsely", "mask", "refine"]


class Bound(IntEnum):
    """What separates a piece from its parent, the weakest first.

    LABEL is the colon after what stands alone at the beginning of a line.
    """

    NONE = 0
    COMMA = 1
    SCRIPT = 2
    BRACKET = 3
    COLON = 4
    SENTENCE = 5
    QUOTE = 6
    DASH = 7
    LABEL = 8
    LINE = 9


@dataclass(slots=True)
class Piece:
    """The stretch `text[start:end]` in one script, and the bound between it and its parent.

    The parent is the piece that it goes on from: the one before it, or, after a quotation or a
    word in another script, the one before that; None for the first piece.
    """

    start: int
    end: int
    script: str
    bound: Bound
    parent: int | None
    letters: int


# Chinese characters and kana are one writing; a piece that has both is Japanese.
_ONE = ("Hani", "Jpan")
_EAST = {"Hira": "Jpan", "Kana": "Jpan", "Bopo": "Hani"}

# The name of the group that matched is the name of the bound. A full stop ends a sentence where
# no small letter follows and it is not that of an ordinal (`5. Mai`) or a short form (`No. 2`).
# Each alternative takes one character, or what no other match can begin in: see the time tests.
# Looking ahead for what is no letter first makes it nine times as fast.
_BOUNDS = re.compile(
    r"(?=[^\w ])(?:(?P<LINE>[\n\r\x0b\x0c\x85\u2028\u2029]\s*)"
    r"|(?P<DASH>(?<=\s)[-‐-―−|·•/~→]+(?=\s)|[—―|•\t])"
    r"|(?P<QUOTE>[\"“”„«»‹›「」『』《》〈〉]|(?<!\w)['‘](?=\w)|(?<=[\w.!?…])['’](?!\w))"
    r"|(?P<BRACKET>[()\[\]{}（）［］【】〔〕])"
    r"|(?P<SENTENCE>(?:(?<=[^\W\d_A-Z]{2})|(?<=\w{3})|(?<=[)\]”»%]))[.…](?=[.…]{,3}\s{1,9}[^\sa-z])"
    r"|[!?](?=\s)|[。！？｡])"
    r"|(?P<COMMA>(?<=[A-Z][^\W\d_])\.(?=\s{1,9}[^\W\d_a-z]))"
    r"|(?P<COLON>[:;](?=\s)|[：；]))"
)
_CLOSERS = {
    '"': '"', "“": "”", "„": "“”\"", "«": "»", "»": "«", "‹": "›", "›": "‹", "「": "」",
    "『": "』", "《": "》", "〈": "〉", "‘": "’", "'": "'", "(": ")", "[": "]", "{": "}",
    "（": "）", "［": "］", "【": "】", "〔": "〕",
}  # fmt: skip
_FARTHEST = 600
_COMMA = re.compile(r"[,.…](?=\s)|[，、､،]")
_WINDOW = re.compile(r"(?:\S+\s*){1,5}")
_LETTER = re.compile(r"[^\W\d_]")

# Addresses, markup and code are in no language, and half a character is none.
_MARKS = ("://", "www.", "@", "<", "&", "`", "](")
_MASKED = re.compile(
    r"(?:https?://|www\.)[^\s<>\"）)\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    r"|</?[A-Za-z][^<>]{0,500}>|&#?\w{1,10};|`[^`\n]{1,200}`"
    r"|(?<=\])\([^\s()<>]{1,500}\)|(?<![\w@])@\w{2,40}"
)

_SLOT = re.compile(r"\{\{?[\w\s.,:-]{0,60}\}?\}|@:[\w.]+")

_SURROGATE = re.compile("[\ud800-\udfff]")

# Texts longer than this are cut at sentences only, into this many pieces or a few more.
LONG = 20_000
_PIECES = 250
_SAMPLE = 400
_STOP = re.compile(r"\n|[.!?…](?=\s)|[。！？]")


def mask(text: str) -> str:
    """The text with spaces in place of addresses, markup, code and placeholders; same length.

    Lone surrogates go too: no classifier takes them.
    """
    if not text.isascii():
        text = _SURROGATE.sub(" ", text)
    if "{" in text or "@:" in text:
        text = _SLOT.sub(_blank, _without_keywords(text))
    if any(mark in text for mark in _MARKS):
        return _MASKED.sub(_blank, text)
    return text


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])


def _without_keywords(text: str) -> str:
    """The text with spaces in place of all but the cases of its messages; same length."""
    for start, end in message_places(text):
        message, written, at = text[start:end], "", 0
        for first, last in message_cases(message):
            written += " " * (first - at) + _without_keywords(message[first:last])
            at = last
        text = text[:start] + written + " " * (end - start - at) + text[end:]
    return text


def cut(text: str) -> list[Piece]:
    """The pieces of a text, in order; each has a letter, and every letter is in one of them."""
    found_runs = runs(text)
    if len(found_runs) == 1 and not _BOUNDS.search(text):
        # Most short texts: one script, no bound.
        start, end, script = found_runs[0]
        letters = len(text) if text.isalpha() else len(_LETTER.findall(text))
        script = _EAST.get(script, script)
        whole = Piece(start, end, script, Bound.LINE, None, letters)
        return [whole] if letters and script != COMMON else []
    pieces: list[Piece] = []
    opened: list[tuple[str, int | None, Bound]] = []
    bound, parent = Bound.LINE, None
    for found in _segments(text, found_runs):
        if isinstance(found, tuple):
            start, end, script = found
            letters = len(_LETTER.findall(text, start, end))
            if bound == Bound.NONE and pieces[-1].script == script:
                # Only a mark that bounds nothing, such as an apostrophe, is between the two.
                pieces[-1].end, pieces[-1].letters = end, pieces[-1].letters + letters
                continue
            interrupted = _interrupted(pieces, script) if bound == Bound.NONE else None
            if interrupted is not None:
                parent = interrupted
            elif bound == Bound.NONE:
                bound = Bound.SCRIPT
            pieces.append(Piece(start, end, script, bound, parent, letters))
            bound, parent = Bound.NONE, len(pieces) - 1
            continue
        here, mark = Bound[found.lastgroup or "NONE"], found[0]
        if opened and mark in opened[-1][0]:
            _, before, outer = opened.pop()
            if before is not None:
                parent, bound = before, outer or Bound.COMMA
                continue
        elif mark in _CLOSERS and _closed(text, found):
            opened.append((_CLOSERS[mark], parent, bound))
        elif mark in "'‘’":
            continue
        elif here == Bound.LINE:
            opened.clear()
        elif here == Bound.COLON and bound == Bound.NONE and _is_label(pieces):
            here = Bound.LABEL
        bound = max(bound, here)
    return pieces


def _interrupted(pieces: Sequence[Piece], script: str) -> int | None:
    """The piece in a script that goes on after words in other scripts: `The singer 아이유 sang`."""
    at = len(pieces) - 1
    while at >= 0 and pieces[at].bound == Bound.SCRIPT:
        parent = pieces[at].parent
        at = -1 if parent is None else parent
        if at >= 0 and pieces[at].script == script:
            return at
    return None


def _is_label(pieces: Sequence[Piece]) -> bool:
    """Whether the last piece, which a colon follows, may be the label of the line."""
    return bool(pieces) and pieces[-1].bound == Bound.LINE and pieces[-1].letters < 40


def _closed(text: str, mark: re.Match[str]) -> bool:
    """Whether an opening mark has its closing one near by, in the same line."""
    stop = text.find("\n", mark.end(), mark.end() + _FARTHEST)
    stop = mark.end() + _FARTHEST if stop < 0 else stop
    return any(text.find(closer, mark.end() + 1, stop) > 0 for closer in _CLOSERS[mark[0]])


def _segments(
    text: str, scripts: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str] | re.Match[str]]:
    """The stretches of one script between bounds, and the bounds, as they come."""
    scripts = [(start, end, _EAST.get(script, script)) for start, end, script in scripts]
    at = start = 0
    for match in (*_BOUNDS.finditer(text), None):
        end = match.start() if match else len(text)
        while start < end:
            while scripts[at][1] <= start:
                at += 1
            last, script = min(end, scripts[at][1]), scripts[at][2]
            # What is left of the run before a bound may be a space only, and says nothing.
            if script != COMMON and _LETTER.search(text, start, last):
                while last < end and script in _ONE and scripts[at + 1][2] in _ONE:
                    at += 1
                    last = min(end, scripts[at][1])
                    script = script if script == scripts[at][2] else "Jpan"
                yield start, last, script
            start = last
        if match:
            yield match
            start = match.end()


def refine(text: str, pieces: Sequence[Piece], doubtful: Container[int]) -> list[Piece]:
    """The pieces again, those at the indices `doubtful` cut at commas and every few words."""
    finer: list[Piece] = []
    moved: list[int] = []
    for i, piece in enumerate(pieces):
        parent = None if piece.parent is None else moved[piece.parent]
        for part in _parts(text, piece) if i in doubtful else [piece]:
            finer.append(replace(part, parent=parent))
            parent = len(finer) - 1
        moved.append(len(finer) - 1)
    return finer


def _parts(text: str, piece: Piece) -> Iterator[Piece]:
    """A piece cut at commas, and what is longer than that every five words."""
    start, bound = piece.start, piece.bound
    for comma in (*_COMMA.finditer(text, piece.start, piece.end), None):
        stop = comma.start() if comma else piece.end
        for window in _WINDOW.finditer(text, start, stop):
            letters = len(_LETTER.findall(text, window.start(), window.end()))
            if letters:
                yield Piece(window.start(), window.end(), piece.script, bound, None, letters)
                bound = Bound.NONE
        start, bound = (comma.end() if comma else stop), max(bound, Bound.COMMA)


def cut_coarsely(text: str) -> list[Piece]:
    """The pieces of a long text: whole sentences, each in the script of most of its beginning."""
    step = len(text) // _PIECES
    pieces: list[Piece] = []
    start = 0
    while start < len(text):
        stop = _STOP.search(text, start + step, start + 2 * step)
        end = min(stop.end() if stop else start + 2 * step, len(text))
        letters = len(_LETTER.findall(text, start, end))
        script = _main_script(text[start : start + _SAMPLE])
        if letters and script != COMMON:
            parent = len(pieces) - 1 if pieces else None
            pieces.append(Piece(start, end, script, Bound.SENTENCE, parent, letters))
        start = end
    return pieces


def _main_script(text: str) -> str:
    """The script of most of a text; kana count for all of it, as in Japanese."""
    sizes: dict[str, int] = {}
    for start, end, script in runs(text):
        script = _EAST.get(script, script)
        sizes[script] = sizes.get(script, 0) + end - start
    if 5 * sizes.get("Jpan", 0) > sizes.get("Hani", 0):
        sizes["Jpan"] = sizes.get("Jpan", 0) + sizes.pop("Hani", 0)
    return max(sizes, key=sizes.__getitem__)
