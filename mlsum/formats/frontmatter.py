"""Front matter: a head in YAML between `---` lines, or in TOML between `+++`, then Markdown.

Every scalar of the head is a field, those of nested maps and lists too. Its label is the key it
stands under, the inner one where maps are nested; the items of a list share the list's key.
"""

import re
from dataclasses import replace

from mlsum.core.document import Body, Document, Item, Part, Source
from mlsum.core.errors import FormatError
from mlsum.formats.heads import Head
from mlsum.formats.splice import Edits, keep_newlines, splice, trimmed
from mlsum.formats.tomlhead import TomlHead
from mlsum.formats.yamlhead import YamlHead

__all__ = ["parse", "render", "sniff"]

_LONGEST = 100_000  # characters of a head; real ones have a few hundred
_OPEN = re.compile(r"(---|\+\+\+)[ \t]*(?:\r\n|\n|\r)")
_CLOSE = {
    "---": re.compile(r"(?<=[\r\n])(?:---|\.\.\.)[ \t]*(?=[\r\n]|\Z)"),
    "+++": re.compile(r"(?<=[\r\n])\+\+\+[ \t]*(?=[\r\n]|\Z)"),
}
# Between two rules of a Markdown text there may be anything; a head begins with a key.
_KEY = re.compile(r"(?:\s*(?:#[^\r\n]*)?[\r\n])*+\s*(?:[\w\"'][^\r\n:=]*[:=]|\[|\Z)")


def sniff(source: Source) -> bool:
    """A fence in the first line, another one later, and a key (or nothing) between them."""
    found = _fences(source.text)
    return bool(found and _KEY.match(source.text, found[1], found[2]))


def parse(source: Source) -> Document:
    """One item: the scalars of the head, and the Markdown after it.

    Raises FormatError, with line and column, where the head is not closed or broken.
    """
    found = _fences(source.text)
    if found is None:
        message = "no front matter: a line --- or +++ at the top and another after it"
        hint = f"heads have at most {_LONGEST} characters; read others with --input-format markdown"
        raise FormatError(message, where=source.path or "", hint=hint)
    head = _head(source, found)
    body = trimmed(source.text, found[3], len(source.text))
    item = Item(head.fields, Body(body, "markdown") if body.text else None)
    return Document(source, "frontmatter", (item,))


def render(document: Document, edits: Edits) -> str:
    """The text with the edits written in, those of the head in the language of the head.

    Raises FormatError where the head is so unusual that the new one would not say the new texts.
    """
    found = _fences(document.source.text)
    bodies = {body.text for body in document.bodies}
    if found is None:
        return document.source.text
    head = _head(document.source, found)

    def escape(part: Part, text: str) -> str:
        if part in bodies:
            return keep_newlines(text, document.source)
        return head.escape(part, text)

    text = splice(document, edits, escape)
    _check(document, edits, text)
    return text


def _check(document: Document, edits: Edits, text: str) -> None:
    """Read the new text again: a file that says something else must not be written."""
    source = replace(document.source, text=text)
    expected = [edits.get(field.value, field.value.text) for field in document.fields]
    try:
        if [field.value.text for field in parse(source).fields] == expected:
            return
    except FormatError:
        pass
    message = "the new texts cannot be written into this front matter"
    hint = "write its values in one line each, in quotes, and try again"
    raise FormatError(message, where=source.path or "", hint=hint)


def _fences(text: str) -> tuple[str, int, int, int] | None:
    """The kind of fence, the start and end of the head, the start of the body."""
    opening = _OPEN.match(text)
    if opening is None:
        return None
    start = opening.end()
    closing = _CLOSE[opening[1]].search(text, start, start + _LONGEST)
    if closing is None:
        return None
    return opening[1], start, closing.start(), closing.end()


def _head(source: Source, found: tuple[str, int, int, int]) -> Head:
    kind, start, end, _ = found
    return (YamlHead if kind == "---" else TomlHead)(source, start, end)
