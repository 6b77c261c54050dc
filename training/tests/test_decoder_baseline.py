"""The n-gram baseline against counts by hand and against a plain implementation."""

from collections import Counter

import numpy as np

from headlight_training.decoder.kneser_ney import KneserNey

SIZE = 7


def test_probabilities_add_up_to_one() -> None:
    stream = np.random.default_rng(0).integers(0, SIZE, 400)
    model = KneserNey(stream, SIZE)
    context = stream[100:104]
    rows = np.stack([[*context, token] for token in range(SIZE)])
    assert np.isclose(np.exp(model.log_probabilities(rows)[:, -1]).sum(), 1)


def test_it_agrees_with_the_textbook() -> None:
    random = np.random.default_rng(1)
    stream = np.resize(random.integers(0, SIZE, 23), 300)
    stream[::11] = random.integers(0, SIZE, len(stream[::11]))
    rows = random.integers(0, SIZE, (4, 9))
    rows[0] = stream[50:59]
    actual = np.exp(KneserNey(stream, SIZE).log_probabilities(rows))
    counts = [_counts(stream.tolist(), order) for order in range(1, 6)]
    for row in range(len(rows)):
        for place in range(1, 9):
            context = rows[row, max(0, place - 4) : place].tolist()
            expected = _probability(counts, tuple(context), int(rows[row, place]))
            assert np.isclose(actual[row, place - 1], expected), (row, place)


def _counts(stream: list[int], order: int) -> Counter[tuple[int, ...]]:
    """Occurrences of 5-grams; of shorter ones how many different tokens stand before them."""
    if order == 5:
        return Counter(tuple(stream[i : i + 5]) for i in range(len(stream) - 4))
    longer = {tuple(stream[i : i + order + 1]) for i in range(len(stream) - order)}
    return Counter(gram[1:] for gram in longer)


def _probability(
    counts: list[Counter[tuple[int, ...]]], context: tuple[int, ...], token: int
) -> float:
    table = counts[len(context)]
    below = _probability(counts, context[1:], token) if context else 1 / SIZE
    met = {gram: count for gram, count in table.items() if gram[:-1] == context}
    if not met:
        return below
    once = sum(count == 1 for count in table.values())
    twice = sum(count == 2 for count in table.values())
    discount = once / (once + 2 * twice) if once else 0.0
    total = sum(met.values())
    kept = max(met.get((*context, token), 0) - discount, 0)
    return (kept + discount * len(met) * below) / total
