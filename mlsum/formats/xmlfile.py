"""XML that is none of the formats that mlsum knows by name: its texts in their places.

An element with nothing but text is a field, or a body where it is long or has markup; one with
text and elements is a body, in which elements are inline. What says `translate="no"` or
`translatable="false"` stays, and so do most attributes. In XLIFF and Qt's files, a text without a
translation gets one. Sources: ITS 2.0; XLIFF 1.2 and 2.1; string resources of Android.
"""

import re

from mlsum.core.document import Body, Document, Field, Item, Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.pages import tagged
from mlsum.formats.splice import Edits, position, splice
from mlsum.formats.xmltext import escape_like
from mlsum.formats.xmltree import Node, tree
from mlsum.formats.xmlunits import READ_ATTRIBUTES, all_nodes, is_markup, texts

__all__ = ["notes", "parse", "render", "sniff"]

_SUFFIXES = (".xml", ".xlf", ".xliff", ".svg", ".resx", ".dita", ".docbook", ".dbk", ".tei")
_PAGE = re.compile(r"(?:[^<]|<[!?][^>]{0,4000}>){0,99}<(?:\w+:)?html\b", re.IGNORECASE)
_PROSE = re.compile(r"[^\W\d_]{2,} [^\W\d_]{2,} [^\W\d_]{2,}")
# A pair without its translation: an empty element for it, or the end of what is translated.
_TARGET = re.compile(r"(<((?:[\w-]+:)?(?:target|translation))\b[^<>]*?)\s*/>")
_SOURCE_END = re.compile(r"</((?:[\w-]+:)?)source\s*>\Z")
_LANGUAGE = re.compile(r"[A-Za-z][\w-]*")
_LONGEST = 99  # characters of such an end


def sniff(source: Source) -> bool:
    """Text that opens as XML does, by its declaration or its name, and is no page."""
    named = (source.path or "").lower().endswith(_SUFFIXES)
    start = source.text[:20_000].lstrip()
    opens = start.startswith("<?xml") or (named and start.startswith("<"))
    return opens and not _PAGE.match(start)


def parse(source: Source) -> Document:
    """One item with all that is short, then one for every text that is long or has markup.

    Raises FormatError for what is not well-formed.
    """
    root = tree(source)
    units = list(texts(source.text, root))
    fields = [unit for unit in units if isinstance(unit, Field)]
    bodies = [Item(body=unit) for unit in units if isinstance(unit, Body)]
    return Document(source, "xml", (Item((*_language(source, root), *fields)), *bodies))


def render(document: Document, edits: Edits) -> str:
    """The file with new texts, escaped as they were; the names of its elements stay."""
    source = document.source
    root = tree(source)
    values = {field.value for field in document.fields if field.key != "language"}
    markup = {body.text for body in document.bodies if body.markup == "html"}
    ours = values | {body.text for body in document.bodies}
    broken = set(_broken(document, edits))

    def escape(part: Part, text: str) -> str:
        old = source.text[part.start : part.end]
        if part in broken:
            return old
        target = part in markup and (not old or _TARGET.fullmatch(old))
        if root.name == "resources":
            text = re.sub(r"(?<!\\)'", r"\\'", text)
        if not (target or (part in markup and is_markup(old))):
            text = escape_like(old, text)
        text = text.encode(source.encoding, "xmlcharrefreplace").decode(source.encoding)
        if target:
            return _as_target(source.text, part, text)
        if source.text[part.start - 1] in "\"'":  # the value of an attribute
            return text.replace('"', "&quot;").replace("'", "&apos;")
        return text

    new = splice(document, {part: text for part, text in edits.items() if part in ours}, escape)
    for field in document.fields:
        if field.key == "language" and _LANGUAGE.fullmatch(edits.get(field.value, "")):
            new = tagged(new, field.value.text, edits[field.value])
    return new


def _as_target(raw: str, part: Part, text: str) -> str:
    """A translation in its place, in an element where there is none."""
    if empty := _TARGET.fullmatch(raw, part.start, part.end):
        return f"{empty[1]}>{text}</{empty[2]}>"
    if ends := _SOURCE_END.search(raw, max(0, part.start - _LONGEST), part.start):
        name = f"{ends[1]}target"
        return f"<{name}>{text}</{name}>"
    return text


def _broken(document: Document, edits: Edits) -> list[Part]:
    """The texts with elements whose new text would break the file: an element is not closed."""
    raw = document.source.text
    bodies = [body.text for body in document.bodies if body.markup == "html"]
    return [
        part
        for part in bodies
        if edits.get(part, part.text) != part.text
        and (is_markup(raw[part.start : part.end]) or not raw[part.start : part.end])
        and not _is_well_formed(edits[part])
    ]


def _is_well_formed(text: str) -> bool:
    try:
        tree(Source(f"<r>{text}</r>"))
    except FormatError:
        return False
    return True


def notes(document: Document, edits: Edits) -> tuple[str, ...]:
    """Attributes that look like prose and stay as they are, and texts that cannot be written."""
    raw = document.source.text
    broken = tuple(
        f"the text at {position(raw, part.start)} stays as it is: an element in its translation "
        "is not closed"
        for part in _broken(document, edits)
    )
    found: dict[str, str] = {}
    for node in all_nodes(tree(document.source)):
        for name, value in node.attributes.items():
            if name.rpartition(":")[2] not in READ_ATTRIBUTES and _PROSE.search(value):
                found.setdefault(f"attribute {name} of <{node.name}> stays as it is", value)
    return (*broken, *(f"{what}: “{value[:40]}”" for what, value in found.items()))


def _language(source: Source, root: Node) -> list[Field]:
    value = root.attributes.get("xml:lang", "")
    at = source.text.find(value, source.text.find("xml:lang", root.start, root.inner))
    if not value:
        return []
    return [
        Field(
            Part("xml:lang", root.start, root.start), Part(value, at, at + len(value)), "language"
        )
    ]
