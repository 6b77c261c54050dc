"""The held-out rows of each domain."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from ..corpus import DOMAINS
from .dataset import open_pairs, open_stream
from .packing import all_windows, pad, sentence_row

Rows = tuple[np.ndarray, np.ndarray]
"""(ids, segments), rows × length."""

BATCH_TOKENS = 4_096


def held_out_batches(folder: Path, length: int, most_rows: int) -> dict[str, list[Rows]]:
    """Batches by domain: windows of `length` tokens, evenly spread; Tatoeba as single sentences."""
    result: dict[str, list[Rows]] = {}
    for domain in DOMAINS:
        windows = all_windows(open_stream(folder, domain, "heldout"), length)
        if len(windows) > most_rows:
            windows = windows[np.linspace(0, len(windows) - 1, most_rows).astype(int)]
        size = max(1, BATCH_TOKENS // length)
        parts = (windows[start : start + size] for start in range(0, len(windows), size))
        result[domain] = [(ids, np.zeros_like(ids)) for ids in parts]
    for index, name in enumerate(("tatoeba-en", "tatoeba-zh")):
        sentences = [pair[index] for pair in open_pairs(folder, "heldout")]
        result[name] = list(_sentence_batches(sentences))
    return result


def _sentence_batches(sentences: list[np.ndarray], size: int = 64) -> Iterator[Rows]:
    ordered = sorted(sentences, key=len)
    for start in range(0, len(ordered), size):
        yield pad([sentence_row(sentence) for sentence in ordered[start : start + size]])


def training_stream(folder: Path, domain: str) -> np.ndarray:
    """The training ids that belong to a domain of `held_out_batches`, for counting."""
    if domain in DOMAINS:
        return open_stream(folder, domain, "train")
    index = ("tatoeba-en", "tatoeba-zh").index(domain)
    return np.concatenate([sentence_row(pair[index])[0] for pair in open_pairs(folder, "train")])
