"""The inside of Word's paragraphs (WordprocessingML, ECMA-376-1, part 17), as pieces.

Deleted text, hidden text, equations and what fields compute are kept and not translated; what was
inserted, links, and the results of fields that show text (links, tables of contents) are.
"""

import re
from collections.abc import Hashable

from mlsum.formats.office.languages import ASIAN, full_tag, is_right_to_left
from mlsum.formats.office.pieces import Group, Mark, Piece, Text
from mlsum.formats.office.runs import Bit, Dialect, Enclosed, Format, Wrap, is_monospaced, settled
from mlsum.formats.office.xml import Element, keyed, named, names

__all__ = ["WORD", "WordReader", "face_of", "is_code", "is_preformatted", "language_attribute"]

# fmt: off
_WRAPS = frozenset((
    "w:hyperlink", "w:ins", "w:moveTo", "w:smartTag", "w:sdt", "w:customXml", "w:bdo", "w:dir",
    "w:fldSimple",
))
# fmt: on
_MOVED = "w:moveFrom"
# What notes where an editor or a layout was; new text has another.
_FORGOTTEN = frozenset(("w:pPr", "w:rPr", "w:proofErr", "w:lastRenderedPageBreak"))
_BREAKS = frozenset(("w:br", "w:cr"))
_TABS = frozenset(("w:tab", "w:ptab"))
_CHOSEN = frozenset(("w:dropDownList", "w:comboBox", "w:date", "w:checkbox"))
# Differences of format that no reader sees, or that are seen of other scripts only.
# fmt: off
_NOISE = frozenset((
    "w:lang", "w:noProof", "w:kern", "w:spacing", "w:w", "w:snapToGrid", "w:webHidden", "w:bCs",
    "w:iCs", "w:szCs",
))
# fmt: on
# Attributes of fonts that are for other scripts, or a hint which script it is.
_ELSEWHERE = re.compile(r"\}(?:hint|cs|cstheme|eastAsia|eastAsiaTheme)$")
_SEEN_BLANK = frozenset(["w:u", "w:highlight", "w:bdr", "w:shd", "w:strike", "w:dstrike"])
_CODE = re.compile(
    r"(?:(?:html|source|inline|block|fenced|program) ?)?"
    r"(?:code|verbatim|preformatted|sample|source ?(?:code|text)|teletype)"
    r"(?: ?(?:char|text|block|listing|example))?"
)
# What the schema has after the flags for writing from right to left.
# fmt: off
_AFTER_BIDI = frozenset((
    "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:contextualSpacing",
    "w:mirrorIndents", "w:suppressOverlap", "w:jc", "w:textDirection", "w:textAlignment",
    "w:textboxTightWrap", "w:outlineLvl", "w:divId", "w:cnfStyle", "w:rPr", "w:sectPr",
    "w:pPrChange",
))
_AFTER_RTL = frozenset((
    "w:cs", "w:em", "w:lang", "w:eastAsianLayout", "w:specVanish", "w:oMath", "w:rPrChange",
))
# fmt: on
_SHOWN = frozenset(("HYPERLINK", "TOC", "INDEX", "REF", "QUOTE"))


def is_code(style: str) -> bool:
    """Whether a style of this name is for code."""
    return _CODE.fullmatch(style.lower()) is not None


def is_preformatted(style: str) -> bool:
    """Whether a style of this name keeps lines as they are: of code, or of letters pasted so."""
    return style.lower() in ("html preformatted", "preformatted text")


def face_of(properties: Element | None) -> str:
    """The typeface that properties of a run name; a theme's is named by its place in the theme."""
    fonts = None if properties is None else properties.find(names("w:rFonts", properties))
    if fonts is None:
        return ""
    face = fonts.get(names("w:ascii", fonts)) or fonts.get(names("w:asciiTheme", fonts), "")
    return str(face)


class _Word(Dialect):
    run = "w:r"
    properties = "w:rPr"
    text = "w:t"
    first = frozenset(("w:pPr",))
    last = frozenset()

    def set_language(self, run: Element, language: str) -> None:
        for noted in run.iter(names("w:lang", run)):
            noted.set(names(language_attribute(language), run), full_tag(language))
        _flag(run, ("w:rPr", "w:rtl"), _AFTER_RTL, on=is_right_to_left(language))

    def set_direction(self, paragraph: Element, language: str) -> None:
        _flag(paragraph, ("w:pPr", "w:bidi"), _AFTER_BIDI, on=is_right_to_left(language))


def language_attribute(language: str) -> str:
    """Which attribute of `w:lang` is for the script of a language."""
    if language.partition("-")[0] in ASIAN:
        return "w:eastAsia"
    return "w:bidi" if is_right_to_left(language) else "w:val"


def _flag(parent: Element, flag: tuple[str, str], later: frozenset[str], *, on: bool) -> None:
    """Set a flag among the properties of an element, before what comes `later`, or clear it."""
    properties, name = (names(it, parent) for it in flag)
    holder = parent.find(properties)
    old = None if holder is None else holder.find(name)
    if old is not None:
        holder.remove(old)
    if on:
        if holder is None:
            holder = parent.makeelement(properties)
            parent.insert(0, holder)
        at = next((at for at, it in enumerate(holder) if named(it.tag) in later), len(holder))
        holder.insert(at, parent.makeelement(name))


WORD = _Word()


class _Field:
    """An open field: its instruction, and where its parts are."""

    def __init__(self, out: list[Piece]) -> None:
        self.out = out
        self.begin = self.result = len(out)
        self.code = ""
        self.shows = False  # its result, which is text that may be translated

    def separate(self, out: list[Piece]) -> None:
        """Go on to the result."""
        self.shows = _shows(self.code)
        self.result = len(out)


class WordReader:
    """Reads the paragraphs of one story in order, for fields go on from one to the next.

    With `moved`, what was moved away is read as well.
    """

    def __init__(self, styles: dict[str, str], root: Element, *, moved: bool = False) -> None:
        self._styles = styles
        self._closed = _closed_fields(root)
        self._wraps = _WRAPS | {_MOVED} if moved else _WRAPS
        self._fields: list[_Field] = []
        self._hiding = 0  # of the fields that are open, those that show nothing here

    def pieces(self, parent: Element) -> list[Piece]:
        """What is in a paragraph, or in an element in it."""
        out: list[Piece] = []
        for child in parent:
            name = named(child.tag)
            if name == "w:r":
                self._run(child, out)
            elif name in self._wraps and (not self._hiding or _has_field(child)) and _open(child):
                out.append(self._wrapped(child, name))
            elif name not in _FORGOTTEN:
                out.append(Mark((child,)))
        return out

    def _wrapped(self, element: Element, name: str) -> Piece:
        inside = element
        if name == "w:sdt":
            inside = next(it for it in element if named(it.tag) == "w:sdtContent")
        base, content = settled(self.pieces(inside))
        return Group(Wrap(element, inside, base), tuple(content))

    def _run(self, run: Element, out: list[Piece]) -> None:
        properties = next((it for it in run if named(it.tag) == "w:rPr"), None)
        about = _About(properties, self._styles)
        for child in run:
            name = named(child.tag)
            bit = Bit(run, child)
            if name == "w:fldChar":
                self._field(child, bit, out)
            elif name in _FORGOTTEN:
                continue
            elif self._hiding or about.hidden:
                if name == "w:instrText" and self._fields:
                    self._fields[-1].code += child.text or ""
                out.append(Mark((bit,)))
            elif (text := _text(child, name)) is not None:
                out.append(about.piece(text, run, bit))
            elif name in _BREAKS:
                out.append(Mark((bit,), "br"))
            else:
                out.append(Mark((bit,), "tab" if name in _TABS else "x"))

    def _field(self, element: Element, bit: Bit, out: list[Piece]) -> None:
        """Open a field, go on to its result, or close it: as one group, if it is in one place."""
        kind = _field_part(element)
        if kind == "begin" and element in self._closed:
            self._fields.append(_Field(out))
            self._hiding += 1
        out.append(Mark((bit,)))
        if not self._fields or (kind == "end" and element not in self._closed):
            return
        field = self._fields[-1]
        if kind == "separate" and not field.shows:
            field.separate(out)
            self._hiding -= field.shows
        elif kind == "end":
            self._fields.pop()
            self._hiding -= not field.shows
            if field.out is out and field.shows:
                base, content = settled(out[field.result : -1])
                node = Enclosed(tuple(out[field.begin : field.result]), (out[-1],), base)
                out[field.begin :] = [Group(node, tuple(content))]


def _closed_fields(root: Element) -> set[Element]:
    """Where fields begin and end that do both: one that never ends hides nothing."""
    begun: list[Element] = []
    closed: set[Element] = set()
    for element in root.iter(names("w:fldChar", root)):
        kind = _field_part(element)
        if kind == "begin":
            begun.append(element)
        elif kind == "end" and begun:
            closed |= {begun.pop(), element}
    return closed


def _field_part(element: Element) -> str:
    return str(element.get(names("w:fldCharType", element), ""))


def _has_field(element: Element) -> bool:
    """Whether a field begins or ends in an element that is hidden by a field itself."""
    return next(element.iter(names("w:fldChar", element)), None) is not None


def _shows(code: str) -> bool:
    """Whether a field shows text of the document, by its instruction."""
    return next(iter(code.upper().split()), "") in _SHOWN


def _open(element: Element) -> bool:
    """Whether what an element encloses is text for reading, and not chosen from a list."""
    name = named(element.tag)
    if name == "w:fldSimple":
        return _shows(element.get(names("w:instr", element), ""))
    if name == "w:sdt":
        parts = {named(child.tag): child for child in element}
        chosen = {named(it.tag).replace("?:", "w:") for it in parts.get("w:sdtPr", ())}
        return "w:sdtContent" in parts and _CHOSEN.isdisjoint(chosen)
    return True


def _text(element: Element, name: str) -> str | None:
    """The text of a child of a run; None where it is none. Ruby says what it is written over."""
    if name == "w:t":
        return element.text or ""
    if name == "w:noBreakHyphen":
        return "\u2011"
    if name == "w:softHyphen":
        return ""
    if name == "w:ruby":
        under = (it for it in element if named(it.tag) == "w:rubyBase")
        return "".join(it.text or "" for base in under for it in base.iter(names("w:t", element)))
    return None


def _is_elsewhere(attribute: str) -> bool:
    return _ELSEWHERE.search(attribute) is not None


class _About:
    """What the properties of a run say."""

    def __init__(self, properties: Element | None, styles: dict[str, str]) -> None:
        children = [] if properties is None else list(properties)
        tags = [named(child.tag) for child in children]
        self.hidden = "w:vanish" in tags or "w:specVanish" in tags
        self.blank_seen = not _SEEN_BLANK.isdisjoint(tags)
        self.code = False
        if "w:rStyle" in tags:
            style = children[tags.index("w:rStyle")]
            self.code = is_code(styles.get(style.get(names("w:val", style), ""), ""))
        self.monospaced = False
        if "w:rFonts" in tags:
            fonts = children[tags.index("w:rFonts")]
            self.monospaced = is_monospaced(fonts.get(names("w:ascii", fonts), ""))
        mixed = "w:rtl" in tags or "w:cs" in tags
        self.key: Hashable = tuple(
            sorted(
                keyed(child, _is_elsewhere)
                for child, tag in zip(children, tags, strict=True)
                if tag not in _NOISE or (mixed and tag.endswith("Cs"))
            )
        )

    def piece(self, text: str, run: Element, bit: Bit) -> Piece:
        """The text of a run as a piece."""
        if self.code:
            return Mark((bit,), "c", text)
        if self.blank_seen and len(text) > 1 and not text.strip():  # a line to write on
            return Mark((bit,))
        return Group(Format(run, self.monospaced), (Text(text),), self.key)
