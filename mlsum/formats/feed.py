"""News feeds, as saved: RSS 0.9 to 2.0 and Atom; the channel first, then one item an entry.

Fields are named as the feed names them (`pubDate`, `dc:creator`), and known by their meaning.
The body is the full text where there is one, else the description. Written back, the feed stays
one: names of elements, dates and links are as they were, for feed readers read them.
Sources: RSS 2.0 (2009); RFC 4287; the modules content, dc, media and itunes.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from mlsum.core.document import Body, Document, Field, Item, Markup, Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.splice import Edits, splice
from mlsum.formats.xmltext import Element, attribute, content, elements, escape_like, local

__all__ = ["parse", "render", "sniff"]

_SUFFIXES = (".rss", ".atom")
_OPENING = re.compile(
    r"\s*(?:<\?[^>]*\?>\s*|<!--(?:(?!-->).){0,2000}-->\s*|<!DOCTYPE[^>\[]{0,500}"
    r"(?:\[[^\]]{0,9000}\]\s*)?>\s*){0,9}"
    r"<(?:rss(?=[\s>])|[\w-]+:RDF\b[^>]{0,2000}(?:rss|netscape\.com/rdf)|(?:[\w-]+:)?feed\b[^>]{0,2000}Atom)",
    re.DOTALL | re.IGNORECASE,
)
_ENTRIES = ("item", "entry")
_GROUPS = ("group", "media:content", "image", "textinput")  # elements that only hold others
_KEYS = {
    "title": "title",
    "subtitle": "subtitle",
    "tagline": "subtitle",
    "link": "url",
    "id": "id",
    "guid": "id",
    "pubdate": "date",
    "published": "date",
    "issued": "date",
    "date": "date",
    "updated": "updated",
    "modified": "updated",
    "lastbuilddate": "updated",
    "author": "author",
    "creator": "author",
    "contributor": "author",
    "managingeditor": "editor",
    "category": "category",
    "subject": "category",
    "keywords": "keywords",
    "source": "source",
    "publisher": "publisher",
    "language": "language",
    "copyright": "copyright",
    "rights": "rights",
    "description": "description",
    "summary": "summary",
    "content": "content",
    "encoded": "content",
}
_BODIES = ("content", "description", "summary")
_FOR_READERS = frozenset({"date", "updated", "url", "id"})
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def sniff(source: Source) -> bool:
    """A name that ends in `.rss` or `.atom`, or text that opens as a feed does."""
    named = (source.path or "").lower().endswith(_SUFFIXES)
    return named or bool(_OPENING.match(source.text))


def parse(source: Source) -> Document:
    """The channel as an item, then the entries; each with its fields and its longest text.

    Raises FormatError for text that is no feed.
    """
    if not _OPENING.match(source.text):
        message = "no feed: it begins with none of <rss>, <feed>, <rdf:RDF>"
        hint = "save the feed itself, not the page that links to it"
        raise FormatError(message, where=source.path or "", hint=hint)
    text = source.text
    root = next(elements(text), None)
    if root is None:
        return Document(source, "feed", (Item(),))
    channel, entries = _sorted(text, root)
    first, *twins = _items(text, channel, channel=True)
    if language := attribute(text, root, "xml:lang"):
        named = Field(Part("xml:lang", root.tag, root.tag), language, "language")
        first = Item((named, *first.fields), first.body)
    items = [first, *twins]
    for entry in entries:
        items += _items(text, elements(text, entry.start, entry.end))
    return Document(source, "feed", tuple(items))


def render(document: Document, edits: Edits) -> str:
    """The feed with new texts in the elements they come from, escaped as they were."""
    raw, encoding = document.source.text, document.source.encoding
    bodies = {body.text: body.markup for body in document.bodies}
    ours = {field.value for field in document.fields if field.key not in _FOR_READERS} | set(bodies)

    def escape(part: Part, text: str) -> str:
        old = raw[part.start : part.end]
        if bodies.get(part) == "html" and old == part.text:
            return _storable(text, encoding)  # XHTML in its own element
        if bodies.get(part) != "html" and _html_inside(old):
            text = escape_like("", text)
        if _storable(text, encoding) != text:  # a CDATA section has no references
            old = ""
        written = _storable(escape_like(old, text), encoding)
        if raw[part.start - 1] in "\"'":  # the value of an attribute
            return written.replace('"', "&quot;").replace("'", "&#39;")
        return written

    return splice(document, {part: text for part, text in edits.items() if part in ours}, escape)


def _storable(text: str, encoding: str) -> str:
    """The text with references for the letters that the feed's encoding, which it names, lacks."""
    return text.encode(encoding, "xmlcharrefreplace").decode(encoding)


def _sorted(
    text: str, root: Element, *, inner: bool = False
) -> tuple[list[Element], list[Element]]:
    """What stands in the channel itself, and the entries, wherever they stand."""
    channel: list[Element] = []
    entries: list[Element] = []
    for child in elements(text, root.start, root.end):
        if local(child.name) == "channel" and not inner:
            own, found = _sorted(text, child, inner=True)
            channel, entries = channel + own, entries + found
        elif local(child.name) in _ENTRIES:
            entries.append(child)
        else:
            channel.append(child)
    return channel, entries


def _items(text: str, children: Iterable[Element], *, channel: bool = False) -> Iterator[Item]:
    """A channel or an entry as an item; the other texts that it has come as twins of its body.

    Of a channel, a plain description is a field.
    """
    fields: list[Field] = []
    bodies: dict[str, list[Body]] = {}
    for element in _leaves(text, children):
        field = _field(text, element)
        if field is None:
            continue
        markup: Markup = "html" if _TAG.search(field.value.text) else "plain"
        if field.key in _BODIES and not (channel and markup == "plain"):
            bodies.setdefault(field.key, []).append(Body(field.value, markup, field.label))
        else:
            fields.append(field)
    found = [body for key in _BODIES for body in bodies.get(key, [])]
    yield Item(tuple(fields), found[0] if found else None)
    for other in found[1:]:
        yield Item(body=Body(other.text, other.markup, other.label, twin=True))


def _leaves(text: str, children: Iterable[Element]) -> Iterator[Element]:
    """The elements, those in groups in place of these."""
    for child in children:
        if local(child.name) in _GROUPS or child.name.lower() in _GROUPS:
            inner = elements(text, child.start, child.end)
            yield from (it for it in _leaves(text, inner) if _KEYS.get(local(it.name)) != "url")
        else:
            yield child


def _field(text: str, element: Element) -> Field | None:
    """The field that an element is, or None where it says nothing to a reader."""
    key = _KEYS.get(local(element.name), "")
    value = _value(text, element, key) if key else None
    return Field(element.named, value, key) if value and value.text else None


def _value(text: str, element: Element, key: str) -> Part | None:
    if key == "url" and (address := attribute(text, element, "href")):
        return address
    if key == "category" and (term := _term(text, element)):
        return term
    inner = {local(one.name): one for one in elements(text, element.start, element.end)}
    if key in ("author", "source") and (named := inner.get("name") or inner.get("title")):
        return content(text, named)
    kind = attribute(text, element, "type")
    if kind and "xhtml" in kind.text:
        body = key in _BODIES
        return content(text, element if body else inner.get("div", element), markup=body)
    value = content(text, element)
    plain = key not in _BODIES or not _TAG.search(value.text)
    if plain and _html_inside(text[value.start : value.end]):
        return Part(unescape(value.text), value.start, value.end)
    return value


def _term(text: str, element: Element) -> Part | None:
    """What Atom calls a category: its label for people, else its term."""
    return attribute(text, element, "label") or attribute(text, element, "term")


def _html_inside(raw: str) -> bool:
    """Whether a text has entities of HTML inside those of XML: `&amp;#8217;`."""
    if raw.startswith("<![CDATA["):
        return bool(_ENTITY.search(raw))
    return bool(_ENTITY.search(unescape(raw)))
