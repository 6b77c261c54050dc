"""One step of training: gradients of the parts side by side, summed in a fixed order, applied."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from torch import nn
from transformers import BertForPreTraining

from ..corpus import DOMAINS
from ..device import moved
from .batches import Batch
from .meter import Outcome
from .model import cross_entropy, training_logits
from .passages import NO_LABEL
from .settings import Recipe


def take_step(
    model: BertForPreTraining,
    optimizer: torch.optim.Optimizer,
    workers: ThreadPoolExecutor,
    parts: list[Batch],
    recipe: Recipe,
) -> Outcome:
    parameters = list(model.parameters())
    token_share = 1 / sum(len(part.targets) for part in parts)
    pairs = sum(int((part.labels != NO_LABEL).sum()) for part in parts)
    pair_share = recipe.next_sentence_weight / max(1, pairs)
    sums = Outcome.nothing()

    def work(part: Batch) -> tuple[tuple[torch.Tensor, ...], Outcome]:
        return _gradients(model, parameters, moved(part, model.device), token_share, pair_share)

    total: tuple[torch.Tensor, ...] | None = None
    for gradients, outcome in workers.map(work, parts):
        sums += outcome
        if total is None:
            total = gradients
        else:
            torch._foreach_add_(total, gradients)
    assert total is not None
    for parameter, gradient in zip(parameters, total, strict=True):
        parameter.grad = gradient
    nn.utils.clip_grad_norm_(parameters, recipe.clip)
    optimizer.step()
    optimizer.zero_grad()
    return sums


def _gradients(
    model: BertForPreTraining,
    parameters: list[nn.Parameter],
    part: Batch,
    token_share: float,
    pair_share: float,
) -> tuple[tuple[torch.Tensor, ...], Outcome]:
    """The gradients of one part of a step, its losses weighted with the two shares."""
    paired = part.labels != NO_LABEL
    labels = part.labels[paired]
    tokens, pairs = training_logits(model, part.ids, part.segments, part.chosen, paired)
    token_right = tokens.detach().argmax(1) == part.targets
    pair_right = pairs.detach().argmax(1) == labels
    token_losses, token_gradient = cross_entropy(tokens.detach(), part.targets)
    pair_losses, pair_gradient = cross_entropy(pairs.detach(), labels)
    gradients = torch.autograd.grad(
        (tokens, pairs),
        parameters,
        (token_gradient.mul_(token_share), pair_gradient.mul_(pair_share)),
    )
    by_domain = [
        np.bincount(part.domain, (values * part.masked).cpu().numpy(), minlength=len(DOMAINS) + 1)
        for values in (token_losses, token_right, torch.ones_like(token_right))
    ]
    of_pairs = [float(pair_losses.sum()), int(pair_right.sum()), len(labels)]
    return gradients, Outcome(np.stack(by_domain), np.array(of_pairs, dtype=float))
