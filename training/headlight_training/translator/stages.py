"""What can be done for the translator."""

from __future__ import annotations

from pathlib import Path

from ..evaluation_file import with_remark, write_report
from ..folders import Folders
from ..preparation import provide_tokenizer
from ..schedule import Budget
from . import settings
from .card import write_card
from .export import export as export_model
from .fixtures import make_fixture
from .pairs import split_pairs
from .report import make_report, print_report
from .tokenizer import train_tokenizer
from .train import Run
from .train import train as train_run

SEED = settings.SEED


def train(folders: Folders, seed: int, budget: Budget) -> None:
    provide_tokenizer(
        folders.work,
        lambda: train_tokenizer(split_pairs(folders.corpora).train, settings.Vocabulary()),
    )
    train_run(Run(folders.corpora, folders.work, seed, budget))


def export(folders: Folders) -> list[Path]:
    files = export_model(folders.work, folders.model)
    return [*files, make_fixture(folders.work, folders.model, folders.fixtures)]


def evaluate(folders: Folders, remark: str | None) -> None:
    measured = make_report(folders.corpora, folders.work, folders.model)
    report = with_remark(measured, remark, folders.model)
    print_report(report)
    write_report(report, folders.model)
    write_card(folders.model)
