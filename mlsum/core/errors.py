"""Every error mlsum raises, as one tree.

MlsumError                   a message, where it happened, and a hint how to fix it
├── UsageError               wrong options or arguments                       exit 2
│   └── LanguageError        an unknown or impossible language
├── InputError               a document cannot be read                        exit 2
│   ├── EncodingError        its bytes are in no known encoding
│   └── FormatError          its text does not follow the named format
├── OutputError              a result cannot be written                       exit 1
├── MissingError             something that must be installed or pulled       exit 3
│   ├── MissingModelError    a model is not in the local store
│   └── MissingExtraError    an optional package is not installed
├── ModelError               model files are damaged or not what was pinned   exit 3
└── EngineError              an engine failed while running                   exit 1
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches

from mlsum.core.installation import pip_install_extra

__all__ = [
    "EncodingError",
    "EngineError",
    "FormatError",
    "InputError",
    "LanguageError",
    "MissingError",
    "MissingExtraError",
    "MissingModelError",
    "MlsumError",
    "ModelError",
    "OutputError",
    "UsageError",
    "did_you_mean",
    "foreign_errors",
]


class MlsumError(Exception):
    """What went wrong, where (file, field, line), and what the user can do about it."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", where: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.where = where

    def __str__(self) -> str:
        return f"{self.where}: {self.message}" if self.where else self.message


class UsageError(MlsumError):
    """Options or arguments that cannot be followed."""

    exit_code = 2


class LanguageError(UsageError):
    """A language tag that is unknown or not usable here."""


class InputError(MlsumError):
    """A document that cannot be read."""

    exit_code = 2


class EncodingError(InputError):
    """Bytes that are text in no encoding mlsum knows."""


class FormatError(InputError):
    """Text that does not follow the format it was said to be in."""


class OutputError(MlsumError):
    """A result that cannot be written."""


class MissingError(MlsumError):
    """Something that has to be installed or pulled first."""

    exit_code = 3


class MissingModelError(MissingError):
    """No installed model does what was asked."""


class MissingExtraError(MissingError):
    """An optional package is not installed; the hint is the install command."""

    def __init__(self, package: str, extra: str, *, where: str = "") -> None:
        super().__init__(
            f"this needs the package {package}, which is not installed",
            hint=pip_install_extra(extra),
            where=where,
        )


class ModelError(MlsumError):
    """Model files that are damaged or not the ones that were pinned."""

    exit_code = 3


class EngineError(MlsumError):
    """An engine that failed while running."""


@contextmanager
def foreign_errors(where: str, kind: type[MlsumError] = EngineError) -> Iterator[None]:
    """Turn whatever a library raises inside the block into `kind`, naming `where`.

    MlsumError and MemoryError pass through unchanged: the first is already ours, the second
    is the caller's to handle.
    """
    try:
        yield
    except (MlsumError, MemoryError):
        raise
    except Exception as error:
        raise kind(f"{type(error).__name__}: {error}", where=where) from error


def did_you_mean(name: str, known: Iterable[str], otherwise: str = "") -> str:
    """A hint that names the known name most like a mistyped one, before what else may help."""
    names = {one.casefold(): one for one in known} if len(name) <= 100 else {}
    near = get_close_matches(name.casefold(), names, n=1, cutoff=0.6)
    return " ".join([*(f"did you mean {names[one]}?" for one in near), *filter(None, [otherwise])])
