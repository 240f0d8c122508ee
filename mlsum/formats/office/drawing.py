"""DrawingML (ECMA-376-1, part 21): text in shapes, tables, diagrams and charts; what images say."""

import re
from collections.abc import Iterator

from mlsum.formats.office.contents import ElementText
from mlsum.formats.office.languages import full_tag, is_right_to_left
from mlsum.formats.office.package import Slot, says_something
from mlsum.formats.office.pieces import Group, Mark, Piece, Text
from mlsum.formats.office.runs import Bit, Dialect, Format, RunParagraph, is_monospaced
from mlsum.formats.office.xml import Element, keyed, named, names

__all__ = ["DRAWING", "alternative_text", "drawing_slots", "paragraph"]

# Attributes that note a language, an editing session, or spacing that no reader sees.
_NOISE = frozenset(
    ("lang", "altLang", "dirty", "err", "smtClean", "smtId", "noProof", "kern", "spc", "bmk")
)


class _Drawing(Dialect):
    run = "a:r"
    properties = "a:rPr"
    text = "a:t"
    first = frozenset(("a:pPr",))
    last = frozenset(("a:endParaRPr",))

    def set_language(self, run: Element, language: str) -> None:
        holder = run if named(run.tag) == "a:endParaRPr" else run.find(names("a:rPr", run))
        if holder is None:
            holder = run.makeelement(names("a:rPr", run))
            run.insert(0, holder)
        holder.set("lang", full_tag(language))
        holder.attrib.pop("err", None)

    def set_direction(self, paragraph: Element, language: str) -> None:
        holder = paragraph.find(names("a:pPr", paragraph))
        if is_right_to_left(language):
            if holder is None:
                holder = paragraph.makeelement(names("a:pPr", paragraph))
                paragraph.insert(0, holder)
            holder.set("rtl", "1")
        elif holder is not None:
            holder.attrib.pop("rtl", None)


DRAWING = _Drawing()


def drawing_slots(
    root: Element, part: str, tag: str = "p", *, hidden: bool = False
) -> Iterator[Slot]:
    """The paragraphs in a part, in order."""
    for element in root.iter(names("a:p", root)):
        content = paragraph(element)
        if any(map(str.isalpha, content.plain_text)):
            yield Slot(content, part, tag, hidden)


def paragraph(element: Element) -> RunParagraph:
    """A paragraph `a:p`. Fields (slide numbers, dates) and formulas are kept."""
    pieces: list[Piece] = []
    for child in element:
        name = named(child.tag)
        if name == "a:r":
            pieces += _of_run(child)
        elif name == "a:br":
            pieces.append(Mark((child,), "br"))
        elif name not in ("a:pPr", "a:endParaRPr"):
            pieces.append(Mark((child,)))
    return RunParagraph(element, pieces, DRAWING)


def _of_run(run: Element) -> Iterator[Piece]:
    properties, text = None, ""
    for child in run:
        if named(child.tag) == "a:rPr":
            properties = child
        elif named(child.tag) == "a:t":
            text = child.text or ""
    fonts = [] if properties is None else properties.iter(names("a:latin", run))
    format = Format(run, any(is_monospaced(font.get("typeface", "")) for font in fonts))
    key = ((), ()) if properties is None else keyed(properties, _NOISE.__contains__)[1:]
    for piece in re.split(r"(\t)", text):
        if piece == "\t":
            yield Mark((_tab(run),), "tab")
        elif piece:
            yield Group(format, (Text(piece),), key)


def _tab(run: Element) -> Bit:
    """A tab, which is a character of the text here, as a bit of its run."""
    words = run.makeelement(names("a:t", run))
    words.text = "\t"
    return Bit(run, words)


def alternative_text(element: Element, part: str) -> Iterator[Slot]:
    """What an image, a shape or a table says to those who cannot see it."""
    for attribute in ("title", "descr"):
        content = ElementText(element, attribute)
        if says_something(content.plain_text):
            yield Slot(content, part, "figcaption")
