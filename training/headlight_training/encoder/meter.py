"""What a step achieved, and the progress lines made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

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
    """Averages between two reports."""

    def __init__(self) -> None:
        self._sums = Outcome.nothing()

    def add(self, outcome: Outcome) -> None:
        self._sums += outcome

    def take(self) -> tuple[dict[str, Any], str]:
        """The averages since the last call, as figures and in words."""
        loss, right, guesses = self._sums.tokens
        pair_loss, pair_right, pairs = self._sums.pairs
        self._sums = Outcome.nothing()
        shares = right / np.maximum(guesses, 1)
        accuracy = {
            name: round(float(share), 4)
            for name, share in zip((*DOMAINS, "tatoeba"), shares, strict=True)
        }
        mean = round(float(loss.sum() / guesses.sum()), 4)
        next_sentence = {
            "loss": round(pair_loss / max(pairs, 1), 4),
            "accuracy": round(pair_right / max(pairs, 1), 4),
        }
        figures = {"loss": mean, "accuracy": accuracy, "nextSentence": next_sentence}
        words = " ".join(f"{name} {share:.1%}" for name, share in accuracy.items())
        return figures, f"loss {mean:.3f} | {words} | next sentence {next_sentence['accuracy']:.1%}"
