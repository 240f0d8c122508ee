"""Text runs of HTML: what stands between block-level tags; inline tags stay in their run."""

import re

from mlsum.document import Block, BlockKind
from mlsum.segment.lines import block

__all__ = ["BLOCK_START", "html_blocks"]

# Tags that end a run of text: CommonMark's block-level names and the ones that show no text.
_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|br|button|caption|center|col|colgroup|dd"
    "|details|dialog|dir|div|dl|dt|fieldset|figcaption|figure|footer|form|frame|frameset|h[1-6]"
    "|head|header|hr|html|iframe|img|input|label|legend|li|link|main|menu|menuitem|meta|nav"
    "|noframes|noscript|object|ol|optgroup|option|p|param|picture|pre|script|section|select|source"
    "|style|summary|svg|tab|table|tbody|td|template|textarea|tfoot|th|thead|title|tr|track|ul|video"
)
# A quoted value may hold `>` but not `<`: so a scan never runs past the next tag (linear time).
_TAG = re.compile(r"""<(/?)([A-Za-z][\w:-]*)(?:[^<>"']++|"[^"<]*"|'[^'<]*')*+>""")
_BLOCK_TAG = re.compile(_BLOCK_TAGS, re.IGNORECASE)
_INLINE = re.compile(r"""</?[A-Za-z][^<>]*>""")
_HIDDEN = ("script", "style", "svg", "template", "noscript", "textarea")
_KINDS: dict[str, BlockKind] = {
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6", "title", "summary", "dt"), "heading"),
    **dict.fromkeys(("li", "dd", "option"), "list"),
    **dict.fromkeys(("td", "th"), "table"),
    **dict.fromkeys(("figcaption", "caption", "legend"), "caption"),
    "blockquote": "quote",
    "pre": "code",
}
_CONTAINERS = ("ul", "ol", "dl", "select", "table")

# How a line of Markdown starts that begins a block of HTML.
BLOCK_START = re.compile(rf"<(?:!|\?|/?(?:{_BLOCK_TAGS})(?=[\s/>]|$))", re.IGNORECASE)


def html_blocks(text: str, start: int, end: int) -> list[Block]:
    """Blocks of the HTML in `text[start:end]`: every run of text outside block-level tags.

    Comments, scripts and styles are no text. One pass, linear in the input.
    """
    found: list[Block | None] = []
    kind: BlockKind = "paragraph"
    run = position = start
    while (position := text.find("<", position, end)) >= 0:
        stop, name, closing = _tag(text, position, end)
        if (name and not _BLOCK_TAG.fullmatch(name)) or not stop:
            position = stop or position + 1
            continue
        found.append(_run(text, kind, run, position))
        if closing and (name in _KINDS or name in _CONTAINERS):
            kind = "paragraph"
        elif name in _KINDS:
            kind = _KINDS[name]
        run = position = stop
    found.append(_run(text, kind, run, end))
    return [one for one in found if one]


def _tag(text: str, position: int, end: int) -> tuple[int, str, bool]:
    """End, lower-case name and whether it closes, of the tag at `position`; end 0: no tag.

    A comment, an instruction and an element whose content is not shown are one nameless tag;
    unclosed they reach to the end, as HTML has it.
    """
    for opening, closing in (("<!--", "-->"), ("<?", "?>"), ("<!", ">")):
        if text.startswith(opening, position):
            stop = text.find(closing, position + len(opening), end)
            return (stop + len(closing) if stop >= 0 else end), "", False
    match = _TAG.match(text, position, end)
    if not match:
        return 0, "", False
    name, closes = match[2].lower(), bool(match[1])
    if name in _HIDDEN and not closes and not match[0].endswith("/>"):
        close = re.compile(rf"</{name}[^>]*>", re.IGNORECASE).search(text, match.end(), end)
        return (close.end() if close else end), "", False
    return match.end(), name, closes


def _run(text: str, kind: BlockKind, start: int, end: int) -> Block | None:
    """A run as a block; None where nothing is left of it without its inline tags."""
    if not any(char.isalnum() for char in _INLINE.sub("", text[start:end])):
        return None
    return block(text, kind, start, end)
