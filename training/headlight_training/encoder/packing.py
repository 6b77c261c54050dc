"""Cuts token streams into the rows of a batch, in an order that depends on the seed alone."""

from __future__ import annotations

import numpy as np

from .tokenizer import CLS, PAD, SEP


class WindowSampler:
    """Hands out windows of a stream: each once in random order, then all again in another.

    A row is [CLS], `length - 2` tokens, [SEP]; documents inside it are parted by [SEP].
    The only state is `drawn`, the number of windows handed out.
    """

    def __init__(self, stream: np.ndarray, length: int, seed: int, drawn: int = 0) -> None:
        self.stream = stream
        self.body = length - 2
        self.windows = len(stream) // self.body
        self.seed = seed
        self.drawn = drawn
        self._epoch = -1
        self._order = np.empty(0, dtype=np.int64)

    def starts(self, rows: int) -> np.ndarray:
        """Where the next windows start in the stream."""
        return np.array([self._next_window() * self.body for _ in range(rows)], dtype=np.int64)

    def _next_window(self) -> int:
        epoch, position = divmod(self.drawn, self.windows)
        if epoch != self._epoch:
            self._order = np.random.default_rng((self.seed, epoch)).permutation(self.windows)
            self._epoch = epoch
        self.drawn += 1
        return int(self._order[position])


def window_row(stream: np.ndarray, start: int, length: int) -> np.ndarray:
    """[CLS], `length - 2` tokens from `start`, [SEP]."""
    row = np.empty(length, dtype=np.int64)
    row[0], row[-1] = CLS, SEP
    row[1:-1] = stream[start : start + length - 2]
    return row


def all_windows(stream: np.ndarray, length: int) -> np.ndarray:
    """Every whole window of a stream as rows, in order."""
    body = length - 2
    count = len(stream) // body
    rows = np.empty((count, length), dtype=np.int64)
    rows[:, 0] = CLS
    rows[:, -1] = SEP
    rows[:, 1:-1] = np.asarray(stream[: count * body]).reshape(count, body)
    return rows


def pad(rows: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    """Rows of (ids, segments) made equally long; returns both arrays, padding is [PAD]."""
    length = max(len(ids) for ids, _ in rows)
    ids = np.full((len(rows), length), PAD, dtype=np.int64)
    segments = np.zeros((len(rows), length), dtype=np.int64)
    for row, (row_ids, row_segments) in enumerate(rows):
        ids[row, : len(row_ids)] = row_ids
        segments[row, : len(row_ids)] = row_segments
    return ids, segments


def sentence_row(*sentences: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """[CLS] first [SEP] (second [SEP]) with segments 0 and 1: (ids, segments)."""
    ids: list[int] = [CLS]
    segments: list[int] = [0]
    for segment, sentence in enumerate(sentences):
        ids.extend([*sentence.tolist(), SEP])
        segments.extend([segment] * (len(sentence) + 1))
    return np.array(ids), np.array(segments)


def short_rows(
    pairs: list[tuple[np.ndarray, np.ndarray]], tokens: int, random: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """Padded rows of about `tokens` tokens: single sentences, and pairs in either order.

    A pair lets the model find a hidden word in the translation, and trains segment 1.
    """
    rows: list[tuple[np.ndarray, np.ndarray]] = []
    left = tokens
    while left > 0:
        english, chinese = pairs[random.integers(len(pairs))]
        kind = random.integers(6)
        options = (
            (english,),
            (english,),
            (chinese,),
            (chinese,),
            (english, chinese),
            (chinese, english),
        )
        rows.append(sentence_row(*options[kind]))
        left -= len(rows[-1][0])
    return pad(rows)
