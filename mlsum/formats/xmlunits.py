"""Which texts of an XML file are for readers: text of elements, and a few attributes."""

import re
from collections.abc import Iterator
from html import unescape

from mlsum.core.document import Body, Field, Part
from mlsum.formats.splice import trimmed
from mlsum.formats.xmltree import Node

__all__ = ["READ_ATTRIBUTES", "all_nodes", "is_markup", "texts"]

READ_ATTRIBUTES = frozenset(
    ("alt", "caption", "description", "heading", "hint", "label", "title", "tooltip")
)
# Elements that programs read.
_CODE = frozenset(("script", "style", "key", "resheader", "programlisting", "screen", "metadata"))
# Elements that are blocks, although they stand beside text.
_BLOCKS = frozenset(("para", "simpara", "title", "list", "item", "listitem", "note", "table", "p"))
# What holds a text and its translation, in XLIFF and in files of Qt.
_PAIRS = frozenset(("trans-unit", "segment", "message"))
_ATTRIBUTE = re.compile(r"""\s([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_LETTER = re.compile(r"[^\W\d_]")
_MARKUP = re.compile(r"<!--.*?-->|<\?.*?\?>|<[^<>]*>", re.DOTALL)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_CDATA = re.compile(r"<!\[CDATA\[((?:(?!\]\]>).)*+)\]\]>", re.DOTALL)
_OWN_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)\w+;")
_LONG = 200  # characters of a text that is no field any more


def texts(text: str, root: Node) -> Iterator[Field | Body]:
    """Short texts as fields with the name of their element, those with markup as bodies."""
    if root.name == "resources":
        yield from (_android(unit) for unit in _texts(text, root))
    else:
        yield from _texts(text, root)


def is_markup(raw: str) -> bool:
    """Whether a text is read as it is written: with elements in it, or entities of its file."""
    return bool("<" in _CDATA.sub("", raw) or _OWN_ENTITY.search(raw))


def all_nodes(root: Node) -> Iterator[Node]:
    """The elements in order."""
    yield root
    for child in root.children:
        yield from all_nodes(child)


def _texts(text: str, node: Node) -> Iterator[Field | Body]:
    if node.local in _CODE or _stays(node):
        return
    yield from _attributes(text, node)
    source = node.child("source") if node.local in _PAIRS else None
    if source:
        yield from _missing_translation(text, node, source)
        return
    at = node.inner
    for child in node.children:
        structure = bool(child.children) and not child.mixed
        if not node.mixed or structure or child.local in _BLOCKS:
            yield from _run(text, node, at, child.start) if node.mixed else ()
            yield from _texts(text, child)
            at = child.stop
    if node.mixed:
        yield from _run(text, node, at, node.end)


def _stays(node: Node) -> bool:
    """Whether an element says that it is not to be translated."""
    flags = {name.rpartition(":")[2]: value for name, value in node.attributes.items()}
    return flags.get("translate") == "no" or flags.get("translatable") in ("no", "false")


def _attributes(text: str, node: Node) -> Iterator[Field]:
    for match in _ATTRIBUTE.finditer(text, node.start, node.inner):
        value = match[match.lastindex or 2]
        words = " " in value.strip() or value[:1].isupper()
        if match[1].rpartition(":")[2] in READ_ATTRIBUTES and words and _LETTER.search(value):
            label = Part(match[1], *match.span(1))
            yield Field(label, Part(unescape(value), *match.span(match.lastindex or 2)), "text")


def _missing_translation(text: str, node: Node, source: Node) -> Iterator[Body]:
    """The text of a pair in the place of its translation, where it has none."""
    target = node.child("target", "translation")
    if target and text[target.inner : target.end].strip():
        return
    place = (source.stop, source.stop)
    if target:  # `<target/>` is replaced whole
        place = (target.start, target.stop) if target.stop == target.inner else (target.inner,) * 2
    content = text[source.inner : source.end].strip()
    if _LETTER.search(_MARKUP.sub("", content)):
        yield Body(Part(content, *place), "html", _label(source))


def _run(text: str, node: Node, start: int, end: int) -> Iterator[Field | Body]:
    raw = trimmed(text, start, end)
    content = "".join(
        piece if i % 2 else unescape(_MARKUP.sub("", piece))
        for i, piece in enumerate(_CDATA.split(raw.text))
    )
    if not _LETTER.search(content):
        return
    if is_markup(raw.text):
        yield Body(raw, "html", _label(node))
        return
    part = Part(content, raw.start, raw.end)
    if _TAG.search(content):
        yield Body(part, "html", _label(node))
    elif len(content) > _LONG:
        yield Body(part, "plain", _label(node))
    else:
        yield Field(_label(node), part, node.local)  # its name is no label for people


def _label(node: Node) -> Part:
    return Part(node.name, node.start + 1, node.start + 1 + len(node.name))


def _android(unit: Field | Body) -> Field | Body:
    r"""A text of an Android program, in which an apostrophe is written `\'`."""
    if isinstance(unit, Field):
        return Field(unit.label, _plain(unit.value), unit.key)
    return Body(_plain(unit.text), unit.markup, unit.label)


def _plain(part: Part) -> Part:
    return Part(part.text.replace("\\'", "'"), part.start, part.end)
