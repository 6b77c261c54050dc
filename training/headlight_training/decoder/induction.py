"""Induction on random tokens: a string that repeats can be told only by looking back.

Scores are those of Olsson et al. (2022), "In-context learning and induction heads": the mean
weight from a token of the second pass to the token after its first occurrence, and the mean weight
from any token to the one before it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from transformers import GPT2LMHeadModel

from .tokenizer import END

SEED = 5
STRINGS = 100
LENGTH = 50


@dataclass(frozen=True)
class InductionScores:
    """`induction` and `previous` are layers × heads."""

    induction: np.ndarray
    previous: np.ndarray
    first_accuracy: float
    """Share of right guesses on the first pass: chance."""
    repeated_accuracy: float
    """Share of right guesses on the second pass, but for its first token, which nothing foretells."""


def random_strings(size: int, strings: int = STRINGS, length: int = LENGTH) -> np.ndarray:
    """Strings of random tokens, each twice in its row: strings × (2 · length)."""
    random = np.random.default_rng(SEED)
    once = random.integers(END + 1, size, (strings, length))
    return np.concatenate([once, once], axis=1)


def measure_induction(model: GPT2LMHeadModel, rows: np.ndarray) -> InductionScores:
    """Scores on rows whose second half repeats the first; the model gives its weights (eager)."""
    length = rows.shape[1] // 2
    with torch.no_grad():
        output = model(torch.from_numpy(rows), output_attentions=True)
    induction = [
        layer.diagonal(1 - length, dim1=2, dim2=3)[..., 1:].mean(dim=(0, 2))
        for layer in output.attentions
    ]
    previous = [layer.diagonal(-1, dim1=2, dim2=3).mean(dim=(0, 2)) for layer in output.attentions]
    right = (output.logits[:, :-1].argmax(-1) == torch.from_numpy(rows[:, 1:])).float()
    return InductionScores(
        induction=torch.stack(induction).numpy(),
        previous=torch.stack(previous).numpy(),
        first_accuracy=float(right[:, : length - 1].mean()),
        repeated_accuracy=float(right[:, length:].mean()),
    )
