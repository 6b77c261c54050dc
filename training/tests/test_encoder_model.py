"""The cheaper forward pass, growth and the gradient written out give what they must."""

import torch
from transformers import BertForPreTraining

from headlight_training.encoder.growth import grow, sources
from headlight_training.encoder.model import (
    cross_entropy,
    extrapolate_positions,
    initialise,
    make_config,
    training_logits,
)
from headlight_training.encoder.settings import Recipe, Shape
from headlight_training.encoder.tokenizer import CLS, PAD
from headlight_training.schedule import Budget, learning_rate


def _model(layers: int = 2) -> BertForPreTraining:
    torch.manual_seed(0)
    model = BertForPreTraining(make_config(500, Shape(layers=layers), "sdpa"))
    initialise(model, torch.arange(500).float())
    return model.eval()


def test_training_logits_are_those_of_the_plain_forward_pass() -> None:
    model = _model()
    ids = torch.randint(5, 500, (3, 20))
    ids[:, 0] = CLS
    ids[1, 12:] = PAD
    chosen = (torch.rand(ids.shape) < 0.3) & (ids > PAD) & (ids != CLS)
    segments = (torch.arange(20) > 9).long().expand(3, 20)
    paired = torch.tensor([True, False, True])
    plain = model(ids, (ids != PAD).long(), segments)
    tokens, pairs = training_logits(model, ids, segments, chosen, paired)
    close = {"atol": 1e-5, "rtol": 0}
    torch.testing.assert_close(tokens, plain.prediction_logits[chosen], **close)
    torch.testing.assert_close(pairs, plain.seq_relationship_logits[paired], **close)


def test_parts_without_pairs_still_have_all_gradients() -> None:
    model = _model(layers=1)
    ids = torch.randint(5, 500, (2, 8))
    chosen = torch.zeros(2, 8, dtype=torch.bool)
    chosen[:, 3] = True
    nothing = torch.zeros(2, dtype=torch.bool)
    tokens, pairs = training_logits(model, ids, torch.zeros_like(ids), chosen, nothing)
    gradients = torch.autograd.grad(
        (tokens, pairs), list(model.parameters()), (torch.ones_like(tokens), pairs.detach())
    )
    assert pairs.shape == (0, 2)
    assert all(gradient.isfinite().all() for gradient in gradients)
    assert model.bert.pooler.dense.weight.shape == (256, 256)


def test_growing_doubles_the_upper_layers_with_their_moments() -> None:
    assert sources(4, 6) == [0, 1, 2, 2, 3, 3]
    small, large = _model(4), _model(6)
    small_optimizer, large_optimizer = (
        torch.optim.AdamW(model.parameters(), lr=1e-3) for model in (small, large)
    )
    ids = torch.randint(5, 500, (2, 16))
    small(ids).prediction_logits.square().mean().backward()
    small_optimizer.step()
    grow(small, small_optimizer, large, large_optimizer)
    layers, grown = small.bert.encoder.layer, large.bert.encoder.layer
    for layer, source in enumerate(sources(4, 6)):
        query, original = (
            stack[index].attention.self.query.weight
            for stack, index in ((grown, layer), (layers, source))
        )
        assert (query == original).all()
        assert (
            large_optimizer.state[query]["exp_avg"] == small_optimizer.state[original]["exp_avg"]
        ).all()
    assert (grown[3].output.dense.weight == 0.25 * layers[2].output.dense.weight).all()
    assert (grown[2].output.dense.weight == layers[2].output.dense.weight).all()
    table = large.bert.embeddings.word_embeddings.weight
    assert large.cls.predictions.decoder.weight is table
    with torch.no_grad():
        difference = small(ids).prediction_logits - large(ids).prediction_logits
        assert difference.std() < 0.25 * small(ids).prediction_logits.std()


def test_four_heads_start_out_on_their_neighbours() -> None:
    model = BertForPreTraining(make_config(500, Shape(layers=1), "eager"))
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
    held = [learning_rate(progress, recipe, 0.6) for progress in (0.1, 0.6, 0.8)]
    assert held[0] == held[1] == recipe.peak_rate
    assert abs(held[2] - recipe.peak_rate / 2) < 1e-9
    assert Budget(None, 100).progress(1e9, 50) == 0.5
    assert Budget(1.0, None).progress(1800, 0) == 0.5
