"""The loop alone, on a trainee that only counts."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
import torch
from torch import nn

from headlight_training import checkpoint
from headlight_training.loop import train_to_end
from headlight_training.schedule import Budget


class Counter:
    """Adds one to its only weight with each step of ten tokens; may be stopped at a step."""

    def __init__(self, work: Path, stop_at: int | None = None) -> None:
        self.model = nn.Linear(1, 1, bias=False)
        nn.init.zeros_(self.model.weight)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=1.0)
        self.progress = checkpoint.resume(work, self.model, self.optimizer)
        self.stop_at = stop_at
        self.seen: list[float] = []

    def step(self, done: float) -> int:
        self.seen.append(done)
        (-self.model.weight.sum()).backward()
        self.optimizer.step()
        self.optimizer.zero_grad()
        if self.progress.step + 1 == self.stop_at:
            os.kill(os.getpid(), signal.SIGTERM)
        return 10

    def report(self, done: float) -> None:
        raise AssertionError(f"too early to report at {done}")


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    yield
    for number, handler in handlers.items():
        signal.signal(number, handler)


def test_ends_with_its_budget_and_says_how_far_it_is(tmp_path: Path) -> None:
    trainee = Counter(tmp_path)
    train_to_end(trainee, Budget(None, 40), tmp_path)
    assert trainee.seen == [0.0, 0.25, 0.5, 0.75]
    assert (trainee.progress.step, trainee.progress.tokens) == (4, 40)


def test_a_stopped_run_goes_on_where_it_was_and_a_larger_budget_takes_it_up(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    train_to_end(Counter(tmp_path, stop_at=3), Budget(None, 40), tmp_path)
    assert "interrupted, saved at step 3" in capsys.readouterr().out
    again = Counter(tmp_path)
    train_to_end(again, Budget(None, 40), tmp_path)
    assert again.seen == [0.75] and again.model.weight.item() == 4
    assert "resumed at step 3" in capsys.readouterr().out
    more = Counter(tmp_path)
    train_to_end(more, Budget(None, 80), tmp_path)
    assert more.seen == [0.5, 0.625, 0.75, 0.875] and more.model.weight.item() == 8
