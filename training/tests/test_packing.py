"""Rows: their shape, their order, and that sampling resumes where it stopped."""

import numpy as np

from headlight_training.packing import WindowSampler, all_windows, pad, sentence_row, short_rows
from headlight_training.tokenizer import CLS, PAD, SEP

STREAM = np.arange(5, 5 + 1_000, dtype=np.uint16)


def test_a_row_is_wrapped_and_full() -> None:
    rows = WindowSampler(STREAM, 32, seed=1).take(4)
    assert rows.shape == (4, 32)
    assert (rows[:, 0] == CLS).all() and (rows[:, -1] == SEP).all()
    assert (np.diff(rows[:, 1:-1], axis=1) == 1).all()


def test_an_epoch_hands_out_each_window_once() -> None:
    sampler = WindowSampler(STREAM, 32, seed=1)
    first, second = sampler.take(sampler.windows), sampler.take(sampler.windows)
    expected = {tuple(row) for row in all_windows(STREAM, 32)}
    assert {tuple(row) for row in first} == expected == {tuple(row) for row in second}
    assert (first != second).any()


def test_sampling_resumes() -> None:
    whole = WindowSampler(STREAM, 32, seed=1).take(50)
    started = WindowSampler(STREAM, 32, seed=1)
    started.take(20)
    resumed = WindowSampler(STREAM, 32, seed=1, drawn=started.drawn)
    assert (resumed.take(30) == whole[20:]).all()


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
