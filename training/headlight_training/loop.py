"""The training loop that all models share: resumable, safe to interrupt, ends with its budget.

And what it stands on: memory that stays, a thread a core, a polite end.
"""

from __future__ import annotations

import ctypes
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import FrameType
from typing import Protocol

import torch
from torch import nn

from . import checkpoint
from .schedule import Budget

LOG_NAME = "train.jsonl"
LOG_EVERY = 50
SAVE_EVERY_SECONDS = 180


class Trainee(Protocol):
    """A model with everything that its training needs."""

    @property
    def model(self) -> nn.Module: ...

    @property
    def optimizer(self) -> checkpoint.HasState: ...

    @property
    def progress(self) -> checkpoint.Progress: ...

    def step(self, done: float) -> int:
        """One update, at a point of the run (0 to 1); returns the tokens that it read."""

    def report(self, done: float) -> None:
        """Prints and logs what happened since the last report."""


def train_to_end(trainee: Trainee, budget: Budget, work: Path) -> None:
    """Trains until the budget is used up or the process is asked to stop; saves now and then."""
    progress = trainee.progress
    if progress.step > 0:
        print(f"resumed at step {progress.step}", flush=True)
    stop = StopRequest()
    last_save = time.monotonic()
    while not stop.asked:
        done = budget.progress(progress.seconds, progress.tokens)
        if done >= 1:
            break
        began = time.monotonic()
        tokens = trainee.step(done)
        progress.step += 1
        progress.tokens += tokens
        progress.seconds += time.monotonic() - began
        if progress.step % LOG_EVERY == 0:
            trainee.report(done)
        if time.monotonic() - last_save > SAVE_EVERY_SECONDS:
            checkpoint.save(work, trainee.model, trainee.optimizer, progress)
            last_save = time.monotonic()
    checkpoint.save(work, trainee.model, trainee.optimizer, progress)
    end = "interrupted, saved" if stop.asked else "finished"
    print(end, f"at step {progress.step}", flush=True)


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


def make_workers() -> ThreadPoolExecutor:
    """One thread a core, each working on its own part of a step.

    On a machine that does other work too this is faster than splitting each product over the
    cores, because a core that is taken away then delays one part and not every product. For the
    same reason the calling thread, which sums and applies the gradients, is left with one core.
    """
    cores = torch.get_num_threads()
    torch.set_num_threads(1)
    return ThreadPoolExecutor(cores, initializer=torch.set_num_threads, initargs=(1,))


class StopRequest:
    """Turns SIGTERM and SIGINT into a flag that the loop reads between two steps."""

    def __init__(self) -> None:
        self.asked = False
        signal.signal(signal.SIGTERM, self._note)
        signal.signal(signal.SIGINT, self._note)

    def _note(self, _signal: int, _frame: FrameType | None) -> None:
        self.asked = True
