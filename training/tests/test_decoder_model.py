"""The decoder's first weights, its loss written out, its optimizer and its induction scores."""

import numpy as np
import torch
from transformers import GPT2LMHeadModel

from headlight_training.decoder.induction import measure_induction, random_strings
from headlight_training.decoder.model import (
    EARLIER_OFFSETS,
    extrapolate_positions,
    fuse_activation,
    initialise,
    loss_and_gradients,
    make_config,
)
from headlight_training.decoder.muon import orthogonal
from headlight_training.decoder.settings import Shape

SIZE = 600
SHAPE = Shape(layers=2, positions=256)


def make_model(attention: str = "sdpa") -> GPT2LMHeadModel:
    torch.manual_seed(0)
    model = GPT2LMHeadModel(make_config(SIZE, SHAPE, attention))
    initialise(model, torch.arange(SIZE, 0, -1).float())
    return model.eval()


def test_loss_and_gradients_are_those_of_autograd() -> None:
    model = make_model()
    torch.manual_seed(1)
    inputs, targets = torch.randint(1, SIZE, (2, 3, 20))
    targets[0, :10] = -1
    parameters = list(model.parameters())
    total = int((targets >= 0).sum())
    logits = model(inputs).logits
    expected = torch.nn.functional.cross_entropy(
        logits.flatten(0, 1), targets.flatten(), ignore_index=-1
    )
    expected.backward()
    fuse_activation(model)
    gradients, losses, right = loss_and_gradients(model, parameters, inputs, targets, total)
    torch.testing.assert_close(losses.mean(), expected.detach())
    assert len(losses) == len(right) == total
    for parameter, gradient in zip(parameters, gradients, strict=True):
        torch.testing.assert_close(gradient, parameter.grad, atol=1e-6, rtol=1e-4)


def test_the_first_guess_is_the_frequency() -> None:
    model = make_model()
    with torch.no_grad():
        guess = model(torch.randint(1, SIZE, (4, 50))).logits.mean(dim=(0, 1)).softmax(0)
    frequency = torch.arange(SIZE, 0, -1).float()
    assert torch.corrcoef(torch.stack([guess.log(), frequency.log()]))[0, 1] > 0.9


def test_heads_start_out_looking_back() -> None:
    model = make_model("eager")
    with torch.no_grad():
        weights = model(torch.randint(1, SIZE, (4, 100)), output_attentions=True).attentions[0]
    for head, offset in enumerate(EARLIER_OFFSETS):
        assert weights[:, head].diagonal(offset, 1, 2).mean() > 0.6


def test_continued_positions_are_the_sinusoids_they_started_as() -> None:
    model = make_model()
    table = model.transformer.wpe.weight
    before = table.detach().clone()
    extrapolate_positions(model, 128)
    assert torch.equal(table[:128], before[:128])
    torch.testing.assert_close(table[128:], before[128:], atol=0.03, rtol=0)


def test_an_orthogonal_update_has_singular_values_near_one() -> None:
    torch.manual_seed(0)
    for shape in ((2, 64, 64), (1, 32, 128), (1, 128, 32)):
        values = torch.linalg.svdvals(orthogonal(torch.randn(shape)))
        assert values.max() < 1.3
        assert values.median() > 0.6


def test_induction_scores_read_the_right_diagonals() -> None:
    class Oracle:
        """Head 0 looks at the token before, head 1 at what followed the same token before."""

        def __call__(self, ids: torch.Tensor, output_attentions: bool) -> object:
            rows, length = ids.shape
            half = length // 2
            weights = torch.zeros(rows, 2, length, length)
            for query in range(1, length):
                weights[:, 0, query, query - 1] = 1
                weights[:, 1, query, query - half + 1 if query >= half else 0] = 1
            logits = torch.nn.functional.one_hot(ids.roll(-1, 1), SIZE).float()
            logits[:, : half - 1] = 0
            return type("Output", (), {"attentions": (weights,), "logits": logits})

    scores = measure_induction(Oracle(), random_strings(SIZE, strings=3))  # type: ignore[arg-type]
    assert scores.induction.tolist() == [[0, 1]]
    assert scores.previous[0, 0] == 1
    assert scores.previous[0, 1] < 0.05
    assert scores.repeated_accuracy == 1
    assert scores.first_accuracy == 0


def test_strings_repeat() -> None:
    rows = random_strings(SIZE)
    assert np.array_equal(rows[:, :50], rows[:, 50:])
    assert rows.min() >= 1
