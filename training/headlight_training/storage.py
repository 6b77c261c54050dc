"""Compact storage: big matrices as 8-bit integers with a scale for every few columns, or as float16.

Queries and keys are float16: the softmax multiplies their errors, and with 8 bits an attention weight
moved three times as far. Arithmetic stays float32: in the file each stored matrix is followed by `Cast`
and `Mul`, which the runtime folds into a float32 constant when it makes the session (`DequantizeLinear`
it would not fold). An 8-bit integer times a float16 scale is exact in float32, so the file, the runtime
and `rounded` hold the very same numbers.
"""

from __future__ import annotations

import copy
from collections.abc import Collection
from typing import TypeVar

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

SMALLEST = 65_536
"""Matrices with fewer elements, and all vectors, stay float32."""
GROUP = 32
"""Neighbours in a row that share a scale."""
SMALLEST_SCALE = 2.0**-14
"""The smallest normal float16: finer ones would lose digits, and no weight needs them."""
LARGEST = 127
SHARP = ("query", "key", "q_proj", "k_proj", "c_attn")
"""Parts of names: these projections make queries and keys."""

Module = TypeVar("Module", bound=nn.Module)


def is_stored_compactly(shape: tuple[int, ...]) -> bool:
    return len(shape) == 2 and shape[0] * shape[1] >= SMALLEST and shape[1] % GROUP == 0


def quantise(matrix: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Integers `[rows, groups, GROUP]` (int8) and scales `[rows, groups, 1]` (float16).

    Symmetric, the largest of a group becomes ±127. Quantising the product again gives the same.
    """
    groups = matrix.astype(np.float32).reshape(len(matrix), -1, GROUP)
    scales = np.abs(groups).max(axis=2, keepdims=True) / LARGEST
    scales = np.maximum(scales, SMALLEST_SCALE).astype(np.float16)
    integers = np.rint(groups / scales.astype(np.float32)).clip(-LARGEST, LARGEST)
    return integers.astype(np.int8), scales


def restore(integers: np.ndarray, scales: np.ndarray) -> np.ndarray:
    """The matrix that integers and scales stand for, float32."""
    return (integers.astype(np.float32) * scales.astype(np.float32)).reshape(len(integers), -1)


def rounded(model: Module) -> Module:
    """A copy of the model with the weights that a compact file can hold: export this one."""
    result = copy.deepcopy(model)
    with torch.no_grad():
        for name, parameter in result.named_parameters():
            if not is_stored_compactly(tuple(parameter.shape)):
                continue
            if any(part in SHARP for part in name.split(".")):
                parameter.copy_(parameter.half().float())
            else:
                parameter.copy_(torch.from_numpy(restore(*quantise(parameter.numpy()))))
    return result


def store_compactly(model: onnx.ModelProto, leave: Collection[str] = ()) -> onnx.ModelProto:
    """Stores the big matrices of a rounded model's export as they were rounded, each once.

    The exporter writes tied or transposed weights again; a matrix that equals another one, as it is
    or transposed, is taken from that one. No weight changes. A big matrix that is not rounded raises
    ValueError, unless `leave` names it; then it stays float32.
    """
    graph = model.graph
    kept: list[TensorProto] = []
    stored: dict[tuple[tuple[int, ...], bytes], str] = {}
    restoring: list[onnx.NodeProto] = []
    for tensor in graph.initializer:
        shape = tuple(tensor.dims)
        is_big = is_stored_compactly(shape) or is_stored_compactly(shape[::-1])
        if tensor.data_type != TensorProto.FLOAT or not is_big or tensor.name in leave:
            kept.append(tensor)
            continue
        matrix = numpy_helper.to_array(tensor)
        key, transposed = (shape, matrix.tobytes()), (shape[::-1], matrix.T.tobytes())
        if key in stored:
            restoring.append(helper.make_node("Identity", [stored[key]], [tensor.name]))
        elif transposed in stored:
            restoring.append(_transpose(stored[transposed], tensor.name))
        elif _is_quantised(matrix):
            stored[key] = tensor.name
            _store(_quantised(tensor.name, matrix), kept, restoring)
        elif _is_quantised(matrix.T):
            stored[transposed] = f"{tensor.name}_rows"
            _store(_quantised(stored[transposed], matrix.T), kept, restoring)
            restoring.append(_transpose(stored[transposed], tensor.name))
        elif (matrix.astype(np.float16) == matrix).all():
            stored[key] = tensor.name
            _store(_half(tensor.name, matrix), kept, restoring)
        else:
            raise ValueError(f"{tensor.name} is not rounded: export rounded(model)")
    for index, node in enumerate(restoring):
        node.name = f"restore_{index}_{node.op_type}"
    nodes = [*restoring, *graph.node]
    del graph.initializer[:]
    graph.initializer.extend(kept)
    del graph.node[:]
    graph.node.extend(nodes)
    return model


_Part = tuple[list[TensorProto], list[onnx.NodeProto]]


def _store(part: _Part, kept: list[TensorProto], restoring: list[onnx.NodeProto]) -> None:
    kept.extend(part[0])
    restoring.extend(part[1])


def _transpose(source: str, name: str) -> onnx.NodeProto:
    return helper.make_node("Transpose", [source], [name], perm=[1, 0])


def _is_quantised(matrix: np.ndarray) -> bool:
    """Whether integers and scales hold these very numbers."""
    return is_stored_compactly(matrix.shape) and bool((restore(*quantise(matrix)) == matrix).all())


def _half(name: str, matrix: np.ndarray) -> _Part:
    """What holds a matrix as float16, and the node that restores it as `name`."""
    half = f"{name}_float16"
    return (
        [numpy_helper.from_array(matrix.astype(np.float16), half)],
        [helper.make_node("Cast", [half], [name], to=TensorProto.FLOAT)],
    )


def _quantised(name: str, matrix: np.ndarray) -> _Part:
    """What holds a matrix as integers and scales, and the nodes that restore it as `name`."""
    integers, scales = quantise(matrix)
    parts = {part: f"{name}_{part}" for part in ("int8", "scale", "shape")}
    initializers = [
        numpy_helper.from_array(integers, parts["int8"]),
        numpy_helper.from_array(scales, parts["scale"]),
        numpy_helper.from_array(np.array(matrix.shape, dtype=np.int64), parts["shape"]),
    ]
    floats = {part: f"{parts[part]}_float" for part in ("int8", "scale")}
    nodes = [
        helper.make_node("Cast", [parts[part]], [floats[part]], to=TensorProto.FLOAT)
        for part in ("int8", "scale")
    ]
    nodes.append(helper.make_node("Mul", [floats["int8"], floats["scale"]], [f"{name}_grouped"]))
    nodes.append(helper.make_node("Reshape", [f"{name}_grouped", parts["shape"]], [name]))
    return initializers, nodes
