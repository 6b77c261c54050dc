"""Assembles the masked batch of a step; everything follows from the seed and the counters."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer

from ..checkpoint import Progress
from ..corpus import DOMAINS
from .dataset import open_pairs, open_stream
from .masking import choose, corrupt
from .packing import WindowSampler, short_rows
from .passages import NO_LABEL, PassagePairs, Row
from .settings import Masking, Mixture
from .tokenizer import MASK, PAD, continuation_table


@dataclass(frozen=True)
class Batch:
    ids: torch.Tensor
    segments: torch.Tensor
    chosen: torch.Tensor
    targets: torch.Tensor
    """The hidden tokens, in the order in which `chosen` lists them."""
    labels: torch.Tensor
    """For each row the next-sentence class, or `NO_LABEL`."""
    masked: torch.Tensor
    """For each target whether [MASK] stands in its place, and not a random token or itself."""
    domain: np.ndarray
    """For each target the index into `DOMAINS`; `len(DOMAINS)` is Tatoeba."""
    tokens: int


PART_TOKENS = 1_024
"""Full rows of a step are cut into parts of this size, which cores can work on side by side."""


class Batches:
    """Draws the batches of one run."""

    def __init__(
        self,
        folder: Path,
        tokenizer: Tokenizer,
        mixture: Mixture,
        masking: Masking,
        seed: int,
        progress: Progress,
    ) -> None:
        self.streams = {domain: open_stream(folder, domain, "train") for domain in DOMAINS}
        self.passages = {
            domain: PassagePairs(stream, tokenizer) for domain, stream in self.streams.items()
        }
        self.pairs = open_pairs(folder, "train")
        self.continues = continuation_table(tokenizer)
        self.mixture = mixture
        self.masking = masking
        self.seed = seed
        self.progress = progress
        self._samplers: dict[str, WindowSampler] = {}

    def next(self, tokens: int, length: int, rate: float) -> list[Batch]:
        """The parts of one step: full rows of the three domains, and short Tatoeba rows.

        `rate` is the share of tokens to hide.
        """
        random = np.random.default_rng((self.seed, self.progress.step))
        total = tokens // length
        counts = random.multinomial(total, [getattr(self.mixture, domain) for domain in DOMAINS])
        rows = [
            row
            for domain, count in zip(DOMAINS, counts, strict=True)
            for row in self._take(domain, length, int(count), random)
        ]
        ids = np.stack([row.ids for row in rows])
        segments = np.stack([row.segments for row in rows])
        labels = np.array([row.label for row in rows])
        domains = np.repeat(np.arange(len(DOMAINS)), counts)
        order = random.permutation(total)
        step = max(1, PART_TOKENS // length)
        full = [
            self._mask(ids[part], segments[part], labels[part], domains[part], rate, random)
            for part in (order[start : start + step] for start in range(0, total, step))
        ]

        ids, segments = short_rows(self.pairs, int(tokens * self.mixture.short_share), random)
        labels = np.full(len(ids), NO_LABEL)
        short = self._mask(ids, segments, labels, np.full(len(ids), len(DOMAINS)), rate, random)
        return [*full, short]

    def _take(self, domain: str, length: int, count: int, random: np.random.Generator) -> list[Row]:
        key = f"{domain}/{length}"
        if key not in self._samplers:
            self._samplers[key] = WindowSampler(
                self.streams[domain],
                length,
                self.seed + DOMAINS.index(domain) + length,
                self.progress.drawn.get(key, 0),
            )
        sampler = self._samplers[key]
        starts = sampler.starts(count)
        self.progress.drawn[key] = sampler.drawn
        passages = self.passages[domain]
        kinds = random.random((count, 2)) < (self.mixture.pair_share, self.mixture.unrelated_share)
        return [
            passages.pair(int(start), length, bool(unrelated), random)
            if is_pair
            else passages.window(int(start), length)
            for start, (is_pair, unrelated) in zip(starts, kinds, strict=True)
        ]

    def _mask(
        self,
        ids: np.ndarray,
        segments: np.ndarray,
        labels: np.ndarray,
        domains: np.ndarray,
        rate: float,
        random: np.random.Generator,
    ) -> Batch:
        whole_words = random.random(len(ids)) < self.masking.whole_word_rows
        chosen = choose(ids, self.continues, whole_words, rate, random)
        corrupted = corrupt(ids, chosen, len(self.continues), self.masking, random)
        return Batch(
            ids=torch.from_numpy(corrupted),
            segments=torch.from_numpy(segments),
            chosen=torch.from_numpy(chosen),
            targets=torch.from_numpy(ids[chosen]),
            labels=torch.from_numpy(labels),
            masked=torch.from_numpy(corrupted[chosen] == MASK),
            domain=np.broadcast_to(domains[:, None], ids.shape)[chosen],
            tokens=int((ids != PAD).sum()),
        )
