"""Read JSON and remember where every key and value stands (the standard decoder forgets)."""

import re
from dataclasses import dataclass
from json import JSONDecodeError, JSONDecoder

from mlsum.core.document import Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.splice import position

__all__ = ["Array", "Node", "Object", "Scalar", "scan"]

_DEEPEST = 100  # levels of nesting; far below where Python's own stack ends
_SPACE = re.compile(r"[ \t\n\r]*")
_SCALAR = re.compile(
    r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?|true|false|null|NaN|-?Infinity"
)
_DECODER = JSONDecoder()
_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Scalar:
    """A string (its part has the quotes in the raw slice), number, boolean or null (empty text)."""

    part: Part
    string: bool


@dataclass(frozen=True, slots=True)
class Array:
    """The values of a JSON array."""

    values: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Object:
    """Keys and values in the order they stand; a key may come twice."""

    members: tuple[tuple[Part, "Node"], ...]


Node = Scalar | Array | Object


def scan(source: Source, start: int = 0) -> tuple[Node, int]:
    """The JSON value that begins at `start`, and where it ends (white space after it included).

    Raises FormatError with line and column for anything that is not JSON.
    """
    scanner = _Scanner(source)
    node, end = scanner.value(scanner.skip(start), 0)
    return node, scanner.skip(end)


class _Scanner:
    def __init__(self, source: Source) -> None:
        self._source = source
        self._text = source.text

    def skip(self, at: int) -> int:
        """The next place that is not white space."""
        if self._text[at : at + 1] > " ":  # nearly always, and much quicker than the pattern
            return at
        match = _SPACE.match(self._text, at)
        return match.end() if match else at

    def value(self, at: int, depth: int) -> tuple[Node, int]:
        """The value that begins at `at`, and where it ends."""
        head = self._text[at : at + 1]
        if head == '"':
            part = self._string(at)
            return Scalar(part, True), part.end
        if head in ("{", "["):
            if depth >= _DEEPEST:
                raise self._error(f"nested deeper than {_DEEPEST} levels", at)
            return self._object(at, depth) if head == "{" else self._array(at, depth)
        if match := _SCALAR.match(self._text, at):
            text = "" if match[0] == "null" else match[0]
            return Scalar(Part(text, at, match.end()), False), match.end()
        raise self._error("a value is missing", at)

    def _object(self, at: int, depth: int) -> tuple[Object, int]:
        members: list[tuple[Part, Node]] = []
        at = self.skip(at + 1)
        while self._text[at : at + 1] != "}" or members:
            if self._text[at : at + 1] != '"':
                raise self._error("a key in double quotes is missing", at)
            key = self._string(at)
            at = self._expect(":", self.skip(key.end))
            node, at = self.value(self.skip(at), depth + 1)
            members.append((key, node))
            at = self.skip(at)
            if self._text[at : at + 1] == "}":
                break
            at = self.skip(self._expect(",", at))
        return Object(tuple(members)), at + 1

    def _array(self, at: int, depth: int) -> tuple[Array, int]:
        values: list[Node] = []
        at = self.skip(at + 1)
        while self._text[at : at + 1] != "]" or values:
            node, at = self.value(at, depth + 1)
            values.append(node)
            at = self.skip(at)
            if self._text[at : at + 1] == "]":
                break
            at = self.skip(self._expect(",", at))
        return Array(tuple(values)), at + 1

    def _string(self, at: int) -> Part:
        try:
            text, end = _DECODER.raw_decode(self._text, at)
        except JSONDecodeError as error:
            raise self._error(error.msg.removesuffix(" at").lower(), error.pos) from error
        # Half an emoji, as cut-off feeds have it: shown as U+FFFD, kept as it is in the file.
        return Part(text if text.isascii() else _SURROGATE.sub("\ufffd", text), at, end)

    def _expect(self, char: str, at: int) -> int:
        if self._text[at : at + 1] != char:
            raise self._error(f"{char!r} is missing", at)
        return at + 1

    def _error(self, problem: str, at: int) -> FormatError:
        message = f"broken JSON, {position(self._text, at)}: {problem}"
        hint = "check it with: python -m json.tool FILE, or read it with --input-format plain"
        return FormatError(message, where=self._source.path or "", hint=hint)
