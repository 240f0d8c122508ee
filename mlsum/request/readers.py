"""Read the values of options that are more than a number or a name."""

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from mlsum.core.errors import UsageError, did_you_mean
from mlsum.core.lang import Lang
from mlsum.lexicon import Glossary, resolve_language
from mlsum.request.values import Shape

if TYPE_CHECKING:
    from mlsum.memory import Memory

__all__ = ["fields", "glossary", "language", "languages", "megabytes", "memory", "names", "shapes"]


def language(value: str | Lang) -> Lang:
    """A language by tag or name. Raises LanguageError."""
    return value if isinstance(value, Lang) else resolve_language(value)


def languages(value: str | Iterable[str | Lang]) -> tuple[Lang, ...] | None:
    """Several languages; None for an empty list."""
    return tuple(map(language, names(value) if isinstance(value, str) else value)) or None


def names(value: str | Iterable[str]) -> tuple[str, ...]:
    """The names in `a,b` or in a list; one in double quotes may have a comma in it."""
    if not isinstance(value, str):
        return tuple(value)
    rows = csv.reader(io.StringIO(value), skipinitialspace=True)
    return tuple(name.strip() for row in rows for name in row if name.strip())


def fields(value: str | Iterable[str]) -> frozenset[str]:
    """Keys and labels of fields, case folded."""
    return frozenset(name.casefold() for name in names(value))


def glossary(value: str | Path | Glossary) -> Glossary:
    """Terms from a TSV or YAML file. Raises InputError and FormatError."""
    return value if isinstance(value, Glossary) else Glossary.load(Path(value))


def memory(value: bool) -> "Memory | None":
    """The user's translation memory, where it is to be used."""
    from mlsum.memory import Memory

    return Memory.default() if value else None


def megabytes(value: int) -> int:
    """Their number of bytes."""
    return value << 20


def shapes(value: str | Iterable[str]) -> tuple[Shape, ...]:
    """The forms of a job's results. Raises UsageError for an unknown form."""
    known: tuple[Shape, ...] = get_args(Shape)
    given = names(value)
    unknown = [name for name in given if name not in known]
    if unknown or not given:
        message = f"unknown form {unknown[0]!r}" if unknown else "no form of the results is named"
        several = f"--as one or several of {', '.join(known)}"
        hint = did_you_mean(unknown[0], known, several) if unknown else several
        raise UsageError(message, hint=hint, where="--as")
    return tuple(name for name in known if name in given)
