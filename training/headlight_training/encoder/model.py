"""The encoder: BERT as published, its first weights, and a cheaper forward pass for training."""

from __future__ import annotations

import math

import torch
from torch import nn
from transformers import BertConfig, BertForPreTraining

from .settings import Shape
from .tokenizer import PAD

EMBEDDING_SCALE = 0.04
LINEAR_SCALE = 0.04
"""BERT's 0.02 suits 768 dimensions; at 256 it leaves attention too faint to learn from at first."""

POSITION_FREQUENCIES = 32
POSITION_AMPLITUDE = 1.5 * EMBEDDING_SCALE
NEIGHBOUR_OFFSETS = (-1, 1, -2, 2)


def make_config(vocabulary_size: int, shape: Shape, attention: str) -> BertConfig:
    """`attention` is transformers' word: "sdpa" to train, "eager" to export."""
    return BertConfig(
        vocab_size=vocabulary_size,
        hidden_size=shape.hidden,
        num_hidden_layers=shape.layers,
        num_attention_heads=shape.heads,
        intermediate_size=shape.intermediate,
        max_position_embeddings=shape.positions,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        pad_token_id=PAD,
        attn_implementation=attention,
    )


def layer_count(state: dict[str, torch.Tensor]) -> int:
    """Layers of the model that a state belongs to: fewer until a run has grown."""
    return sum(name.endswith("attention.self.query.weight") for name in state)


def initialise(model: BertForPreTraining, unigram: torch.Tensor) -> None:
    """First weights that skip what a small model otherwise spends millions of tokens on.

    The output bias starts at the log frequency of each token, position embeddings start as
    sinusoids, and four heads of the first layer start out looking at a neighbour. All of them are
    ordinary parameters and free to change.
    """
    for module in model.modules():
        if isinstance(module, nn.Linear):
            nn.init.normal_(module.weight, std=LINEAR_SCALE)
            nn.init.zeros_(module.bias)
    model.tie_weights()
    for module in model.modules():
        if isinstance(module, nn.Embedding):
            nn.init.normal_(module.weight, std=EMBEDDING_SCALE)
    with torch.no_grad():
        frequency = (unigram + 0.5) / (unigram + 0.5).sum()
        model.cls.predictions.bias.copy_(frequency.log() - frequency.log().mean())
        _initialise_positions(model)


def _frequencies() -> torch.Tensor:
    """Angular steps from about 2 (neighbours) down to 0.01 (hundreds of tokens)."""
    return torch.logspace(math.log10(2.0), math.log10(0.01), POSITION_FREQUENCIES)


def _initialise_positions(model: BertForPreTraining) -> None:
    positions = model.bert.embeddings.position_embeddings.weight
    steps = _frequencies()
    angles = torch.arange(len(positions))[:, None] * steps[None, :]
    positions[:, 0 : 2 * POSITION_FREQUENCIES : 2] = POSITION_AMPLITUDE * angles.sin()
    positions[:, 1 : 2 * POSITION_FREQUENCIES : 2] = POSITION_AMPLITUDE * angles.cos()

    attention = model.bert.encoder.layer[0].attention.self
    size = attention.attention_head_size
    strength = math.sqrt(1.5)
    for head, offset in enumerate(NEIGHBOUR_OFFSETS):
        query = torch.zeros(size, positions.shape[1])
        key = torch.zeros(size, positions.shape[1])
        for pair in range(size // 2):
            turn = offset * steps[pair]
            sine, cosine = 2 * pair, 2 * pair + 1
            key[sine, sine] = key[cosine, cosine] = strength
            query[sine, sine] = query[cosine, cosine] = strength * turn.cos()
            query[sine, cosine] = strength * turn.sin()
            query[cosine, sine] = -strength * turn.sin()
        rows = slice(head * size, (head + 1) * size)
        attention.query.weight[rows] = query
        attention.key.weight[rows] = key


def training_logits(
    model: BertForPreTraining,
    ids: torch.Tensor,
    segments: torch.Tensor,
    chosen: torch.Tensor,
    paired: torch.Tensor,
) -> tuple[torch.Tensor, torch.Tensor]:
    """Token logits of the chosen positions (chosen × vocabulary), and next-sentence logits of the
    rows where `paired` is true (paired × 2).

    The same numbers as the plain forward pass gives there, but after its attention the last layer
    works only on positions that are asked for. [CLS] is never chosen. Padding is masked where there
    is any.
    """
    bert = model.bert
    padding = ids == PAD
    bias = None
    if padding.any():
        bias = torch.zeros(ids.shape, dtype=torch.float32, device=ids.device).masked_fill(
            padding, -1e9
        )
        bias = bias[:, None, None, :].expand(-1, 1, ids.shape[1], -1)
    hidden = bert.embeddings(input_ids=ids, token_type_ids=segments)
    *layers, last = bert.encoder.layer
    for layer in layers:
        hidden = layer(hidden, bias)[0]
    wanted = chosen.clone()
    wanted[:, 0] = paired
    first = wanted.nonzero()[:, 1] == 0
    context = last.attention.self(hidden, bias)[0]
    attended = last.attention.output(context[wanted], hidden[wanted])
    output = last.output(last.intermediate(attended), attended)
    pooled = bert.pooler(output[first][:, None])
    return model.cls.predictions(output[~first]), model.cls.seq_relationship(pooled)


def cross_entropy(logits: torch.Tensor, targets: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """The loss of each row, and its gradient with respect to the logits.

    Written out because the gradient then overwrites the log-probabilities, and no third array of
    this size (guesses × vocabulary) is touched: a sixth of the step's time otherwise.
    """
    log_probabilities = logits.log_softmax(1)
    rows = torch.arange(len(targets), device=targets.device)
    losses = -log_probabilities[rows, targets]
    gradient = log_probabilities.exp_()
    gradient[rows, targets] -= 1
    return losses, gradient


def extrapolate_positions(model: BertForPreTraining, learnt: int) -> None:
    """Continues the first `learnt` position embeddings to all later ones.

    Rows get long late in a run, when the learning rate is too low to learn the later positions
    anew. A linear map from the sinusoids that all positions started as, fitted to the learnt ones
    and held near its first values, gives the others what was learnt since. The edges are left out
    of the fit: the first position always holds [CLS], the last always [SEP].
    """
    table = model.bert.embeddings.position_embeddings.weight
    steps = _frequencies()
    angles = torch.arange(len(table))[:, None] * steps[None, :]
    features = torch.cat([angles.sin(), angles.cos(), torch.ones(len(table), 1)], dim=1)
    start = torch.zeros(features.shape[1], table.shape[1])
    pairs = torch.arange(POSITION_FREQUENCIES)
    start[pairs, 2 * pairs] = POSITION_AMPLITUDE
    start[POSITION_FREQUENCIES + pairs, 2 * pairs + 1] = POSITION_AMPLITUDE
    seen = slice(4, learnt - 8)
    known = features[seen]
    ridge = torch.eye(features.shape[1])
    ridge[-1, -1] = 1e-6
    with torch.no_grad():
        change = table[seen].cpu() - known @ start
        fitted = start + torch.linalg.solve(known.T @ known + ridge, known.T @ change)
        table[learnt - 2 :] = (features[learnt - 2 :] @ fitted).to(table.device)
