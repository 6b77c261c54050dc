"""What a step achieved, and the progress lines made of it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from ..checkpoint import Progress
from ..corpus import DOMAINS


@dataclass
class Outcome:
    """Sums over a step."""

    tokens: np.ndarray
    """Loss, right guesses and guesses (3 × domains, Tatoeba last) at the [MASK] tokens."""
    pairs: np.ndarray
    """Loss, right answers and answers of the next-sentence head."""

    def __iadd__(self, other: Outcome) -> Outcome:
        self.tokens += other.tokens
        self.pairs += other.pairs
        return self

    @staticmethod
    def nothing() -> Outcome:
        return Outcome(np.zeros((3, len(DOMAINS) + 1)), np.zeros(3))


class Meter:
    """Averages between two reports; prints a line and appends it to the log file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sums = Outcome.nothing()
        self._mark: tuple[int, float] | None = None

    def add(self, outcome: Outcome) -> None:
        self._sums += outcome

    def report(self, progress: Progress, rate: float, done: float) -> None:
        loss, right, guesses = self._sums.tokens
        pair_loss, pair_right, pairs = self._sums.pairs
        self._sums = Outcome.nothing()
        tokens, seconds = self._mark or (progress.tokens, progress.seconds)
        speed = (progress.tokens - tokens) / max(progress.seconds - seconds, 1e-9)
        self._mark = (progress.tokens, progress.seconds)
        accuracy = {
            name: round(float(share), 4)
            for name, share in zip(
                (*DOMAINS, "tatoeba"), right / np.maximum(guesses, 1), strict=True
            )
        }
        record = {
            "step": progress.step,
            "tokens": progress.tokens,
            "seconds": round(progress.seconds, 1),
            "rate": round(rate, 7),
            "loss": round(float(loss.sum() / guesses.sum()), 4),
            "accuracy": accuracy,
            "nextSentence": {
                "loss": round(pair_loss / max(pairs, 1), 4),
                "accuracy": round(pair_right / max(pairs, 1), 4),
            },
            "tokensPerSecond": round(speed),
        }
        with self.path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(record) + "\n")
        left = progress.seconds * (1 - done) / max(done, 1e-9) / 60
        shares = " ".join(f"{name} {share:.1%}" for name, share in accuracy.items())
        print(
            f"step {progress.step} | {progress.tokens / 1e6:.2f} M tokens"
            f" | loss {record['loss']:.3f} | {shares}"
            f" | next sentence {record['nextSentence']['accuracy']:.1%}"
            f" | {speed:.0f} tokens/s | {left:.0f} min left",
            flush=True,
        )
