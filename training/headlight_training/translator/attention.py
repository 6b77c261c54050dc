"""Attention weights of the PyTorch module for one sentence and its translation."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import torch
from transformers import MarianMTModel

from .pairs import Ids
from .tokenizer import PAD


@dataclass(frozen=True)
class Weights:
    """Each is layers × heads × query × key, float32.

    Queries of `decoder` and `cross` are the decoder's inputs: `<pad>`, then the target's tokens.
    """

    encoder: np.ndarray
    decoder: np.ndarray
    cross: np.ndarray


def attention_weights(model: MarianMTModel, source: Ids, target: Ids) -> Weights:
    """`source` ends in `</s>`; `target` are the translation's tokens, without `<pad>` and `</s>`."""
    with torch.no_grad():
        output = model(
            input_ids=torch.tensor([source]),
            decoder_input_ids=torch.tensor([[PAD, *target]]),
            output_attentions=True,
        )
    return Weights(
        torch.cat(output.encoder_attentions).numpy(),
        torch.cat(output.decoder_attentions).numpy(),
        torch.cat(output.cross_attentions).numpy(),
    )
