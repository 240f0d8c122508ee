"""Marian's binary model file: a table of tensors and the settings the model was trained with.

Layout, little-endian: version (u64), number of items (u64); per item name length, type, rank and
data length (u64 each); the names, each ended by a zero byte; the shapes (i32 each); the number of
padding bytes (u64) and the padding; the data. A matrix quantized to 8 bits holds its values and,
right behind them, the float32 by which the original was multiplied.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

from mlsum.core.errors import ModelError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["ModelFile", "Quantized", "Reader", "read"]

_SETTINGS = "special:model.yml"
_FLOAT32 = 0x404
_INTGEMM8 = 0x4101
_MAX_ITEMS = 1 << 16
_MAX_RANK = 8


@dataclass(frozen=True, slots=True)
class Quantized:
    """An 8-bit matrix: `values` [out, in] are the weights times `multiplier`, rounded."""

    values: "NDArray[np.int8]"
    multiplier: float


@dataclass(frozen=True, slots=True)
class ModelFile:
    """What a model file holds: float tensors by name, 8-bit matrices by name, settings."""

    floats: "Mapping[str, NDArray[np.float32]]"
    matrices: Mapping[str, Quantized]
    settings: Mapping[str, Any]


class Reader:
    """A cursor over bytes that never passes their end."""

    def __init__(self, data: bytes, what: str) -> None:
        self._data = memoryview(data)
        self._at = 0
        self._what = what

    @property
    def left(self) -> int:
        """Bytes not yet taken."""
        return len(self._data) - self._at

    def take(self, count: int) -> memoryview:
        """The next `count` bytes. Raises ModelError where there are fewer."""
        if count > self.left:
            raise ModelError(f"{self._what} is cut short: {count - self.left} bytes are missing")
        start, self._at = self._at, self._at + count
        return self._data[start : self._at]

    def u64(self, count: int) -> tuple[int, ...]:
        """The next `count` unsigned numbers of 8 bytes."""
        return struct.unpack(f"<{count}Q", self.take(8 * count))


def read(data: bytes) -> ModelFile:
    """Read a model file. Raises ModelError for bytes that are none, or are cut short."""
    import numpy as np

    floats: dict[str, NDArray[np.float32]] = {}
    matrices: dict[str, Quantized] = {}
    settings: Mapping[str, Any] = {}
    for name, kind, shape, raw in _items(Reader(data, "the Marian model")):
        if name == _SETTINGS:
            settings = _settings(bytes(raw))
        elif kind == _FLOAT32:
            floats[name] = np.frombuffer(_part(name, raw, 4 * prod(shape)), "<f4").reshape(shape)
        elif kind == _INTGEMM8:
            matrices[name] = one = _matrix(name, shape, raw)
            if name.endswith("_QuantMultA"):  # the factor of the embeddings is quantized with them
                floats[name] = (one.values / one.multiplier).astype(np.float32)
    if not settings:
        raise ModelError("the Marian model says nothing of its settings")
    return ModelFile(floats, matrices, settings)


def _items(reader: Reader) -> Iterator[tuple[str, int, tuple[int, ...], memoryview]]:
    """Name, type, shape and bytes of every item."""
    version, count = reader.u64(2)
    if version != 1 or count > _MAX_ITEMS:
        raise ModelError("this is no Marian model file: it does not begin as one")
    heads = [reader.u64(4) for _ in range(count)]
    names = [bytes(reader.take(head[0])).rstrip(b"\0").decode("utf-8", "replace") for head in heads]
    if any(rank > _MAX_RANK for _, _, rank, _ in heads):
        raise ModelError("the Marian model is damaged: a tensor of impossible shape")
    shapes = [struct.unpack(f"<{rank}i", reader.take(4 * rank)) for _, _, rank, _ in heads]
    reader.take(*reader.u64(1))
    for name, (_, kind, _, length), shape in zip(names, heads, shapes, strict=True):
        if min(shape, default=0) < 0:
            raise ModelError(f"the Marian model is damaged: {name} has the shape {shape}")
        yield name, kind, shape, reader.take(length)


def _matrix(name: str, shape: tuple[int, ...], raw: memoryview) -> Quantized:
    import numpy as np

    size = prod(shape)
    held = _part(name, raw, size + 4)
    values = np.frombuffer(held[:size], np.int8)
    # Embeddings lie row by row as they are used; every other matrix lies transposed, [out, in].
    rows, columns = shape if name.endswith("Wemb") else shape[::-1]
    return Quantized(values.reshape(rows, columns), struct.unpack("<f", held[size:])[0])


def _part(name: str, raw: memoryview, size: int) -> memoryview:
    """The tensor without the padding behind it."""
    if size > len(raw):
        raise ModelError(f"the Marian model is damaged: {name} is smaller than its shape")
    return raw[:size]


def _settings(raw: bytes) -> Mapping[str, Any]:
    import yaml

    try:
        settings = yaml.safe_load(raw.rstrip(b"\0").decode("utf-8"))
    except (UnicodeDecodeError, yaml.YAMLError) as error:
        raise ModelError("the Marian model is damaged: its settings cannot be read") from error
    if not isinstance(settings, dict):
        raise ModelError("the Marian model is damaged: its settings cannot be read")
    return settings
