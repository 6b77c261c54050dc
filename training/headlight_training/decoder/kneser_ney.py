"""The baseline: an interpolated Kneser-Ney n-gram model (Chen & Goodman 1999), counted with numpy.

An n-gram is known by a number: the number of its first n - 1 tokens and its last token make the key
`prefix · size + token`; sorted keys are the table of an order, the place in it is the n-gram's number.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class _Order:
    keys: np.ndarray
    """Sorted `prefix · size + token` of every n-gram met."""
    counts: np.ndarray
    """Occurrences at the highest order; below, how many different tokens were met before it."""
    totals: np.ndarray
    """For each prefix the sum of the counts of its n-grams."""
    followers: np.ndarray
    """For each prefix how many different tokens follow."""
    discount: float


class KneserNey:
    """Probabilities of a token after up to `order - 1` earlier ones, from the counts of a stream."""

    def __init__(self, stream: np.ndarray, size: int, order: int = 5) -> None:
        self.size = size
        self._orders: list[_Order] = []
        tokens = np.asarray(stream, dtype=np.int64)
        numbers = tokens
        prefixes = size
        for length in range(2, order + 1):
            keys, first, inverse, occurrences = np.unique(
                numbers[: len(tokens) - length + 1] * size + tokens[length - 1 :],
                return_index=True,
                return_inverse=True,
                return_counts=True,
            )
            if length == 2:
                before = np.bincount(tokens[first + 1], minlength=size)
                self._orders.append(_order(np.arange(size), before, 1, size))
            else:
                below = self._orders[-1]
                before = np.bincount(numbers[first + 1], minlength=len(below.keys))
                self._orders[-1] = _order(below.keys, before, len(below.totals), size)
            self._orders.append(_order(keys, occurrences, prefixes, size))
            prefixes = len(keys)
            numbers = inverse

    def log_probabilities(self, rows: np.ndarray) -> np.ndarray:
        """Natural logarithms for each token of the rows but the first, rows × (length - 1).

        A token's context is what stands before it in its row.
        """
        rows = np.asarray(rows, dtype=np.int64)
        targets = rows[:, 1:]
        probability = np.full(targets.shape, 1 / self.size)
        for order, table in enumerate(self._orders, start=1):
            context = order - 1
            prefix = self._numbers(rows, context)
            reached = np.zeros(targets.shape, dtype=bool)
            reached[:, max(context - 1, 0) :] = prefix >= 0
            known = prefix[prefix >= 0]
            if not len(known):
                break
            wanted = targets[reached]
            place, found = _find(table.keys, known * self.size + wanted)
            counts = np.where(found, table.counts[place], 0)
            totals = table.totals[known]
            kept = np.maximum(counts - table.discount, 0)
            freed = table.discount * table.followers[known]
            met = totals > 0
            refined = (kept + freed * probability[reached]) / np.maximum(totals, 1)
            probability[reached] = np.where(met, refined, probability[reached])
        return np.log(probability)

    def _numbers(self, rows: np.ndarray, length: int) -> np.ndarray:
        """The number of the `length` tokens before each target that has so many, -1 where unknown."""
        width = rows.shape[1]
        if length == 0:
            return np.zeros((len(rows), width - 1), dtype=np.int64)
        numbers = rows[:, : width - length]
        for offset in range(1, length):
            table = self._orders[offset]
            keys = numbers * self.size + rows[:, offset : width - length + offset]
            place, found = _find(table.keys, keys)
            numbers = np.where(found & (numbers >= 0), place, -1)
        return numbers


def _order(keys: np.ndarray, counts: np.ndarray, prefixes: int, size: int) -> _Order:
    prefix = keys // size
    once, twice = int((counts == 1).sum()), int((counts == 2).sum())
    return _Order(
        keys=keys,
        counts=counts,
        totals=np.bincount(prefix, weights=counts, minlength=prefixes),
        followers=np.bincount(prefix, weights=counts > 0, minlength=prefixes),
        discount=once / max(once + 2 * twice, 1),
    )


def _find(keys: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return place, keys[place] == wanted
