"""Every number that decides what the translator becomes, in one place."""

from __future__ import annotations

from dataclasses import dataclass

SEED = 20240607

HELD_OUT_PERCENT = 4
"""A larger share than elsewhere: one percent of the pairs are too few to measure on."""
EVALUATION_PAIRS = 2_000


@dataclass(frozen=True)
class Vocabulary:
    """The joint byte-level vocabulary of both languages."""

    size: int = 8_000
    chinese_repeats: int = 3
    """Chinese counts this often, so that rare characters become tokens before rare words do."""


@dataclass(frozen=True)
class Shape:
    """Dimensions of the encoder-decoder."""

    hidden: int = 256
    encoder_layers: int = 3
    decoder_layers: int = 3
    heads: int = 8
    intermediate: int = 1_024
    positions: int = 512


MOST_TOKENS = 128
"""Of a translation; the longest held-out reference is far shorter."""


@dataclass(frozen=True)
class Recipe:
    """Optimisation: AdamW, warm-up, then a straight line to zero."""

    peak_rate: float = 1e-3
    betas: tuple[float, float] = (0.9, 0.98)
    weight_decay: float = 0.01
    clip: float = 1.0
    warm_up: float = 0.06
    decay_from: float = 0.2
    dropout: float = 0.1
    label_smoothing: float = 0.1
    tokens_per_step: int = 800
    """Target tokens; small steps, because many updates matter more than smooth ones."""
