"""Every number that decides what the decoder becomes, in one place."""

from __future__ import annotations

from dataclasses import dataclass

SEED = 20261121


@dataclass(frozen=True)
class Vocabulary:
    """Size of the byte-level BPE vocabulary and how much text of each domain it is learnt from."""

    size: int = 10_240
    characters: tuple[tuple[str, int], ...] = (
        ("en", 3_000_000),
        ("zh", 1_000_000),
        ("code", 1_200_000),
    )
    """About as many characters as balance the domains: a Chinese character is three bytes."""


@dataclass(frozen=True)
class Shape:
    """Dimensions of the GPT-2 decoder."""

    hidden: int = 256
    layers: int = 6
    heads: int = 8
    positions: int = 1_024


@dataclass(frozen=True)
class Mixture:
    """Share of each stream in the rows of a batch."""

    en: float = 0.37
    zh: float = 0.21
    code: float = 0.14
    sentences: float = 0.10
    """Single Tatoeba sentences, many times their share of the corpora: short modern text."""
    repeats: float = 0.18
    """Rows made of a span that repeats, so that induction forms early."""


@dataclass(frozen=True)
class Recipe:
    """Optimisation: Muon for the layers' matrices, AdamW for the rest; warm-up, then a line to zero."""

    peak_rate: float = 1.0
    """Factor on the rates of both optimisers at its highest."""
    muon_rate: float = 0.02
    muon_momentum: float = 0.95
    adam_rate: float = 2e-3
    adam_betas: tuple[float, float] = (0.9, 0.97)
    clip: float = 1.0
    warm_up: float = 0.02
    lengths: tuple[tuple[float, int], ...] = ((0.0, 128), (0.75, 512), (0.92, 1_024))
    """Length of the rows from a point of the run (0 to 1) on: short rows cost less a token."""
    tokens_per_step: int = 2_048
    """Small steps: with so few tokens many updates matter more than smooth ones."""
