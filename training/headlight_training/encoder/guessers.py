"""Guesses without a model, to stand beside its figures: counts of a domain's training text."""

from __future__ import annotations

import numpy as np

from .masking import NOT_SPECIAL
from .tokenizer import MASK

Table = tuple[np.ndarray, np.ndarray]
"""Sorted contexts, and for each the token that is met there most often."""

TRIGRAM = ((-1,), (-2, -1))
"""The two tokens before; failing that, the one before."""
NEIGHBOURS = ((1,), (-1,), (-1, 1))
"""The tokens on both sides; failing that, the one before; failing that, the one after."""


class CountingGuesser:
    """Guesses a hidden token: the one met most often in the same context.

    Contexts are tuples of offsets, the preferred one last; where it was never met, or is hidden
    itself, the one before counts, and in the end the commonest token of all (the unigram guess).
    """

    def __init__(
        self, stream: np.ndarray, vocabulary_size: int, contexts: tuple[tuple[int, ...], ...]
    ) -> None:
        ids = np.asarray(stream, dtype=np.int64)
        places = np.flatnonzero(ids[2:-1] >= NOT_SPECIAL) + 2
        middle = ids[places]
        self.commonest = int(np.bincount(middle).argmax())
        self._size = vocabulary_size
        self._tables = [
            (offsets, _commonest_by_context(self._key(ids, places, offsets), middle, self._size))
            for offsets in contexts
        ]

    def guess(self, hidden: np.ndarray, chosen: np.ndarray) -> np.ndarray:
        """A token for each chosen position of rows in which these are [MASK]."""
        length = hidden.shape[1]
        padded = np.concatenate([np.full((len(hidden), 1), MASK), hidden], axis=1).ravel()
        rows, columns = np.nonzero(chosen)
        places = rows * (length + 1) + columns + 1
        guesses = np.full(len(rows), self.commonest, dtype=np.int64)
        for offsets, table in self._tables:
            is_hidden = np.any([padded[places + offset] == MASK for offset in offsets], axis=0)
            context = np.where(is_hidden, -1, self._key(padded, places, offsets))
            found, tokens = _look_up(table, context)
            guesses = np.where(found, tokens, guesses)
        return guesses

    def _key(self, ids: np.ndarray, places: np.ndarray, offsets: tuple[int, ...]) -> np.ndarray:
        key = np.zeros(len(places), dtype=np.int64)
        for offset in offsets:
            key = key * self._size + ids[places + offset]
        return key


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
