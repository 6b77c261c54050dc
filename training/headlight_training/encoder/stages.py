"""What can be done for the encoder."""

from __future__ import annotations

from pathlib import Path

from tokenizers import Tokenizer

from ..evaluation_file import with_remark, write_report
from ..folders import Folders
from ..schedule import Budget
from .card import write_card
from .dataset import encode_corpora, is_encoded
from .export import export as export_model
from .fixtures import make_fixture
from .report import make_report, print_report
from .settings import Vocabulary
from .tokenizer import train_tokenizer
from .train import Run
from .train import train as train_run


def train(folders: Folders, seed: int, budget: Budget) -> None:
    folders.work.mkdir(parents=True, exist_ok=True)
    tokenizer_file = folders.work / "tokenizer.json"
    if not tokenizer_file.exists():
        print("training the tokenizer", flush=True)
        train_tokenizer(folders.corpora, Vocabulary()).save(str(tokenizer_file))
    tokens = folders.work / "tokens"
    if not is_encoded(tokens):
        print("encoding the corpora", flush=True)
        encode_corpora(folders.corpora, Tokenizer.from_file(str(tokenizer_file)), tokens)
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
