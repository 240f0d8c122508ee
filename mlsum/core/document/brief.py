"""A short `repr` of values that hold whole documents."""

from dataclasses import MISSING, fields
from reprlib import Repr
from typing import Any

__all__ = ["brief"]

_REPR = Repr()
_REPR.maxstring = 60
_REPR.maxother = 100
_REPR.maxtuple = 2


def brief(value: Any) -> str:
    """The `repr` of a dataclass on one line: long texts cut, defaults left out."""
    shown = (
        f"{one.name}={_REPR.repr(getattr(value, one.name))}"
        for one in fields(value)
        if one.repr and (one.default is MISSING or getattr(value, one.name) != one.default)
    )
    return f"{type(value).__name__}({', '.join(shown)})"
