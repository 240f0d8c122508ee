"""Marian's small students as ONNX graphs: an encoder, and one step of the recurrent decoder (SSRU).

Post-norm residuals and attention are those of Vaswani et al. 2017; in place of self-attention the
decoder keeps one vector per layer (Kim et al. 2019). Products are those of 8-bit integers, as the
models were trained for: inputs are quantized by the factors that the file gives. They are exact on
every processor: `saturates` says whether this one needs the measures of `saturation` for that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mlsum.core.errors import ModelError
from mlsum.engines.marian.binary import ModelFile, Quantized
from mlsum.engines.marian.saturation import arrange

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]

__all__ = ["aligner", "check", "decoder", "embeddings", "encoder", "integer", "matrix"]

_OPSET, _IR_VERSION = 21, 10
_MICROSOFT = "com.microsoft"  # the domain of onnxruntime's own, fused operators
_FUSED = frozenset({"MatMulIntegerToFloat", "MultiHeadAttention"})
_EPSILON = 1e-6
# Of so many columns for each row, putting inputs in order costs less than unsigned weights do.
_MANY_COLUMNS = 8
_EXPECTED = {
    "type": "transformer",
    "transformer-decoder-autoreg": "rnn",
    "dec-cell": "ssru",
    "transformer-preprocess": "",
    "transformer-postprocess": "dan",
    "transformer-ffn-activation": "relu",
    "transformer-ffn-depth": 2,
}


def check(file: ModelFile) -> None:
    """Raise ModelError for a model of another kind than these graphs compute."""
    for key, value in _EXPECTED.items():
        if (found := file.settings.get(key)) != value:
            raise ModelError(f"this Marian model is of a kind not known here: {key} is {found!r}")


def integer(file: ModelFile, key: str) -> int:
    """A positive number among the settings."""
    value = file.settings.get(key)
    if not isinstance(value, int) or value < 1:
        raise ModelError(f"the Marian model is damaged: {key} is {value!r}")
    return value


def matrix(file: ModelFile, name: str) -> Quantized:
    """An 8-bit matrix, which must be there."""
    if name not in file.matrices:
        raise ModelError(f"the Marian model lacks {name}")
    return file.matrices[name]


def embeddings(file: ModelFile, side: str) -> str:
    """The name of the embeddings on a side, `encoder` or `decoder`: one table, or one for each."""
    return "Wemb" if "Wemb" in file.matrices else f"{side}_Wemb"


def encoder(file: ModelFile, saturates: bool) -> bytes:
    """From `x` [batch, source, model] to keys and values of each decoder layer.

    `real` [batch, source] is 1 for a token and 0 for padding. Outputs `key1`, `value1`, ... are
    [batch, heads, source, head].
    """
    graph = _Graph(file, saturates)
    x = "x"
    for number in range(1, integer(file, "enc-depth") + 1):
        name = f"encoder_l{number}"
        query, key, value = graph.affine(x, *(f"{name}_self_W{kind}" for kind in "qkv"))
        x = graph.attention(name + "_self", x, query, key, value)
        x = graph.feed_forward(name + "_ffn", x)
    layers = range(1, integer(file, "dec-depth") + 1)
    names = [f"decoder_l{number}_context_W{kind}" for number in layers for kind in "kv"]
    outputs = {}
    for output, part in zip(_memory(len(layers)), graph.affine(x, *names), strict=True):
        heads = graph.node("Reshape", part, graph.constant(_shape(0, 0, graph.heads, -1)))
        graph.node("Transpose", heads, name=output, perm=[0, 2, 1, 3])
        outputs[output] = 4
    return graph.serialize({"x": 3, "real": 2}, outputs)


def decoder(file: ModelFile, saturates: bool) -> bytes:
    """From `x` [batch, 1, model], memory and states [batch, 1, model] to `logits` and new states.

    Inputs `key1`, `value1`, ... are the encoder's, `state1`, ... the previous step's `next1`, ...
    """
    graph, depth = _Graph(file, saturates), integer(file, "dec-depth")
    x = "x"
    for number in range(1, depth + 1):
        x, query = graph.recurrence(x, number)
        x = graph.context(x, query, number)
    graph.output(x)
    return graph.serialize(
        {"real": 2} | _step_inputs(depth, depth), {"logits": 3} | _states("next", depth)
    )


def aligner(file: ModelFile, saturates: bool) -> bytes:
    """As `decoder`, up to the last layer's `query` [batch, 1, model], from which words are aligned.

    It takes no memory of the last layer, and `real` only where there are layers before it.
    """
    graph, depth = _Graph(file, saturates), integer(file, "dec-depth")
    x = "x"
    for number in range(1, depth + 1):
        x, query = graph.recurrence(x, number)
        if number < depth:
            x = graph.context(x, query, number)
    graph.node("Identity", query, name="query")
    real = {"real": 2} if depth > 1 else {}
    return graph.serialize(
        real | _step_inputs(depth, depth - 1), {"query": 3} | _states("next", depth)
    )


def _step_inputs(depth: int, reading: int) -> dict[str, int]:
    """The inputs of one step with their ranks, for a number of layers that read the memory."""
    return {"x": 3} | dict.fromkeys(_memory(reading), 4) | _states("state", depth)


def _states(name: str, depth: int) -> dict[str, int]:
    return {f"{name}{i}": 3 for i in range(1, depth + 1)}


def _memory(depth: int) -> list[str]:
    return [f"{kind}{i}" for i in range(1, depth + 1) for kind in ("key", "value")]


def _shape(*sizes: int) -> NDArray[np.int64]:
    import numpy as np

    return np.array(sizes, np.int64)


class _Graph:
    """An ONNX graph that grows node by node; its values go by name."""

    def __init__(self, file: ModelFile, saturates: bool) -> None:
        self.heads = integer(file, "transformer-heads")
        self._file = file
        self._saturates = saturates
        self._nodes: list[Any] = []
        self._constants: list[Any] = []

    def node(self, kind: str, *inputs: str, name: str = "", **attributes: Any) -> str:
        """Add an operator with one output; returns the output's name."""
        from onnx import helper

        output = name or f"value{len(self._nodes)}_"
        domain = _MICROSOFT if kind in _FUSED else ""
        self._nodes.append(helper.make_node(kind, inputs, [output], domain=domain, **attributes))
        return output

    def constant(self, value: NDArray[Any]) -> str:
        from onnx import numpy_helper

        name = f"constant{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(value, name))
        return name

    def affine(self, x: str, *names: str, positive: bool = False) -> list[str]:
        """Products of one input with several matrices, side by side: one operator, then a split.

        `positive` takes negative inputs as 0 (ReLU).
        """
        from onnx import helper

        matrices = [matrix(self._file, name) for name in names]
        sizes = [len(one.values) for one in matrices]
        alphas = {float(self._floats(f"{name}_QuantMultA")[0]) for name in names}
        if len(alphas) != 1:
            raise ModelError(f"the Marian model quantizes the input of {names[0]} in two ways")
        biases = [self._bias(name, size) for name, size in zip(names, sizes, strict=True)]
        y = self._product(x, matrices, alphas.pop(), biases, middle=0 if positive else 128)
        if len(names) == 1:
            return [y]
        parts = [f"{y}part{i}_" for i in range(len(names))]
        split = self.constant(_shape(*sizes))
        self._nodes.append(helper.make_node("Split", [y, split], parts, axis=-1))
        return parts

    def _product(
        self,
        x: str,
        matrices: list[Quantized],
        alpha: float,
        biases: list[Floats],
        *,
        middle: int = 128,
        name: str = "",
    ) -> str:
        import numpy as np

        scale = self.constant(np.array(1 / alpha, np.float32))
        # Inputs become 0 to 255, `middle` standing for 0: from 0 up, quantizing is the ReLU too.
        zero = self.constant(np.array(middle, np.uint8))
        if len(matrices) == 1:  # a single scale is a quarter quicker than one per column
            scales = np.array(1 / matrices[0].multiplier, np.float32)
        else:
            scales = np.concatenate(
                [np.full(len(one.values), 1 / one.multiplier, np.float32) for one in matrices]
            )
        weights = np.concatenate([one.values for one in matrices]).T
        whole = self.node("QuantizeLinear", x, scale, zero)
        weights_zero = ""
        if self._saturates and weights.shape[1] >= _MANY_COLUMNS * len(weights):
            order, weights = arrange(weights)
            whole = self.node("Gather", whole, self.constant(order), axis=-1)
        elif self._saturates:
            weights = (weights + np.int16(128)).astype(np.uint8)
            weights_zero = self.constant(np.full(scales.shape, 128, np.uint8))
        return self.node(
            "MatMulIntegerToFloat",
            whole,
            self.constant(np.ascontiguousarray(weights)),
            scale,
            self.constant(scales),
            zero,
            weights_zero,
            self.constant(np.concatenate(biases)),
            name=name,
        )

    def recurrence(self, x: str, number: int) -> tuple[str, str]:
        """What a decoder layer remembers, added to `x`, and its query to the source."""
        name = f"decoder_l{number}"
        candidate, gate = self.affine(x, f"{name}_rnn_W", f"{name}_rnn_Wf")
        # state = gate * state + (1 - gate) * candidate
        change = self.node("Sub", f"state{number}", candidate)
        change = self.node("Mul", self.node("Sigmoid", gate), change)
        state = self.node("Add", change, candidate, name=f"next{number}")
        x = self.residual(f"{name}_rnn_ffn", self.node("Relu", state), x)
        (query,) = self.affine(x, f"{name}_context_Wq")
        return x, query

    def context(self, x: str, query: str, number: int) -> str:
        """The rest of a decoder layer: attention to the source, and the feed-forward part."""
        name = f"decoder_l{number}"
        x = self.attention(f"{name}_context", x, query, f"key{number}", f"value{number}")
        return self.feed_forward(f"{name}_ffn", x)

    def attention(self, name: str, x: str, query: str, key: str, value: str) -> str:
        """Multi-head attention, projected, added to `x` and normalized."""
        attended = self.node(
            "MultiHeadAttention", query, key, value, "", "real", num_heads=self.heads
        )
        (projected,) = self.affine(attended, f"{name}_Wo")
        return self.residual(f"{name}_Wo", projected, x)

    def feed_forward(self, name: str, x: str) -> str:
        (hidden,) = self.affine(x, f"{name}_W1")
        (y,) = self.affine(hidden, f"{name}_W2", positive=True)
        return self.residual(f"{name}_ffn", y, x)

    def residual(self, name: str, x: str, skip: str) -> str:
        """Layer normalization of a sum."""
        scale, bias = (
            self.constant(self._floats(f"{name}_ln_{kind}")) for kind in ("scale", "bias")
        )
        total = self.node("Add", x, skip)
        return self.node("LayerNormalization", total, scale, bias, epsilon=_EPSILON)

    def output(self, x: str) -> None:
        """`logits` of all target tokens, from the tied embeddings."""
        name = embeddings(self._file, "decoder")
        alpha = float(self._floats(f"{name}_QuantMultA")[0])
        bias = self._floats("decoder_ff_logit_out_b")
        self._product(x, [matrix(self._file, name)], alpha, [bias], name="logits")

    def _floats(self, name: str) -> Floats:
        if name not in self._file.floats:
            raise ModelError(f"the Marian model lacks {name}")
        return self._file.floats[name].reshape(-1)

    def _bias(self, name: str, size: int) -> Floats:
        import numpy as np

        head, _, tail = name.rpartition("_W")
        found = self._file.floats.get(f"{head}_b{tail}")
        return np.zeros(size, np.float32) if found is None else found.reshape(-1)

    def serialize(self, inputs: dict[str, int], outputs: dict[str, int]) -> bytes:
        """The graph as an ONNX model; inputs and outputs are floats of a given rank."""
        from onnx import TensorProto, helper

        def values(ranks: dict[str, int]) -> list[Any]:
            return [
                helper.make_tensor_value_info(
                    name, TensorProto.INT32 if name == "real" else TensorProto.FLOAT, [None] * rank
                )
                for name, rank in ranks.items()
            ]

        graph = helper.make_graph(
            self._nodes, "marian", values(inputs), values(outputs), self._constants
        )
        opsets = [helper.make_opsetid("", _OPSET), helper.make_opsetid(_MICROSOFT, 1)]
        model = helper.make_model(graph, opset_imports=opsets, ir_version=_IR_VERSION)
        serialized: bytes = model.SerializeToString()
        return serialized
