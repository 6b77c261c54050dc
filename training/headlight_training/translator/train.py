"""The training loop: resumable, safe to interrupt, ends when the budget says so."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, pre_tokenizers
from torch import nn
from transformers import MarianMTModel

from .. import checkpoint
from ..loop import StopRequest, keep_large_blocks
from ..optimizer import make_adamw
from ..schedule import Budget, learning_rate
from .model import TargetLoss, initialise, make_config, target_ids
from .pairs import Batch, Ids, encode, epoch_batches, split_pairs
from .settings import Recipe, Shape

LOG_NAME = "train.jsonl"
LOG_EVERY = 50
SAVE_EVERY_SECONDS = 180


@dataclass(frozen=True)
class Run:
    """Everything a training run is made of."""

    corpora: Path
    work: Path
    seed: int
    budget: Budget
    shape: Shape = Shape()
    recipe: Recipe = Recipe()


def train(run: Run) -> None:
    """Trains until the budget is used up or the process is asked to stop; resumes by itself."""
    keep_large_blocks()
    torch.set_flush_denormal(True)
    tokenizer = Tokenizer.from_file(str(run.work / "tokenizer.json"))
    size = tokenizer.get_vocab_size()
    rows = encode(tokenizer, split_pairs(run.corpora).train)
    bytes_ = [tokenizer.token_to_id(symbol) for symbol in pre_tokenizers.ByteLevel.alphabet()]
    possible = target_ids(rows, bytes_)

    torch.manual_seed(run.seed)
    model = MarianMTModel(make_config(size, run.shape, run.recipe.dropout))
    initialise(model, possible)
    model.train()
    optimizer = make_adamw(model, run.recipe)
    progress = checkpoint.Progress()
    saved = checkpoint.load(run.work)
    if saved is not None:
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        progress = checkpoint.Progress(**saved["progress"])
        print(f"resumed at step {progress.step}", flush=True)

    loss = TargetLoss(possible, size, run.recipe.label_smoothing)
    batches = _batches(rows, run, progress)
    stop = StopRequest()
    meter = _Meter(run.work / LOG_NAME)
    last_save = time.monotonic()
    while not stop.asked:
        done = run.budget.progress(progress.seconds, progress.tokens)
        if done >= 1:
            break
        began = time.monotonic()
        rate = learning_rate(done, run.recipe, run.recipe.decay_from)
        for group in optimizer.param_groups:
            group["lr"] = rate
        torch.manual_seed(run.seed + progress.step)
        batch = next(batches)
        value, sums = loss(model, batch)
        value.backward()
        nn.utils.clip_grad_norm_(model.parameters(), run.recipe.clip)
        optimizer.step()
        optimizer.zero_grad()
        progress.step += 1
        progress.tokens += batch.tokens
        progress.seconds += time.monotonic() - began
        meter.add(sums)
        if progress.step % LOG_EVERY == 0:
            meter.report(progress, rate, done)
        if time.monotonic() - last_save > SAVE_EVERY_SECONDS:
            checkpoint.save(run.work, model, optimizer, progress)
            last_save = time.monotonic()
    checkpoint.save(run.work, model, optimizer, progress)
    print(
        "interrupted, saved" if stop.asked else "finished", f"at step {progress.step}", flush=True
    )


def _batches(
    rows: list[tuple[Ids, Ids]], run: Run, progress: checkpoint.Progress
) -> Iterator[Batch]:
    """Endless batches from where the run was left; keeps the count in `progress.drawn`."""
    drawn = progress.drawn
    drawn.setdefault("epoch", 0)
    skip = drawn.setdefault("batch", 0)
    while True:
        batches = epoch_batches(rows, run.recipe.tokens_per_step, run.seed, drawn["epoch"])
        for index, batch in enumerate(batches):
            if index >= skip:
                drawn["batch"] = index + 1
                yield batch
        drawn["epoch"] += 1
        drawn["batch"] = skip = 0


class _Meter:
    """Averages between two reports; prints a line and appends it to the log file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._sums = np.zeros(3)
        self._mark: tuple[int, float] | None = None

    def add(self, sums: np.ndarray) -> None:
        self._sums += sums

    def report(self, progress: checkpoint.Progress, rate: float, done: float) -> None:
        loss, right, guesses = self._sums
        tokens, seconds = self._mark or (progress.tokens, progress.seconds)
        speed = (progress.tokens - tokens) / max(progress.seconds - seconds, 1e-9)
        self._mark = (progress.tokens, progress.seconds)
        self._sums = np.zeros(3)
        record = {
            "step": progress.step,
            "epoch": progress.drawn["epoch"],
            "tokens": progress.tokens,
            "seconds": round(progress.seconds, 1),
            "rate": round(rate, 7),
            "loss": round(float(loss / guesses), 4),
            "accuracy": round(float(right / guesses), 4),
            "tokensPerSecond": round(speed),
        }
        with self.path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(record) + "\n")
        left = progress.seconds * (1 - done) / max(done, 1e-9) / 60
        print(
            f"step {progress.step} | epoch {progress.drawn['epoch']}"
            f" | {progress.tokens / 1e6:.2f} M target tokens | loss {record['loss']:.3f}"
            f" | {record['accuracy']:.1%} right | {speed:.0f} tokens/s | {left:.0f} min left",
            flush=True,
        )
