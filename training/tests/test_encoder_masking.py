"""Masking: the rate, whole words, what is never chosen, what replaces a chosen token."""

import numpy as np

from headlight_training.encoder.masking import choose, corrupt
from headlight_training.encoder.settings import Masking
from headlight_training.encoder.tokenizer import CLS, MASK, PAD, SEP

SIZE = 100
CONTINUES = np.arange(SIZE) >= 60


def _rows(count: int, length: int) -> np.ndarray:
    ids = np.random.default_rng(0).integers(5, SIZE, (count, length))
    ids[:, 0], ids[:, -2], ids[:, -1] = CLS, SEP, PAD
    return ids


def test_rate_holds_for_tokens_and_for_whole_words() -> None:
    ids = _rows(400, 128)
    for whole in (False, True):
        chosen = choose(ids, CONTINUES, np.full(400, whole), 0.15, np.random.default_rng(1))
        assert abs(chosen[:, 1:-2].mean() - 0.15) < 0.01


def test_special_tokens_are_never_chosen() -> None:
    ids = _rows(100, 64)
    chosen = choose(ids, CONTINUES, np.full(100, True), 1.0, np.random.default_rng(1))
    assert not chosen[:, [0, -2, -1]].any()
    assert chosen[:, 1:-2].all()


def test_whole_words_are_chosen_together() -> None:
    ids = _rows(100, 64)
    chosen = choose(ids, CONTINUES, np.full(100, True), 0.3, np.random.default_rng(1))
    same_word = CONTINUES[ids[:, 2:-2]]
    assert (chosen[:, 2:-2] == chosen[:, 1:-3])[same_word & (ids[:, 1:-3] >= 5)].all()


def test_single_tokens_are_chosen_apart() -> None:
    ids = _rows(100, 64)
    chosen = choose(ids, CONTINUES, np.full(100, False), 0.3, np.random.default_rng(1))
    same_word = CONTINUES[ids[:, 2:-2]]
    assert not (chosen[:, 2:-2] == chosen[:, 1:-3])[same_word].all()


def test_same_seed_same_choice() -> None:
    ids = _rows(10, 64)
    choices = [
        choose(ids, CONTINUES, np.full(10, True), 0.2, np.random.default_rng(5)) for _ in range(2)
    ]
    assert (choices[0] == choices[1]).all()


def test_corruption_changes_chosen_tokens_only() -> None:
    ids = _rows(300, 128)
    random = np.random.default_rng(2)
    chosen = choose(ids, CONTINUES, np.full(300, False), 0.2, random)
    masking = Masking()
    result = corrupt(ids, chosen, SIZE, masking, random)
    assert (result[~chosen] == ids[~chosen]).all()
    assert abs((result[chosen] == MASK).mean() - masking.replaced_by_mask) < 0.02
    noisy = (result != ids) & (result != MASK)
    assert abs(noisy[chosen].mean() - masking.replaced_by_random) < 0.02
    assert result[noisy].min() >= 5 and result[noisy].max() < SIZE


def test_masking_rate_falls_during_the_run() -> None:
    masking = Masking()
    assert masking.rate(0.0) == masking.first_rate
    assert abs(masking.rate(1.0) - masking.last_rate) < 1e-9
