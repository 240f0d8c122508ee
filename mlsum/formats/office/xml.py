"""XML of office documents: read safely, written back as it was declared."""

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Any

from mlsum.core.errors import FormatError, MissingExtraError

__all__ = [
    "Element",
    "Tree",
    "count_in",
    "elements",
    "keyed",
    "named",
    "names",
    "parse_xml",
    "write_xml",
]

Element = Any  # lxml has no types
Tree = Any

_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_XMLNS = {
    "a": _OOXML + "drawingml/2006/main",
    "c": _OOXML + "drawingml/2006/chart",
    "c15": "http://schemas.microsoft.com/office/drawing/2012/chart",
    "cx": "http://schemas.microsoft.com/office/drawing/2014/chartex",
    "cp": _OOXML + "package/2006/metadata/core-properties",
    "ct": _OOXML + "package/2006/content-types",
    "dc": "http://purl.org/dc/elements/1.1/",
    "mc": _OOXML + "markup-compatibility/2006",
    "p": _OOXML + "presentationml/2006/main",
    "r": _OOXML + "officeDocument/2006/relationships",
    "rel": _OOXML + "package/2006/relationships",
    "s": _OOXML + "spreadsheetml/2006/main",
    "v": "urn:schemas-microsoft-com:vml",
    "w": _OOXML + "wordprocessingml/2006/main",
    "wp": _OOXML + "drawingml/2006/wordprocessingDrawing",
    "xdr": _OOXML + "drawingml/2006/spreadsheetDrawing",
    "xml": "http://www.w3.org/XML/1998/namespace",
    "chart": _ODF + "chart:1.0",
    "draw": _ODF + "drawing:1.0",
    "fo": _ODF + "xsl-fo-compatible:1.0",
    "meta": _ODF + "meta:1.0",
    "office": _ODF + "office:1.0",
    "presentation": _ODF + "presentation:1.0",
    "style": _ODF + "style:1.0",
    "svg": _ODF + "svg-compatible:1.0",
    "table": _ODF + "table:1.0",
    "text": _ODF + "text:1.0",
}
# The strict variant of OOXML has its own names for the same things.
_PREFIXES = {space: prefix for prefix, space in _XMLNS.items()} | {
    _STRICT + "wordprocessingml/main": "w",
    _STRICT + "presentationml/main": "p",
    _STRICT + "spreadsheetml/main": "s",
    _STRICT + "drawingml/main": "a",
    _STRICT + "drawingml/chart": "c",
    _STRICT + "drawingml/spreadsheetDrawing": "xdr",
    _STRICT + "drawingml/wordprocessingDrawing": "wp",
    _STRICT + "officeDocument/relationships": "r",
}
_AGAIN = "get the file again, or open it in its own program and save it anew"


_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


def _etree(where: str) -> Any:
    try:
        from lxml import etree
    except ImportError as error:
        raise MissingExtraError("lxml", "documents", where=where) from error
    return etree


def parse_xml(data: bytes, where: str) -> Tree:
    """The tree of an XML file. Entities stay as they are, nothing is fetched, depth is limited.

    Raises FormatError where it is broken or defines entities, MissingExtraError without lxml.
    """
    etree = _etree(where)
    parser = etree.XMLParser(strip_cdata=False, **_SAFE)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise FormatError(f"broken XML: {error}", where=where, hint=_AGAIN) from error
    tree = root.getroottree()
    declared = tree.docinfo.internalDTD
    if declared is not None and any(True for _ in declared.iterentities()):
        message = "this XML defines entities, which documents have no use for"
        raise FormatError(message, where=where, hint=_AGAIN)
    return tree


def elements(data: bytes, where: str, tags: Sequence[str]) -> Iterator[Element]:
    """The elements of an XML file that are called so, each when it ends: clear those done with.

    Raises as `parse_xml`.
    """
    etree = _etree(where)
    try:
        named_so = [f"{{*}}{tag}" for tag in tags]
        for _, element in etree.iterparse(BytesIO(data), events=("end",), tag=named_so, **_SAFE):
            yield element
    except etree.XMLSyntaxError as error:
        raise FormatError(f"broken XML: {error}", where=where, hint=_AGAIN) from error


def write_xml(tree: Tree) -> bytes:
    """The tree as a file, in its own encoding and with its own declaration."""
    from lxml import etree

    info = tree.docinfo
    written: bytes = etree.tostring(
        tree, xml_declaration=True, encoding=info.encoding or "UTF-8", standalone=info.standalone
    )
    return written


@lru_cache(maxsize=4096)
def named(tag: Any) -> str:
    """`w:p` for the tag of an element (or attribute); empty for a comment or an instruction."""
    if not isinstance(tag, str):
        return ""
    space, _, local = tag.rpartition("}")
    prefix = _PREFIXES.get(space[1:], "?") if space else ""
    return f"{prefix}:{local}" if prefix else local


def names(name: str, like: Element | None = None) -> str:
    """The tag of `w:p` in full, in the namespace that the document of `like` uses for it."""
    prefix, _, local = name.rpartition(":")
    if not prefix:
        return local
    if like is not None:
        for space in like.nsmap.values():
            if _PREFIXES.get(space) == prefix:
                return f"{{{space}}}{local}"
    return f"{{{_XMLNS[prefix]}}}{local}"


def count_in(value: str | None, most: int) -> int | None:
    """The whole number of an attribute, at most `most`; None where it is no number.

    A request for a billion blanks gets `most`.
    """
    if not value or not value.isascii() or not value.isdigit():
        return None
    digits = value.lstrip("0")
    return most if len(digits) > len(str(most)) else min(int(digits or "0"), most)


def keyed(element: Element, ignored: Callable[[str], bool] = lambda _: False) -> tuple[Any, ...]:
    """An element as a value: its tag, its attributes that are not ignored, what is in it."""
    attributes = tuple(sorted(it for it in element.attrib.items() if not ignored(it[0])))
    return (str(element.tag), attributes, tuple(keyed(child, ignored) for child in element))
