"""The training loop: resumable, safe to interrupt, ends when the budget says so."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from transformers import BertForPreTraining

from .. import checkpoint
from ..corpus import DOMAINS
from ..loop import StopRequest, keep_large_blocks, make_workers
from ..optimizer import make_adamw
from ..schedule import Budget, learning_rate
from .batches import Batches
from .dataset import open_stream
from .growth import grow
from .meter import Meter
from .model import extrapolate_positions, initialise, layer_count, make_config
from .settings import Masking, Mixture, Recipe, Shape
from .step import take_step

LOG_NAME = "train.jsonl"
LOG_EVERY = 50
SAVE_EVERY_SECONDS = 180


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
    tokens_folder = run.work / "tokens"
    tokenizer = Tokenizer.from_file(str(run.work / "tokenizer.json"))
    size = tokenizer.get_vocab_size()

    saved = checkpoint.load(run.work)
    layers = run.recipe.first_layers if saved is None else layer_count(saved["model"])
    model, optimizer = _make(size, replace(run.shape, layers=layers), run.recipe)
    progress = checkpoint.Progress()
    if saved is None:
        counts = unigram_counts(tokens_folder, size, run.mixture) * 1e8
        initialise(model, torch.from_numpy(counts).float())
    else:
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        progress = checkpoint.Progress(**saved["progress"])
        print(f"resumed at step {progress.step}", flush=True)

    batches = Batches(tokens_folder, tokenizer, run.mixture, run.masking, run.seed, progress)
    workers = make_workers()
    stop = StopRequest()
    meter = Meter(run.work / LOG_NAME)
    last_save = time.monotonic()
    while not stop.asked:
        done = run.budget.progress(progress.seconds, progress.tokens)
        if done >= 1:
            break
        began = time.monotonic()
        if done >= run.recipe.grow_at and len(model.bert.encoder.layer) < run.shape.layers:
            small, small_optimizer = model, optimizer
            model, optimizer = _make(size, run.shape, run.recipe)
            grow(small, small_optimizer, model, optimizer)
            progress.grown_at = progress.tokens
        rate = learning_rate(done, run.recipe, run.recipe.decay_from)
        rate *= _ease_after_growth(progress, run.recipe)
        for group in optimizer.param_groups:
            group.update(lr=rate, betas=run.recipe.betas)
        is_long = done >= run.recipe.long_from
        if is_long and not progress.has_long_rows:
            extrapolate_positions(model, run.recipe.length)
            progress.has_long_rows = True
        length = run.recipe.long_length if is_long else run.recipe.length
        parts = batches.next(run.recipe.tokens_per_step, length, run.masking.rate(done))
        meter.add(take_step(model, optimizer, workers, parts, run.recipe))
        progress.step += 1
        progress.tokens += sum(part.tokens for part in parts)
        progress.seconds += time.monotonic() - began
        if progress.step % LOG_EVERY == 0:
            meter.report(progress, rate, done)
        if time.monotonic() - last_save > SAVE_EVERY_SECONDS:
            checkpoint.save(run.work, model, optimizer, progress)
            last_save = time.monotonic()
    checkpoint.save(run.work, model, optimizer, progress)
    print(
        "interrupted, saved" if stop.asked else "finished", f"at step {progress.step}", flush=True
    )


def _ease_after_growth(progress: checkpoint.Progress, recipe: Recipe) -> float:
    """The share of the learning rate that freshly copied layers can take."""
    if progress.grown_at is None:
        return 1.0
    return min(1.0, (progress.tokens - progress.grown_at + 1) / recipe.regrowth_tokens)


def _make(
    vocabulary_size: int, shape: Shape, recipe: Recipe
) -> tuple[BertForPreTraining, torch.optim.AdamW]:
    model = BertForPreTraining(make_config(vocabulary_size, shape, "sdpa"))
    return model.train(), make_adamw(model, recipe)
