"""Markdown without a head: one body in which headings, lists and links are marked up."""

import re
from itertools import islice

from mlsum.core.document import Document, Source
from mlsum.formats import plain
from mlsum.formats.plain import render

__all__ = ["looks_like_markdown", "parse", "render", "sniff"]

_SUFFIXES = (".md", ".markdown", ".mkd")
_SAMPLE = 20_000
_MARKS = re.compile(
    r"^[ ]{0,3}(?:#{1,6}[ \t]+\S|```|~~~|\|.*\|[ \t]*$)"  # headings, fences, tables
    r"|\[[^\]\n]{1,200}\]\([^)\s]{1,500}\)"  # links and images
    r"|\*\*[^*\s][^*\n]{0,200}\*\*",
    re.MULTILINE,
)
_ENOUGH = 2


def sniff(source: Source) -> bool:
    """A name that ends in `.md`, or marks that plain text does not have."""
    return (source.path or "").lower().endswith(_SUFFIXES) or looks_like_markdown(source.text)


def looks_like_markdown(text: str) -> bool:
    """Whether the text opens with a heading or has at least two headings, links, bold words."""
    text = text[:_SAMPLE].lstrip()
    marks = list(islice(_MARKS.finditer(text), _ENOUGH))
    return len(marks) == _ENOUGH or any(it.start() == 0 and it[0][0] == "#" for it in marks)


def parse(source: Source) -> Document:
    """One item whose body is the whole text, without the white space around it."""
    return plain.parse_as("markdown", "markdown", source)
