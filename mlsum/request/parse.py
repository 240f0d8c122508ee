"""Values by name, as text or parsed, become one `Request`."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any, Literal, get_args, get_origin

from mlsum.core.errors import UsageError, did_you_mean
from mlsum.request.option import Option
from mlsum.request.table import OPTIONS
from mlsum.request.values import Request

__all__ = ["parse_request"]

_SWITCH = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


def parse_request(values: Mapping[str, Any], base: Request | None = None) -> Request:
    """The request with these options set over those of `base`; None sets nothing.

    Keys are names of the table (`to`, `beam`, `summarizer`). Values are text, as in a query or a
    configuration, or already what the text stands for. Raises UsageError for a name or a value
    that is unknown, LanguageError for a language, InputError and its kinds for a glossary.
    """
    given = {name: value for name, value in values.items() if value is not None}
    request = replace(base or Request(), given=frozenset(given))
    for name, value in given.items():
        if name not in OPTIONS:
            raise UsageError(f"unknown option {name!r}", hint=did_you_mean(name, OPTIONS))
        request = _set(request, OPTIONS[name].into, _value(OPTIONS[name], value))
    return request


def _set(value: Any, path: str, new: Any) -> Any:
    """A frozen value with what lies at a dotted path replaced."""
    name, _, rest = path.partition(".")
    return replace(value, **{name: _set(getattr(value, name), rest, new) if rest else new})


def _value(option: Option, value: Any) -> Any:
    """The value of an option: checked where it is a choice or a number, read where it is more."""
    choices = get_args(option.kind) if get_origin(option.kind) is Literal else ()
    if choices and value not in choices:
        hint = did_you_mean(str(value), choices, f"one of {', '.join(choices)}")
        raise UsageError(f"{value!r} is no value", where=option.flag, hint=hint)
    if option.kind in (bool, int, float) and isinstance(value, str):
        value = _scalar(option, value)
    if option.kind in (int, float) and not option.least <= value <= option.most:
        raise UsageError(f"{value} is out of range", where=option.flag)
    return option.read(value) if option.read else value


def _scalar(option: Option, text: str) -> bool | int | float:
    with suppress(ValueError, KeyError):
        return _SWITCH[text.strip().casefold()] if option.kind is bool else option.kind(text)
    raise UsageError(f"{text!r} is no {option.kind.__name__}", where=option.flag)
