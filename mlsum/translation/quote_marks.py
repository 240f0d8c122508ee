"""Use the target language's quotation marks, or the source's style of apostrophes."""

from collections.abc import Sequence
from functools import lru_cache

import regex

from mlsum.core.document import Segment
from mlsum.core.lang import Lang
from mlsum.core.tables import read_rows
from mlsum.text.script import likely_script
from mlsum.text.shield import masked
from mlsum.text.typography import quotations

__all__ = ["curl_apostrophes", "restyle_quotes"]

_CURLY = regex.compile("[’“”‘]")
_APOSTROPHE = regex.compile(r"(?<=\p{L})'(?=\p{L}|\s|$)")

Marks = tuple[str, str, str, str]


def restyle_quotes(text: str, segments: Sequence[Segment], target: Lang) -> str:
    """Use the quotation marks of `target` in the segments; the length is unchanged.

    A quotation may begin in one segment and end in a later one on the same line. Code, tags,
    addresses and untranslated text stay unchanged.
    """
    marks = _marks_of(target)
    chars = list(text)
    for start, end in _runs(text, segments):
        visible = masked(text[start:end])
        closes: list[int] = []  # the ends of enclosing quotations
        for item in quotations(visible):
            at = max(item.opens, item.closes)
            if visible[at] in "[]\"'" and (
                item.opens < 0 or item.closes < 0 or visible[at] in "[]"
            ):
                continue
            while closes and closes[-1] < at and closes[-1] < max(item.opens, 0):
                closes.pop()
            opening, closing = marks[2:] if len(closes) % 2 else marks[:2]
            if item.opens >= 0:
                chars[start + item.opens] = opening
                closes.append(item.closes if item.closes >= 0 else len(visible))
            if item.closes >= 0 and not (item.opens < 0 and visible[item.closes] == "’"):
                chars[start + item.closes] = closing
    return "".join(chars)


def curl_apostrophes(text: str, segments: Sequence[Segment], source: str) -> str:
    """Use `’` in the words of the segments if the source has curly marks.

    A translation may add an apostrophe (`the team's`); it gets the style of the text around it.
    """
    if "'" not in text or "'" in source or not _CURLY.search(source):
        return text
    chars = list(text)
    for start, end in _runs(text, segments):
        for match in _APOSTROPHE.finditer(masked(text[start:end])):
            chars[start + match.start()] = "’"
    return "".join(chars)


def _runs(text: str, segments: Sequence[Segment]) -> list[tuple[int, int]]:
    """Runs of translated segments with only blanks and signs between them, on one line."""
    results: list[tuple[int, int]] = []
    for item in segments:
        if item.status == "untranslated":
            continue
        between = text[results[-1][1] : item.new_start] if results else "x"
        if "\n" not in between and not any(map(str.isalnum, between)):
            results[-1] = (results[-1][0], item.new_end)
        else:
            results.append((item.new_start, item.new_end))
    return results


@lru_cache(maxsize=64)
def _marks_of(lang: Lang) -> Marks:
    rows = {
        row["lang"]: (row["open"], row["close"], row["inner_open"], row["inner_close"])
        for row in reversed(read_rows("quotes.tsv"))
    }
    tags = (str(lang), f"{lang.language}-{likely_script(lang)}", lang.language, "und")
    return next(rows[tag] for tag in tags if tag in rows)
