"""The decoder: GPT-2 as published, its first weights, and its loss."""

from __future__ import annotations

import math

import torch
from torch import nn
from transformers import GPT2Config, GPT2LMHeadModel

from .settings import Shape
from .tokenizer import END

EMBEDDING_SCALE = 0.04
LINEAR_SCALE = 0.04
"""GPT-2's 0.02 suits 768 dimensions; at 256 it leaves attention too faint to learn from at first."""

POSITION_FREQUENCIES = 32
POSITION_AMPLITUDE = 1.5 * EMBEDDING_SCALE
POSITION_STRENGTH = 1.6
"""Factor on query and key of the heads that start out looking at an earlier token."""
EARLIER_OFFSETS = (-1, -1, -2, -3)
FREQUENCY_AMPLITUDE = 0.1
"""Spread of the embedding's last dimension, which starts as the log frequency of the token."""


def make_config(vocabulary_size: int, shape: Shape, attention: str) -> GPT2Config:
    """`attention` is transformers' word: "sdpa" to train, "eager" to export."""
    return GPT2Config(
        vocab_size=vocabulary_size,
        n_embd=shape.hidden,
        n_layer=shape.layers,
        n_head=shape.heads,
        n_positions=shape.positions,
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        bos_token_id=END,
        eos_token_id=END,
        attn_implementation=attention,
    )


def fuse_activation(model: GPT2LMHeadModel) -> None:
    """Puts PyTorch's one-kernel form in place of GPT-2's GELU: the same function, less memory traffic."""
    for block in model.transformer.h:
        block.mlp.act = nn.GELU(approximate="tanh")


def initialise(model: GPT2LMHeadModel, unigram: torch.Tensor) -> None:
    """First weights that skip what a small model otherwise spends millions of tokens on.

    Positions start as sinusoids in dimensions that tokens leave free, four heads of the first layer
    start out looking one, two or three tokens back, and the last dimension of an embedding starts as
    the token's log frequency, which the last bias reads: GPT-2's head has none of its own. Layers
    start as the identity (their output projections are zero, but for the first attention). All of
    them are ordinary parameters and free to change.
    """
    transformer = model.transformer
    with torch.no_grad():
        tokens = transformer.wte.weight
        nn.init.normal_(tokens, std=EMBEDDING_SCALE)
        tokens[:, : 2 * POSITION_FREQUENCIES] = 0
        frequency = ((unigram + 0.5) / (unigram + 0.5).sum()).log()
        spread = frequency.std()
        tokens[:, -1] = FREQUENCY_AMPLITUDE * (frequency - frequency.mean()) / spread
        transformer.ln_f.weight[-1] = 0
        transformer.ln_f.bias[-1] = spread / FREQUENCY_AMPLITUDE
        for index, block in enumerate(transformer.h):
            nn.init.normal_(block.attn.c_attn.weight, std=LINEAR_SCALE)
            nn.init.normal_(block.mlp.c_fc.weight, std=LINEAR_SCALE)
            nn.init.zeros_(block.mlp.c_proj.weight)
            nn.init.normal_(block.attn.c_proj.weight, std=LINEAR_SCALE if index == 0 else 0.0)
        _initialise_positions(model)


def _frequencies() -> torch.Tensor:
    """Angular steps from about 2 (neighbours) down to 0.01 (hundreds of tokens)."""
    return torch.logspace(math.log10(2.0), math.log10(0.01), POSITION_FREQUENCIES)


def _initialise_positions(model: GPT2LMHeadModel) -> None:
    positions = model.transformer.wpe.weight
    nn.init.normal_(positions, std=EMBEDDING_SCALE / 10)
    steps = _frequencies()
    angles = torch.arange(len(positions))[:, None] * steps[None, :]
    positions[:, 0 : 2 * POSITION_FREQUENCIES : 2] = POSITION_AMPLITUDE * angles.sin()
    positions[:, 1 : 2 * POSITION_FREQUENCIES : 2] = POSITION_AMPLITUDE * angles.cos()

    attention = model.transformer.h[0].attn
    hidden, size = attention.embed_dim, attention.head_dim
    for head, offset in enumerate(EARLIER_OFFSETS):
        query = torch.zeros(hidden, size)
        key = torch.zeros(hidden, size)
        for pair in range(size // 2):
            turn = offset * steps[pair]
            sine, cosine = 2 * pair, 2 * pair + 1
            key[sine, sine] = key[cosine, cosine] = POSITION_STRENGTH
            query[sine, sine] = query[cosine, cosine] = POSITION_STRENGTH * turn.cos()
            query[cosine, sine] = POSITION_STRENGTH * turn.sin()
            query[sine, cosine] = -POSITION_STRENGTH * turn.sin()
        first = head * size
        attention.c_attn.weight[:, first : first + size] = query
        attention.c_attn.weight[:, hidden + first : hidden + first + size] = key


def loss_and_gradients(
    model: GPT2LMHeadModel,
    parameters: list[nn.Parameter],
    inputs: torch.Tensor,
    targets: torch.Tensor,
    total: int,
) -> tuple[tuple[torch.Tensor, ...], torch.Tensor, torch.Tensor]:
    """Gradients of Σ loss / `total` over the targets that are asked for (≥ 0).

    Also returns the loss of each such target (nats) and whether the best guess was right. The
    gradient of the logits is written out because it then overwrites the log-probabilities, and no
    third array of this size (tokens × vocabulary) is touched.
    """
    asked = targets >= 0
    hidden = model.transformer(inputs).last_hidden_state[asked]
    wanted = targets[asked]
    logits = hidden @ model.lm_head.weight.T
    scores = logits.detach()
    right = scores.argmax(1) == wanted
    log_probabilities = scores.log_softmax(1)
    rows = torch.arange(len(wanted), device=wanted.device)
    losses = -log_probabilities[rows, wanted]
    gradient = log_probabilities.exp_()
    gradient[rows, wanted] -= 1
    gradients = torch.autograd.grad(logits, parameters, gradient.div_(total))
    return gradients, losses, right


def extrapolate_positions(model: GPT2LMHeadModel, learnt: int) -> None:
    """Continues the first `learnt` position embeddings to all later ones.

    Rows get long late in a run, when the learning rate is too low to learn the later positions
    anew. A linear map from the sinusoids that all positions started as, fitted to the learnt ones
    and held near its first values, gives the others what was learnt since. The first positions are
    left out of the fit: where the text begins much else is learnt there.
    """
    table = model.transformer.wpe.weight.detach().cpu()
    steps = _frequencies()
    angles = torch.arange(len(table))[:, None] * steps[None, :]
    features = torch.cat([angles.sin(), angles.cos(), torch.ones(len(table), 1)], dim=1)
    start = torch.zeros(features.shape[1], table.shape[1])
    pairs = torch.arange(POSITION_FREQUENCIES)
    start[pairs, 2 * pairs] = POSITION_AMPLITUDE
    start[POSITION_FREQUENCIES + pairs, 2 * pairs + 1] = POSITION_AMPLITUDE
    seen = slice(8, learnt)
    known = features[seen]
    ridge = torch.eye(features.shape[1])
    ridge[-1, -1] = 1e-6
    change = table[seen] - known @ start
    fitted = start + torch.linalg.solve(known.T @ known + ridge, known.T @ change)
    with torch.no_grad():
        model.transformer.wpe.weight[learnt:] = features[learnt:] @ fitted
