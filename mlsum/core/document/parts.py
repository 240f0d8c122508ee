"""What a document is, down to the characters of its text; and what was detected in it."""

from dataclasses import dataclass, field, replace
from typing import Literal

from mlsum.core.document.brief import brief
from mlsum.core.lang import UND, Lang

__all__ = [
    "Basis",
    "Block",
    "BlockKind",
    "Body",
    "Detection",
    "Document",
    "Field",
    "Item",
    "Kind",
    "Markup",
    "Part",
    "Source",
    "Span",
    "legible",
]

Kind = Literal["text", "name", "date", "url", "link", "language", "number", "code"]
Basis = Literal["label", "script", "classifier", "declared", "neighbours", "kind", "none"]
Markup = Literal["plain", "markdown", "html"]
BlockKind = Literal["paragraph", "heading", "list", "quote", "caption", "table", "code"]

_SURE = 0.8


@dataclass(frozen=True, slots=True)
class Source:
    """A text as it came: decoded without touching a character, with what writes it back.

    Of a binary document `data` are the bytes, and `text` is what there is to read in them.
    """

    text: str
    encoding: str = "utf-8"
    bom: bytes = b""
    path: str | None = None
    data: bytes | None = field(default=None, repr=False)

    __repr__ = brief

    @property
    def name(self) -> str | None:
        """The path as a text that can be written anywhere."""
        return None if self.path is None else legible(self.path)


def legible(path: str) -> str:
    r"""A path as text: what is no character in its encoding as `\udcff` (PEP 383).

    Archives from elsewhere are full of names that are no UTF-8.
    """
    return path.encode("utf-8", "backslashreplace").decode()


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of text and the characters `source.text[start:end]` that it is written as.

    The two differ where the format escapes (JSON, YAML) or wraps (labelled Markdown).
    """

    text: str
    start: int
    end: int

    __repr__ = brief

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value of a document's head, such as `>Origem: koreatimes.co.kr`.

    `key` is the canonical field, where the format says which it is, whatever the label.
    """

    label: Part
    value: Part
    key: str = ""

    __repr__ = brief

    def __str__(self) -> str:
        return f"{self.label.text}: {self.value.text}"


@dataclass(frozen=True, slots=True)
class Body:
    """The running text of an item; `label` is the heading it stands under, if it has one.

    A `twin` says what another body of the document says, in another form (a mail's HTML beside
    its plain text): it is translated, but not summarized.
    """

    text: Part
    markup: Markup = "plain"
    label: Part | None = None
    twin: bool = False

    __repr__ = brief

    def __str__(self) -> str:
        return self.text.text


@dataclass(frozen=True, slots=True)
class Item:
    """One article: its fields in order, and its body if it has one.

    Where the body is a reading of something larger (the article of a web page), `page` is all of
    that in its place: it is translated there, but neither detected nor summarized.
    """

    fields: tuple[Field, ...] = ()
    body: Body | None = None
    page: Body | None = None

    __repr__ = brief

    @property
    def summarized(self) -> Body | None:
        """The body, unless it is the twin of another."""
        return None if self.body is None or self.body.twin else self.body


@dataclass(frozen=True, slots=True)
class Document:
    """A file in a named format: one item, or many (JSON Lines)."""

    source: Source
    format: str
    items: tuple[Item, ...]

    def __repr__(self) -> str:
        path = f" path={self.source.path!r}" if self.source.path else ""
        size = f"items={len(self.items)} fields={len(self.fields)}"
        return f"<Document {self.format}{path} {size} characters={len(self.source.text)}>"

    def __str__(self) -> str:
        return self.source.text

    def split(self) -> "tuple[Document, ...]":
        """Each item as a document of its own, with the same source."""
        return tuple(replace(self, items=(item,)) for item in self.items)

    @property
    def fields(self) -> tuple[Field, ...]:
        """The fields of all items, in order."""
        return tuple(field for item in self.items for field in item.fields)

    @property
    def bodies(self) -> tuple[Body, ...]:
        """The bodies of all items that have one, in order."""
        return tuple(item.body for item in self.items if item.body)

    @property
    def pages(self) -> tuple[Body, ...]:
        """The pages of all items that have one, in order."""
        return tuple(item.page for item in self.items if item.page)

    @property
    def summarized(self) -> tuple[Body, ...]:
        """The bodies that are no twins, in order."""
        return tuple(item.summarized for item in self.items if item.summarized)


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text within a body, without its marker (`# `, `- `): `body.text[start:end]`."""

    kind: BlockKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch `text[start:end]` in one language and one script (ISO 15924 code)."""

    start: int
    end: int
    lang: Lang
    script: str
    confidence: float = 1.0

    def __str__(self) -> str:
        return f"{self.lang} {self.start}:{self.end}"


@dataclass(frozen=True, slots=True)
class Detection:
    """What language a text is in, how sure that is (0 to 1), and what it rests on.

    `lang` is the language of most letters, those of a quotation in a sentence counting half;
    `spans` are disjoint, ordered, and cover every letter.
    """

    lang: Lang = UND
    script: str = "Zzzz"
    kind: Kind = "text"
    confidence: float = 0.0
    basis: Basis = "none"
    spans: tuple[Span, ...] = ()

    __repr__ = brief

    def __str__(self) -> str:
        found = "+".join(map(str, self.langs)) or str(self.lang)
        return f"{found} ({self.confidence:.2f})"

    @property
    def langs(self) -> tuple[Lang, ...]:
        """The languages of its text without regions: that of most letters, then those of spans.

        A span counts where it is in another script, or surely in another language.
        """
        others = (
            span.lang
            for span in self.spans
            if span.script != self.script or span.confidence >= _SURE
        )
        found = dict.fromkeys(lang.base for lang in (self.lang, *others))
        return tuple(lang for lang in found if lang != UND)

    @property
    def unsure(self) -> bool:
        """Whether the letters alone decided, and one in five such decisions or more is wrong."""
        return self.lang != UND and self.basis == "classifier" and self.confidence < _SURE
