"""What the two languages of front matter share: a head that was read and can be written into."""

from dataclasses import dataclass
from typing import Protocol

from mlsum.core.document import Field, Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.splice import position

__all__ = ["DEEPEST", "Head", "Place", "broken"]

DEEPEST = 40  # levels of nesting; a head of an article has two or three


class Head(Protocol):
    """The fields of a head, and how new text is written in the place of one."""

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every scalar as a field; the items of a list share the label of the list."""

    def escape(self, part: Part, text: str) -> str:
        """`text` as the head writes it where `part` stands: read again, it is `text`."""


@dataclass(frozen=True, slots=True)
class Place:
    """How a part is written: its style, whether it is a key, what an empty one needs before it."""

    style: str
    key: bool = False
    flow: bool = False
    tag: str = ""
    gap: str = ""


def broken(source: Source, language: str, problem: str, offset: int) -> FormatError:
    """The error for a head that cannot be read, with line and column in the whole file."""
    message = f"broken {language} front matter, {position(source.text, offset)}: {problem}"
    hint = "mend the line, or read the file as it is with --input-format markdown"
    return FormatError(message, where=source.path or "", hint=hint)
