"""How far a run is, and the learning rate that follows from it."""

from __future__ import annotations

from dataclasses import dataclass

from .settings import Recipe


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


def learning_rate(progress: float, recipe: Recipe) -> float:
    """Rises during the warm-up, then falls in a straight line to zero."""
    if progress < recipe.warm_up:
        return recipe.peak_rate * max(progress / recipe.warm_up, 0.01)
    return recipe.peak_rate * (1 - progress) / (1 - recipe.warm_up)
