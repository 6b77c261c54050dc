"""What can be done for the encoder."""

from __future__ import annotations

from pathlib import Path

from ..evaluation_file import with_remark, write_report
from ..folders import Folders
from ..preparation import provide_tokenizer
from ..schedule import Budget
from . import settings
from .card import write_card
from .dataset import encode_corpora, is_encoded
from .export import export as export_model
from .fixtures import make_fixture
from .report import make_report, print_report
from .tokenizer import train_tokenizer
from .train import Run
from .train import train as train_run

SEED = settings.SEED


def train(folders: Folders, seed: int, budget: Budget) -> None:
    tokenizer = provide_tokenizer(
        folders.work, lambda: train_tokenizer(folders.corpora, settings.Vocabulary())
    )
    tokens = folders.work / "tokens"
    if not is_encoded(tokens):
        print("encoding the corpora", flush=True)
        encode_corpora(folders.corpora, tokenizer, tokens)
    train_run(Run(folders.work, seed, budget))


def export(folders: Folders) -> list[Path]:
    file = export_model(folders.work, folders.model)
    return [file, make_fixture(folders.work, folders.model, folders.fixtures)]


def evaluate(folders: Folders, remark: str | None) -> None:
    measured = make_report(folders.corpora, folders.treebanks, folders.work, folders.model)
    report = with_remark(measured, remark, folders.model)
    print_report(report)
    write_report(report, folders.model)
    write_card(folders.model)
