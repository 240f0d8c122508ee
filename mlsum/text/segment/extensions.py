"""Markdown beyond CommonMark: templates, admonitions, attributes, comments, tags, as a table.

A parser of CommonMark knows none of this. Before it reads a text, each such stretch is written
over with a character that is neither a letter nor a mark, so that all offsets stay as they are;
a line that is nothing else is written over as an empty heading, which parts what is around it.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["FILLER", "Extension", "Masked", "mask", "mask_plain"]

# For CommonMark neither white space, punctuation nor control; for anyone no letter and no digit.
FILLER = "\ue000"


@dataclass(frozen=True, slots=True)
class Extension:
    """A stretch that is no text: `hidden` from readers, or read as a `word` of its sentence.

    An `attribute` belongs to the link or image that it touches.
    """

    start: int
    end: int
    hidden: bool = False
    word: bool = False
    attribute: bool = False


@dataclass(slots=True)
class Masked:
    """The text as the parser reads it, what was written over, and the titles of admonitions."""

    copy: str
    extensions: list[Extension] = field(default_factory=list)
    titles: dict[int, tuple[int, int]] = field(default_factory=dict)


_ATTRIBUTES = r"""\{(?::[^{}\n]{0,300}|[.\#][^{}\n]{1,300}|[\w-]{1,40}=[^{}\n]{1,300})\}"""
# Inline: the name says what becomes of it, see `_EXTENSIONS`.
_INLINE = re.compile(
    rf"""(?P<jsx></?[A-Z][\w.]{{0,60}}\s[^<>]{{0,999}}=\{{[^<>]{{0,999}}>)
       | (?P<tag>\{{%.{{1,999}}?%\}}|\{{\{{[<%].{{1,999}}?[%>]\}}\}})        # Liquid, Jinja, Hugo
       | (?P<comment>\{{\#.{{1,999}}?\#\}}|\{{/\*.{{0,999}}?\*/\}}|%%(?=[^%]).{{1,999}}?%%)
       | (?P<role>\{{[\w:+.-]{{1,60}}\}}`[^`\n]{{1,999}}`)                  # {{py:meth}}`x`
       | (?P<embed>!\[\[[^\[\]\n]{{1,300}}\]\])
       | (?P<page>\[\[[^\[\]\n|]{{1,300}}(?:\|[^\s\[\]|]{{0,99}}[/.-][^\s\[\]|]{{0,99}})?\]\](?!\())
       | (?P<variable>\{{\{{[^{{}}\n]{{1,300}}\}}\}})
       | (?P<attributes>{_ATTRIBUTES})
       | (?P<note>\[\^[^\]\s]{{1,99}}\](?!:))
       | (?P<citation>\[-?@[^\[\]\n]{{1,200}}\](?![(\[]))
       | (?P<id>(?<=[ \t\n])\^[A-Za-z0-9-]{{1,64}}(?=[ \t]*$))
       | (?P<hashtag>(?<![\w&/\#(\[])\#[^\W\d_]\w{{0,99}}(?P<path>(?:[/-]\w{{1,99}}){{1,9}})?)
       | (?P<emoji>(?<![\w:|]):[a-z0-9+][a-z0-9_+-]{{0,39}}:(?![\w:|]))
    """,
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
# How each of these begins: literals, for which a search is fast.
_SIGNS = re.compile(
    r"\{|%(?=%)|\[(?=[\^@\[-])|!(?=\[\[)|\^(?=\w)|\#(?=\w)|:(?=[a-z0-9+])|<(?=/?[A-Z])"
)
# hidden, word, attribute; those of which nothing is said are kept by the shield where they stand.
_EXTENSIONS: dict[str, tuple[bool, bool, bool]] = {
    "jsx": (True, False, False),
    "tag": (True, True, False),
    "comment": (True, False, False),
    "role": (False, True, False),
    "embed": (True, False, False),
    "page": (False, True, False),
    "attributes": (True, False, True),
    "note": (True, False, False),
    "citation": (False, True, False),
    "id": (True, False, False),
    "hashtag": (False, True, False),
}
# Lines: what is in `title` or behind the match is text; the rest is written over.
_LINE = re.compile(
    r"""^(?:(?P<callout>[ \t]{0,3}>[ \t>]{0,20})\[![\w |-]{1,60}\][+-]?   # > [!NOTE] Title
       | (?P<container>[ \t>]{0,20}):{3,}(?:[ \t]*(?:\{[^{}\n]*\}|[\w-]+))?
         (?:\[(?P<title>[^\]\n]*)\]|[ \t]+(?P<words>[^\s{}:][^{}\n]*?))?
         (?:[ \t]*\{[^{}\n]*\})?[ \t:]*$
       | [ \t]{0,9}
         (?-i:</?[A-Z]\w{0,40}[a-z]\w{0,40}(?:\.\w{1,40})?(?:\s[^<>\n]{0,999})?/?>[ \t]*)+$
       | import\s+(?:[\w*{][^'"\n]*\sfrom\s+)?['"][^'"\n]+['"];?[ \t]*$
       | export\s+(?:default|const|let|var|function|async)\b[^\n]*
         (?:(?<=[{(\[])\n(?:[^\n]*\S[^\n]*\n)*)?
       | [ \t]{0,3}\[(?:TOC|\[_?TOC_?\])\][ \t]*$
       | [ \t]{0,3}(?:\\[A-Za-z]{2,30}(?:\{[^{}\n]*\})*|-+8<-+[^\n]*|<<<[^\n]+)[ \t]*$
       )""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
_LINE_SIGNS = re.compile(
    r":::|\[!|^import\s|^export\s|TOC|^[ \t]*(?:\\|-+8<|</?[A-Z]|<<<)", re.M | re.I
)
# MkDocs: what follows is indented by four, as in an item of a list.
_ADMONITION = re.compile(
    r"""^([ \t>]*)(?:(?:!!!|\?\?\?\+?)[ \t]+[a-z][\w-]*(?:[ \t]+[a-z][\w-]*)*|===[!+]?(?=[ \t]+"))
        (?:[ \t]+"(?P<title>[^"\n]*)")?[ \t]*$""",
    re.VERBOSE | re.MULTILINE,
)
# MyST: an admonition between fences of code.
_FENCED = re.compile(
    r"^([ \t]*(`{3,}|~{3,}))\{(?:admonition|note|tip|hint|important|warning|caution|danger|error"
    r"|attention|seealso|topic|sidebar|margin|dropdown)\}(?P<title>[^\n]*)\n"
    r"(?:.*\n){0,500}?(?P<end>[ \t]*\2[`~]*[ \t]*)$",
    re.MULTILINE,
)
# Code between tags of a template: {% highlight python %} … {% endhighlight %}.
_TAGGED_CODE = re.compile(
    r"^[ \t]*\{(?:%-?|\{[<%])[ \t]*(?P<name>highlight|code\w*|comment|mermaid|plantuml|style|script"
    r"|javascript)\b[^{}\n]*\}+[ \t]*\n(?:.*\n){0,500}?"
    r"[ \t]*\{(?:%-?|\{[<%])[ \t]*(?:end|/)[ \t]*(?P=name)\b[^{}\n]*\}+[ \t]*$",
    re.MULTILINE,
)
# A link to a file whose name has blanks, which CommonMark does not allow.
_BLANKS = re.compile(r"\]\((?P<path>[^()\s\"'<>]+(?:[ ][^()\s\"'<>]+)+\.\w{2,5}(?:\#[^()\s]*)?)\)")
# A bar in code parts no cells for who writes it.
_BAR_IN_CODE = re.compile(r"(?<![`\\])`[^`\n|]{0,300}\|[^`\n]{0,300}`(?!`)")
# What looks like a definition, but is text to its reader: [Note]: yes
_DEFINITION = re.compile(
    r"^[ \t>]{0,20}\[(?P<label>[^\]\n^][^\]\n]{0,99})\]:[ \t]*(?!\S*[/.#:<])\S", re.MULTILINE
)
_BRACKETS = re.compile(r"\[([^\[\]\n]{1,99})\]")
_INSIDE_WORDS = re.compile(r"(?<=\w)(?:\*+|~~)(?=\w)")


def mask(text: str, *, lines: bool = True) -> Masked:
    """Write over what CommonMark does not know; without `lines`, only what is in them."""
    found = Masked(text)
    if lines:
        _mask_lines(found)
    _mask_inline(found, lines)
    if "|" in found.copy:
        found.copy = _BAR_IN_CODE.sub(lambda match: match[0].replace("|", FILLER), found.copy)
    if "](" in found.copy:
        found.copy = _BLANKS.sub(_without_blanks, found.copy)
    return found


def mask_plain(text: str, dunder: "re.Pattern[str]") -> Masked:
    """Write over what would be marks in Markdown, but is none in data: 5*3*2, __name__."""
    copy = dunder.sub(lambda match: FILLER * len(match[0]), text)
    return Masked(_INSIDE_WORDS.sub(lambda match: FILLER * len(match[0]), copy))


def _mask_lines(found: Masked) -> None:
    if _LINE_SIGNS.search(found.copy):
        found.copy = _LINE.sub(_as_heading, found.copy)
    if '"' in found.copy or "!!!" in found.copy or "???" in found.copy:
        found.copy = _ADMONITION.sub(lambda match: _as_item(match, found), found.copy)
    if "{" in found.copy:
        found.copy = _TAGGED_CODE.sub(_without_lines, found.copy)
        found.copy = _FENCED.sub(_without_fences, found.copy)
    if _DEFINITION.search(found.copy):
        used = Counter(_BRACKETS.findall(found.copy))
        found.copy = _DEFINITION.sub(
            lambda match: match[0].replace("[", FILLER, used[match["label"]] == 1), found.copy
        )


def _as_heading(match: re.Match[str]) -> str:
    """A line, or the mark that begins it, as the marks of a heading that holds its title."""
    prefix = match["callout"] or match["container"] or ""
    at = match.start()
    title = next((match.span(it) for it in ("title", "words") if match[it]), (match.end(),) * 2)
    before, after = title[0] - at - len(prefix), match.end() - title[1]
    if "\n" in match[0]:
        return _without_lines(match)
    return f"{prefix}{'#'.ljust(before)}{match.string[slice(*title)]}{' ' * after}"


def _without_lines(match: re.Match[str]) -> str:
    return "\n".join("#".ljust(len(line)) if line else "" for line in match[0].split("\n"))


def _as_item(match: re.Match[str], found: Masked) -> str:
    """The line that begins an admonition as a list item without a word."""
    start = match.end(1) + 2
    found.extensions.append(Extension(start, match.end(), hidden=True))
    if match["title"]:
        found.titles[start] = match.span("title")
    return f"{match[1]}- {FILLER * (match.end() - start)}"


def _without_fences(match: re.Match[str]) -> str:
    at, title = match.start(), match.span("title")
    head = "#".ljust(title[0] - at) + match["title"]
    body = match.string[title[1] : match.start("end")]
    return f"{head}{body}{'#'.ljust(len(match['end']))}"


def _without_blanks(match: re.Match[str]) -> str:
    return f"]({match['path'].replace(' ', '-')})"


def _mask_inline(found: Masked, lines: bool) -> None:
    copy = found.copy
    written: list[str] = []
    at = 0
    for sign in _SIGNS.finditer(copy):
        match = _INLINE.match(copy, sign.start()) if sign.start() >= at else None
        if match is None:
            continue
        start, end = match.span()
        written += [copy[at:start], re.sub(r"[^\n]", FILLER, match[0])]
        at = end
        name = match.lastgroup or ""
        if (name != "hashtag" or match["path"]) and (behaviour := _EXTENSIONS.get(name)):
            found.extensions += _by_line(copy, start, end, behaviour)
    if not written:
        return
    found.copy = "".join([*written, copy[at:]])
    found.extensions.sort(key=lambda one: one.start)
    if lines:
        found.copy = _LINE_OF_FILLERS.sub(lambda match: "#".ljust(len(match[0])), found.copy)


_LINE_OF_FILLERS = re.compile(
    rf"(?<=^)(?P<indent>[ \t]{{0,3}}){FILLER}[{FILLER} \t]*$", re.MULTILINE
)


def _by_line(
    text: str, start: int, end: int, behaviour: tuple[bool, bool, bool]
) -> Iterator[Extension]:
    """An extension of several lines as one for each."""
    for line in re.compile(r"[^\n]+").finditer(text, start, end):
        yield Extension(*line.span(), *behaviour)
