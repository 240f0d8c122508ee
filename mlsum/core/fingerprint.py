"""A digest of the settings that decide an output, which stays the same from version to version.

The settings are written as JSON: names in order, and of each group of options only those that
differ from their defaults. So a new option with a default changes no digest, and neither does the
order in which options are declared. `VERSION` is part of the text; it goes up when the way of
writing changes, and then all digests do.
"""

import json
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import MISSING, fields, is_dataclass
from hashlib import blake2b
from typing import Any

from mlsum.core.lang import Lang

__all__ = ["VERSION", "canonical", "fingerprint"]

VERSION = 1


def fingerprint(**settings: object) -> str:
    """The digest of named settings: 32 hexadecimal digits (BLAKE2b of their canonical text)."""
    return blake2b(canonical(**settings).encode(), digest_size=16).hexdigest()


def canonical(**settings: object) -> str:
    """The settings as JSON: what `fingerprint` digests.

    Values may be strings, numbers, None, languages, sets, sequences, mappings and dataclasses.
    Raises TypeError for any other, whose text might differ from run to run.
    """
    plain = {name: _plain(value) for name, value in settings.items()}
    return json.dumps([VERSION, plain], sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value: object) -> Any:
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Lang):
        return str(value)
    if isinstance(value, Set):
        return sorted(map(_plain, value))
    if isinstance(value, Mapping):  # as pairs: the order of its entries may matter
        return [[_plain(key), _plain(one)] for key, one in value.items()]
    if isinstance(value, Sequence):
        return [_plain(one) for one in value]
    if is_dataclass(value):
        return dict(_changed(value))
    raise TypeError(f"a {type(value).__name__} has no fingerprint")


def _changed(group: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a dataclass that differ from their defaults."""
    for one in fields(group):
        default = one.default if one.default_factory is MISSING else one.default_factory()
        value = getattr(group, one.name)
        if one.init and value != default:
            yield one.name, _plain(value)
