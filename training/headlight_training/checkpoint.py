"""The state of a run, written so that an interruption never leaves half a file."""

from __future__ import annotations

import os
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Protocol

import torch

NAME = "checkpoint.pt"
EXPORTED_NAME = "exported.pt"
"""The checkpoint that the model's files were made from; training may have gone on since."""


class HasState(Protocol):
    """An optimiser, or several that are saved together."""

    def state_dict(self) -> dict[str, Any]: ...

    def load_state_dict(self, state: dict[str, Any]) -> None: ...


@dataclass
class Progress:
    """Counters from which the next batch and the learning rate follow."""

    step: int = 0
    tokens: int = 0
    seconds: float = 0.0
    drawn: dict[str, int] = field(default_factory=dict)
    """Windows handed out so far, by `domain/length`."""
    has_long_rows: bool = False
    """Whether rows have become long, and the later positions were continued from the others."""
    grown_at: int | None = None
    """Tokens seen when the model got its last layers."""


def save(folder: Path, model: torch.nn.Module, optimizer: HasState, progress: Progress) -> None:
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


def load(folder: Path, name: str = NAME) -> dict[str, Any] | None:
    """The last checkpoint (or the exported one), or None where there is none."""
    path = folder / name
    return torch.load(path, map_location="cpu", weights_only=True) if path.exists() else None


def resume(folder: Path, model: torch.nn.Module, optimizer: HasState) -> Progress:
    """Takes a run up again where there is one: how far it was."""
    saved = load(folder)
    if saved is None:
        return Progress()
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    return Progress(**saved["progress"])


def mark_exported(folder: Path) -> None:
    """Keeps a copy of the last checkpoint as the one that is exported."""
    if not (folder / NAME).exists():
        raise FileNotFoundError(f"no {NAME} in {folder}: train first")
    shutil.copyfile(folder / NAME, folder / EXPORTED_NAME)
