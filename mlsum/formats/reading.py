"""What the parts of a document say, where they are written in entities or were decoded wrongly.

News services put the entities of HTML into JSON and text (`n&atilde;o`), and programs decode UTF-8
as Latin-1 (`NotÃ­cias`). Such parts are read as what they say, so that detection, translation, key
terms and summaries see words; their characters in the source stay until they are edited. Wrong
decoding is undone by ftfy, its encoding fix alone (Speer, ftfy, 2019, doi:10.5281/zenodo.2591652).
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html import unescape

from mlsum.core.document import Body, Document, Field, Item, Markup, Part

__all__ = ["ENTITY", "character", "misread", "parts", "readable", "reads_otherwise"]

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_AFTER_AMPERSAND = re.compile(r"#?\w+;")
# Characters that would be marks of Markdown if they stood there themselves, or end a line.
_MARKS = frozenset("\\`*_[]#|~\n\r\t")
_CODE = re.compile(r"^(?: {4}|\t)[^\n]*$|^(`{3,}|~{3,})[^\n]*$.*?^\1|`[^`\n]{1,999}`", re.M | re.S)
# The first byte of a letter in UTF-8 and what may follow, as Latin-1 and its kin show them.
_SUSPECT = re.compile(r"[À-ôĂĎ-ğА-Яа-я][\x80-¿ŒœŠšŸŽžƒˆ˜–—‘’‚“”„†‡•…‰‹›€™ž�]|[ÃÐ][À-ÿ]")
# Ways of ftfy that are sure: it tries others, in which a few odd letters make sense by chance.
_STEPS = frozenset(
    {
        *("latin-1", "sloppy-windows-1252", "utf-8", "utf-8-variants"),
        *("restore_byte_a0", "decode_inconsistent_utf8"),
    }
)


def readable(document: Document) -> Document:
    """The document with its parts as they are read; `source` and all places stay."""
    return replace(document, items=tuple(map(_item, document.items)))


def parts(document: Document) -> Iterator[Part]:
    """All parts of a document, in the order of its items."""
    for item in document.items:
        for field in item.fields:
            yield from (field.label, field.value)
        for body in (item.body, item.page):
            if body:
                yield from (body.text, *([body.label] if body.label else []))


def reads_otherwise(text: str) -> bool:
    """Whether a source may have parts that read otherwise than its format has them."""
    return "&" in text or "\\u00" in text or _SUSPECT.search(text) is not None


def misread(document: Document, repairs: bool = True) -> tuple[str, ...]:
    """What a reader should know: words that were decoded wrongly, repaired or left.

    The document is as it is written, not `readable`; `repairs` says whether that is done to it.
    """
    found = [line for part in parts(document) for line in part.text.split("\n")]
    wrong = [line for line in found if _SUSPECT.search(line) and _bad(line)]
    left = [line for line in wrong if not repairs or _repaired_line(line) == line]
    notes = []
    if len(wrong) > len(left):
        line = next(line for line in wrong if line not in left)
        shown = f"{_word(line)} as {_word(_repaired_line(line), line)}"
        notes.append(f"read {shown} and the like: UTF-8 that had been decoded as Latin-1")
    if left:
        notes.append(f"left {_word(left[0])}: it looks like UTF-8 decoded as something else")
    return tuple(notes)


def character(match: re.Match[str]) -> str:
    """What an entity stands for, unless that would be markup: `&lt;`, the first of `&amp;lt;`."""
    char = unescape(match[0])
    if char in "<>" or (char == "&" and _AFTER_AMPERSAND.match(match.string, match.end())):
        return match[0]
    return char


def _item(item: Item) -> Item:
    fields = tuple(Field(_part(it.label), _part(it.value), it.key) for it in item.fields)
    return replace(item, fields=fields, body=_body(item.body), page=_body(item.page))


def _body(body: Body | None) -> Body | None:
    if body is None or body.markup == "html":  # read by its own rules
        return body
    label = body.label and _part(body.label)
    return replace(body, text=_part(body.text, body.markup), label=label)


def _part(part: Part, markup: Markup = "plain") -> Part:
    text = part.text
    if "&" in text:
        text = _outside_code(text, markup, lambda it: ENTITY.sub(_unmarked, it))
    if _SUSPECT.search(text):
        text = _outside_code(text, markup, _repaired)
    return part if text == part.text else replace(part, text=text)


def _outside_code(text: str, markup: Markup, read: Callable[[str], str]) -> str:
    """The text read, but for the code of Markdown, which is what it is."""
    if markup != "markdown":
        return read(text)
    written, at = [], 0
    for code in _CODE.finditer(text):
        written += [read(text[at : code.start()]), code[0]]
        at = code.end()
    return "".join([*written, read(text[at:])])


def _unmarked(match: re.Match[str]) -> str:
    said = character(match)
    return match[0] if said in _MARKS else said


def _repaired(text: str) -> str:
    # Not `splitlines`: to that, some bytes of a letter are the end of a line.
    return "\n".join(map(_repaired_line, text.split("\n")))


def _repaired_line(line: str) -> str:
    """A line decoded anew; as it was where that leaves, or makes, characters that make no sense."""
    if not (_SUSPECT.search(line) and _bad(line)):
        return line
    from ftfy import TextFixerConfig, fix_encoding_and_explain

    config = TextFixerConfig(fix_c1_controls=False, replace_lossy_sequences=False)
    new, steps = fix_encoding_and_explain(line, config)
    if not steps or not {said for _, said in steps} <= _STEPS:
        return line
    return line if _bad(new) or new.count("\ufffd") > line.count("\ufffd") else new


def _bad(text: str) -> bool:
    from ftfy.badness import is_bad

    return bool(is_bad(text))


def _word(line: str, like: str = "") -> str:
    """The first word that was decoded wrongly; or, of a repaired line, what became of it."""
    words, others = line.split(), (like or line).split()
    at = next((i for i, one in enumerate(others) if _SUSPECT.search(one)), 0)
    return words[at] if at < len(words) else line[:40]
