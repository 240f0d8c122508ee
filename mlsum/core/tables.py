"""The tables under `mlsum/data/`, and what installed packages add to them.

A package adds rows by an entry point of the group `mlsum.tables` that names the package in which
its tables lie; they have the file names and columns of ours. What a table says already stays.
"""

from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from mlsum.core.plugins import added

__all__ = ["read_rows", "read_words"]


def read_rows(name: str) -> list[dict[str, str]]:
    """The rows of a table such as `labels.tsv`, column → cell, ours first.

    The first line of a file names its columns; lines that start with `#` are comments.
    """
    found = []
    for lines in _lines(name):
        header, *rows = (line.split("\t") for line in lines if line)
        found += [dict(zip(header, row, strict=True)) for row in rows]
    return found


def read_words(name: str) -> dict[str, frozenset[str]]:
    """The words of a list such as `stopwords.txt`, by language: `en: a about above`."""
    found: dict[str, frozenset[str]] = {}
    for lines in _lines(name):
        for line in lines:
            language, _, words = line.partition(":")
            found[language] = found.get(language, frozenset()) | frozenset(words.split())
    return found


def _lines(name: str) -> Iterator[list[str]]:
    for folder in _folders():
        file = folder.joinpath(name)
        if file.is_file():
            lines = file.read_text(encoding="utf-8").splitlines()
            yield [line for line in lines if not line.startswith("#")]


@lru_cache(maxsize=1)
def _folders() -> tuple[Traversable, ...]:
    packages = (entry.value for _, entry in sorted(added("tables").items()))
    return (files("mlsum").joinpath("data"), *map(files, packages))
