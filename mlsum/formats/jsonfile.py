"""JSON: one article, a list of them, or a reply of a news service that wraps such a list.

Every scalar is a field. Its label is the key it stands under, the inner one of nested objects
(`"source": {"name": ...}` gives `name`); the values of an array share the array's key. Known
shapes: NewsAPI, GNews, trafilatura, the Guardian, Elasticsearch, and any flat object.
"""

import json
import re
from collections.abc import Iterator

from mlsum.core.document import Body, Document, Field, Item, Markup, Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.markdown import looks_like_markdown
from mlsum.formats.scanner import Array, Node, Object, Scalar, scan
from mlsum.formats.splice import Edits, position, splice

__all__ = ["item_of", "parse", "render", "sniff"]

_OPENING = re.compile(r'\s*(?:\{\s*(?:"|\}\s*\Z)|\[\s*(?:\{\s*["}]|\]\s*\Z))')
# fmt: off
_WRAPPERS = frozenset((
    "articles", "data", "docs", "documents", "entries", "feed", "hits", "items", "news", "posts",
    "response", "result", "results", "stories", "value",
))
# Keys under which the running text stands, the surest first.
_BODY_KEYS = (
    "text", "content", "body", "maintext", "main_text", "full_text", "fulltext", "full_content",
    "article", "article_body", "articlebody", "article_text", "story", "raw_text",
    "content_text", "content_html", "bodytext", "texto", "conteudo", "conteúdo", "corpo",
    "cuerpo", "contenido", "texte", "inhalt", "testo",
    "본문", "내용", "기사", "本文", "正文", "内容",
)
_SHORT_KEYS = frozenset((
    "title", "headline", "subtitle", "description", "summary", "abstract", "excerpt", "lead",
    "snippet", "teaser",
))
# fmt: on
_LONG = 200  # characters from which a string of several sentences may be a body
_SENTENCE_END = re.compile(r"[.!?。！？…]['\"”’)」』]?(?:\s|$)|[。！？]")
_TAG = re.compile(r"</(?:p|div|h[1-6]|li|ul|ol|span|a|b|i|em|strong)>|<br\s*/?>", re.IGNORECASE)
_SAMPLE = 20_000
_BARE = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null")


def sniff(source: Source) -> bool:
    """A name that ends in `.json`, or text that opens an object or a list of objects."""
    return (source.path or "").lower().endswith(".json") or bool(_OPENING.match(source.text))


def parse(source: Source) -> Document:
    """One item per article. Raises FormatError with line and column for broken JSON."""
    node, end = scan(source)
    if end < len(source.text):
        message = f"broken JSON, {position(source.text, end)}: more text after the end"
        hint = "several objects, one a line, are JSON Lines: read them with --input-format jsonl"
        raise FormatError(message, where=source.path or "", hint=hint)
    items = tuple(item_of(article) for article in _articles(node))
    return Document(source, "json", items or (Item(),))


def render(document: Document, edits: Edits) -> str:
    """The JSON with edited strings written in, escaped the way the file escapes."""
    raw = document.source.text
    all_ascii = raw.isascii() and "\\u" in raw

    def escape(part: Part, text: str) -> str:
        old = raw[part.start : part.end]
        if not old.startswith('"') and _BARE.fullmatch(text):
            return text  # a number for a number; anything else becomes a string
        ascii_only = all_ascii or (old.isascii() and "\\u" in old)
        new = json.dumps(text, ensure_ascii=ascii_only)
        return new.replace("/", "\\/") if "\\/" in old else new

    return splice(document, edits, escape)


def item_of(node: Node) -> Item:
    """The item an article makes: its body apart, every other scalar a field."""
    fields = list(_fields(node, None))
    body = _body(node)
    if body is None:
        return Item(tuple(fields))
    rest = tuple(field for field in fields if field.value is not body.value)
    return Item(rest, Body(body.value, _markup(body.value.text), body.label))


def _articles(node: Node) -> tuple[Node, ...]:
    """The values that are one article each."""
    if isinstance(node, Array):
        return node.values
    if isinstance(node, Object):
        for key, value in node.members:
            if key.text.lower() not in _WRAPPERS:
                continue
            if isinstance(value, Array) and all(isinstance(it, Object) for it in value.values):
                return value.values
            if isinstance(value, Object) and (inner := _articles(value)) != (value,):
                return inner
    return (node,)


def _fields(node: Node, label: Part | None) -> Iterator[Field]:
    if isinstance(node, Scalar):
        yield Field(label or Part("", node.part.start, node.part.start), node.part)
    elif isinstance(node, Array):
        for value in node.values:
            yield from _fields(value, label)
    else:
        for key, value in node.members:
            yield from _fields(value, key)


def _body(node: Node) -> Field | None:
    """The running text among the strings of an article: by its key, else the longest prose."""
    strings = _strings(node)
    for known in _BODY_KEYS:
        for field in strings:
            if field.label.text.lower() == known and field.value.text.strip():
                return field
    prose = [field for field in strings if _is_prose(field)]
    return max(prose, key=lambda field: len(field.value.text), default=None)


def _strings(node: Node) -> list[Field]:
    """The strings of an object, those of objects inside it (`_source`, `fields`) last."""
    if not isinstance(node, Object):
        return []
    own = [
        Field(key, value.part)
        for key, value in node.members
        if isinstance(value, Scalar) and value.string
    ]
    inner = [field for _, value in node.members for field in _strings(value)]
    return own + inner


def _is_prose(field: Field) -> bool:
    text = field.value.text
    if len(text) < _LONG or field.label.text.lower() in _SHORT_KEYS:
        return False
    return len(_SENTENCE_END.findall(text[:_SAMPLE])) > 1


def _markup(text: str) -> Markup:
    sample = text[:_SAMPLE]
    if _TAG.search(sample):
        return "html"
    return "markdown" if looks_like_markdown(sample) else "plain"
