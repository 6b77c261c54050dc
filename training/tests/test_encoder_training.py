"""The whole loop, tiny: it grows, ends, repeats itself, and goes on where it was stopped."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import Tokenizer, models

from headlight_training import checkpoint
from headlight_training.corpus import DOMAINS
from headlight_training.encoder.meter import Meter, Outcome
from headlight_training.encoder.settings import Masking, Mixture, Recipe, Shape
from headlight_training.encoder.tokenizer import SEP, SPECIAL_TOKENS
from headlight_training.encoder.train import Run, train
from headlight_training.schedule import Budget

SIZE = 120
TOKENS_PER_STEP = 256
STEPS = 8


@pytest.fixture(autouse=True)
def process_settings() -> Iterator[None]:
    """The loop takes over signals and threads; other tests get them back."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    threads = torch.get_num_threads()
    yield
    torch.set_num_threads(threads)
    for number, handler in handlers.items():
        signal.signal(number, handler)


def _run(work: Path) -> Run:
    (work / "tokens").mkdir(parents=True)
    words = [*SPECIAL_TOKENS, ".", *(f"word{index}" for index in range(SIZE - 6))]
    vocabulary = {word: index for index, word in enumerate(words)}
    Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]")).save(str(work / "tokenizer.json"))
    random = np.random.default_rng(0)
    for domain in DOMAINS:
        stream = random.integers(5, SIZE, 6_000).astype(np.uint16)
        stream[::9] = 5
        stream[500::700] = SEP
        stream.tofile(work / "tokens" / f"{domain}.train.bin")
    random.integers(5, SIZE, 400).astype(np.uint16).tofile(work / "tokens" / "pairs.train.bin")
    np.save(work / "tokens" / "pairs.train.ends.npy", np.arange(10, 401, 10))
    recipe = Recipe(
        length=32,
        long_length=64,
        first_layers=1,
        grow_at=0.4,
        long_from=0.8,
        tokens_per_step=TOKENS_PER_STEP,
    )
    return Run(
        work,
        seed=1,
        budget=Budget(None, STEPS * TOKENS_PER_STEP),
        shape=Shape(hidden=128, layers=2, heads=4, intermediate=64),
        mixture=Mixture(short_share=0.1),
        masking=Masking(),
        recipe=recipe,
    )


def _result(work: Path) -> tuple[dict[str, torch.Tensor], checkpoint.Progress]:
    saved = checkpoint.load(work)
    assert saved is not None
    return saved["model"], checkpoint.Progress(**saved["progress"])


def test_a_run_grows_ends_and_repeats_itself(tmp_path: Path) -> None:
    results = []
    for name in ("first", "second"):
        train(_run(tmp_path / name))
        results.append(_result(tmp_path / name))
    (first, progress), (second, _) = results
    assert progress.tokens >= STEPS * TOKENS_PER_STEP
    assert progress.has_long_rows and progress.grown_at is not None
    assert 0.4 <= progress.grown_at / (STEPS * TOKENS_PER_STEP) < 0.7
    assert "bert.encoder.layer.1.output.dense.weight" in first
    assert all((first[name] == second[name]).all() for name in first)


def test_an_interrupted_run_goes_on_as_if_it_had_not_been(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    train(_run(tmp_path / "whole"))
    run, add = _run(tmp_path / "interrupted"), Meter.add

    def interrupt(meter: Meter, outcome: Outcome) -> None:
        add(meter, outcome)
        os.kill(os.getpid(), signal.SIGTERM)

    with monkeypatch.context() as patched:
        patched.setattr(Meter, "add", interrupt)
        for steps in (1, 2, 3):
            train(run)
            assert _result(run.work)[1].step == steps
    train(run)
    (whole, progress), (resumed, resumed_progress) = _result(tmp_path / "whole"), _result(run.work)
    assert resumed_progress.tokens == progress.tokens
    assert all((whole[name] == resumed[name]).all() for name in whole)
