"""The elements of well-formed XML with their places in the text, as expat finds them.

No entity that a file declares is expanded, and nothing outside the file is read.
"""

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from mlsum.core.document import Source
from mlsum.core.errors import FormatError
from mlsum.formats.splice import position

__all__ = ["Node", "tree"]

_START_TAG = re.compile(r"""<(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")
_DEEPEST = 200  # levels; documents have ten or twenty


@dataclass(slots=True)
class Node:
    """An element `text[start:stop]` with its content `text[inner:end]`, but for its children.

    `mixed` says that it has text of its own, apart from that of its children.
    """

    name: str
    attributes: dict[str, str]
    start: int
    inner: int
    end: int = 0
    stop: int = 0
    mixed: bool = False
    children: list["Node"] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its prefix, in lower case."""
        return self.name.rpartition(":")[2].lower()

    def child(self, *names: str) -> "Node | None":
        """The first child of one of these local names."""
        return next((node for node in self.children if node.local in names), None)


def tree(source: Source) -> Node:
    """The root element. Raises FormatError with line and column for what is not well-formed."""
    reader = _Reader(source.text)
    try:
        reader.parser.Parse(reader.data, True)
    except expat.ExpatError as error:
        place = position(source.text, reader.offset(reader.parser.ErrorByteIndex))
        message = f"broken XML, {place}: {expat.ErrorString(error.code)}"
        hint = "mend it, or read it as what it is: --input-format html, --input-format plain"
        raise FormatError(message, where=source.path or "", hint=hint) from error
    except RecursionError as error:
        message = f"XML with elements more than {_DEEPEST} levels deep"
        raise FormatError(message, where=source.path or "", hint="flatten it first") from error
    return reader.root


class _Reader:
    """Makes nodes of what expat reports; its byte offsets only grow, so one pass converts them."""

    def __init__(self, text: str) -> None:
        self.text = text
        lead = len(text) - len(text.lstrip())  # expat allows no white space before the declaration
        self.data = text[lead:].encode("utf-8", "replace")
        self.root = Node("", {}, 0, 0)
        self._open: list[Node] = []
        self._byte, self._at = 0, lead
        self.parser = expat.ParserCreate("utf-8")
        self.parser.UseForeignDTD(True)  # so that an unknown entity is no error
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.DefaultHandler = self._default  # keeps entities from being expanded

    def offset(self, byte: int) -> int:
        """Where in the text the byte is; at or behind the last one that was looked up."""
        if byte > self._byte:
            self._at += len(self.data[self._byte : byte].decode("utf-8", "ignore"))
            self._byte = byte
        return self._at

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if len(self._open) >= _DEEPEST:
            raise RecursionError
        start = self.offset(self.parser.CurrentByteIndex)
        found = _START_TAG.match(self.text, start)
        node = Node(name, attributes, start, found.end() if found else start)
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)

    def _end(self, _name: str) -> None:
        node = self._open.pop()
        node.end = self.offset(self.parser.CurrentByteIndex)
        empty = self.text.endswith("/>", node.start, node.inner)
        node.stop = node.inner if empty else self.text.find(">", node.end) + 1

    def _characters(self, text: str) -> None:
        if self._open and text.strip():
            self._open[-1].mixed = True

    def _default(self, text: str) -> None:
        if self._open and text.startswith("&"):
            self._open[-1].mixed = True
