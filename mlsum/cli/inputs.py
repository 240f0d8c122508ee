"""Read what the command line names: files, standard input, addresses, or words."""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from mlsum.core.document import Document
from mlsum.core.errors import InputError, UsageError
from mlsum.formats import has_known_ending, parse_bytes, parse_file, parse_text
from mlsum.formats.files import within

__all__ = ["STDIN", "documents", "is_words"]

STDIN = "-"
_WEB = ("http://", "https://")


def documents(paths: Sequence[str], format_name: str | None) -> Iterator[Document | InputError]:
    """The documents at `paths` (`-` is standard input), at addresses, or of words, one by one.

    A document that cannot be read comes as its InputError, so that one bad file does not keep
    the others from being worked on.
    """
    if list(paths).count(STDIN) > 1:
        raise UsageError("standard input can be read only once")
    for path in paths:
        try:
            yield _read(path, format_name)
        except InputError as error:
            yield error


def is_words(text: str) -> bool:
    """Whether an argument is a text of several words rather than the name of a file."""
    if len(text.split()) < 2 or text.lower().startswith(_WEB):
        return False
    try:
        return not (Path(text).exists() or has_known_ending(text))
    except OSError:  # too long for a name
        return True


def _read(path: str, format_name: str | None) -> Document:
    if path.lower().startswith(_WEB):
        from mlsum.store.address import fetch

        document = parse_bytes(fetch(path), path, format_name)
    elif path == STDIN:
        document = parse_bytes(within(sys.stdin.buffer, "<stdin>"), "<stdin>", format_name)
    elif is_words(path):
        document = parse_text(f"{path}\n", format_name or "plain")
    else:
        document = parse_file(Path(path), format_name)
    if not document.source.text.strip():
        hint = "check that it was saved, or name another file"
        raise InputError("the document is empty", where=path, hint=hint)
    return document
