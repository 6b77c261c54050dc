"""The translator: the Transformer of Vaswani et al. (2017) as Marian has it, and its loss."""

from __future__ import annotations

import numpy as np
import torch
from torch import nn
from transformers import MarianConfig, MarianMTModel

from .pairs import Batch, Ids
from .settings import Shape
from .tokenizer import END, PAD

NEVER = -10_000.0
"""Added to the logit of a token that is never a target: as good as impossible, finite anywhere."""


def make_config(vocabulary_size: int, shape: Shape, dropout: float) -> MarianConfig:
    """Sinusoidal positions, LayerNorm after each block, one embedding for both sides and output."""
    return MarianConfig(
        vocab_size=vocabulary_size,
        d_model=shape.hidden,
        encoder_layers=shape.encoder_layers,
        decoder_layers=shape.decoder_layers,
        encoder_attention_heads=shape.heads,
        decoder_attention_heads=shape.heads,
        encoder_ffn_dim=shape.intermediate,
        decoder_ffn_dim=shape.intermediate,
        activation_function="relu",
        max_position_embeddings=shape.positions,
        dropout=dropout,
        attention_dropout=0.0,
        activation_dropout=0.0,
        scale_embedding=True,
        share_encoder_decoder_embeddings=True,
        tie_word_embeddings=True,
        pad_token_id=PAD,
        eos_token_id=END,
        bos_token_id=None,
        decoder_start_token_id=PAD,
        forced_eos_token_id=None,
    )


def initialise(model: MarianMTModel, targets: torch.Tensor) -> None:
    """First weights as in the paper's code, and the bias that keeps source-only tokens out.

    `targets` are the ids that may be produced. Embeddings have the scale 1/√d, so that they enter
    with scale 1 and leave as logits of scale 1; Marian's 0.02 suits larger models.
    """
    for module in model.modules():
        if isinstance(module, nn.Linear):
            nn.init.xavier_uniform_(module.weight)
            if module.bias is not None:
                nn.init.zeros_(module.bias)
    model.tie_weights()
    nn.init.normal_(model.model.shared.weight, std=model.config.d_model**-0.5)
    model.final_logits_bias.fill_(NEVER)
    model.final_logits_bias[0, targets] = 0.0


def target_ids(rows: list[tuple[Ids, Ids]], byte_ids: list[int]) -> torch.Tensor:
    """The ids that may be produced: those of the training targets, and all single bytes."""
    found = {END, *byte_ids}
    for _, target in rows:
        found.update(target)
    return torch.tensor(sorted(found))


CPU = torch.device("cpu")


class TargetLoss:
    """Label-smoothed cross-entropy over the possible targets only, at the real positions only.

    The same as over the whole vocabulary, where the others have the probability 0, at less than
    half the price.
    """

    def __init__(
        self,
        possible: torch.Tensor,
        vocabulary_size: int,
        smoothing: float,
        device: torch.device = CPU,
    ) -> None:
        self.possible = possible.to(device)
        self.smoothing = smoothing
        self._place = torch.full((vocabulary_size,), -1, device=device)
        self._place[self.possible] = torch.arange(len(possible), device=device)

    def __call__(self, model: MarianMTModel, batch: Batch) -> tuple[torch.Tensor, np.ndarray]:
        """The mean loss, and sums of plain negative log-likelihood, right guesses and guesses."""
        hidden = model.model(
            input_ids=batch.sources,
            attention_mask=(batch.sources != PAD).long(),
            decoder_input_ids=batch.inputs,
            use_cache=False,
        ).last_hidden_state
        real = batch.targets != PAD
        targets = self._place[batch.targets[real]]
        logits = hidden[real] @ model.model.shared.weight[self.possible].T
        logs = logits.log_softmax(1)
        right = -logs.gather(1, targets[:, None]).sum()
        loss = (1 - self.smoothing) * right - self.smoothing * logs.mean(1).sum()
        hits = (logits.detach().argmax(1) == targets).sum()
        return loss / len(targets), np.array([right.item(), hits.item(), len(targets)])
