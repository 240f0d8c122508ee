"""What a person wrote in a mail, apart from what they quote and how they sign.

Paragraphs are the text between blank lines, those that `format=flowed` (RFC 3676) or a margin
broke put together again. Lines that begin with `>`, the line that introduces them, an older
message below and the signature behind `-- ` are left as they are.
"""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["Flow", "own_paragraphs", "own_text", "rewritten"]

_MARGIN = 76
_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*")
_SHORT = 50  # characters; a margin is wider
_POINT = re.compile(r"(?:[-*+•·]|\d{1,3}[.)])[ \t]")
_INTRODUCED = 3  # lines
_QUOTED = re.compile(r"(?!>From )[ \t]?>|\|[ \t]")
_SIGNATURE = re.compile(r"--[ \t]?$")
_WROTE = re.compile(
    r".{0,300}(?:\d|wrote|writes|escreve|escribi|schrieb|écrit|作成|書|작성|님이|쓰|写道).{0,200}[:：]\s*$",
    re.DOTALL,
)
_OLDER = re.compile(
    r"[ \t]*[-_=]{2,}[ \t]*(?:original message|original appointment|forwarded message|"
    r"mensagem original|mensagem encaminhada|mensaje original|ursprüngliche nachricht|"
    r"message d'origine|message transféré|원본 ?메일|원본 ?메시지|original mail|전달된 ?메시지|"
    r"元のメッセージ|原始邮件|原始郵件)[ \t]*[-_=]{0,}|_{20,}[ \t]*$",
    re.IGNORECASE,
)
_HEAD_LINE = re.compile(
    r"[ \t]*\*?(?:from|de|von|보낸 ?사람|差出人|发件人)\*?[ \t]*[:：]", re.IGNORECASE
)
_HEAD_MORE = re.compile(
    r"[ \t]*\*?(?:sent|date|to|subject|enviado|enviada em|data|para|assunto|asunto|gesendet|an|"
    r"betreff|날짜|보낸 ?날짜|받는 ?사람|제목|送信日時|宛先|件名|发送时间|收件人|主题)"
    r"[^:：]{0,20}[:：]",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Flow:
    """Whether lines that end in a space go on in the next one, and whether the space stays."""

    flowed: bool = False
    delsp: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph on its lines `first` to `last`, and what it says."""

    first: int
    last: int
    text: str


def own_text(text: str, flow: Flow) -> str:
    """What the sender wrote, blank lines between the paragraphs."""
    return "\n\n".join(one.text for one in own_paragraphs(text, flow))


def own_paragraphs(text: str, flow: Flow) -> list[Paragraph]:
    """The paragraphs of the sender, in order."""
    lines = text.split("\n")
    own = _own(lines, flow)
    found: list[Paragraph] = []
    first = None
    longest = 0
    for index in range(len(lines) + 1):
        inside = index < len(lines) and own[index] and bool(lines[index].strip())
        longest = max(longest, len(lines[index].rstrip())) if inside else 0
        if first is not None and not (inside and _goes_on(lines, index, longest, flow)):
            found.append(Paragraph(first, index - 1, _joined(lines[first:index], flow)))
            first = None
        if inside and first is None:
            first, longest = index, len(lines[index].rstrip())
    return found


def rewritten(text: str, new: str, flow: Flow) -> str:
    """The text with new paragraphs in the places of the old ones, wrapped as the old ones were.

    `new` has as many paragraphs as there were; with any other number, all go into the first place.
    """
    paragraphs = own_paragraphs(text, flow)
    given = [one.strip("\n") for one in _PARAGRAPH.split(new.strip())]
    if not paragraphs:
        return text
    if len(given) != len(paragraphs):
        given = [new.strip(), *[""] * (len(paragraphs) - 1)]
    lines: list[str | None] = list(text.split("\n"))
    for paragraph, said in zip(paragraphs, given, strict=True):
        if said.strip() != paragraph.text.strip():
            old = text.split("\n")[paragraph.first : paragraph.last + 1]
            lines[paragraph.first : paragraph.last + 1] = [None] * len(old)
            lines[paragraph.first] = "\n".join(_wrapped(said, old, flow)) if said else None
    return "\n".join(line for line in lines if line is not None)


def _own(lines: Sequence[str], flow: Flow) -> list[bool]:
    """Which lines the sender wrote."""
    own = [True] * len(lines)
    for index, line in enumerate(lines):
        if _SIGNATURE.match(line) or _OLDER.match(line) or _older_head(lines, index):
            # Above an older message there may be nothing at all: then it is what was sent.
            if any(one and lines[i].strip() for i, one in enumerate(own[:index])):
                own[index:] = [False] * (len(lines) - index)
            break
        if line.startswith(">") if flow.flowed else _QUOTED.match(line):
            own[index] = False
            _unown_introduction(lines, own, index)
    return (
        own
        if any(one and line.strip() for one, line in zip(own, lines, strict=True))
        else [True] * len(lines)
    )


def _goes_on(lines: Sequence[str], index: int, longest: int, flow: Flow) -> bool:
    """Whether a line goes on with the paragraph above it, and the margin broke the line there.

    A list stays together; so does a line whose first word had no room in the one above, where
    lines are as long as the `longest`.
    """
    above, line = lines[index - 1].rstrip(), lines[index].strip()
    if _POINT.match(line) or flow.flowed:
        return True
    return longest >= _SHORT and len(above) + 1 + len(line.split()[0]) > longest


def _older_head(lines: Sequence[str], index: int) -> bool:
    """Whether the head of an older message begins here, as Outlook writes it."""
    if not _HEAD_LINE.match(lines[index]):
        return False
    return sum(bool(_HEAD_MORE.match(line)) for line in lines[index + 1 : index + 6]) > 1


def _unown_introduction(lines: Sequence[str], own: list[bool], index: int) -> None:
    """The paragraph above a quotation that says who wrote it when; of a long one its last line."""
    last = index - 1
    while last >= 0 and not lines[last].strip():
        last -= 1
    if last < 0 or not own[last] or not lines[last].rstrip().endswith((":", "：")):
        return
    first = last
    while first > 0 and own[first - 1] and lines[first - 1].strip() and last - first < _INTRODUCED:
        first -= 1
    if last - first == _INTRODUCED:
        first = last
    if _WROTE.match("\n".join(lines[first : last + 1])):
        own[first : last + 1] = [False] * (last - first + 1)


def _joined(lines: Sequence[str], flow: Flow) -> str:
    """The lines of a paragraph, those that flow into the next put together."""
    if not flow.flowed:
        return "\n".join(line.rstrip() for line in lines)
    text = ""
    for line in lines:
        line = line.removeprefix(" ")  # stuffed, so that it is taken for no quotation
        soft = line.endswith(" ") and line != "-- "
        text += line[: -1 if soft and flow.delsp else None] if soft else line + "\n"
    return text.rstrip()


def _wrapped(text: str, old: Sequence[str], flow: Flow) -> list[str]:
    """The lines of a new paragraph: within the margin where the old one had one."""
    hard = len(old) > 1 and all(len(line) <= _MARGIN + 4 for line in old)
    lines: list[str] = []
    for line in text.split("\n"):
        if not (hard or flow.flowed) or len(line) <= _MARGIN:
            lines.append(line)
            continue
        indent = re.match(r"[ \t]*", line)
        wrapped = textwrap.wrap(
            line,
            _MARGIN,
            subsequent_indent=indent[0] if indent else "",
            break_long_words=False,
            break_on_hyphens=False,
        )
        soft = " " if flow.flowed else ""
        soft += " " if flow.delsp else ""
        lines += [one + soft for one in wrapped[:-1]] + wrapped[-1:]
    stuffed = (
        " " + line if flow.flowed and line.startswith((" ", ">", "From ")) else line
        for line in lines
    )
    return list(stuffed)
