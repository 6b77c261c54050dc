"""The training loop: resumable, safe to interrupt, ends when the budget says so."""

from __future__ import annotations

import json
import time
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
from ..loop import StopRequest, keep_large_blocks, make_workers
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

LOG_NAME = "train.jsonl"
LOG_EVERY = 25
SAVE_EVERY_SECONDS = 240
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
    tokens_folder = run.work / "tokens"
    size = Tokenizer.from_file(str(run.work / "tokenizer.json")).get_vocab_size()

    model = GPT2LMHeadModel(make_config(size, run.shape, "sdpa"))
    initialise(model, torch.from_numpy(unigram_counts(tokens_folder, size, run.mixture)).float())
    fuse_activation(model)
    model.to("cuda" if torch.cuda.is_available() else "cpu").train()
    optimizers = Optimizers(model, run.recipe)
    progress = checkpoint.Progress()
    saved = checkpoint.load(run.work)
    if saved is not None:
        model.load_state_dict(saved["model"])
        optimizers.load_state_dict(saved["optimizer"])
        progress = checkpoint.Progress(**saved["progress"])
        print(f"resumed at step {progress.step}", flush=True)

    source = RowSource(tokens_folder, size, run.mixture, run.seed, progress)
    workers = make_workers()
    stop = StopRequest()
    meter = _Meter(run.work / LOG_NAME)
    last_save = time.monotonic()
    while not stop.asked:
        done = run.budget.progress(progress.seconds, progress.tokens)
        if done >= 1:
            break
        began = time.monotonic()
        length = [length for start, length in run.recipe.lengths if done >= start][-1]
        learnt = max((int(key.split("/")[1]) for key in progress.drawn), default=length)
        if length > learnt:
            extrapolate_positions(model, learnt)
        rows = source.next(run.recipe.tokens_per_step, length)
        meter.add(_backward(model, workers, rows, run.recipe.clip))
        optimizers.step(learning_rate(done, run.recipe))
        progress.step += 1
        progress.tokens += rows.inputs.size
        progress.seconds += time.monotonic() - began
        if progress.step % LOG_EVERY == 0:
            meter.report(progress, done)
        if time.monotonic() - last_save > SAVE_EVERY_SECONDS:
            checkpoint.save(run.work, model, optimizers, progress)
            last_save = time.monotonic()
    checkpoint.save(run.work, model, optimizers, progress)
    print(
        "interrupted, saved" if stop.asked else "finished", f"at step {progress.step}", flush=True
    )


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

    sums = np.zeros((3, len(KINDS)))
    for gradients, outcome in workers.map(work, parts):
        sums += outcome
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.grad = gradient if parameter.grad is None else parameter.grad.add_(gradient)
    nn.utils.clip_grad_norm_(parameters, clip)
    return sums


class _Meter:
    """Averages between two reports; prints a line and appends it to the log file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sums = np.zeros((3, len(KINDS)))
        self._mark: tuple[int, float] | None = None

    def add(self, sums: np.ndarray) -> None:
        self._sums += sums

    def report(self, progress: checkpoint.Progress, done: float) -> None:
        loss, right, guesses = self._sums
        tokens, seconds = self._mark or (progress.tokens, progress.seconds)
        speed = (progress.tokens - tokens) / max(progress.seconds - seconds, 1e-9)
        self._mark = (progress.tokens, progress.seconds)
        losses = {
            kind: round(float(value), 3)
            for kind, value in zip(KINDS, loss / np.maximum(guesses, 1), strict=True)
        }
        record = {
            "step": progress.step,
            "tokens": progress.tokens,
            "seconds": round(progress.seconds, 1),
            "loss": round(float(loss.sum() / guesses.sum()), 4),
            "losses": losses,
            "repeatsRight": round(float(right[-1] / max(guesses[-1], 1)), 4),
            "tokensPerSecond": round(speed),
        }
        self._sums = np.zeros_like(self._sums)
        with self.path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(record) + "\n")
        left = progress.seconds * (1 - done) / max(done, 1e-9) / 60
        kinds = " ".join(f"{kind} {value:.2f}" for kind, value in losses.items())
        print(
            f"step {progress.step} | {progress.tokens / 1e6:.2f} M tokens | loss {record['loss']:.3f}"
            f" | {kinds} | repeats right {record['repeatsRight']:.1%}"
            f" | {speed:.0f} tokens/s | {left:.0f} min left",
            flush=True,
        )
