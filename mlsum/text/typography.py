"""Typographic characters: the plain form that models are trained on, and the way back.

Engines read straight quotes, hyphens and single blanks; newspapers print “ ”, — and no-break
blanks. `normalize` gives a text the plain form. `restyle` gives a translation the characters that
its source has: the same kind of quotation marks, dashes, ellipses and apostrophes.
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import regex

__all__ = ["Quotation", "normalize", "quotations", "restyle", "shape", "unquoted"]

_DOUBLE = '"“”„‟«»「」『』〝〞＂'
_SINGLE = "'‘’‚‛‹›＇"
_MARK = regex.compile(rf"[{_DOUBLE}{_SINGLE}\[\]]")
_INVISIBLE = regex.compile(r"[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
# Joiners belong to emoji, and to words of some scripts.
_JOINED = regex.compile(
    r"(?<=[\p{So}\p{Sk}\p{M}\ufe0f])\u200d|(?<=\p{L}\p{M}*)[\u200c\u200d](?=\p{L})"
)
_BLANK = regex.compile(r"[^\S\n]")
_COMPATIBLE = regex.compile(r"[\uff01-\uff5e\ufb00-\ufb06\u2024-\u2026]")
_DASH = regex.compile(r"\s*[—―]\s*|\s+–\s+")
_HYPHEN = str.maketrans("‐‑‒–−", "-----")
_QUOTES = str.maketrans({**dict.fromkeys(_DOUBLE, '"'), **dict.fromkeys(_SINGLE, "'")})
_SPACED_DASH = regex.compile(
    r"(?<=\S)[^\S\n]+(?P<dash>[-–—―])[^\S\n]+(?=\S)"
    r"|(?<=[\w”’»\"'])(?P<dash>[—―])(?=[\w“‘«\"'])"
)
_MINUS = regex.compile(r"(?<![\w-])-(?=\s?\d)")
_COMPOUND = regex.compile(r"\w+(?:[‐‑‒–−]\w+)+")
_APOSTROPHE = regex.compile(r"(?<=\p{L})['’](?=\p{L})")
# Korean writes particles onto a closing quotation mark.
_PARTICLE = regex.compile(r"[\p{Hangul}\p{Han}\p{Hiragana}\p{Katakana}]")
_NESTED = 20  # so many open marks are looked back on for the one that a mark closes
_ELLIPSIS = regex.compile(r"\.\.\.")
_OPENING = frozenset("“„‟«‘‚‛‹「『〝[")
_CLOSING = frozenset("”»›」』〞]")
_CLOSES = {
    "[": "]",
    "“": "”“", "„": "“”„", "‟": "”", "«": "»", "»": "«", "「": "」", "『": "』", "〝": "〞",
    "‘": "’", "‚": "‘’", "‛": "’", "‹": "›", "›": "‹", '"': '"', "'": "'", "”": "”", "’": "’",
    "＂": "＂", "＇": "＇",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Quotation:
    """Where a quotation mark or square bracket opens, and where its partner closes.

    -1 stands for the partner that it lacks.
    """

    opens: int
    closes: int


def normalize(text: str) -> str:
    """The text as models are trained on it: composed, with plain quotes, dashes and blanks."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFC", text)
    text = _INVISIBLE.sub(
        lambda match: match[0] if _JOINED.match(text, match.start()) else "", text
    )
    text = _COMPATIBLE.sub(lambda match: unicodedata.normalize("NFKC", match[0]), text)
    text = _BLANK.sub(" ", text)
    text = _DASH.sub(_plain_dash, text).translate(_HYPHEN)
    return str(text.translate(_QUOTES))


def _plain_dash(match: "regex.Match[str]") -> str:
    """A dash between words has blanks around it; one at the edge of a text keeps what it has."""
    if match.start() == 0 or match.end() == len(match.string):
        return str(match[0].translate(str.maketrans("—―–", "---")))
    return " - "


def quotations(text: str) -> list[Quotation]:
    """The quotation marks and square brackets of a text in order; apostrophes do not count."""
    results: list[Quotation] = []
    stack: list[int] = []
    for at in _quote_marks(text):
        partner = _partner(text, stack, at)
        if partner is None:
            stack.append(at)
            continue
        results += [Quotation(lone, -1) for lone in stack[partner + 1 :]]
        results.append(Quotation(stack[partner], at))
        del stack[partner:]
    results += [Quotation(-1, at) if _only_closes(text, at) else Quotation(at, -1) for at in stack]
    return sorted(results, key=lambda item: max(item.opens, 0) if item.opens >= 0 else item.closes)


def _quote_marks(text: str) -> Iterator[int]:
    opened = inside = False  # a single quotation; a double one with straight marks
    for match in _MARK.finditer(text):
        char, at = match[0], match.start()
        before, after = text[at - 1 : at] if at else "", text[at + 1 : at + 2]
        if char in _DOUBLE:
            if char == '"' and before.isdigit() and not inside:
                continue  # 27" is a measure
            inside = char == '"' and not inside
            yield at
        elif char in "[]":
            yield at
        elif not _is_apostrophe(before, char, after, opened):
            opened = not opened
            yield at


def _is_apostrophe(before: str, char: str, after: str, opened: bool) -> bool:
    """Whether a single quote is part of a word: don't, workers' rights, '90s."""
    if opened and _PARTICLE.match(after):
        return False
    if before.isalnum() and (after.isalnum() or not opened):
        return char in "'’" or after.isalnum()
    return char in "'’" and after.isdigit()


def _partner(text: str, stack: Sequence[int], at: int) -> int | None:
    """The place in the stack of the mark that the one at `at` closes, if it closes any."""
    char = text[at]
    for position in range(len(stack) - 1, max(-1, len(stack) - 1 - _NESTED), -1):
        opener = text[stack[position]]
        if char in _CLOSES.get(opener, "") and not _must_open(text, at):
            return position
    return None


def _must_open(text: str, at: int) -> bool:
    """Whether a mark that looks the same at both ends can only open: `a "b`."""
    char = text[at]
    if char in _CLOSING:
        return False
    if char in _OPENING and char not in "“‘":
        return True
    before, after = text[at - 1 : at] if at else " ", text[at + 1 : at + 2]
    return (before.isspace() or before in "([{—–-") and bool(after) and not after.isspace()


def _only_closes(text: str, at: int) -> bool:
    char = text[at]
    if char in _CLOSING or char == "’":
        return True
    return char not in _OPENING and not _must_open(text, at)


def shape(text: str) -> list[tuple[bool, bool, bool]]:
    """What quotation marks a text has, whatever they look like; the same for its translation.

    For each in order: whether it is a bracket, whether it opens, whether it closes.
    """
    return [
        (text[max(item.opens, item.closes)] in "[]", item.opens >= 0, item.closes >= 0)
        for item in quotations(text)
    ]


def unquoted(text: str, masked: str) -> str:
    """The text without the quotation marks and square brackets that `masked` shows."""
    marks = {at for item in quotations(masked) for at in (item.opens, item.closes) if at >= 0}
    return "".join(char for at, char in enumerate(text) if at not in marks)


def restyle(source: str, output: str, mask: Callable[[str], str] = str) -> str:
    """The output with the quotation marks, dashes, ellipses and apostrophes of its source.

    Quotation marks follow those of the source where both have as many pairs; the n-th pair looks
    like the n-th. One without a partner goes where the source has none. Nothing else changes where
    the source is plain. `mask` hides what must stay as it is, such as code, behind as many letters.
    """
    output = _without_added_quotes(source, output, mask)
    if source.isascii():
        return output
    output = _with_quotes(source, output, mask)
    curly = any(char in "’“”‘" for char in source)
    if curly and "'" not in mask(source):
        output = _replaced(_APOSTROPHE, output, mask, "’")
    if "…" in source and "..." not in source:
        output = _replaced(_ELLIPSIS, output, mask, "…")
    if "−" in source and not _MINUS.search(source):
        output = _replaced(_MINUS, output, mask, "−")
    return _with_dashes(source, output, mask)


def _replaced(
    pattern: "regex.Pattern[str]", output: str, mask: Callable[[str], str], new: str
) -> str:
    for match in reversed(list(pattern.finditer(mask(output)))):
        output = output[: match.start()] + new + output[match.end() :]
    return output


def _without_added_quotes(source: str, output: str, mask: Callable[[str], str]) -> str:
    """The output without a lone mark that a model adds to speech after a dash: `I won't," he`."""
    if not any(char in _DOUBLE for char in output) or any(char in _DOUBLE for char in source):
        return output
    lone = {
        max(item.opens, item.closes)
        for item in quotations(mask(output))
        if min(item.opens, item.closes) < 0
    }
    return "".join(char for at, char in enumerate(output) if at not in lone or char not in _DOUBLE)


def _with_quotes(source: str, output: str, mask: Callable[[str], str]) -> str:
    masked, visible = mask(source), mask(output)
    if shape(masked) != shape(visible):
        return output
    chars = list(output)
    for item, other in zip(quotations(masked), quotations(visible), strict=True):
        for position, at in ((item.opens, other.opens), (item.closes, other.closes)):
            if at >= 0:
                chars[at] = source[position]
    return "".join(chars)


def _with_dashes(source: str, output: str, mask: Callable[[str], str]) -> str:
    queries = [match["dash"] for match in _SPACED_DASH.finditer(mask(source))]
    produced = list(_SPACED_DASH.finditer(mask(output)))
    if queries and (len(queries) == len(produced) or len(set(queries)) == 1):
        styles = queries if len(queries) == len(produced) else [queries[0]] * len(produced)
        for match, dash in reversed(list(zip(produced, styles, strict=True))):
            output = f"{output[: match.start()]} {dash} {output[match.end() :]}"
    for match in _COMPOUND.finditer(source):
        output = output.replace(match[0].translate(_HYPHEN), match[0])
    return output
