"""Draws the rows of a step; everything follows from the seed and the counters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..checkpoint import Progress
from .dataset import STREAMS, open_stream
from .settings import Mixture
from .tokenizer import END

KINDS = (*STREAMS, "repeats")
SHORTEST_SPAN = 8


@dataclass(frozen=True)
class Rows:
    """`inputs` and `targets` are rows × length; a target of -1 is not asked for."""

    inputs: np.ndarray
    targets: np.ndarray
    kinds: np.ndarray
    """For each row the index into `KINDS`."""


class WindowSampler:
    """Hands out windows of a stream: each once in random order, then all again in another.

    A window has one token more than a row, so that each token of the row has a target. The only
    state is `drawn`, the number of windows handed out.
    """

    def __init__(self, stream: np.ndarray, length: int, seed: int, drawn: int = 0) -> None:
        self.stream = stream
        self.length = length
        self.windows = (len(stream) - 1) // length
        self.seed = seed
        self.drawn = drawn
        self._epoch = -1
        self._order = np.empty(0, dtype=np.int64)

    def take(self, rows: int) -> np.ndarray:
        """The next windows, rows × (length + 1)."""
        result = np.empty((rows, self.length + 1), dtype=np.int64)
        for row in range(rows):
            start = self._next_window() * self.length
            result[row] = self.stream[start : start + self.length + 1]
        return result

    def _next_window(self) -> int:
        epoch, position = divmod(self.drawn, self.windows)
        if epoch != self._epoch:
            self._order = np.random.default_rng((self.seed, epoch)).permutation(self.windows)
            self._epoch = epoch
        self.drawn += 1
        return int(self._order[position])


class RowSource:
    """Draws the rows of one run."""

    def __init__(
        self, folder: Path, size: int, mixture: Mixture, seed: int, progress: Progress
    ) -> None:
        self.streams = {name: open_stream(folder, name, "train") for name in STREAMS}
        self.size = size
        self.mixture = mixture
        self.seed = seed
        self.progress = progress
        self._samplers: dict[str, WindowSampler] = {}

    def next(self, tokens: int, length: int) -> Rows:
        """The rows of one step, in random order."""
        random = np.random.default_rng((self.seed, self.progress.step))
        total = tokens // length
        counts = random.multinomial(total, [getattr(self.mixture, kind) for kind in KINDS])
        parts = [self._take(name, length, int(n)) for name, n in zip(STREAMS, counts, strict=False)]
        targets = [part[:, 1:] for part in parts]
        repeated, asked = self._repeats(int(counts[-1]), length, random)
        windows = np.concatenate([*parts, repeated])
        order = random.permutation(total)
        return Rows(
            inputs=windows[order, :-1],
            targets=np.concatenate([*targets, asked])[order],
            kinds=np.repeat(np.arange(len(KINDS)), counts)[order],
        )

    def _take(self, name: str, length: int, rows: int) -> np.ndarray:
        key = f"{name}/{length}"
        if key not in self._samplers:
            seed = self.seed + STREAMS.index(name) + length
            drawn = self.progress.drawn.get(key, 0)
            self._samplers[key] = WindowSampler(self.streams[name], length, seed, drawn)
        sampler = self._samplers[key]
        result = sampler.take(rows)
        self.progress.drawn[key] = sampler.drawn
        return result

    def _repeats(
        self, rows: int, length: int, random: np.random.Generator
    ) -> tuple[np.ndarray, np.ndarray]:
        """Windows in which one span follows upon itself to the end, and their targets.

        Every other row repeats random tokens, the others running text. The first pass over random
        tokens can't be guessed and isn't asked for.
        """
        windows = np.empty((rows, length + 1), dtype=np.int64)
        targets = np.empty((rows, length), dtype=np.int64)
        for row in range(rows):
            span = int(random.integers(SHORTEST_SPAN, length // 2 + 1))
            is_random = bool(random.random() < 0.5)
            if is_random:
                tokens = random.integers(END + 1, self.size, span)
            else:
                stream = self.streams[STREAMS[random.integers(len(STREAMS))]]
                start = int(random.integers(len(stream) - span))
                tokens = np.asarray(stream[start : start + span], dtype=np.int64)
            windows[row] = np.resize(tokens, length + 1)
            targets[row] = windows[row, 1:]
            if is_random:
                targets[row, : span - 1] = -1
        return windows, targets
