"""Whether cross-attention heads find the source word that a target word translates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer
from transformers import MarianMTModel

from .attention import attention_weights
from .pairs import Ids
from .word_pairs import WordPair


@dataclass(frozen=True)
class Alignment:
    """Whether a head gets a word pair right: pairs × layers × heads.

    `predicting`: the rows that produce the target word, whose input is the token before.
    `reading`: the rows whose input is the target word itself, one later.
    """

    predicting: np.ndarray
    reading: np.ndarray


def measure(model: MarianMTModel, tokenizer: Tokenizer, pairs: list[WordPair]) -> Alignment:
    """Reads the reference translation (nothing is generated) and looks at the target word's rows.

    The weights of the word's rows (one per character, mostly) are averaged; the head is right if
    the largest is on a token of the source word. Every source token counts, `</s>` too.
    """
    right: list[list[np.ndarray]] = [[], []]
    for pair in pairs:
        source = tokenizer.encode(pair.english)
        target = tokenizer.encode(pair.chinese)
        cross = attention_weights(model, source.ids, target.ids[:-1]).cross
        wanted = tokens_in(source.offsets, pair.source_span())
        rows = np.array(tokens_in(target.offsets, pair.target_span()))
        for shift, results in enumerate(right):
            found = cross[:, :, rows + shift].mean(axis=2).argmax(axis=-1)
            results.append(np.isin(found, wanted))
    return Alignment(*map(np.stack, right))


def tokens_in(offsets: list[tuple[int, int]], span: tuple[int, int]) -> Ids:
    """Places of the tokens that share a code point with the span."""
    start, end = span
    return [
        place for place, (first, last) in enumerate(offsets) if max(first, start) < min(last, end)
    ]


def best_head(right: np.ndarray) -> tuple[int, int]:
    """(layer, head) that gets most pairs right, counted from 0."""
    sums = right.sum(axis=0)
    layer, head = np.unravel_index(sums.argmax(), sums.shape)
    return int(layer), int(head)


def share_by_other_half(right: np.ndarray) -> float:
    """The share of right pairs when each half is judged by the head that is best on the other.

    Picking the best of many heads on the pairs that it is judged by flatters it; this does not.
    """
    halves = right[0::2], right[1::2]
    shares = [half[:, *best_head(other)] for half, other in zip(halves, halves[::-1], strict=True)]
    return float(np.concatenate(shares).mean())
