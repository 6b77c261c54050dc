"""Rows of the decoder: each window once, repeats that repeat, sampling that resumes."""

from pathlib import Path

import numpy as np
import pytest

from headlight_training.checkpoint import Progress
from headlight_training.decoder.dataset import STREAMS
from headlight_training.decoder.rows import KINDS, RowSource, WindowSampler
from headlight_training.decoder.settings import Mixture

STREAM = np.arange(1, 1_001, dtype=np.uint16)
SIZE = 2_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for index, name in enumerate(STREAMS):
        (tmp_path / f"{name}.train.bin").write_bytes((STREAM + index).tobytes())
    return tmp_path


def test_an_epoch_hands_out_each_window_once() -> None:
    sampler = WindowSampler(STREAM, 32, seed=1)
    first, second = sampler.take(sampler.windows), sampler.take(sampler.windows)
    expected = set(range(1, 1 + 32 * sampler.windows, 32))
    assert set(first[:, 0]) == set(second[:, 0]) == expected
    assert (first[:, 0] != second[:, 0]).any()
    assert (np.diff(first, axis=1) == 1).all()


def test_targets_follow_their_inputs(folder: Path) -> None:
    rows = RowSource(folder, SIZE, Mixture(en=0.55, repeats=0), 3, Progress()).next(1_024, 32)
    assert rows.inputs.shape == rows.targets.shape == (32, 32)
    assert (rows.targets == rows.inputs + 1).all()


def test_a_repeat_repeats_and_random_tokens_are_asked_for_only_then(folder: Path) -> None:
    only = Mixture(en=0, zh=0, code=0, sentences=0, repeats=1)
    rows = RowSource(folder, SIZE, only, 3, Progress()).next(4_096, 64)
    assert (rows.kinds == KINDS.index("repeats")).all()
    random_rows = 0
    for inputs, targets in zip(rows.inputs, rows.targets, strict=True):
        spans = [span for span in range(8, 33) if (inputs[span:] == inputs[:-span]).all()]
        span = spans[0]
        asked = targets >= 0
        random_rows += not asked.all()
        assert asked.all() or (~asked).sum() == span - 1 == asked.argmax()
        assert (targets[:-1][asked[:-1]] == inputs[1:][asked[:-1]]).all()
    assert 0 < random_rows < len(rows.inputs)


def test_drawing_resumes(folder: Path) -> None:
    progress = Progress()
    source = RowSource(folder, SIZE, Mixture(), 3, progress)
    drawn = []
    for _ in range(6):
        drawn.append(source.next(512, 32))
        progress.step += 1
        if progress.step == 3:
            saved = Progress(step=3, drawn=dict(progress.drawn))
    resumed = RowSource(folder, SIZE, Mixture(), 3, saved)
    for expected in drawn[3:]:
        rows = resumed.next(512, 32)
        saved.step += 1
        assert np.array_equal(rows.inputs, expected.inputs)
        assert np.array_equal(rows.targets, expected.targets)
