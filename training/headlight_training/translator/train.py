"""The training of the translator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer, pre_tokenizers
from torch import nn
from transformers import MarianMTModel

from .. import checkpoint
from ..device import best_device, moved
from ..loop import LOG_NAME, keep_large_blocks, train_to_end
from ..optimizer import make_adamw
from ..progress_log import ProgressLog
from ..schedule import Budget, learning_rate
from .model import TargetLoss, initialise, make_config, target_ids
from .pairs import Batch, Ids, encode, epoch_batches, split_pairs
from .settings import Recipe, Shape


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
    torch.manual_seed(run.seed)
    train_to_end(TranslatorTrainee(run), run.budget, run.work)


class TranslatorTrainee:
    """An encoder-decoder, its optimiser and its batches; tokens are those of the target."""

    def __init__(self, run: Run) -> None:
        self.run = run
        tokenizer = Tokenizer.from_file(str(run.work / "tokenizer.json"))
        size = tokenizer.get_vocab_size()
        rows = encode(tokenizer, split_pairs(run.corpora).train)
        bytes_ = [tokenizer.token_to_id(symbol) for symbol in pre_tokenizers.ByteLevel.alphabet()]
        possible = target_ids(rows, bytes_)
        self.model = MarianMTModel(make_config(size, run.shape, run.recipe.dropout))
        initialise(self.model, possible)
        self.model.to(best_device()).train()
        self.optimizer = make_adamw(self.model, run.recipe)
        self.progress = checkpoint.resume(run.work, self.model, self.optimizer)
        self._loss = TargetLoss(possible, size, run.recipe.label_smoothing, self.model.device)
        self._batches = _batches(rows, run, self.progress)
        self._sums = np.zeros(3)
        self._log = ProgressLog(run.work / LOG_NAME)
        self._rate = 0.0

    def step(self, done: float) -> int:
        recipe = self.run.recipe
        self._rate = learning_rate(done, recipe, recipe.decay_from)
        for group in self.optimizer.param_groups:
            group["lr"] = self._rate
        torch.manual_seed(self.run.seed + self.progress.step)
        batch = moved(next(self._batches), self.model.device)
        value, sums = self._loss(self.model, batch)
        value.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), recipe.clip)
        self.optimizer.step()
        self.optimizer.zero_grad()
        self._sums += sums
        return batch.tokens

    def report(self, done: float) -> None:
        loss, right, guesses = self._sums
        self._sums = np.zeros(3)
        epoch = self.progress.drawn["epoch"]
        mean, accuracy = round(float(loss / guesses), 4), round(float(right / guesses), 4)
        self._log.write(
            self.progress,
            done,
            {"epoch": epoch, "rate": round(self._rate, 7), "loss": mean, "accuracy": accuracy},
            f"epoch {epoch} | loss {mean:.3f} | {accuracy:.1%} right",
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
