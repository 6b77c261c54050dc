"""Heads against syntax: the head whose strongest word is most often a relation's syntactic head.

As in Clark, Khandelwal, Levy and Manning, *What Does BERT Look At?* (2019), section 4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from .treebank import NOT_SCORED, Sentence

OFFSETS = (-5, -4, -3, -2, -1, 1, 2, 3, 4, 5)
FEWEST_CASES = 100
DIRECTIONS = ("dependent to head", "head to dependent")

Attention = Callable[[str], tuple[np.ndarray, list[tuple[int, int]]]]
"""A text to its weights (layers × heads × query × key) and the tokens' spans in code points;
special tokens have empty spans."""


@dataclass(frozen=True)
class Relation:
    """How well heads know one relation. Shares; the head is chosen on one half of the documents,
    everything but `cases` is measured on the other."""

    name: str
    cases: int
    """In the whole file."""
    measured: int
    layer: int
    head: int
    direction: str
    accuracy: float
    offset: int
    offsetAccuracy: float
    """Of the fixed distance that is best on the half that is measured."""
    leftShare: float
    """Heads that stand left of their dependents, in the whole file."""

    @property
    def gain(self) -> float:
        """By how much the head beats the fixed distance."""
        return round(self.accuracy - self.offsetAccuracy, 4)


def score_heads(sentences: list[Sentence], attention: Attention) -> list[Relation]:
    """The relations with enough cases, the most frequent first."""
    cases = Counter(relation for *_, relation in _scored(sentences))
    rows = {name: row for row, name in enumerate(cases)}
    by_head = np.zeros((2, len(rows), 1, 1, 1))
    by_offset = np.zeros((2, len(rows), len(OFFSETS)))
    totals = np.zeros((2, len(rows)))
    left = np.zeros(len(rows))
    for sentence in sentences:
        half = sentence.document % 2
        weights, spans = attention(sentence.text)
        guesses = _guesses(_between_words(weights, spans, sentence.spans))
        if by_head.shape[2:] == (1, 1, 1):
            by_head = np.zeros((2, len(rows), *guesses.shape[:3]))
        for word, head, relation in _scored([sentence]):
            row = rows[relation]
            totals[half, row] += 1
            left[row] += head < word
            by_head[half, row] += guesses[..., word] == head
            by_offset[half, row] += [word + offset == head for offset in OFFSETS]
    return [
        _relation(name, by_head[:, row], by_offset[:, row], totals[:, row], left[row])
        for name, row in sorted(rows.items(), key=lambda item: -cases[item[0]])
        if cases[name] >= FEWEST_CASES
    ]


def as_json(relations: list[Relation], gain: float, most: int) -> dict[str, Any]:
    """The relations, and how many of the `most` frequent ones a head knows by at least `gain`."""
    return {
        "gainAsked": gain,
        "known": sum(relation.gain >= gain for relation in relations[:most]),
        "of": min(most, len(relations)),
        "knownOfAll": sum(relation.gain >= gain for relation in relations),
        "relations": [asdict(relation) | {"gain": relation.gain} for relation in relations],
    }


def _relation(
    name: str, by_head: np.ndarray, by_offset: np.ndarray, totals: np.ndarray, left: float
) -> Relation:
    chosen = np.unravel_index(by_head[0].argmax(), by_head[0].shape)
    layer, head, direction = (int(index) for index in chosen)
    offset = int(by_offset[1].argmax())
    return Relation(
        name=name,
        cases=int(totals.sum()),
        measured=int(totals[1]),
        layer=layer,
        head=head,
        direction=DIRECTIONS[direction],
        accuracy=round(float(by_head[1][chosen] / totals[1]), 4),
        offset=OFFSETS[offset],
        offsetAccuracy=round(float(by_offset[1][offset] / totals[1]), 4),
        leftShare=round(float(left / totals.sum()), 4),
    )


def _scored(sentences: list[Sentence]) -> Iterator[tuple[int, int, str]]:
    """Word, head and relation of all words that count."""
    for sentence in sentences:
        for word, (head, relation) in enumerate(
            zip(sentence.heads, sentence.relations, strict=True)
        ):
            if relation not in NOT_SCORED:
                yield word, head, relation


def word_of_tokens(tokens: list[tuple[int, int]], words: list[tuple[int, int]]) -> list[int | None]:
    """The word each token shares most characters with, the first on a tie; None for specials."""
    found: list[int | None] = []
    for start, end in tokens:
        shared = [min(end, last) - max(start, first) for first, last in words]
        best = int(np.argmax(shared)) if shared else 0
        found.append(best if shared and shared[best] > 0 else None)
    return found


def _between_words(
    weights: np.ndarray, tokens: list[tuple[int, int]], words: list[tuple[int, int]]
) -> np.ndarray:
    """Weights between words (layers × heads × from × to).

    Summed over the target's tokens, averaged over the source's. A word without a token of its own
    has NaN, and so has a word to itself.
    """
    belongs = np.zeros((len(words), len(tokens)))
    for token, word in enumerate(word_of_tokens(tokens, words)):
        if word is not None:
            belongs[word, token] = 1
    counts = belongs.sum(axis=1)
    with np.errstate(invalid="ignore"):
        average = belongs / counts[:, None]
    between = average @ weights @ belongs.T
    between[..., :, counts == 0] = np.nan
    between[..., range(len(words)), range(len(words))] = np.nan
    return between


def _guesses(between: np.ndarray) -> np.ndarray:
    """The word guessed as each word's head (layers × heads × direction × word), -1 for none."""
    known = np.where(np.isnan(between), -1.0, between)
    both = np.stack([known, np.swapaxes(known, -1, -2)], axis=2)
    return np.where(both.max(axis=-1) < 0, -1, both.argmax(axis=-1))
