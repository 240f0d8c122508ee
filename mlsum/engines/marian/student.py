"""A student model in onnxruntime: reads a batch of sentences, writes it token by token."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from mlsum.core.errors import MissingError
from mlsum.core.installation import pip_install
from mlsum.engines.marian import graph
from mlsum.engines.marian.binary import ModelFile
from mlsum.engines.marian.saturation import saturates

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Tokens = NDArray[np.int64]
    Memory = dict[str, NDArray[Any]]

__all__ = ["END", "MAX_WRITTEN", "Student", "as_rows", "padded"]

END = 0
MAX_WRITTEN = 256
# Sentences are padded to a multiple of this and meet only those of the same padded length. So a
# neighbour never changes the shape in which a sentence is computed, nor, by rounding, its output.
_STEP = 8  # 4 is as quick for 500 sentences, and a fifth slower for 8 to 32


@dataclass(frozen=True, slots=True)
class _Embeddings:
    """A table of 8-bit rows, one per token; `scale` brings them to the size the model expects."""

    table: NDArray[np.int8]
    scale: float

    def __call__(self, tokens: Tokens) -> Floats:
        import numpy as np

        return self.table[tokens] * np.float32(self.scale)


def padded(length: int) -> int:
    """The room for a sentence of `length` tokens and its end."""
    return (length // _STEP + 1) * _STEP


def as_rows(sentences: Sequence[Sequence[int]], width: int) -> Tokens:
    """Sentences as rows of tokens [batch, width], their ends behind them."""
    import numpy as np

    tokens = np.full((len(sentences), width), END, np.int64)
    for row, one in zip(tokens, sentences, strict=True):
        row[: len(one)] = one
    return tokens


class Student:
    """A model ready to run; holds nothing of a sentence, so threads may share it."""

    def __init__(self, file: ModelFile, *, saturated: bool | None = None) -> None:
        """Build the graphs of a model; `saturated` overrides what this processor does."""
        _check_packages()
        saturated = saturates() if saturated is None else saturated
        graph.check(file)
        self._width = graph.integer(file, "dim-emb")
        self._depth = graph.integer(file, "dec-depth")
        self._source, self._target = (
            self._embeddings(file, graph.embeddings(file, side)) for side in ("encoder", "decoder")
        )
        self._written = self._positions(MAX_WRITTEN)
        self._encoder = _session(graph.encoder(file, saturated))
        self._decoder = _session(graph.decoder(file, saturated))
        self._aligner = _session(graph.aligner(file, saturated))
        self._asked = [one.name for one in self._aligner.get_inputs()]
        self._heads = graph.integer(file, "transformer-heads")

    def _embeddings(self, file: ModelFile, name: str) -> _Embeddings:
        one = graph.matrix(file, name)
        return _Embeddings(one.values, math.sqrt(self._width) / one.multiplier)

    def read(self, tokens: Tokens, lengths: Tokens) -> Memory:
        """Take in sentences [batch, source], padded behind their lengths, which count the end.

        Returns what `write` needs to know of them: arrays with one row per sentence.
        """
        import numpy as np

        x = self._source(tokens)
        x += self._positions(tokens.shape[1])
        real = (np.arange(tokens.shape[1]) < lengths[:, None]).astype(np.int32)
        names = [one.name for one in self._encoder.get_outputs()]
        read = self._encoder.run(names, {"x": x, "real": real})
        memory: Memory = {"real": real, **dict(zip(names, read, strict=True))}
        for i in range(self._depth):
            memory[f"state{i + 1}"] = np.zeros((len(tokens), 1, self._width), np.float32)
        return memory

    def write(self, last: Tokens | None, position: int, memory: Memory) -> Tokens:
        """The next tokens [batch] after the `last` (None at the start); updates the memory."""
        x = self._input(last, position, len(memory["real"]))
        logits, *states = self._decoder.run(None, {"x": x, **memory})
        memory.update((f"state{i + 1}", state) for i, state in enumerate(states))
        chosen: Tokens = logits[:, 0].argmax(axis=-1)
        return chosen

    def attend(self, written: Tokens, memory: Memory) -> Floats:
        """How much each of the tokens [batch, target] rests on those read: [batch, target, source].

        Rows sum to 1. This is the first head of the last layer, which is the one that Marian
        trains on word alignments (Chen et al. 2016, guided alignment).
        """
        import numpy as np

        queries = []
        last: Tokens | None = None
        memory = dict(memory)
        for position in range(written.shape[1]):
            x = self._input(last, position, len(written))
            given = {"x": x, **memory}
            query, *states = self._aligner.run(None, {name: given[name] for name in self._asked})
            memory.update((f"state{i + 1}", state) for i, state in enumerate(states))
            queries.append(query[:, 0, : self._width // self._heads])
            last = written[:, position]
        keys = memory[f"key{self._depth}"][:, 0]
        scores = np.stack(queries, axis=1) @ keys.transpose(0, 2, 1) / math.sqrt(keys.shape[-1])
        scores[np.broadcast_to(memory["real"][:, None] == 0, scores.shape)] = -np.inf
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        attention: Floats = weights / weights.sum(axis=-1, keepdims=True)
        return attention

    def _input(self, last: Tokens | None, position: int, count: int) -> Floats:
        """What a step takes in: its position, and the token before it unless it is the first."""
        import numpy as np

        x = np.repeat(self._written[None, position : position + 1], count, axis=0)
        if last is not None:
            x += self._target(last)[:, None]
        return x

    def _positions(self, count: int) -> Floats:
        """Sinusoidal positions [count, model]: sines, then cosines."""
        import numpy as np

        half = self._width // 2
        rates = 1e-4 ** (np.arange(half) / (half - 1))
        angles = np.arange(count)[:, None] * rates
        return np.concatenate((np.sin(angles), np.cos(angles)), axis=-1).astype(np.float32)


def _check_packages() -> None:
    for package in ("onnx", "onnxruntime"):
        try:
            import_module(package)
        except ImportError as error:
            raise MissingError(
                f"this needs the package {package}, which is not installed",
                hint=pip_install(package),
            ) from error


def _session(model: bytes) -> Any:
    from onnxruntime import GraphOptimizationLevel, InferenceSession, SessionOptions

    options = SessionOptions()
    # Threads take whole batches (see `decode`): these products are too small to be shared out.
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # Further optimization would fuse sum and layer normalization, which is six times slower.
    options.graph_optimization_level = GraphOptimizationLevel.ORT_ENABLE_BASIC
    return InferenceSession(model, options, providers=["CPUExecutionProvider"])
