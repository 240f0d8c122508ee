"""What a body says to its reader: its text without the marks of inline Markdown and HTML.

Marks are found once per block, not per sentence: emphasis and links may open in one sentence and
close in another. What is left of any stretch can then be asked for by its offsets.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import unescape

from mlsum.document import Block, Markup
from mlsum.lang import UND, Lang
from mlsum.segment.blocks import unwrap

__all__ = ["Reading", "reading"]

Edit = tuple[int, int, str]

_TAG = r"(?P<tag></?[A-Za-z][^<>]*>|<!--(?:(?!-->).)*-->)"
_ENTITY = r"(?P<entity>&(?:\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
_HTML = re.compile(f"{_TAG}|{_ENTITY}", re.DOTALL)
_PATH = r"[^()\s]{0,2000}"
# CommonMark's inlines; each has a bounded length, so that no text takes more than linear time.
_MARKDOWN = re.compile(
    rf"""\\(?P<escaped>[!-/:-@\[-`{{-~])
       | (?<!`)(?P<fence>`{{1,9}})(?!`)(?P<code>.{{1,999}}?)(?<!`)(?P=fence)(?!`)
       | <(?P<address>[A-Za-z][\w+.-]{{1,31}}:[^\s<>]*|[^\s<>@]{{1,64}}@[^\s<>]{{1,255}})>
       | {_TAG} | {_ENTITY}
       | (?P<note>\[\^[^\]\s]{{1,99}}\])
       | (?P<open>!?\[)
       | (?P<close>\](?:\(\s?
             (?:<[^<>\n]{{0,2000}}>|{_PATH}(?:\({_PATH}\){_PATH})?)
             (?:\s{{1,9}}(?:"[^"]{{0,999}}"|'[^']{{0,999}}'|\([^()]{{0,999}}\)))?\s?\)
         | \[[^\[\]]{{0,999}}\])?)
       | (?P<run>\*+|_+|~~)
    """,
    re.VERBOSE | re.DOTALL,
)
_DEFINED = re.compile(r"^[ \t>]*\[([^\]\n]{1,999})\]:[ \t]*\S", re.MULTILINE)
# So many open marks are looked back on for the one that a mark closes.
_NESTED = 20
_BLANKS = re.compile(r"[ \t\u00a0]{2,}")


@dataclass(frozen=True, slots=True)
class Reading:
    """A body with the stretches that are markup, in order, each with what is read instead."""

    text: str
    markup: Markup
    edits: tuple[Edit, ...]

    def between(self, start: int, end: int, lang: Lang = UND) -> str:
        """What `text[start:end]` says, on one line."""
        written: list[str] = []
        at = start
        index = bisect_left(self.edits, (start, 0, ""))
        if index and self.edits[index - 1][1] > start:  # cut inside the target of a link
            at = min(self.edits[index - 1][1], end)
        while index < len(self.edits) and self.edits[index][0] < end:
            first, last, new = self.edits[index]
            written += [self.text[at:first], new]
            at = min(last, end)
            index += 1
        said = unwrap("".join([*written, self.text[at:end]]), lang)
        return said if self.markup == "plain" else _BLANKS.sub(" ", said)


def reading(text: str, found: Sequence[Block], markup: Markup) -> Reading:
    """The marks in the blocks of a body."""
    edits: list[Edit] = []
    if markup == "html":
        edits = [edit for one in found if one.kind != "code" for edit in _of_html(text, one)]
    if markup == "markdown":
        defined = frozenset(_label(match[1]) for match in _DEFINED.finditer(text))
        for one in found:
            if one.kind != "code":
                edits += sorted(_Inlines(text, defined).scan(one))
    return Reading(text, markup, tuple(edits))


def _of_html(text: str, block: Block) -> Iterator[Edit]:
    for match in _HTML.finditer(text, block.start, block.end):
        yield *match.span(), _read(match)


def _read(match: re.Match[str]) -> str:
    """What a tag or an entity says."""
    if match["entity"]:
        return unescape(match[0])
    return " " if match[0][:3].lower() == "<br" else ""


class _Inlines:
    """One pass over the inlines of a block: links and emphasis are marks once they are closed."""

    def __init__(self, text: str, defined: frozenset[str]) -> None:
        self.text = text
        self.defined = defined
        self.edits: list[Edit] = []
        self.links: list[tuple[int, int]] = []
        self.runs: list[tuple[str, int, int]] = []  # open emphasis: its mark, start and end

    def scan(self, block: Block) -> list[Edit]:
        """The edits of a block, in no order."""
        for match in _MARKDOWN.finditer(self.text, block.start, block.end):
            start, end = match.span()
            match match.lastgroup:
                case "escaped":
                    self._drop(start, start + 1)
                case "code":
                    size = len(match["fence"])
                    self._drop(start, start + size)
                    self._drop(end - size, end)
                case "address":
                    self._drop(start, start + 1)
                    self._drop(end - 1, end)
                case "open":
                    self.links.append((start, end))
                case "close":
                    self._close_link(match)
                case "run":
                    self._emphasis(match[0][0], start, end, block)
                case "note":
                    self._drop(start, end)
                case _:
                    self.edits.append((start, end, _read(match)))
        return self.edits

    def _drop(self, start: int, end: int) -> None:
        self.edits.append((start, end, ""))

    def _close_link(self, match: re.Match[str]) -> None:
        if not self.links:
            return
        start, end = self.links.pop()
        label = self.text[end : match.start()]
        if len(match[0]) == 1 and _label(label) not in self.defined:
            return
        self._drop(start, end)
        self._drop(*match.span())

    def _emphasis(self, mark: str, start: int, end: int, block: Block) -> None:
        """Pair a run of marks with those that are open, by CommonMark's rule of flanks."""
        before = self.text[start - 1 : start] if start > block.start else " "
        after = self.text[end : end + 1] if end < block.end else " "
        opens = not after.isspace() and (_word(after) or not _word(before))
        closes = not before.isspace() and (_word(before) or not _word(after))
        if mark == "_":
            opens, closes = opens and not _word(before), closes and not _word(after)
        while closes and start < end:
            near = reversed(range(max(0, len(self.runs) - _NESTED), len(self.runs)))
            at = next((i for i in near if self.runs[i][0] == mark), -1)
            if at < 0:
                break
            _, first, last = self.runs[at]
            del self.runs[at:]
            size = min(last - first, end - start)
            self._drop(last - size, last)
            self._drop(start, start + size)
            start += size
            if last - size > first:
                self.runs.append((mark, first, last - size))
        if opens and start < end:
            self.runs.append((mark, start, end))


def _word(char: str) -> bool:
    return char.isalnum()


def _label(text: str) -> str:
    return " ".join(text.casefold().split())
