"""Text runs of HTML: what stands between block-level tags; inline tags stay in their run."""

import re
from collections.abc import Iterator

from mlsum.core.document import Block, BlockKind
from mlsum.text.segment.lines import block

__all__ = ["COMMENT", "TAG", "html_blocks", "html_values", "is_kept"]

# Tags that end a run of text: CommonMark's block-level names and the ones that show no text.
_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|br|button|caption|center|col|colgroup|dd"
    "|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]"
    "|head|header|hr|html|iframe|img|input|label|legend|li|link|main|menu|menuitem|meta|nav"
    "|noframes|noscript|object|ol|optgroup|option|p|param|picture|pre|script|section|select|source"
    "|style|summary|svg|tab|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|track|ul|video"
)
# As HTML's tokenizer reads a tag: a quoted value may hold `>` and `<`, and a stray quote is part of
# a name. Tags with one may have few attributes, so that no text takes more than linear time.
# https://html.spec.whatwg.org/multipage/parsing.html#before-attribute-name-state
_QUOTED = r"""\s*+(?:"[^"]*+"|'[^']*+')"""
_ATTRIBUTES = rf"""(?:(?:[^<>"'=]++|=(?:{_QUOTED})?+)*+>|(?:[^<>=]++|=(?:{_QUOTED})?+){{0,60}}+>)"""
TAG = rf"</?[A-Za-z][\w:-]*+{_ATTRIBUTES}"
_TAG = re.compile(rf"<(/?)([A-Za-z][\w:-]*+){_ATTRIBUTES}")
COMMENT = r"<!--(?:>|->|(?:(?!--!?>|<!--).)*+--!?>)"
# What ends without its `>` at the end of a page that was cut off.
_CUT_OFF = re.compile(r"</?[A-Za-z][\w:-]*+(?:\s++[\w:@.-]++\s*+=[^<]*+|\s*+)\Z")
# Of pictures drawn in the page (SVG) those hold text, or stand between pieces of it.
_DRAWN = (
    "text|desc|g|path|rect|circle|line|polygon|polyline|ellipse|use|defs|symbol|marker|mask|image"
    "|pattern|clippath|foreignobject|lineargradient|radialgradient|stop|filter"
)
# An image stands in a sentence, though a line of Markdown that begins with one is HTML.
_BLOCK_TAG = re.compile(_BLOCK_TAGS.replace("|img|", "|") + f"|{_DRAWN}", re.IGNORECASE)
_ANY_TAG = re.compile(f"{TAG}|{COMMENT}", re.DOTALL)
_COMMENT = re.compile(COMMENT, re.DOTALL)
_LINK_TAG = re.compile(r"</?a(?=[\s>])", re.IGNORECASE)
_ROW = re.compile(r"</a\s*>[^<\w]*<a[\s>]", re.IGNORECASE)
# What its author wants kept: https://html.spec.whatwg.org/#the-translate-attribute
_KEPT = re.compile(
    r"""\stranslate\s*=\s*["']?no\b|\sclass\s*=\s*(?:"[^"]*|'[^']*|)\bnotranslate\b""",
    re.IGNORECASE,
)
_ATTRIBUTE = re.compile(
    r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"(?P<double>[^"]*+)"|'(?P<single>[^']*+)'
        |(?P<bare>[^\s"'<>]+?)(?=[\s>]|/>)))?+""",
    re.VERBOSE,
)
# Attributes that are read, and what must be in the tag of some of them.
# fmt: off
_READ = frozenset((
    "alt", "title", "placeholder", "aria-label", "aria-description", "label", "abbr", "summary",
    "content", "value",
))
# fmt: on
_ONLY_IN = {
    "content": re.compile(
        r"""<meta\b.*\s(?:name|property|itemprop)\s*=\s*["']?
            (?:description|keywords|(?:og|twitter):(?:title|description|image:alt))["'\s/>]""",
        re.IGNORECASE | re.VERBOSE | re.DOTALL,
    ),
    "value": re.compile(r"""<input\b.*\stype\s*=\s*["']?(?:submit|button|reset)\b""", re.I | re.S),
    "label": re.compile(r"<(?:track|option|optgroup)\b", re.IGNORECASE),
    "summary": re.compile(r"<table\b", re.IGNORECASE),
    "abbr": re.compile(r"<th\b", re.IGNORECASE),
}
_HIDDEN = ("script", "style", "template", "noscript", "textarea", "metadata")
_TEXTAREA = re.compile(r"<textarea[\s>]", re.IGNORECASE)
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "title", "summary", "dt"), "heading"),
    **dict.fromkeys(("li", "dd", "option"), "list"),
    **dict.fromkeys(("td", "th"), "table"),
    **dict.fromkeys(("figcaption", "caption", "legend"), "caption"),
    "blockquote": "quote",
    "pre": "code",
}
# What is no element, and how it ends: PHP, other instructions, and comments as HTML reads them.
_NAMELESS = (
    (re.compile(r"<!--"), re.compile(r"(?<=<!--)-?>|--!?>")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r"<\?(?:php\b|=)", re.IGNORECASE), re.compile(r"\?>")),
    (re.compile(r"<!doctype[^<>\[]*\[[^\]]{0,4000}\]", re.IGNORECASE), re.compile(">")),
    (re.compile(r"<[!?]"), re.compile(">")),
)
_VOID = ("br", "col", "frame", "hr", "input", "link", "meta", "param", "source", "track")
_CONTAINERS = ("ul", "ol", "dl", "select", "table")


def html_blocks(text: str, start: int, end: int) -> list[Block]:
    """Blocks of the HTML in `text[start:end]`: every run of text outside block-level tags.

    Comments, scripts and styles are no text. One pass, linear in the input.
    """
    found: list[Block | None] = []
    kind: BlockKind = "paragraph"
    run = position = start
    while (position := text.find("<", position, end)) >= 0:
        stop, name, closing = _tag(text, position, end)
        inline = not _BLOCK_TAG.fullmatch(name) if name else _COMMENT.match(text, position, end)
        if inline or not stop:
            position = stop or position + 1
            continue
        found += _runs(text, kind, run, position)
        if closing and (name in _KINDS or name in _CONTAINERS):
            kind = "paragraph"
        elif name in _KINDS:
            kind = _KINDS[name]
        run = position = stop
    found += _runs(text, kind, run, end)
    return [one for one in found if one]


def html_values(text: str, start: int, end: int) -> list[Block]:
    """Values of attributes that are read (`alt`, `title`, `placeholder` …), each as a block."""
    found: list[Block | None] = []
    position = start
    while (position := text.find("<", position, end)) >= 0:
        stop, name, closing = _tag(text, position, end)
        last = stop
        if _TEXTAREA.match(text, position, stop) and (tag := _TAG.match(text, position, stop)):
            last, name = tag.end(), "textarea"  # what is in it is what was typed
        if name and not closing:
            found += _read_values(text, position, last)
        position = stop or position + 1
    return [one for one in found if one]


def _read_values(text: str, start: int, end: int) -> Iterator[Block | None]:
    """The values that are read of the tag `text[start:end]`."""
    for match in _ATTRIBUTE.finditer(text, start, end):
        name = match[1].lower()
        if name in _READ and match.lastgroup:
            where = _ONLY_IN.get(name)
            if where is None or where.match(text, start, end):
                yield block(text, "caption", *match.span(match.lastgroup))


def is_kept(tag: str) -> bool:
    """Whether an opening tag says that its element is not to be translated."""
    return "no" in tag and _KEPT.search(tag) is not None


def _tag(text: str, position: int, end: int) -> tuple[int, str, bool]:
    """End, lower-case name and whether it closes, of the tag at `position`; end 0: no tag.

    A comment, an instruction and an element whose content is not shown, or is to be kept, are one
    nameless tag; unclosed they reach to the end, as HTML has it.
    """
    for opening, closing in _NAMELESS if text[position + 1 : position + 2] in "!?" else ():
        if begins := opening.match(text, position, end):
            found = closing.search(text, begins.end(), end)
            return (found.end() if found else end), "", False
    match = _TAG.match(text, position, end)
    if not match:
        return (end if _CUT_OFF.match(text, position, end) else 0), "", False
    name, closes = match[2].lower(), bool(match[1])
    if closes or match[0].endswith("/>"):
        return match.end(), name, closes
    if name in _HIDDEN:
        close = re.compile(rf"</{name}(?=[\s/>])[^>]*>", re.IGNORECASE).search(
            text, match.end(), end
        )
        return (close.end() if close else end), "", False
    if is_kept(match[0]) and _BLOCK_TAG.fullmatch(name) and name not in _VOID:
        return _after_element(text, name, match.end(), end), "", False
    return match.end(), name, closes


def _after_element(text: str, name: str, position: int, end: int) -> int:
    """Where an element ends whose opening tag ends at `position`."""
    depth = 1
    for match in re.compile(rf"<(/?){name}(?=[\s/>])[^<>]*>", re.IGNORECASE).finditer(
        text, position, end
    ):
        if name == "p" and not match[1]:  # a paragraph ends where the next one begins
            return match.start()
        depth += -1 if match[1] else 1
        if not depth:
            return match.end()
    return end


def _runs(text: str, kind: BlockKind, start: int, end: int) -> list[Block | None]:
    """A run as a block; a row of links with nothing said between them (a menu) as one for each."""
    links: list[tuple[int, int]] = []
    said, at, open_ = "", start, False
    for match in _ANY_TAG.finditer(text, start, end) if _ROW.search(text, start, end) else ():
        if not open_:
            said += text[at : match.start()]
        if _LINK_TAG.match(match[0]):
            opens = match[0][1] != "/"
            if open_:  # a link ends where the next one begins
                links[-1] = (links[-1][0], match.start())
            if opens:
                links.append((match.end(), end))
            open_ = opens
        at = match.end()
    said += "" if open_ else text[at:end]
    if len(links) < 2 or any(map(str.isalnum, said)):
        return [_run(text, kind, start, end)]
    return [_run(text, kind, *link) for link in links]


def _run(text: str, kind: BlockKind, start: int, end: int) -> Block | None:
    """A run as a block; None where nothing is left of it without its inline tags.

    Images and comments before its first word, and after its last, are not in it.
    """
    if "<!--" in text[start:end] or "<img" in text[start:end].lower():
        start, end = _without_images(text, start, end)
    if not any(char.isalnum() for char in _ANY_TAG.sub("", text[start:end])):
        return None
    return block(text, kind, start, end)


def _without_images(text: str, start: int, end: int) -> tuple[int, int]:
    """A run from its first text, or tag of anything but an image or a comment, to its last."""
    first, last, at = end, start, start
    for match in _ANY_TAG.finditer(text, start, end):
        between = text[at : match.start()].strip()
        image = match[0][:4].lower() in ("<img", "<!--")
        if between or not image:
            first = min(first, at if between else match.start())
            last = match.start() if image else match.end()
        at = match.end()
    if text[at:end].strip():
        return min(first, at), end
    return min(first, last), last
