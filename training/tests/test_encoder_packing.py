"""Rows: their shape, their order, and that sampling resumes where it stopped."""

import numpy as np

from headlight_training.encoder.packing import (
    WindowSampler,
    all_windows,
    pad,
    sentence_row,
    short_rows,
    window_row,
)
from headlight_training.encoder.tokenizer import CLS, PAD, SEP

STREAM = np.arange(5, 5 + 1_000, dtype=np.uint16)


def test_a_row_is_wrapped_and_full() -> None:
    row = window_row(STREAM, 60, 32)
    assert row.shape == (32,)
    assert row[0] == CLS and row[-1] == SEP
    assert row[1:-1].tolist() == list(range(65, 95))
    assert (all_windows(STREAM, 32)[2] == row).all()


def test_an_epoch_hands_out_each_window_once() -> None:
    sampler = WindowSampler(STREAM, 32, seed=1)
    first, second = sampler.starts(sampler.windows), sampler.starts(sampler.windows)
    expected = [30 * window for window in range(1_000 // 30)]
    assert sorted(first) == expected == sorted(second)
    assert (first != second).any()


def test_sampling_resumes() -> None:
    whole = WindowSampler(STREAM, 32, seed=1).starts(50)
    started = WindowSampler(STREAM, 32, seed=1)
    started.starts(20)
    resumed = WindowSampler(STREAM, 32, seed=1, drawn=started.drawn)
    assert (resumed.starts(30) == whole[20:]).all()


def test_sentences_carry_segments() -> None:
    ids, segments = sentence_row(np.array([7, 8]), np.array([9]))
    assert ids.tolist() == [CLS, 7, 8, SEP, 9, SEP]
    assert segments.tolist() == [0, 0, 0, 0, 1, 1]


def test_padding_is_at_the_end() -> None:
    ids, segments = pad([sentence_row(np.array([7])), sentence_row(np.array([7, 8, 9]))])
    assert ids.tolist() == [[CLS, 7, SEP, PAD, PAD], [CLS, 7, 8, 9, SEP]]
    assert not segments.any()


def test_short_rows_hold_about_the_tokens_asked_for() -> None:
    pairs = [(np.arange(5, 12), np.arange(20, 30))] * 10
    ids, segments = short_rows(pairs, 400, np.random.default_rng(0))
    assert ids.shape == segments.shape
    assert 400 <= (ids != PAD).sum() < 430
    assert segments.max() == 1
