"""Web pages: the article in them and its metadata, found by trafilatura (the extra `html`).

Extraction loses where a piece of text stood, so the article and its fields are detached: they
have places below zero, each its own. They are what is detected, summarized and shown. Beside them
an item has the whole page in its place: translated, it is the same page in another language. Where
only the article or its fields are edited, a new page of these alone is written.
"""

import logging
import re
from collections.abc import Iterator
from functools import lru_cache
from html import escape
from itertools import count
from typing import Any

from mlsum.core.document import Body, Document, Field, Item, Part, Source
from mlsum.core.errors import FormatError, MissingExtraError, foreign_errors
from mlsum.formats.damaged import DAMAGED
from mlsum.formats.encodings import encode
from mlsum.formats.pages import encodable, tagged
from mlsum.formats.splice import Edits

__all__ = ["parse", "render", "sniff"]

_SUFFIXES = (".html", ".htm", ".xhtml")
_OPENING = re.compile(
    r"\s*(?:<\?xml[^>]{0,200}>\s*)?(?:<!--(?:(?!-->).){0,2000}-->\s*)?"
    r"<(?:!doctype\s+html|html|head|body|article|main|section|div|h1|p)\b[^>]{0,2000}>",
    re.IGNORECASE | re.DOTALL,
)
_SINGLE = ("title", "author", "date", "sitename", "url", "description")
_SEVERAL = ("categories", "tags")
_LANGUAGE = "language"
_HEAD = 100_000  # characters in which metadata is looked for
_MOST_TAGS = 20_000  # a page with more is no article: extraction would take seconds
# fmt: off
_BLOCKS = (
    "p", "div", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "br", "td", "th", "dt", "dd",
    "blockquote", "pre", "section", "article",
)
# fmt: on
_SILENT = ("script", "style", "noscript", "template", "head")

_HEADING = re.compile(r"(#{1,6})[ \t]+(.*)", re.DOTALL)
_BULLET = re.compile(r"^[-*+][ \t]+", re.MULTILINE)
_STRONG = re.compile(r"\*\*(\S(?:[^*\n]*\S)?)\*\*")
_EMPHASIS = re.compile(r"(?<!\*)\*(\S(?:[^*\n]*\S)?)\*(?!\*)")


def sniff(source: Source) -> bool:
    """A name that ends in `.html`, or text that opens with a tag of a page."""
    return (source.path or "").lower().endswith(_SUFFIXES) or bool(_OPENING.match(source.text))


def parse(source: Source) -> Document:
    """One item: what the page says about its article, and the article as Markdown.

    Labels are trafilatura's names (title, author, date …). Raises MissingExtraError where
    trafilatura is not installed, FormatError where it fails.
    """
    places = count(-1, -1)
    labels: dict[str, Part] = {}

    def detached(text: str) -> Part:
        place = next(places)
        return Part(text, place, place)

    with foreign_errors(source.path or "", FormatError):
        trafilatura = _trafilatura(source)
        fields = []
        for name, value in _metadata(trafilatura, source.text):
            label = labels.setdefault(name, detached(name))
            fields.append(Field(label, detached(value)))
        text = _without_title(_article(trafilatura, source.text), fields)
    body = Body(detached(text), "markdown") if text else None
    page = Body(Part(source.text, 0, len(source.text)), "html")
    return Document(source, "html", (Item(tuple(fields), body, page),))


def render(document: Document, edits: Edits) -> str:
    """The page with its new text, in its own encoding; else a page of the edited article alone."""
    new = dict(edits)
    item = document.items[0]
    if item.page and item.page.text in new:
        text = encodable(new[item.page.text], document.source.encoding)
        for field in item.fields:
            if field.label.text == _LANGUAGE and field.value in new:
                text = tagged(text, field.value.text, new[field.value])
        return text
    rows = [
        (field.label.text, new.get(field.label, field.label.text), new.get(field.value, text))
        for field in item.fields
        if (text := field.value.text)
    ]
    body = new.get(item.body.text, item.body.text.text) if item.body else ""
    page = _page(rows, body, "utf-8")
    encoding = encode(document.source, page)[1]
    return page if encoding == "utf-8" else _page(rows, body, encoding.removeprefix(DAMAGED))


@lru_cache(maxsize=1)
def _quiet() -> None:
    """Keep the libraries' complaints about a page off stderr, unless logging is set up."""
    for name in ("trafilatura", "htmldate", "courlan"):
        logging.getLogger(name).addHandler(logging.NullHandler())


def _trafilatura(source: Source) -> Any:
    try:
        import trafilatura
    except ImportError as error:
        raise MissingExtraError("trafilatura", "html", where=source.path or "") from error
    _quiet()
    return trafilatura


def _metadata(trafilatura: Any, text: str) -> Iterator[tuple[str, str]]:
    tree = trafilatura.load_html(text[:_HEAD])
    if tree is None:
        return
    found = trafilatura.extract_metadata(tree, extensive=False)
    for name in _SINGLE:
        if value := getattr(found, name):
            yield name, str(value)
    for name in _SEVERAL:
        for value in getattr(found, name) or ():
            yield name, str(value)
    if language := tree.get("lang"):
        yield _LANGUAGE, str(language)


def _article(trafilatura: Any, text: str) -> str:
    """The article as Markdown; where none is found, all the text there is."""
    if text.count("<") <= _MOST_TAGS:
        found = trafilatura.extract(text, output_format="markdown", include_formatting=True)
        if found:
            return str(found).strip()
    return _all_text(text)


def _without_title(text: str, fields: list[Field]) -> str:
    """The article without the heading that repeats the title, which is a field already."""
    first, _, rest = text.partition("\n")
    titles = {f"# {field.value.text}" for field in fields if field.label.text == "title"}
    return rest.strip() if first.strip() in titles else text


def _all_text(text: str) -> str:
    from lxml import etree, html

    try:
        tree = html.document_fromstring(text.encode("utf-8"), html.HTMLParser(encoding="utf-8"))
    except etree.ParserError:  # nothing in it
        return ""
    for element in list(tree.iter(*_SILENT)):
        element.drop_tree()
    for element in tree.iter(*_BLOCKS):
        element.text = f"\n\n{element.text or ''}"
        element.tail = f"\n\n{element.tail or ''}"
    blocks = re.split(r"\n\s*\n", str(tree.text_content()).strip())
    return "\n\n".join(" ".join(block.split()) for block in blocks)


def _page(rows: list[tuple[str, str, str]], body: str, charset: str) -> str:
    """A clean page: the title as its heading, the other fields as a list, then the text."""
    title = next((value for name, _, value in rows if name == "title"), "")
    others = [(label, value) for name, label, value in rows if name != "title"]
    terms = [f"<dt>{escape(label)}</dt><dd>{escape(value)}</dd>" for label, value in others]
    lines = [
        "<!doctype html>",
        "<html>",
        f'<head><meta charset="{charset}"><title>{escape(title)}</title></head>',
        "<body><article>",
        f"<h1>{escape(title)}</h1>" if title else "",
        f"<dl>{''.join(terms)}</dl>" if terms else "",
        *_blocks(body),
        "</article></body>",
        "</html>",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def _blocks(body: str) -> Iterator[str]:
    for block in re.split(r"\n[ \t]*\n", body.replace("\r\n", "\n")):
        block = block.strip()
        heading = _HEADING.fullmatch(block)
        if heading:
            level = len(heading[1])
            yield f"<h{level}>{_inline(heading[2])}</h{level}>"
        elif _BULLET.match(block):
            points = [_inline(point.strip()) for point in _BULLET.split(block)[1:]]
            yield f"<ul>{''.join(f'<li>{point}</li>' for point in points)}</ul>"
        elif block:
            yield f"<p>{_inline(block)}</p>"


def _inline(text: str) -> str:
    text = _STRONG.sub(r"<strong>\1</strong>", escape(text, quote=False))
    return _EMPHASIS.sub(r"<em>\1</em>", text)
