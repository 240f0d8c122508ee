"""Whether Markdown comes back whole in another language: its blocks, links, code and marks.

    python scripts/eval_markdown.py FILE_OR_FOLDER… [--to pt] [--echo] [--show]

A row for each file, then the number of files in which each survives a translation: the sequence of
blocks, the targets of links and images, code, tags of HTML, and what CommonMark does not know
(templates, wiki links, attributes, comments, emoji names …). An independent parser, markdown-it,
reads both texts. With `--echo` no model is asked; `--show` prints what differs.
"""

import argparse
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from mlsum import formats
from mlsum.core.document import Document
from mlsum.core.lang import Lang
from mlsum.translation import Options, run_all

_BATCH = 8  # files that are translated at once
_BEYOND = re.compile(
    r"\{%.*?%\}|\{\{.*?\}\}|\{[:.#][^{}\n]*\}|\{[\w-]+=[^{}\n]*\}|\[\[[^\[\]|\n]*(?=\||\]\])|%%.*?%%"
    r"|:[a-z0-9+][a-z0-9_+-]*:(?!\w)|(?<=\s)\^[\w-]+$|\[![\w-]+\]|^[ >]*:{3,}[\w {}.-]{0,20}"
    r"|^[ ]*(?:!!!|\?\?\?\+?) [\w -]+|\[\^[^\]\s]+\]|\{[\w:-]+\}`[^`\n]*`"
    r"|(?<![\w&/#(])#[^\W\d_][\w/-]*"
    r"|^(?:import|export) .*$|</?[A-Z][^<>]*?(?=[\s>])",
    re.MULTILINE,
)
# As a list item, the text of a note or an admonition is none of code.
_INDENTED = re.compile(r"^(\[\^[^\]\s]+\]:|!!!|\?\?\?\+?)(?= )", re.MULTILINE)
_ADMONITION = re.compile(r"\{(?:note|tip|hint|warning|attention|important|caution|danger)\}")
_PARTS = ("blocks", "links", "code", "tags", "beyond")

Structure = dict[str, list[str]]


def structure(text: str) -> Structure:
    """What a translation must not change, by part."""
    found: Structure = {part: [] for part in _PARTS}
    for token in (
        MarkdownIt("commonmark")
        .enable(["table", "strikethrough"])
        .parse(_INDENTED.sub("-  ", text))
    ):
        if token.type in ("fence", "code_block") and not _ADMONITION.match(token.info):
            found["code"].append(token.content)
        if token.type == "html_block":
            found["tags"] += re.findall(r"</?[a-z][\w-]*", token.content, re.IGNORECASE)
        found["blocks"].append(f"{token.type} {token.tag}")
        for child in _inlines(token):
            _add(found, child)
    found["beyond"] = _BEYOND.findall(text)
    return {part: said if part == "blocks" else sorted(said) for part, said in found.items()}


def _inlines(token: Token) -> Iterator[Token]:
    for child in token.children or ():
        yield child
        yield from _inlines(child)


def _add(found: Structure, token: Token) -> None:
    if token.type == "code_inline":
        found["code"].append(token.content)
    elif token.type == "html_inline":
        found["tags"] += re.findall(r"</?[a-z][\w-]*", token.content, re.IGNORECASE)
    elif target := token.attrs.get("href") or token.attrs.get("src"):
        found["links"].append(str(target))


def differences(before: Structure, after: Structure) -> dict[str, list[str]]:
    """By part, what is missing in the second, or was added (with a plus)."""
    found: dict[str, list[str]] = {}
    for part in _PARTS:
        old, new = Counter(before[part]), Counter(after[part])
        differ = [*(old - new).elements(), *(f"+{it}" for it in (new - old).elements())]
        if before[part] != after[part]:
            found[part] = differ or ["in another order"]
    return found


def translations(documents: Sequence[Document], options: Options) -> Iterator[str]:
    for at in range(0, len(documents), _BATCH):
        some = documents[at : at + _BATCH]
        for document, result in zip(some, run_all(some, options), strict=True):
            yield formats.render(document, result.edits)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("paths", type=Path, nargs="+")
    parser.add_argument("--to", default="pt")
    parser.add_argument("--echo", action="store_true")
    parser.add_argument("--show", action="store_true")
    args = parser.parse_args()
    paths = [
        path
        for given in args.paths
        for path in (sorted(given.rglob("*.md*")) if given.is_dir() else [given])
    ]
    documents = [formats.parse_bytes(path.read_bytes(), str(path)) for path in paths]
    options = Options(Lang.parse(args.to), **({"engine": "echo"} if args.echo else {}))
    survived: Counter[str] = Counter()
    for path, document, new in zip(paths, documents, translations(documents, options), strict=True):
        old = document.source.text
        assert formats.render(document, {}) == old, path
        differ = differences(structure(_body(old)), structure(_body(new)))
        survived.update(part for part in _PARTS if part not in differ)
        survived["all"] += not differ
        marks = "  ".join(
            f"{part} {'no' if part in differ else 'yes'}".ljust(10) for part in _PARTS
        )
        print(f"{path.name[:44]:<44}  {marks}".rstrip())
        for part, found in differ.items() if args.show else ():
            print(f"    {part}: {found[:6]}")
    print(", ".join(f"{part} {survived[part]}" for part in (*_PARTS, "all")), f"of {len(paths)}")


def _body(text: str) -> str:
    """The text without its front matter, which is not Markdown."""
    head = re.match(r"---\n.*?\n---\n", text, re.DOTALL)
    return text[head.end() :] if head else text


if __name__ == "__main__":
    main()
