"""The state of a run, written so that an interruption never leaves half a file."""

from __future__ import annotations

import os
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import torch

NAME = "checkpoint.pt"


@dataclass
class Progress:
    """Counters from which the next batch and the learning rate follow."""

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    drawn: dict[str, int] = field(default_factory=dict)
    """Windows handed out so far, by `domain/length`."""


def save(
    folder: Path, model: torch.nn.Module, optimizer: torch.optim.Optimizer, progress: Progress
) -> None:
    temporary = folder / (NAME + ".part")
    torch.save(
        {
            "model": model.state_dict(),
            "optimizer": optimizer.state_dict(),
            "progress": asdict(progress),
        },
        temporary,
    )
    os.replace(temporary, folder / NAME)


def load(folder: Path) -> dict[str, Any] | None:
    """The last checkpoint, or None for a fresh folder."""
    path = folder / NAME
    return torch.load(path, weights_only=True) if path.exists() else None
