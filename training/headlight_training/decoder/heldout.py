"""Bits per byte on held-out text: the model and the n-gram baseline on the very same tokens."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .dataset import open_stream
from .kneser_ney import KneserNey

LogProbabilities = Callable[[np.ndarray], np.ndarray]
"""From rows of ids the natural log-probability of each token but the first."""


@dataclass(frozen=True)
class Bits:
    """Bits per byte of text: the model, counts of all the training side, counts of as many tokens
    as the model read."""

    tokens: int
    bytes: int
    model: float
    kneser_ney: float
    kneser_ney_seen: float

    @property
    def below(self) -> float:
        """How far the model is below the baseline, as a share."""
        return 1 - self.model / self.kneser_ney


def held_out_rows(folder: Path, stream: str, length: int, most_rows: int) -> np.ndarray:
    """Windows of the held-out side, evenly spread, rows × (length + 1)."""
    tokens = open_stream(folder, stream, "heldout")
    count = (len(tokens) - 1) // length
    chosen = np.arange(count)
    if count > most_rows:
        chosen = np.linspace(0, count - 1, most_rows).astype(int)
    return np.stack([tokens[i * length : i * length + length + 1] for i in chosen]).astype(np.int64)


def measure_bits(
    model: LogProbabilities,
    folder: Path,
    stream: str,
    rows: np.ndarray,
    byte_lengths: np.ndarray,
    seen: int,
) -> Bits:
    """Bits per byte of one stream; `seen` is how many of its tokens the model read in training."""
    size = len(byte_lengths)
    total = int(byte_lengths[rows[:, 1:]].sum())

    def bits(log_probabilities: LogProbabilities) -> float:
        return -float(log_probabilities(rows).sum()) / np.log(2) / total

    def count(most: int | None) -> float:
        training = open_stream(folder, stream, "train")[:most]
        return bits(KneserNey(training, size).log_probabilities)

    return Bits(
        tokens=rows[:, 1:].size,
        bytes=total,
        model=bits(model),
        kneser_ney=_kept(folder / f"{stream}.baseline.json", rows, lambda: count(None)),
        kneser_ney_seen=count(seen),
    )


def _kept(file: Path, rows: np.ndarray, measure: Callable[[], float]) -> float:
    """A figure that follows from the rows and the token files alone: measured once, then read."""
    digest = hashlib.sha256(rows.tobytes()).hexdigest()
    if file.exists():
        kept = json.loads(file.read_text("utf-8"))
        if kept["rows"] == digest:
            return float(kept["bits"])
    bits = measure()
    file.write_text(json.dumps({"rows": digest, "bits": bits}), "utf-8")
    return bits
