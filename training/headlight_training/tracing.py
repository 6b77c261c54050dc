"""Writes a module as an ONNX graph: one way for all models."""

from __future__ import annotations

import tempfile
import warnings
from pathlib import Path

import onnx
import torch

OPSET = 17

Axes = dict[int, str]
"""Names of the dimensions that stay free, by axis."""


def trace(
    module: torch.nn.Module,
    inputs: dict[str, tuple[torch.Tensor, Axes]],
    outputs: dict[str, Axes],
) -> onnx.ModelProto:
    """The graph of a module that takes the inputs by position; each comes with an example."""
    free = {name: axes for name, (_, axes) in inputs.items()} | outputs
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / "model.onnx"
        torch.onnx.export(
            module.eval(),
            tuple(example for example, _ in inputs.values()),
            str(path),
            input_names=list(inputs),
            output_names=list(outputs),
            dynamic_axes=free,
            opset_version=OPSET,
            do_constant_folding=True,
            dynamo=False,
        )
        return onnx.load(path)
