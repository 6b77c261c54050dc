"""The cheaper forward pass, the gradient written out, and the storage give what they must."""

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from transformers import BertForMaskedLM

from headlight_training.guessers import NeighbourGuesser
from headlight_training.model import (
    cross_entropy,
    extrapolate_positions,
    initialise,
    make_config,
    masked_logits,
)
from headlight_training.schedule import Budget, learning_rate
from headlight_training.settings import Recipe, Shape
from headlight_training.storage import store_as_half
from headlight_training.tokenizer import MASK, PAD


def _model() -> BertForMaskedLM:
    torch.manual_seed(0)
    model = BertForMaskedLM(make_config(500, Shape(layers=2), "sdpa"))
    initialise(model, torch.arange(500).float())
    return model.eval()


def test_masked_logits_are_those_of_the_plain_forward_pass() -> None:
    model = _model()
    ids = torch.randint(5, 500, (3, 20))
    ids[1, 12:] = PAD
    chosen = (torch.rand(ids.shape) < 0.3) & (ids != PAD)
    segments = torch.zeros_like(ids)
    plain = model(ids, (ids != PAD).long(), segments).logits[chosen]
    torch.testing.assert_close(
        masked_logits(model, ids, segments, chosen), plain, atol=1e-5, rtol=0
    )


def test_four_heads_start_out_on_their_neighbours() -> None:
    model = BertForMaskedLM(make_config(500, Shape(layers=1), "eager"))
    initialise(model, torch.ones(500))
    first = model(torch.randint(5, 500, (1, 40)), output_attentions=True).attentions[0][0]
    for head, offset in enumerate((-1, 1, -2, 2)):
        assert first[head].diagonal(offset).mean() > 4 / 40


def test_later_positions_continue_what_the_earlier_ones_learnt() -> None:
    model = _model()
    table = model.bert.embeddings.position_embeddings.weight
    with torch.no_grad():
        table[:, 64:] = 0
        table += 0.3
        table[:, :64] *= 1.2
        expected = table.clone()
        table[128:] = torch.randn(384, 256)
        extrapolate_positions(model, 128)
    assert (table[:126] == expected[:126]).all()
    assert (table - expected).norm() < 0.1 * expected.norm()


def test_gradient_is_that_of_cross_entropy() -> None:
    logits = torch.randn(6, 11, requires_grad=True)
    targets = torch.randint(0, 11, (6,))
    expected = torch.nn.functional.cross_entropy(logits, targets, reduction="none")
    expected.sum().backward()
    losses, gradient = cross_entropy(logits.detach(), targets)
    torch.testing.assert_close(losses, expected.detach())
    torch.testing.assert_close(gradient, logits.grad)


def test_learning_rate_rises_then_falls_to_zero() -> None:
    recipe = Recipe()
    rates = [learning_rate(progress, recipe) for progress in (0.0, recipe.warm_up, 0.5, 1.0)]
    assert rates[0] < rates[2] < rates[1] == recipe.peak_rate
    assert rates[3] == 0
    assert Budget(None, 100).progress(1e9, 50) == 0.5
    assert Budget(1.0, None).progress(1800, 0) == 0.5


def test_storage_keeps_a_tied_matrix_once() -> None:
    matrix = np.random.default_rng(0).standard_normal((300, 256)).astype(np.float32)
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "ids"], ["rows"]),
            helper.make_node("MatMul", ["rows", "table_transposed"], ["logits"]),
        ],
        "tied",
        [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, ["n", 300])],
        [
            numpy_helper.from_array(matrix, "table"),
            numpy_helper.from_array(np.ascontiguousarray(matrix.T), "table_transposed"),
        ],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)])
    stored = store_as_half(model)
    onnx.checker.check_model(stored, full_check=True)
    assert [tensor.data_type for tensor in stored.graph.initializer] == [TensorProto.FLOAT16]
    assert [node.op_type for node in stored.graph.node[:2]] == ["Cast", "Transpose"]


def test_neighbours_are_counted_with_back_off() -> None:
    stream = np.array([10, 20, 30, 10, 20, 30, 10, 21, 31, 40, 40, 40, 40, 40])
    guesser = NeighbourGuesser(stream, 50)
    hidden = np.array([[10, MASK, 30, 10, MASK, MASK, 31, 49, MASK, 49]])
    guesses = guesser.guess(hidden, hidden == MASK)
    assert guesses.tolist() == [20, 20, 21, 40]
