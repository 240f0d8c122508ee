"""XML as it is written: elements with the places of their content, so that it can be replaced.

A reader for files that are seldom quite well-formed. It never expands an entity that the file
declares and never looks anything up, so no file can make it do more than it says.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from mlsum.core.document import Part

__all__ = ["Element", "attribute", "content", "elements", "escape_like", "local"]

_TOKEN = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<\?.*?(?:\?>|\Z)|<![A-Za-z](?:[^<>\[]|\[[^\]]{0,2000}\])*>"
    r"""|<(?P<close>/?)(?P<name>[A-Za-z_][\w:.-]*)(?P<rest>(?:[^<>"']++|"[^"<]*"|'[^'<]*')*+)>""",
    re.DOTALL,
)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_MARKUP = re.compile(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.DOTALL)
_ATTRIBUTE = r"""(?<![\w:.-]){name}\s*=\s*(?:"(?P<double>[^"<]*)"|'(?P<single>[^'<]*)')"""


@dataclass(frozen=True, slots=True)
class Element:
    """An element: its name, where its start tag is, and where its content begins and ends."""

    name: str
    tag: int
    start: int
    end: int

    @property
    def named(self) -> Part:
        """The name as a part of the text."""
        return Part(self.name, self.tag + 1, self.tag + 1 + len(self.name))


def local(name: str) -> str:
    """A name without its prefix, in lower case."""
    return name.rpartition(":")[2].lower()


def elements(text: str, start: int = 0, end: int | None = None) -> Iterator[Element]:
    """The outermost elements in `text[start:end]`, in order; one never closed ends with it."""
    end = len(text) if end is None else end
    open_name, depth, opened = "", 0, (0, 0)
    for token in _TOKEN.finditer(text, start, end):
        name = token["name"]
        if not name:
            continue
        if not depth:
            if token["close"]:
                continue
            if token["rest"].endswith("/"):
                yield Element(name, token.start(), token.end(), token.end())
                continue
            open_name, depth, opened = name, 1, token.span()
        elif name == open_name and not token["rest"].endswith("/"):
            depth += -1 if token["close"] else 1
            if not depth:
                yield Element(name, *opened, token.start())
    if depth:
        yield Element(open_name, *opened, end)


def content(text: str, element: Element, *, markup: bool = False) -> Part:
    """What an element says, without the white space around it; its tags stay where `markup` is."""
    raw = text[element.start : element.end]
    start = element.start + len(raw) - len(raw.lstrip())
    raw = raw.strip()
    if markup:
        return Part(raw, start, start + len(raw))
    said: list[str] = []
    at = 0
    for section in _CDATA.finditer(raw):
        said += [unescape(_MARKUP.sub("", raw[at : section.start()])), section[1]]
        at = section.end()
    said.append(unescape(_MARKUP.sub("", raw[at:])))
    return Part("".join(said).strip(), start, start + len(raw))


def attribute(text: str, element: Element, name: str) -> Part | None:
    """The value of an attribute in the start tag of an element."""
    pattern = _ATTRIBUTE.format(name=re.escape(name))
    found = re.compile(pattern).search(text, element.tag, element.start)
    if not found:
        return None
    group = "double" if found["double"] is not None else "single"
    return Part(unescape(found[group]), *found.span(group))


def escape_like(raw: str, text: str) -> str:
    """`text` written the way that `raw` is: in a CDATA section, or with entities for `&<>`."""
    if raw.startswith("<![CDATA["):
        return "<![CDATA[" + text.replace("]]>", "]]]]><![CDATA[>") + "]]>"
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
