"""Compact storage: what the file restores is what `rounded` holds, and matrices are kept once."""

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from headlight_training.storage import quantise, restore, rounded, store_compactly


class Tied(nn.Module):
    """An embedding that is the output layer too, and a projection of queries."""

    def __init__(self) -> None:
        super().__init__()
        self.table = nn.Embedding(300, 256)
        self.query = nn.Linear(256, 256, bias=False)


def exported(table: np.ndarray, query: np.ndarray) -> onnx.ModelProto:
    """What an exporter writes: the table as it is and transposed, the projection transposed."""
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "ids"], ["rows"]),
            helper.make_node("MatMul", ["rows", "query"], ["queries"]),
            helper.make_node("MatMul", ["queries", "head"], ["logits"]),
        ],
        "tied",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", 300])],
        [
            numpy_helper.from_array(table, "table"),
            numpy_helper.from_array(np.ascontiguousarray(query.T), "query"),
            numpy_helper.from_array(np.ascontiguousarray(table.T), "head"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    model.ir_version = 8
    return model


def run(model: onnx.ModelProto) -> np.ndarray:
    session = onnxruntime.InferenceSession(
        model.SerializeToString(), providers=["CPUExecutionProvider"]
    )
    return session.run(None, {"ids": np.arange(300)})[0]


def test_quantising_twice_changes_nothing() -> None:
    matrix = np.random.default_rng(0).standard_normal((50, 64)).astype(np.float32)
    matrix[3] *= 1e-7
    matrix[4] = 0
    once = restore(*quantise(matrix))
    assert (restore(*quantise(once)) == once).all()
    assert np.abs(once - matrix).max() <= np.abs(matrix).max() / 127 * 0.51


def test_the_file_holds_the_rounded_model_and_each_matrix_once() -> None:
    torch.manual_seed(0)
    model = rounded(Tied())
    table, query = (p.detach().numpy() for p in (model.table.weight, model.query.weight))
    plain = exported(table, query)
    expected = run(plain)
    stored = store_compactly(exported(table, query))
    onnx.checker.check_model(stored, full_check=True)
    kinds = sorted(tensor.data_type for tensor in stored.graph.initializer)
    assert kinds == sorted(
        [TensorProto.INT8, TensorProto.FLOAT16, TensorProto.INT64, TensorProto.FLOAT16]
    )
    assert (run(stored) == expected).all()
    assert len(stored.SerializeToString()) < len(plain.SerializeToString()) / 3


def test_a_model_that_is_not_rounded_is_refused() -> None:
    random = np.random.default_rng(0)
    table, query = (random.standard_normal((n, 256)).astype(np.float32) for n in (300, 256))
    with pytest.raises(ValueError, match="table is not rounded"):
        store_compactly(exported(table, query))
    kept = store_compactly(exported(table, query), leave=("table", "query", "head"))
    assert {tensor.data_type for tensor in kept.graph.initializer} == {TensorProto.FLOAT}
