"""The training of the encoder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertForPreTraining

from .. import checkpoint
from ..corpus import DOMAINS
from ..device import best_device
from ..loop import LOG_NAME, keep_large_blocks, make_workers, train_to_end
from ..optimizer import make_adamw
from ..progress_log import ProgressLog
from ..schedule import Budget, learning_rate
from .batches import Batches
from .dataset import open_stream
from .growth import grow
from .meter import Meter
from .model import extrapolate_positions, initialise, layer_count, make_config
from .settings import Masking, Mixture, Recipe, Shape
from .step import take_step


@dataclass(frozen=True)
class Run:
    """Everything a training run is made of."""

    work: Path
    seed: int
    budget: Budget
    shape: Shape = Shape()
    mixture: Mixture = Mixture()
    masking: Masking = Masking()
    recipe: Recipe = Recipe()


def unigram_counts(folder: Path, vocabulary_size: int, mixture: Mixture) -> np.ndarray:
    """How often each token occurs in the training mixture, as shares that add up to about 1."""
    counts = np.zeros(vocabulary_size)
    for domain in DOMAINS:
        stream = open_stream(folder, domain, "train")
        counts += (
            getattr(mixture, domain) * np.bincount(stream, minlength=vocabulary_size) / len(stream)
        )
    return counts


def train(run: Run) -> None:
    """Trains until the budget is used up or the process is asked to stop; resumes by itself."""
    keep_large_blocks()
    torch.manual_seed(run.seed)
    train_to_end(EncoderTrainee(run), run.budget, run.work)


class EncoderTrainee:
    """A BERT that grows on the way, its optimiser and its batches."""

    def __init__(self, run: Run) -> None:
        self.run = run
        tokens = run.work / "tokens"
        tokenizer = Tokenizer.from_file(str(run.work / "tokenizer.json"))
        self._size = tokenizer.get_vocab_size()
        saved = checkpoint.load(run.work)
        layers = run.recipe.first_layers if saved is None else layer_count(saved["model"])
        self.model, self.optimizer = self._make(replace(run.shape, layers=layers))
        if saved is None:
            counts = unigram_counts(tokens, self._size, run.mixture) * 1e8
            initialise(self.model, torch.from_numpy(counts).float())
        self.progress = checkpoint.resume(run.work, self.model, self.optimizer)
        self._batches = Batches(
            tokens, tokenizer, run.mixture, run.masking, run.seed, self.progress
        )
        self._workers = make_workers()
        self._meter = Meter()
        self._log = ProgressLog(run.work / LOG_NAME)
        self._rate = 0.0

    def step(self, done: float) -> int:
        recipe, masking, progress = self.run.recipe, self.run.masking, self.progress
        if done >= recipe.grow_at and len(self.model.bert.encoder.layer) < self.run.shape.layers:
            small, small_optimizer = self.model, self.optimizer
            self.model, self.optimizer = self._make(self.run.shape)
            grow(small, small_optimizer, self.model, self.optimizer)
            progress.grown_at = progress.tokens
        self._rate = learning_rate(done, recipe, recipe.decay_from)
        self._rate *= _ease_after_growth(progress, recipe)
        for group in self.optimizer.param_groups:
            group.update(lr=self._rate, betas=recipe.betas)
        is_long = done >= recipe.long_from
        if is_long and not progress.has_long_rows:
            extrapolate_positions(self.model, recipe.length)
            progress.has_long_rows = True
        length = recipe.long_length if is_long else recipe.length
        parts = self._batches.next(recipe.tokens_per_step, length, masking.rate(done))
        self._meter.add(take_step(self.model, self.optimizer, self._workers, parts, recipe))
        return sum(part.tokens for part in parts)

    def report(self, done: float) -> None:
        figures, words = self._meter.take()
        self._log.write(self.progress, done, {"rate": round(self._rate, 7), **figures}, words)

    def _make(self, shape: Shape) -> tuple[BertForPreTraining, torch.optim.AdamW]:
        model = BertForPreTraining(make_config(self._size, shape, "sdpa")).to(best_device())
        return model.train(), make_adamw(model, self.run.recipe)


def _ease_after_growth(progress: checkpoint.Progress, recipe: Recipe) -> float:
    """The share of the learning rate that freshly copied layers can take."""
    if progress.grown_at is None:
        return 1.0
    return min(1.0, (progress.tokens - progress.grown_at + 1) / recipe.regrowth_tokens)
