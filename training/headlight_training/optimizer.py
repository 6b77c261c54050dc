"""AdamW as encoder and translator use it: weight decay for matrices, none for vectors."""

from __future__ import annotations

from typing import Protocol

import torch
from torch import nn


class AdamSettings(Protocol):
    """The part of a recipe that AdamW needs; the rate is set before each step."""

    @property
    def betas(self) -> tuple[float, float]: ...

    @property
    def weight_decay(self) -> float: ...


def make_adamw(model: nn.Module, recipe: AdamSettings) -> torch.optim.AdamW:
    """AdamW over all weights that are trained (Loshchilov and Hutter, 2019)."""
    parameters = [p for p in model.parameters() if p.requires_grad]
    return torch.optim.AdamW(
        [
            {"params": [p for p in parameters if p.ndim > 1], "weight_decay": recipe.weight_decay},
            {"params": [p for p in parameters if p.ndim == 1], "weight_decay": 0.0},
        ],
        betas=recipe.betas,
        fused=True,
    )
