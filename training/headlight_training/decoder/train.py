"""The training of the decoder."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import GPT2LMHeadModel

from .. import checkpoint
from ..device import best_device
from ..loop import LOG_NAME, keep_large_blocks, make_workers, train_to_end
from ..progress_log import ProgressLog
from ..schedule import Budget, learning_rate
from .dataset import STREAMS, open_stream
from .model import (
    extrapolate_positions,
    fuse_activation,
    initialise,
    loss_and_gradients,
    make_config,
)
from .muon import Muon
from .rows import KINDS, Rows, RowSource
from .settings import Mixture, Recipe, Shape

PART_TOKENS = 1_024
"""On cores a step is cut into parts of this size, which they can work on side by side."""


@dataclass(frozen=True)
class Run:
    """Everything a training run is made of."""

    work: Path
    seed: int
    budget: Budget
    shape: Shape = Shape()
    mixture: Mixture = Mixture()
    recipe: Recipe = Recipe()


class Optimizers:
    """Muon for the layers' matrices and AdamW for embeddings, biases and normalisations."""

    def __init__(self, model: GPT2LMHeadModel, recipe: Recipe) -> None:
        matrices = [p for p in model.transformer.h.parameters() if p.ndim == 2]
        known = {id(p) for p in matrices}
        others = [p for p in model.parameters() if id(p) not in known]
        self.recipe = recipe
        self.muon = Muon(matrices, recipe.muon_momentum)
        self.adam = torch.optim.AdamW(others, betas=recipe.adam_betas, weight_decay=0.0, fused=True)

    def step(self, share: float) -> None:
        """One update at a share (0 to 1) of the peak rates, which also forgets the gradients."""
        for optimizer, rate in (
            (self.muon, self.recipe.muon_rate),
            (self.adam, self.recipe.adam_rate),
        ):
            for group in optimizer.param_groups:
                group["lr"] = rate * share
            optimizer.step()
            optimizer.zero_grad()

    def state_dict(self) -> dict[str, Any]:
        return {"muon": self.muon.state_dict(), "adam": self.adam.state_dict()}

    def load_state_dict(self, state: dict[str, Any]) -> None:
        self.muon.load_state_dict(state["muon"])
        self.adam.load_state_dict(state["adam"])


def unigram_counts(folder: Path, size: int, mixture: Mixture) -> np.ndarray:
    """How often each token occurs in a hundred million tokens of the training mixture."""
    counts = np.zeros(size)
    for name in STREAMS:
        stream = open_stream(folder, name, "train")
        counts += getattr(mixture, name) * np.bincount(stream, minlength=size) / len(stream)
    return counts * 1e8


def train(run: Run) -> None:
    """Trains until the budget is used up or the process is asked to stop; resumes by itself."""
    keep_large_blocks()
    torch.manual_seed(run.seed)
    train_to_end(DecoderTrainee(run), run.budget, run.work)


class DecoderTrainee:
    """A GPT-2, its optimisers and its rows."""

    def __init__(self, run: Run) -> None:
        self.run = run
        tokens = run.work / "tokens"
        size = Tokenizer.from_file(str(run.work / "tokenizer.json")).get_vocab_size()
        self.model = GPT2LMHeadModel(make_config(size, run.shape, "sdpa"))
        counts = unigram_counts(tokens, size, run.mixture)
        initialise(self.model, torch.from_numpy(counts).float())
        fuse_activation(self.model)
        self.model.to(best_device()).train()
        self.optimizer = Optimizers(self.model, run.recipe)
        self.progress = checkpoint.resume(run.work, self.model, self.optimizer)
        self._source = RowSource(tokens, size, run.mixture, run.seed, self.progress)
        self._workers = make_workers()
        self._sums = _no_sums()
        self._log = ProgressLog(run.work / LOG_NAME)

    def step(self, done: float) -> int:
        recipe = self.run.recipe
        length = [length for start, length in recipe.lengths if done >= start][-1]
        learnt = max((int(key.split("/")[1]) for key in self.progress.drawn), default=length)
        if length > learnt:
            extrapolate_positions(self.model, learnt)
        rows = self._source.next(recipe.tokens_per_step, length)
        self._sums += _backward(self.model, self._workers, rows, recipe.clip)
        self.optimizer.step(learning_rate(done, recipe))
        return rows.inputs.size

    def report(self, done: float) -> None:
        loss, right, guesses = self._sums
        self._sums = _no_sums()
        losses = {
            kind: round(float(value), 3)
            for kind, value in zip(KINDS, loss / np.maximum(guesses, 1), strict=True)
        }
        mean = round(float(loss.sum() / guesses.sum()), 4)
        repeats = round(float(right[-1] / max(guesses[-1], 1)), 4)
        kinds = " ".join(f"{kind} {value:.2f}" for kind, value in losses.items())
        self._log.write(
            self.progress,
            done,
            {"loss": mean, "losses": losses, "repeatsRight": repeats},
            f"loss {mean:.3f} | {kinds} | repeats right {repeats:.1%}",
        )


def _no_sums() -> np.ndarray:
    """Loss, right guesses and guesses by kind of row."""
    return np.zeros((3, len(KINDS)))


def _backward(
    model: GPT2LMHeadModel, workers: ThreadPoolExecutor, rows: Rows, clip: float
) -> np.ndarray:
    """Leaves the clipped gradient of a step; returns loss, right guesses and guesses by kind of row."""
    parameters = list(model.parameters())
    total = int((rows.targets >= 0).sum())
    size = max(1, PART_TOKENS // rows.inputs.shape[1]) if model.device.type == "cpu" else total
    parts = [slice(start, start + size) for start in range(0, len(rows.inputs), size)]

    def work(part: slice) -> tuple[tuple[torch.Tensor, ...], np.ndarray]:
        inputs, targets = (
            torch.from_numpy(array[part]).to(model.device) for array in (rows.inputs, rows.targets)
        )
        gradients, losses, right = loss_and_gradients(model, parameters, inputs, targets, total)
        kinds = np.broadcast_to(rows.kinds[part, None], targets.shape)[rows.targets[part] >= 0]
        sums = [
            np.bincount(kinds, values.cpu().numpy(), minlength=len(KINDS))
            for values in (losses, right, torch.ones_like(right))
        ]
        return gradients, np.stack(sums)

    sums = _no_sums()
    for gradients, outcome in workers.map(work, parts):
        sums += outcome
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.grad = gradient if parameter.grad is None else parameter.grad.add_(gradient)
    nn.utils.clip_grad_norm_(parameters, clip)
    return sums
