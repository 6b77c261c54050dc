"""What can be done for a model: train it, export it, measure it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from .decoder import stages as decoder
from .encoder import stages as encoder
from .folders import Folders
from .schedule import Budget
from .translator import stages as translator


class Stages(Protocol):
    """The module `stages` of a model."""

    SEED: int

    def train(self, folders: Folders, seed: int, budget: Budget) -> None:
        """Tokenizer, token files and training, each where it is not done yet; resumes by itself."""

    def export(self, folders: Folders) -> list[Path]:
        """Writes the last checkpoint as ONNX, and the tests' fixture; returns what was written."""

    def evaluate(self, folders: Folders, remark: str | None) -> None:
        """Measures what was exported, prints the figures, renews evaluation.json and the card."""


STAGES: Mapping[str, Stages] = {
    "encoder": encoder,
    "decoder": decoder,
    "translator": translator,
}
