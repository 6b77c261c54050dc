"""Guesses by counting, with what they fall back on."""

import numpy as np

from headlight_training.encoder.guessers import NEIGHBOURS, TRIGRAM, CountingGuesser
from headlight_training.encoder.tokenizer import MASK


def test_neighbours_are_counted_with_back_off() -> None:
    stream = np.array([9, 10, 20, 30, 10, 20, 30, 10, 21, 31, 40, 40, 40, 40, 40])
    guesser = CountingGuesser(stream, 50, NEIGHBOURS)
    hidden = np.array([[10, MASK, 30, 10, MASK, MASK, 31, 49, MASK, 49]])
    assert guesser.guess(hidden, hidden == MASK).tolist() == [20, 20, 21, 40]


def test_trigrams_are_counted_with_back_off() -> None:
    stream = np.array([9, 10, 20, 30, 10, 20, 31, 11, 20, 32, 11, 20, 32, 40, 40, 40, 40, 40, 40])
    guesser = CountingGuesser(stream, 50, TRIGRAM)
    hidden = np.array([[11, 20, MASK, 10, MASK, MASK, 9, 20, MASK]])
    assert guesser.guess(hidden, hidden == MASK).tolist() == [32, 20, 40, 32]


def test_a_row_does_not_see_the_end_of_the_row_before() -> None:
    stream = np.array([9, 9, 10, 20, 10, 20, 40, 40, 40, 40])
    guesser = CountingGuesser(stream, 50, TRIGRAM)
    hidden = np.array([[9, 9, 10], [MASK, 9, 9]])
    assert guesser.guess(hidden, hidden == MASK).tolist() == [40]
