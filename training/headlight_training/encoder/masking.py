"""Chooses which tokens to hide, and hides them."""

from __future__ import annotations

import numpy as np

from .settings import Masking
from .tokenizer import MASK, SPECIAL_TOKENS

NOT_SPECIAL = len(SPECIAL_TOKENS)


def choose(
    ids: np.ndarray,
    continues: np.ndarray,
    whole_words: np.ndarray,
    rate: float,
    random: np.random.Generator,
) -> np.ndarray:
    """A boolean array like `ids` (rows × length): true where a token is to be guessed.

    `continues[id]` tells pieces that continue a word; in rows where `whole_words` is true one
    draw decides for all pieces of a word. Special tokens, padding included, are never chosen.
    """
    word = np.cumsum(~continues[ids], axis=1) - 1
    unit = np.where(whole_words[:, None], np.maximum(word, 0), np.arange(ids.shape[1])[None, :])
    draws = random.random(ids.shape)
    return (np.take_along_axis(draws, unit, axis=1) < rate) & (ids >= NOT_SPECIAL)


def corrupt(
    ids: np.ndarray,
    chosen: np.ndarray,
    vocabulary_size: int,
    masking: Masking,
    random: np.random.Generator,
) -> np.ndarray:
    """The ids with chosen tokens turned into [MASK], a random token, or left as they are."""
    draws = random.random(ids.shape)
    result = ids.copy()
    result[chosen & (draws < masking.replaced_by_mask)] = MASK
    noisy = chosen & (draws >= 1 - masking.replaced_by_random)
    result[noisy] = random.integers(NOT_SPECIAL, vocabulary_size, int(noisy.sum()))
    return result
