"""How far a run is, and the learning rate that follows from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Budget:
    """What ends a run: working hours, or tokens seen (then the run is reproducible)."""

    hours: float | None
    tokens: int | None

    def progress(self, seconds: float, tokens: int) -> float:
        """0 at the start, 1 when the budget is used up."""
        if self.tokens is not None:
            return min(1.0, tokens / self.tokens)
        assert self.hours is not None
        return min(1.0, seconds / (self.hours * 3600))


class Rates(Protocol):
    """The part of a recipe that the learning rate follows from."""

    @property
    def peak_rate(self) -> float: ...

    @property
    def warm_up(self) -> float: ...


def learning_rate(progress: float, recipe: Rates, decay_from: float | None = None) -> float:
    """Rises during the warm-up, stays until `decay_from`, then falls in a straight line to zero.

    Without `decay_from` it falls from the end of the warm-up on.
    """
    if progress < recipe.warm_up:
        return recipe.peak_rate * max(progress / recipe.warm_up, 0.01)
    turn = recipe.warm_up if decay_from is None else decay_from
    return recipe.peak_rate * min(1.0, (1 - progress) / (1 - turn))
