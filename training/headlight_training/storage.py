"""Half-precision storage: which matrices the file keeps as float16; the same rounding in PyTorch.

Arithmetic stays float32: in the file each stored matrix is followed by a `Cast`, which the runtime
folds when it makes the session.
"""

from __future__ import annotations

import copy

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from transformers import BertForMaskedLM

SMALLEST = 65_536
"""Matrices with fewer elements, and all vectors, stay float32."""


def is_stored_as_half(shape: tuple[int, ...]) -> bool:
    return len(shape) == 2 and shape[0] * shape[1] >= SMALLEST


def rounded(model: BertForMaskedLM) -> BertForMaskedLM:
    """A copy of the model with the weights that the file holds."""
    result = copy.deepcopy(model)
    with torch.no_grad():
        for parameter in result.parameters():
            if is_stored_as_half(tuple(parameter.shape)):
                parameter.copy_(parameter.half().float())
    return result


def store_as_half(model: onnx.ModelProto) -> onnx.ModelProto:
    """Moves the big matrices to float16 initialisers, each once, followed by what restores them.

    The exporter writes tied or transposed weights again; a matrix that equals another one, as it is
    or transposed, is taken from that one.
    """
    graph = model.graph
    kept: list[TensorProto] = []
    stored: dict[tuple[tuple[int, ...], bytes], str] = {}
    restoring: list[onnx.NodeProto] = []
    for tensor in graph.initializer:
        shape = tuple(tensor.dims)
        if tensor.data_type != TensorProto.FLOAT or not is_stored_as_half(shape):
            kept.append(tensor)
            continue
        half = numpy_helper.to_array(tensor).astype(np.float16)
        key, transposed = (shape, half.tobytes()), (shape[::-1], half.T.tobytes())
        if key in stored:
            restoring.append(helper.make_node("Identity", [stored[key]], [tensor.name]))
        elif transposed in stored:
            source = stored[transposed]
            restoring.append(helper.make_node("Transpose", [source], [tensor.name], perm=[1, 0]))
        else:
            name = f"{tensor.name}_float16"
            kept.append(numpy_helper.from_array(half, name))
            restoring.append(helper.make_node("Cast", [name], [tensor.name], to=TensorProto.FLOAT))
            stored[key] = tensor.name
    nodes = [*restoring, *graph.node]
    for index, node in enumerate(restoring):
        node.name = f"restore_{index}_{node.op_type}"
    del graph.initializer[:]
    graph.initializer.extend(kept)
    del graph.node[:]
    graph.node.extend(nodes)
    return model
