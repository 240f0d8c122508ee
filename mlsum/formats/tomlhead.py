"""Front matter in TOML: where every scalar stands, and how to write another in its place.

The standard library reads TOML but forgets positions. This scanner finds them; what a string
says and whether the whole is TOML at all, the standard library decides.
"""

import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from mlsum.core.document import Field, Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.heads import DEEPEST, Place, broken
from mlsum.formats.splice import keep_newlines

__all__ = ["TomlHead"]

_SKIP = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_STRING = re.compile(
    r'"""(?:[^"\\]|\\.|"{1,2}(?!"))*+"{3,5}|' + r"'''(?:[^']|'{1,2}(?!'))*+'{3,5}"
    r'|"(?:[^"\\\n]|\\.)*+"|' + r"'[^'\n]*+'",
    re.DOTALL,
)
_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_BARE_VALUE = re.compile(r"[^\s,\[\]{}#\"'=][^,\]}#\r\n]*")
_GAP = re.compile(r"[ \t]*")
_LONGEST_KEY = 20  # names in a dotted key; tomllib takes quadratic time and memory over them
_AT = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")
_CLOSING = {"[": "]", "{": "}"}


@dataclass(slots=True)
class TomlHead:
    """The TOML in `source.text[start:end]`. Raises FormatError where it is broken."""

    source: Source
    start: int
    end: int
    fields: tuple[Field, ...] = ()
    _places: dict[Part, Place] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.fields = tuple(self._read())
        self._validate()

    def escape(self, part: Part, text: str) -> str:
        """`text` in the quotes of the part, or bare as it was, where they can say it."""
        place = self._places.get(part)
        if place is None:
            return ""
        if place.key:
            return text if not place.style and _BARE_KEY.fullmatch(text) else _basic(text)
        if not place.style:
            return text if _is_bare(text) else _basic(text)
        written = keep_newlines(_quoted(text, place.style), self.source)
        # A line `+++` would end the head.
        return written if _value(written) == text and "+++" not in written else _basic(text)

    def _read(self) -> Iterator[Field]:
        at = self._skip(self.start)
        open_: list[tuple[str, Part]] = []  # the closing mark and label of open collections
        while at < self.end:
            char = self.source.text[at]
            closing, label = open_[-1] if open_ else ("", Part("", at, at))
            if open_ and char in (",", closing):
                at += 1
                if char == closing:
                    open_.pop()
            elif not open_ and char == "[":
                at = self._table(at)
            else:
                if closing != "]":
                    label, at = self._key(at)
                char = self.source.text[at : at + 1]
                if char in _CLOSING:
                    open_.append((_CLOSING[char], label))
                    at += 1
                else:
                    part = self._scalar(at)
                    yield Field(label, part)
                    at = part.end
            if len(open_) > DEEPEST:
                raise self._error(f"nested deeper than {DEEPEST} levels", at)
            at = self._skip(at)

    def _skip(self, at: int) -> int:
        """Past white space and comments."""
        match = _SKIP.match(self.source.text, at, self.end)
        return match.end() if match else at

    def _table(self, at: int) -> int:
        """Past a header such as `[author]` or `[[authors]]`; its names are no fields."""
        brackets = "]]" if self.source.text.startswith("[[", at) else "]"
        _, at = self._names(at + len(brackets))
        return self._expect(brackets, at)

    def _key(self, at: int) -> tuple[Part, int]:
        """The last name of a dotted key, and where its value begins."""
        part, at = self._names(at)
        style = self.source.text[part.start] if part.start < part.end else ""
        self._places[part] = Place(style if style in "\"'" else "", key=True)
        return part, self._gap(self._expect("=", at))

    def _names(self, at: int) -> tuple[Part, int]:
        text = self.source.text
        for _ in range(_LONGEST_KEY):
            at = self._gap(at)
            string = _STRING.match(text, at, self.end)
            match = string or _BARE_KEY.match(text, at, self.end)
            if match is None:
                raise self._error("a key is missing", at)
            name = str(_value(match[0])) if string else match[0]
            at = self._gap(match.end())
            if not text.startswith(".", at):
                return Part(name, match.start(), match.end()), at
            at += 1
        raise self._error(f"a key of more than {_LONGEST_KEY} names", at)

    def _scalar(self, at: int) -> Part:
        string = _STRING.match(self.source.text, at, self.end)
        match = string or _BARE_VALUE.match(self.source.text, at, self.end)
        if match is None:
            raise self._error("a value is missing", at)
        if not string:
            text = match[0].rstrip()
            part = Part(text, at, at + len(text))
            self._places[part] = Place("")
            return part
        value = _value(match[0])
        if not isinstance(value, str):
            raise self._error("a string that cannot be read", at)
        style = match[0][:3] if match[0][:3] in ('"""', "'''") else match[0][0]
        part = Part(value, at, match.end())
        self._places[part] = Place(style)
        return part

    def _gap(self, at: int) -> int:
        match = _GAP.match(self.source.text, at, self.end)
        return match.end() if match else at

    def _expect(self, mark: str, at: int) -> int:
        if not self.source.text.startswith(mark, at, self.end):
            raise self._error(f"{mark!r} is missing", at)
        return at + len(mark)

    def _validate(self) -> None:
        text = self.source.text[self.start : self.end]
        try:
            tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            found = _AT.search(str(error))
            line, column = (int(found[1] or 0), int(found[2] or 0)) if found else (0, 0)
            starts = [0, *(match.end() for match in re.finditer("\n", text))]
            offset = starts[line - 1] + column - 1 if line else len(text)
            problem = _AT.sub("", str(error)).lower()
            raise self._error(problem, self.start + min(offset, len(text))) from error

    def _error(self, problem: str, at: int) -> FormatError:
        return broken(self.source, "TOML", problem, at)


def _value(raw: str) -> Any:
    """What TOML reads in a value, None where it reads none or more."""
    try:
        return tomllib.loads(f"x = {raw}")["x"]
    except tomllib.TOMLDecodeError:
        return None


def _is_bare(text: str) -> bool:
    """Whether the text is a number, a date or a boolean as TOML writes it, and nothing more."""
    simple = text == text.strip() and not re.search(r"[#\r\n\[{\"']", text)
    return simple and _value(text) is not None


def _quoted(text: str, style: str) -> str:
    """The text between quotes of the given kind; the caller checks that it can be said so."""
    first = "\n" if "\n" in text else ""
    if style == '"""':
        lines = "\n".join(_basic(line)[1:-1] for line in text.split("\n"))
        return f'"""{first}{lines}"""'
    if style == "'''":
        return f"'''{first}{text}'''"
    return f"'{text}'" if style == "'" else _basic(text)


def _basic(text: str) -> str:
    """A basic string, which can say everything. TOML forbids a bare DEL, JSON does not."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
