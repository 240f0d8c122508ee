"""Splits a text into chunks, each in one language."""

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum

from mlsum.text.patterns import message_cases, message_places
from mlsum.text.script import COMMON, writing_runs
from mlsum.text.segment.html import TAG

__all__ = ["LONG", "Boundary", "Chunk", "mask", "refine", "split", "split_long"]


class Boundary(IntEnum):
    """The separators of a chunk and its parent, the weakest first.

    LABEL is the colon after the only text at the beginning of a line.
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
class Chunk:
    """The stretch `text[start:end]` in one script, and the boundary between it and its parent.

    The parent is the index of the chunk that this one continues: the previous chunk or, after a
    quotation or a word in another script, the chunk before that. The first chunk has no parent.
    """

    start: int
    end: int
    script: str
    boundary: Boundary
    parent: int | None
    letters: int


# A chunk of Chinese characters and kana is Japanese.
_EASTERN = ("Hani", "Jpan")

# Each group is named after its boundary. A full stop ends a sentence where no small letter follows
# and it does not belong to an ordinal (`5. Mai`) or an abbreviation (`No. 2`). Each alternative
# takes one character, or characters that no other match can begin with, which keeps it linear.
# The lookahead for a character that is no letter makes it nine times as fast.
_BOUNDARIES = re.compile(
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
# A closing mark stands at most this far after its opening mark. A label has fewer letters.
_FARTHEST, _LABEL = 600, 40
_COMMA = re.compile(r"[,.…](?=\s)|[，、､،]")
_WINDOW = re.compile(r"(?:\S+\s*){1,5}")
_LETTER = re.compile(r"[^\W\d_]")

# Addresses, markup and code are in no language.
_MARKS = ("://", "www.", "@", "<", "&", "`", "](")
_MASKED = re.compile(
    r"(?:https?://|www\.)[^\s<>\"）)\]]+|(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
    rf"|{TAG}|&#?\w{{1,10}};|`[^`\n]{{1,200}}`"
    r"|(?<=\])\([^\s()<>]{1,500}\)|(?<![\w@])@\w{2,40}"
)

_SLOT = re.compile(r"\{\{?[\w\s.,:-]{0,60}\}?\}|@:[\w.]+")

_SURROGATE = re.compile("[\ud800-\udfff]")

# Longer texts are split at sentences only, into about this many chunks.
LONG = 20_000
_CHUNKS = 250
_SAMPLE = 400
_STOP = re.compile(r"\n|[.!?…](?=\s)|[。！？]")


def mask(text: str) -> str:
    """The text with spaces in place of addresses, markup, code and placeholders; same length.

    Lone surrogates are masked too, because no classifier accepts them.
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
    """The text with the cases of each ICU message kept and its keywords masked; same length."""
    for start, end in message_places(text):
        message, masked, at = text[start:end], "", 0
        for first, last in message_cases(message):
            masked += " " * (first - at) + _without_keywords(message[first:last])
            at = last
        text = text[:start] + masked + " " * (end - start - at) + text[end:]
    return text


def split(text: str) -> list[Chunk]:
    """The chunks of a text, in order; each has a letter, and every letter is in one of them."""
    scripts = writing_runs(text)
    if len(scripts) == 1 and not _BOUNDARIES.search(text):
        # Most short texts: one script, no boundary.
        start, end, script = scripts[0]
        letters = len(text) if text.isalpha() else len(_LETTER.findall(text))
        whole = Chunk(start, end, script, Boundary.LINE, None, letters)
        return [whole] if letters and script != COMMON else []
    chunks: list[Chunk] = []
    opened: list[tuple[str, int | None, Boundary]] = []
    boundary, parent = Boundary.LINE, None
    for token in _tokens(text, scripts):
        if isinstance(token, tuple):
            start, end, script = token
            letters = len(_LETTER.findall(text, start, end))
            if boundary == Boundary.NONE and chunks[-1].script == script:
                # Only a mark that is no boundary, such as an apostrophe, is between the two.
                chunks[-1].end, chunks[-1].letters = end, chunks[-1].letters + letters
                continue
            if boundary == Boundary.NONE:
                interrupted = _interrupted(chunks, script)
                if interrupted is None:
                    boundary = Boundary.SCRIPT
                else:
                    parent = interrupted
            chunks.append(Chunk(start, end, script, boundary, parent, letters))
            boundary, parent = Boundary.NONE, len(chunks) - 1
            continue
        current, mark = Boundary[token.lastgroup or "NONE"], token[0]
        if opened and mark in opened[-1][0]:
            _, before, outer = opened.pop()
            if before is not None:
                parent, boundary = before, outer or Boundary.COMMA
                continue
        elif mark in _CLOSERS and _is_closed(text, token):
            opened.append((_CLOSERS[mark], parent, boundary))
        elif mark in "'‘’":
            continue
        elif current == Boundary.LINE:
            opened.clear()
        elif current == Boundary.COLON and boundary == Boundary.NONE and _is_label(chunks):
            current = Boundary.LABEL
        boundary = max(boundary, current)
    return chunks


def _interrupted(chunks: Sequence[Chunk], script: str) -> int | None:
    """The chunk in a script that goes on after words in other scripts: `The singer 아이유 sang`."""
    at = len(chunks) - 1
    while at >= 0 and chunks[at].boundary == Boundary.SCRIPT:
        parent = chunks[at].parent
        at = -1 if parent is None else parent
        if at >= 0 and chunks[at].script == script:
            return at
    return None


def _is_label(chunks: Sequence[Chunk]) -> bool:
    """Whether the last chunk, which a colon follows, may be the label of its line."""
    return bool(chunks) and chunks[-1].boundary == Boundary.LINE and chunks[-1].letters < _LABEL


def _is_closed(text: str, mark: re.Match[str]) -> bool:
    """Whether an opening mark has its closing mark nearby, in the same line."""
    stop = text.find("\n", mark.end(), mark.end() + _FARTHEST)
    stop = mark.end() + _FARTHEST if stop < 0 else stop
    return any(text.find(closer, mark.end() + 1, stop) > 0 for closer in _CLOSERS[mark[0]])


def _tokens(
    text: str, scripts: Sequence[tuple[int, int, str]]
) -> Iterator[tuple[int, int, str] | re.Match[str]]:
    """The stretches of one script between boundaries, and the boundaries, in order."""
    at = start = 0
    for match in (*_BOUNDARIES.finditer(text), None):
        end = match.start() if match else len(text)
        while start < end:
            while scripts[at][1] <= start:
                at += 1
            last, script = min(end, scripts[at][1]), scripts[at][2]
            # The rest of a run before a boundary may be only a space.
            if script != COMMON and _LETTER.search(text, start, last):
                while last < end and script in _EASTERN and scripts[at + 1][2] in _EASTERN:
                    at += 1
                    last = min(end, scripts[at][1])
                    script = script if script == scripts[at][2] else "Jpan"
                yield start, last, script
            start = last
        if match:
            yield match
            start = match.end()


def refine(text: str, chunks: Sequence[Chunk], doubtful: Container[int]) -> list[Chunk]:
    """The chunks, those at the indices `doubtful` split at commas and every five words."""
    finer: list[Chunk] = []
    moved: list[int] = []
    for i, chunk in enumerate(chunks):
        parent = None if chunk.parent is None else moved[chunk.parent]
        for part in _parts(text, chunk) if i in doubtful else [chunk]:
            finer.append(replace(part, parent=parent))
            parent = len(finer) - 1
        moved.append(len(finer) - 1)
    return finer


def _parts(text: str, chunk: Chunk) -> Iterator[Chunk]:
    start, boundary = chunk.start, chunk.boundary
    for comma in (*_COMMA.finditer(text, chunk.start, chunk.end), None):
        stop = comma.start() if comma else chunk.end
        for window in _WINDOW.finditer(text, start, stop):
            letters = len(_LETTER.findall(text, window.start(), window.end()))
            if letters:
                yield Chunk(window.start(), window.end(), chunk.script, boundary, None, letters)
                boundary = Boundary.NONE
        start, boundary = (comma.end() if comma else stop), max(boundary, Boundary.COMMA)


def split_long(text: str) -> list[Chunk]:
    """The chunks of a long text: whole sentences, each with the main script of its beginning."""
    step = len(text) // _CHUNKS
    chunks: list[Chunk] = []
    start = 0
    while start < len(text):
        stop = _STOP.search(text, start + step, start + 2 * step)
        end = min(stop.end() if stop else start + 2 * step, len(text))
        letters = len(_LETTER.findall(text, start, end))
        script = _main_script(text[start : start + _SAMPLE])
        if letters and script != COMMON:
            parent = len(chunks) - 1 if chunks else None
            chunks.append(Chunk(start, end, script, Boundary.SENTENCE, parent, letters))
        start = end
    return chunks


def _main_script(text: str) -> str:
    """The script of most of a text. Japanese has both kana and Chinese characters."""
    sizes: dict[str, int] = {}
    for start, end, script in writing_runs(text):
        sizes[script] = sizes.get(script, 0) + end - start
    if 5 * sizes.get("Jpan", 0) > sizes.get("Hani", 0):
        sizes["Jpan"] = sizes.get("Jpan", 0) + sizes.pop("Hani", 0)
    return max(sizes, key=sizes.__getitem__)
