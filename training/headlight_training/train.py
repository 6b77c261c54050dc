"""The training loop: resumable, safe to interrupt, ends when the budget says so."""

from __future__ import annotations

import ctypes
import json
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import nn
from transformers import BertForMaskedLM

from . import checkpoint
from .batches import Batch, Batches
from .corpus import DOMAINS
from .dataset import open_stream
from .model import cross_entropy, extrapolate_positions, initialise, make_config, masked_logits
from .schedule import Budget, learning_rate
from .settings import Masking, Mixture, Recipe, Shape
from .tokenizer import continuation_table

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


def keep_large_blocks() -> None:
    """Stops glibc from returning large blocks to the system: half as many seconds per step.

    Without it each activation is mapped, cleared and unmapped anew. Elsewhere it does nothing.
    """
    if sys.platform == "linux":
        mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
        if mallopt is not None:
            trim_threshold, mmap_max, arena_max = -1, -4, -8
            mallopt(mmap_max, 0)
            mallopt(trim_threshold, 2**31 - 1)
            mallopt(arena_max, 1)


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

    model = BertForMaskedLM(make_config(size, run.shape, "sdpa"))
    counts = unigram_counts(tokens_folder, size, run.mixture) * 1e8
    initialise(model, torch.from_numpy(counts).float())
    model.train()
    optimizer = _make_optimizer(model, run.recipe)
    progress = checkpoint.Progress()
    saved = checkpoint.load(run.work)
    if saved is not None:
        model.load_state_dict(saved["model"])
        optimizer.load_state_dict(saved["optimizer"])
        progress = checkpoint.Progress(**saved["progress"])
        print(f"resumed at step {progress.step}", flush=True)

    batches = Batches(
        tokens_folder, continuation_table(tokenizer), run.mixture, run.masking, run.seed, progress
    )
    workers = _make_workers()
    stop = _StopRequest()
    meter = _Meter(run.work / LOG_NAME)
    last_save = time.monotonic()
    while not stop.asked:
        done = run.budget.progress(progress.seconds, progress.tokens)
        if done >= 1:
            break
        began = time.monotonic()
        rate = learning_rate(done, run.recipe)
        for group in optimizer.param_groups:
            group["lr"] = rate
        if done >= run.recipe.long_from and not progress.has_long_rows:
            extrapolate_positions(model, run.recipe.length)
            progress.has_long_rows = True
        parts = _draw(batches, run, done)
        meter.add(_step(model, optimizer, workers, parts, run.recipe.clip))
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


def _draw(batches: Batches, run: Run, done: float) -> list[Batch]:
    recipe = run.recipe
    length = recipe.long_length if done >= recipe.long_from else recipe.length
    return batches.next(recipe.tokens_per_step, length, run.masking.rate(done))


def _make_workers() -> ThreadPoolExecutor:
    """One thread a core, each working on its own part of a step.

    On a machine that does other work too this is faster than splitting each product over the
    cores, because a core that is taken away then delays one part and not every product.
    """
    cores = torch.get_num_threads()
    return ThreadPoolExecutor(cores, initializer=torch.set_num_threads, initargs=(1,))


def _make_optimizer(model: nn.Module, recipe: Recipe) -> torch.optim.AdamW:
    parameters = list(model.parameters())
    return torch.optim.AdamW(
        [
            {"params": [p for p in parameters if p.ndim > 1], "weight_decay": recipe.weight_decay},
            {"params": [p for p in parameters if p.ndim == 1], "weight_decay": 0.0},
        ],
        betas=recipe.betas,
        fused=True,
    )


@dataclass(frozen=True)
class _Outcome:
    """Sums over the [MASK] tokens of one step, by domain (Tatoeba last)."""

    loss: np.ndarray
    right: np.ndarray
    guesses: np.ndarray


def _step(
    model: BertForMaskedLM,
    optimizer: torch.optim.Optimizer,
    workers: ThreadPoolExecutor,
    parts: list[Batch],
    clip: float,
) -> _Outcome:
    parameters = list(model.parameters())
    total = sum(len(part.targets) for part in parts)
    sums = np.zeros((3, len(DOMAINS) + 1))

    def work(part: Batch) -> tuple[tuple[torch.Tensor, ...], np.ndarray]:
        return _gradients(model, parameters, part, total)

    for gradients, outcome in workers.map(work, parts):
        sums += outcome
        for parameter, gradient in zip(parameters, gradients, strict=True):
            parameter.grad = gradient if parameter.grad is None else parameter.grad.add_(gradient)
    nn.utils.clip_grad_norm_(parameters, clip)
    optimizer.step()
    optimizer.zero_grad()
    return _Outcome(*sums)


def _gradients(
    model: BertForMaskedLM, parameters: list[nn.Parameter], part: Batch, total: int
) -> tuple[tuple[torch.Tensor, ...], np.ndarray]:
    """The gradients of one part of a step, and its sums of loss, right guesses and guesses."""
    logits = masked_logits(model, part.ids, part.segments, part.chosen)
    right = logits.detach().argmax(1) == part.targets
    losses, gradient = cross_entropy(logits.detach(), part.targets)
    gradients = torch.autograd.grad(logits, parameters, gradient.div_(total))
    sums = [
        np.bincount(part.domain, (values * part.masked).numpy(), minlength=len(DOMAINS) + 1)
        for values in (losses, right, torch.ones_like(right))
    ]
    return gradients, np.stack(sums)


class _StopRequest:
    """Turns SIGTERM and SIGINT into a flag that the loop reads between two steps."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._note)
        signal.signal(signal.SIGINT, self._note)

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True


class _Meter:
    """Averages between two reports; prints a line and appends it to the log file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._outcomes: list[_Outcome] = []
        self._mark: tuple[int, float] | None = None

    def add(self, outcome: _Outcome) -> None:
        self._outcomes.append(outcome)

    def report(self, progress: checkpoint.Progress, rate: float, done: float) -> None:
        loss, right, guesses = (
            sum(getattr(outcome, name) for outcome in self._outcomes)
            for name in ("loss", "right", "guesses")
        )
        tokens, seconds = self._mark or (progress.tokens, progress.seconds)
        speed = (progress.tokens - tokens) / max(progress.seconds - seconds, 1e-9)
        self._mark = (progress.tokens, progress.seconds)
        self._outcomes.clear()
        accuracy = {
            name: round(float(share), 4)
            for name, share in zip(
                (*DOMAINS, "tatoeba"), right / np.maximum(guesses, 1), strict=True
            )
        }
        record = {
            "step": progress.step,
            "tokens": progress.tokens,
            "seconds": round(progress.seconds, 1),
            "rate": round(rate, 7),
            "loss": round(float(loss.sum() / guesses.sum()), 4),
            "accuracy": accuracy,
            "tokensPerSecond": round(speed),
        }
        with self.path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(record) + "\n")
        left = progress.seconds * (1 - done) / max(done, 1e-9) / 60
        shares = " ".join(f"{name} {share:.1%}" for name, share in accuracy.items())
        print(
            f"step {progress.step} | {progress.tokens / 1e6:.2f} M tokens"
            f" | loss {record['loss']:.3f} | {shares} | {speed:.0f} tokens/s | {left:.0f} min left",
            flush=True,
        )
