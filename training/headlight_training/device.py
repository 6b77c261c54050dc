"""Where a run computes."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any, TypeVar

import torch

T = TypeVar("T", bound=Any)


def best_device() -> torch.device:
    """The GPU where there is one, else the cores."""
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def moved(batch: T, device: torch.device) -> T:
    """A dataclass with its tensors on a device; on the cores it stays what it is."""
    if device.type == "cpu":
        return batch
    tensors = {
        field.name: value.to(device)
        for field in fields(batch)
        if isinstance(value := getattr(batch, field.name), torch.Tensor)
    }
    return replace(batch, **tensors)
