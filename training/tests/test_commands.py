"""What the commands ask of each model's stages is there."""

import argparse
from pathlib import Path

import pytest

from headlight_training.command_line import (
    add_budget,
    add_model,
    budget_of,
    folders_of,
    seed_of,
    stages_of,
)
from headlight_training.folders import Folders
from headlight_training.stages import STAGES


def _parse(*words: str) -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    add_model(parser)
    add_budget(parser)
    return parser.parse_args(words)


@pytest.mark.parametrize("model", STAGES)
def test_each_model_has_a_seed_folders_and_every_stage(model: str) -> None:
    arguments = _parse(model, "--hours", "1.5")
    assert isinstance(seed_of(arguments), int)
    assert folders_of(arguments) == Folders.of(model)
    assert budget_of(arguments).progress(2_700, 0) == 0.5
    stages = stages_of(arguments)
    assert all(callable(stage) for stage in (stages.train, stages.export, stages.evaluate))


def test_options_take_the_place_of_what_is_usual() -> None:
    arguments = _parse("decoder", "--tokens", "100", "--seed", "7", "--work", "elsewhere")
    assert seed_of(arguments) == 7
    assert folders_of(arguments).work == Path("elsewhere")
    assert folders_of(arguments).model == Folders.of("decoder").model
    assert budget_of(arguments).progress(0, 25) == 0.25
