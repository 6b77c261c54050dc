"""Every number that decides what the encoder becomes, in one place."""

from __future__ import annotations

from dataclasses import dataclass

SEED = 20240607


@dataclass(frozen=True)
class Vocabulary:
    """Size of the WordPiece vocabulary and the text it is learnt from."""

    size: int = 12_288
    alphabet: int = 5_300
    """Single characters kept: about 5,000 Chinese ones cover 99.95 % of the corpus."""
    english_characters: int = 40_000_000
    code_characters: int = 15_000_000
    """English outweighs code, so that common words stay whole."""


@dataclass(frozen=True)
class Shape:
    """Dimensions of the BERT encoder."""

    hidden: int = 256
    layers: int = 6
    heads: int = 8
    intermediate: int = 1024
    positions: int = 512


@dataclass(frozen=True)
class Mixture:
    """Rows of a batch by domain; Tatoeba comes on top as short rows of their own."""

    en: float = 0.72
    zh: float = 0.17
    code: float = 0.11
    short_share: float = 0.05
    """Tokens of Tatoeba rows per token of the other domains."""
    pair_share: float = 0.7
    """Share of the rows of domains that are cut in two passages, where the text allows it."""
    unrelated_share: float = 0.5
    """Share of these whose second passage comes from another document."""


@dataclass(frozen=True)
class Masking:
    """What is hidden from the model during training."""

    first_rate: float = 0.30
    last_rate: float = 0.20
    """The share of hidden tokens falls in a straight line: many guesses a token at first, when each
    teaches much, and nearer to the rate of use at the end."""
    whole_word_rows: float = 0.6
    """Share of rows in which all pieces of a word are hidden together."""
    replaced_by_mask: float = 0.90
    replaced_by_random: float = 0.05

    def rate(self, progress: float) -> float:
        """The share of hidden tokens at this point of the run (0 to 1)."""
        return self.first_rate + (self.last_rate - self.first_rate) * progress


@dataclass(frozen=True)
class Recipe:
    """Optimisation: AdamW; the rate rises, stays, and falls in a straight line to zero."""

    peak_rate: float = 1e-3
    betas: tuple[float, float] = (0.9, 0.999)
    """With steps this small the second moment needs a long memory."""
    weight_decay: float = 0.01
    clip: float = 1.0
    warm_up: float = 0.03
    decay_from: float = 0.5
    """Progress (0 to 1) after which the rate falls: a finished run that is given more hours goes
    back to the peak, and its last part is done anew."""
    first_layers: int = 4
    grow_at: float = 0.55
    """Progress after which the model has all its layers; before, fewer see more tokens an hour."""
    regrowth_tokens: int = 400_000
    """Tokens over which the rate rises anew after the model has grown."""
    next_sentence_weight: float = 1.0
    """Weight of the next-sentence loss beside the masked-token loss (both are means)."""
    length: int = 128
    long_length: int = 512
    long_from: float = 0.92
    """Progress (0 to 1) after which rows are long, so that all positions are learnt."""
    tokens_per_step: int = 4_096
    """Small steps: with so few tokens many updates matter more than smooth ones."""
