"""The sentence pairs: what is held out, and the batches of a training run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from ..corpus import Pair, is_held_out, read_pairs
from .settings import EVALUATION_PAIRS, HELD_OUT_PERCENT
from .tokenizer import PAD


@dataclass(frozen=True)
class Split:
    """Pairs to train on, and pairs to measure on: a fixed draw from those that are held out."""

    train: list[Pair]
    held_out: list[Pair]


def split_pairs(corpora: Path) -> Split:
    """Splits by the English side, so that all translations of a sentence are on one side.

    A pair whose English differs from a held-out sentence in punctuation, blanks or case only is
    left out of training as well.
    """
    train: list[Pair] = []
    held_out: list[Pair] = []
    for pair in read_pairs(corpora):
        kept = is_held_out(pair.english, HELD_OUT_PERCENT)
        (held_out if kept else train).append(pair)
    known = {_letters(pair.english) for pair in held_out}
    order = np.random.default_rng(0).permutation(len(held_out))
    return Split(
        [pair for pair in train if _letters(pair.english) not in known],
        [held_out[index] for index in sorted(order[:EVALUATION_PAIRS])],
    )


def _letters(text: str) -> str:
    return "".join(character for character in text.lower() if character.isalnum())


Ids = list[int]


def encode(tokenizer: Tokenizer, pairs: list[Pair]) -> list[tuple[Ids, Ids]]:
    """(source ids, target ids) of each pair, both ending in `</s>`."""
    sources = tokenizer.encode_batch_fast([pair.english for pair in pairs])
    targets = tokenizer.encode_batch_fast([pair.chinese for pair in pairs])
    return [(s.ids, t.ids) for s, t in zip(sources, targets, strict=True)]


@dataclass(frozen=True)
class Batch:
    """`inputs` is the target shifted right by one, beginning with `<pad>`."""

    sources: torch.Tensor
    inputs: torch.Tensor
    targets: torch.Tensor
    tokens: int
    """Target tokens, padding not counted."""


def epoch_batches(
    rows: list[tuple[Ids, Ids]], tokens: int, seed: int, epoch: int
) -> Iterator[Batch]:
    """All rows once, in batches of about `tokens` target tokens and nearly equal lengths.

    Rows are sorted by length with a little noise, so batches differ from epoch to epoch; the
    order of the batches is random. Everything follows from `seed` and `epoch`.
    """
    random = np.random.default_rng((seed, epoch))
    lengths = np.array([(len(source), len(target)) for source, target in rows])
    noisy = lengths + random.random(lengths.shape)
    order = np.lexsort((noisy[:, 0] + random.integers(0, 2, len(rows)), lengths[:, 1]))
    ends = np.cumsum(lengths[order, 1]) // tokens
    groups = np.split(order, np.flatnonzero(np.diff(ends)) + 1)
    for index in random.permutation(len(groups)):
        yield collate([rows[row] for row in groups[index]])


def collate(rows: list[tuple[Ids, Ids]]) -> Batch:
    sources = pad([source for source, _ in rows])
    targets = pad([target for _, target in rows])
    inputs = torch.full_like(targets, PAD)
    inputs[:, 1:] = targets[:, :-1]
    return Batch(sources, inputs, targets, int((targets != PAD).sum()))


def pad(rows: list[Ids]) -> torch.Tensor:
    """Rows made equally long with `<pad>` at the end."""
    result = torch.full((len(rows), max(map(len, rows))), PAD, dtype=torch.long)
    for index, row in enumerate(rows):
        result[index, : len(row)] = torch.tensor(row)
    return result
