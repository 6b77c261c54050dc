"""Guesses without a model, to stand beside its figures: the commonest token, and the neighbours."""

from __future__ import annotations

import numpy as np

from .masking import NOT_SPECIAL
from .tokenizer import MASK

Table = tuple[np.ndarray, np.ndarray]
"""Sorted contexts, and for each the token that is met there most often."""


class NeighbourGuesser:
    """Guesses a hidden token from its neighbours, by counting the training text of a domain.

    The token met most often between the same two neighbours; failing that, after the same left
    one; failing that, before the same right one; failing that, the commonest of all.
    """

    def __init__(self, stream: np.ndarray, vocabulary_size: int) -> None:
        ids = np.asarray(stream, dtype=np.int64)
        ordinary = np.flatnonzero(ids[1:-1] >= NOT_SPECIAL) + 1
        left, middle, right = ids[ordinary - 1], ids[ordinary], ids[ordinary + 1]
        self.size = vocabulary_size
        self.commonest = int(np.bincount(middle).argmax())
        self._both = _commonest_by_context(left * vocabulary_size + right, middle, vocabulary_size)
        self._left = _commonest_by_context(left, middle, vocabulary_size)
        self._right = _commonest_by_context(right, middle, vocabulary_size)

    def guess(self, hidden: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """A token for each chosen position of rows in which these are [MASK]."""
        rows, columns = np.nonzero(chosen)
        left, right = hidden[rows, columns - 1], hidden[rows, columns + 1]
        unknown = np.full(len(rows), -1, dtype=np.int64)
        left_known = np.where(left == MASK, unknown, left)
        right_known = np.where(right == MASK, unknown, right)
        both = np.where((left == MASK) | (right == MASK), unknown, left * self.size + right)
        guesses = np.full(len(rows), self.commonest, dtype=np.int64)
        for table, contexts in (
            (self._right, right_known),
            (self._left, left_known),
            (self._both, both),
        ):
            found, tokens = _look_up(table, contexts)
            guesses = np.where(found, tokens, guesses)
        return guesses


def _commonest_by_context(contexts: np.ndarray, tokens: np.ndarray, size: int) -> Table:
    combined, counts = np.unique(contexts * size + tokens, return_counts=True)
    context, token = np.divmod(combined, size)
    starts = np.flatnonzero(np.append(True, context[1:] != context[:-1]))
    lengths = np.diff(np.append(starts, len(context)))
    most = np.maximum.reduceat(counts, starts)
    tops = np.flatnonzero(counts == np.repeat(most, lengths))
    first = tops[np.searchsorted(tops, starts)]
    return context[first], token[first]


def _look_up(table: Table, contexts: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    keys, tokens = table
    places = np.minimum(np.searchsorted(keys, contexts), len(keys) - 1)
    return keys[places] == contexts, tokens[places]
