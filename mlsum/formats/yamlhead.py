"""Front matter in YAML: where every scalar stands, and how to write another in its place.

Works on the parser's events, so aliases are never expanded and no tag makes an object. New text
keeps the style of the old (plain, quoted, block) where it reads back as exactly that text, and is
written in double quotes, which can say everything, where it does not.
"""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from mlsum.core.document import Field, Part, Source
from mlsum.formats.heads import DEEPEST, Place, broken
from mlsum.formats.splice import keep_newlines

__all__ = ["YamlHead"]

_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*(?:\s+|\Z))*")
_UNPRINTABLE = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"  # YAML 1.1, 5.1
)
_ESCAPED = re.compile(
    "[^\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_LINE_END = re.compile(r"[\r\n]")
_INDENT = re.compile(r"[\r\n]([ ]+)\S")
_PROBES = {  # (key, flow): where a candidate must be read as one scalar beside `x`
    (True, True): (("{", ": x}"),),
    (True, False): (("", ": x\n"),),
    (False, True): (("{x: ", "}"), ("[", ", x]")),
    (False, False): (("x: ", "\n"), ("- ", "\n- x\n")),
}
_STRING = "tag:yaml.org,2002:str"


@dataclass(slots=True)
class _Frame:
    """A collection that is being read; `key` says whether its next node is a key."""

    mapping: bool
    flow: bool
    label: Part | None
    key: bool


@dataclass(slots=True)
class YamlHead:
    """The YAML in `source.text[start:end]`. Raises FormatError where it is broken."""

    source: Source
    start: int
    end: int
    fields: tuple[Field, ...] = ()
    _places: dict[Part, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fields = tuple(self._read())

    def escape(self, part: Part, text: str) -> str:
        """`text` in the style of the part; a label that is not there stays away."""
        place = self._places.get(part)
        if place is None:
            return ""
        raw = self.source.text[part.start : part.end]
        for candidate in _candidates(text, raw, place.style):
            if _reads_as(candidate, text, place):
                return place.gap + keep_newlines(candidate, self.source)
        return place.gap + _double(text)

    def _read(self) -> Iterator[Field]:
        import yaml

        stack: list[_Frame] = []
        for event in self._events():
            if isinstance(event, yaml.CollectionEndEvent):
                stack.pop()
            elif isinstance(event, yaml.NodeEvent):
                yield from self._node(event, stack)
            if len(stack) > DEEPEST:
                offset = self.start + event.start_mark.index
                raise broken(self.source, "YAML", f"nested deeper than {DEEPEST} levels", offset)

    def _node(self, event: Any, stack: list[_Frame]) -> Iterator[Field]:
        import yaml

        frame = stack[-1] if stack else _Frame(False, False, None, False)
        key, label = frame.mapping and frame.key, frame.label
        frame.key = not frame.key
        if isinstance(event, yaml.CollectionStartEvent):
            mapping = isinstance(event, yaml.MappingStartEvent)
            flow = frame.flow or bool(event.flow_style)
            stack.append(_Frame(mapping, flow, None if key else label, True))
        elif isinstance(event, yaml.ScalarEvent):
            part = self._part(event, key, frame.flow)
            if key:
                frame.label = part
            else:
                yield Field(label or Part("", part.start, part.start), part)

    def _part(self, event: Any, key: bool, flow: bool) -> Part:
        """The scalar without its anchor and tag, and without the blank lines after a block."""
        text = self.source.text
        first, last = self.start + event.start_mark.index, self.start + event.end_mark.index
        match = _PROPERTIES.match(text, first, last)
        start = match.end() if match else first
        end = last
        if event.style in ("|", ">"):
            written = start + len(text[start:last].rstrip(" \t\r\n"))
            blank = _LINE_END.search(text, written, last)
            end = blank.start() if blank else last
        gap = ""
        if start == end and not text[start - 1 : start].isspace():
            gap = " " if start > first or text[start - 1] in ":-?" else ": "
        tag = _tag(event.value) if event.implicit[0] else ""
        part = Part(event.value, start, end)
        self._places[part] = Place(event.style or "", key, flow, tag, gap)
        return part

    def _events(self) -> Iterator[Any]:
        import yaml

        text = self.source.text[self.start : self.end]
        if bad := _UNPRINTABLE.search(text):
            problem = f"character {ord(bad[0]):#04x} is not allowed"
            raise broken(self.source, "YAML", problem, self.start + bad.start())
        try:
            yield from _events(text)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            offset = self.start + (min(mark.index, len(text)) if mark else 0)
            problem = error.problem or "cannot be read"
            raise broken(self.source, "YAML", problem, offset) from error


def _events(text: str) -> Iterator[Any]:
    """Parser events, by libyaml where it is there: ten times faster, and the same marks."""
    import yaml

    return iter(yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


@lru_cache(maxsize=1)
def _resolver() -> Any:
    from yaml.resolver import Resolver

    return Resolver()


def _tag(text: str) -> str:
    """The type that YAML 1.1 sees in a plain scalar, so that `No` is not taken for a text."""
    from yaml.nodes import ScalarNode

    return str(_resolver().resolve(ScalarNode, text, (True, False)))


def _candidates(text: str, raw: str, style: str) -> Iterator[str]:
    """Ways to write the text, the one most like the old first."""
    if style in ("|", ">"):
        # Without a line of text, nothing says how deep the block has to be.
        if indent := _INDENT.search(raw):
            yield _block(text, style, indent[1])
    elif style in ("", "'") and not _ESCAPED.search(text):
        if not style:
            yield text
        yield "'" + text.replace("'", "''") + "'"


def _block(text: str, style: str, indent: str) -> str:
    """A block scalar, indented like the old one."""
    lines = text.removesuffix("\n").split("\n")
    between = "\n" if style == "|" else "\n\n"
    body = between.join(f"{indent}{line}" if line else "" for line in lines)
    return f"{style}{'' if text.endswith(chr(10)) else '-'}\n{body}"


def _double(text: str) -> str:
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _reads_as(candidate: str, text: str, place: Place) -> bool:
    """Whether the candidate, in a place of this kind, is one scalar that says the text."""
    import yaml

    if candidate == text and place.tag and _tag(text) not in (_STRING, place.tag):
        return False
    for before, after in _PROBES[place.key, place.flow]:
        try:
            events = list(_events(before + candidate + after))
        except yaml.YAMLError:
            return False
        nodes = [event for event in events if isinstance(event, yaml.NodeEvent)][1:]
        said = [getattr(node, "value", None) for node in nodes if not node.anchor]
        if said != (["x", text] if "x" in before else [text, "x"]):
            return False
    return True
