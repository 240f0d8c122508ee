"""Exact 8-bit products on every processor.

Without VNNI, x86 processors multiply unsigned inputs by signed weights and add the products of two
neighbouring rows in 16 bits, where they saturate (the instruction `vpmaddubsw`). Two ways around
that give the same sums as VNNI does. Unsigned weights take another instruction, at a third of the
speed more. Or the rows get another order: 255 times two weights stays within 16 bits unless both
have the same sign and add up to more than 128, and such pairs are rare in a trained matrix. Its
inputs must then be put in the same order, which pays for a matrix with many columns.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Indices = NDArray[np.int64]
    Weights = NDArray[np.int8]

__all__ = ["arrange", "saturates"]

_LARGEST, _SMALLEST = 128, -128  # 255 * 128 < 2**15, and 255 * -128 > -(2**15)


@lru_cache(maxsize=1)
def saturates() -> bool:
    """Whether onnxruntime loses part of a product of unsigned inputs and signed weights here.

    It is asked for one that it loses on processors without VNNI. Needs onnx and onnxruntime.
    """
    import numpy as np
    from onnx import TensorProto, helper, numpy_helper
    from onnxruntime import InferenceSession

    size = 16
    weights = numpy_helper.from_array(np.full((size, size), 127, np.int8), "weights")
    node = helper.make_node("MatMulInteger", ["inputs", "weights"], ["sums"])
    inputs = helper.make_tensor_value_info("inputs", TensorProto.UINT8, [None, size])
    sums = helper.make_tensor_value_info("sums", TensorProto.INT32, [None, size])
    graph = helper.make_graph([node], "probe", [inputs], [sums], [weights])
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    session = InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    (found,) = session.run(None, {"inputs": np.full((2, size), 255, np.uint8)})
    return bool((found != 255 * 127 * size).any())


def arrange(weights: Weights) -> tuple[Indices, Weights]:
    """An order of the inputs in which no two neighbours saturate, and the weights in that order.

    `weights` are [in, out]. The order repeats an input where a row of zeros was added, as the
    partner of a row that fits no other.
    """
    import numpy as np

    count = len(weights)
    table = np.concatenate([weights, np.zeros_like(weights[:1])])
    rows = [*range(count + count % 2)]  # the row behind the last is the one of zeros
    out = np.flatnonzero(_out_of_bounds(table[rows[0::2]], table[rows[1::2]])).tolist()
    left = [row for pair in out for row in rows[2 * pair : 2 * pair + 2]]
    while left:
        first = left.pop()
        fits = ~_out_of_bounds(table[left], table[first])
        second = left.pop(int(fits.argmax())) if fits.any() else count
        at = 2 * out.pop() if out else len(rows)
        rows[at : at + 2] = first, second
    order = np.array(rows)
    return np.where(order == count, 0, order), table[order]


def _out_of_bounds(some: Weights, others: Weights) -> NDArray[np.bool]:
    """For each row whether its sum with the other one is too large in any column."""
    import numpy as np

    sums = np.add(some, others, dtype=np.int16)
    return np.asarray(((sums > _LARGEST) | (sums < _SMALLEST)).any(axis=-1))
