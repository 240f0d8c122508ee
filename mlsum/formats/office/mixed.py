"""Paragraphs of OpenDocument, in which text and elements are mixed: as pieces, and built anew.

OpenDocument 1.3, part 3, chapter 6. White space collapses as in HTML; `text:s` holds what must
not. Spans whose style no reader sees (an editor notes its sessions so) are no spans.
"""

import re
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

from mlsum.formats.office.inline import Inline
from mlsum.formats.office.odfstyles import Styles
from mlsum.formats.office.pieces import Group, Mark, Piece, Text, words_of
from mlsum.formats.office.xml import Element, count_in, named, names

__all__ = ["MixedParagraph"]

_LINKS = frozenset(("text:a", "text:meta", "text:meta-field"))
_FORGOTTEN = frozenset(("text:soft-page-break", ""))
_BREAKS = {"text:tab": "tab", "text:line-break": "br"}
_MOST_BLANKS = 1000  # in a row
_WHITE = re.compile(r"[ \t\r\n]+")
_BLANKS = re.compile(r"( +)")


class MixedParagraph:
    """A paragraph or heading as a text with tags, and written back as mixed content."""

    def __init__(self, element: Element, styles: Styles) -> None:
        self._element = element
        self._styles = styles
        pieces = list(self._pieces(element))
        self._base, settled = _settled(pieces)
        self._inline = Inline(settled)
        self.text, self.plain_text = self._inline.text, self._inline.plain_text
        letters = "".join(words_of(pieces))
        monospaced = "".join(
            words_of([it for it in pieces if isinstance(it, Mark) and it.kind == "c"])
        )
        style = element.get(names("text:style-name"), "")
        self.monospaced = styles.monospaced(style, "paragraph") or (
            bool(monospaced) and len(monospaced.strip()) == len(letters.strip())
        )

    def write(self, text: str, _language: str) -> None:
        """Put a new text there, with the spans, links and marks that its tags name."""
        pieces = self._inline.read(text)
        element = self._element
        tail, attributes = element.tail, dict(element.attrib)
        element.clear()
        element.tail = tail
        element.attrib.update(attributes)
        _Builder(element, self._base).build(pieces)

    def _pieces(self, parent: Element) -> Iterator[Piece]:
        if parent.text:
            yield Text(_WHITE.sub(" ", parent.text))
        for child in parent:
            yield from self._of_child(child, named(child.tag))
            if child.tail:
                yield Text(_WHITE.sub(" ", child.tail))

    def _of_child(self, child: Element, name: str) -> Iterator[Piece]:
        if name == "text:s":
            count = count_in(child.get(names("text:c")), _MOST_BLANKS)
            yield Text(" " * (1 if count is None else count))
        elif name == "text:span":
            yield from self._of_span(child)
        elif name in _LINKS:
            yield Group(child, tuple(self._pieces(child)))
        elif name == "text:ruby":
            for base in child.iterchildren(names("text:ruby-base")):
                yield from self._pieces(base)
        elif name in _BREAKS:
            yield Mark((child,), "tab" if name == "text:tab" else "br")
        elif name not in _FORGOTTEN:
            yield Mark((child,))

    def _of_span(self, span: Element) -> Iterator[Piece]:
        style = span.get(names("text:style-name"), "")
        content = tuple(self._pieces(span))
        text = "".join(words_of(content))
        if self._styles.code(style) or self._styles.monospaced(style, "text"):
            yield Mark((Group(span, content),), "c", text)
        elif not self._styles.look(style):
            yield from content
        elif self._styles.seen_blank(style) and len(text) > 1 and not text.strip():
            yield Mark((Group(span, content),))
        else:
            yield Group(span, content, self._styles.look(style))


def _settled(pieces: Sequence[Piece]) -> tuple[Element | None, Sequence[Piece]]:
    """Where all words are in spans, the span that most of them are in, and the rest without it."""
    letters: Counter[Hashable] = Counter()
    spans: dict[Hashable, Element] = {}
    for piece in pieces:
        if isinstance(piece, Group) and piece.key is not None:
            letters[piece.key] += sum(map(str.isalnum, "".join(words_of([piece]))))
            spans.setdefault(piece.key, piece.node)
        elif isinstance(piece, Text) and any(map(str.isalnum, piece.text)):
            return None, pieces
    if not letters:
        return None, pieces
    most = letters.most_common(1)[0][0]
    found: list[Piece] = []
    for piece in pieces:
        inside = isinstance(piece, Group) and piece.key == most
        found += piece.content if isinstance(piece, Group) and inside else [piece]
    return spans[most], found


class _Builder:
    """Mixed content made of pieces, at the end of an element; bare text goes into a `base` span.

    `after_blank` says that a blank would collapse: at the beginning, and after another one.
    """

    def __init__(self, parent: Element, base: Element | None = None) -> None:
        self.parent = parent
        self.base = base
        self.after_blank = True
        self.last: Element | None = None

    def build(self, pieces: Sequence[Piece]) -> None:
        """Add pieces."""
        for piece in pieces:
            if isinstance(piece, Text) and self.base is not None:
                if piece.text:
                    self._group(Group(self.base, (piece,)))
            elif isinstance(piece, Text):
                self._text(piece.text)
            elif isinstance(piece, Group):
                self._group(piece)
            else:
                for node in piece.nodes:
                    if isinstance(node, (Text, Group)):
                        self.build([node])
                    else:
                        node.tail = None
                        self._element(node)

    def _group(self, group: Group) -> None:
        old = group.node
        shell = old.makeelement(old.tag, dict(old.attrib))
        inside = _Builder(shell)
        inside.after_blank = self.after_blank
        inside.build(group.content)
        self._element(shell)
        self.after_blank = inside.after_blank

    def _text(self, text: str) -> None:
        """Add text; blanks that would collapse are counted."""
        for part in filter(None, _BLANKS.split(text)):
            blanks = 0 if part.strip(" ") else len(part)
            if not blanks:
                self._characters(part)
                continue
            if not self.after_blank:
                self._characters(" ")
                blanks -= 1
            if blanks:
                self._blanks(blanks)
            self.after_blank = True

    def _characters(self, text: str) -> None:
        if self.last is None:
            self.parent.text = (self.parent.text or "") + text
        else:
            self.last.tail = (self.last.tail or "") + text
        self.after_blank = False

    def _blanks(self, count: int) -> None:
        blank = self.parent.makeelement(names("text:s"))
        if count > 1:
            blank.set(names("text:c"), str(count))
        self._element(blank)

    def _element(self, element: Element) -> None:
        self.parent.append(element)
        self.last = element
        self.after_blank = False
