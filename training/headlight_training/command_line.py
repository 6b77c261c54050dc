"""The options that the commands share."""

from __future__ import annotations

import argparse
from dataclasses import replace
from pathlib import Path

from .folders import Folders
from .schedule import Budget
from .stages import STAGES, Stages


def add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("model", choices=STAGES)
    parser.add_argument("--corpora", type=Path, help="folder of the corpora")
    parser.add_argument("--treebanks", type=Path, help="folder of the syntax treebanks")
    parser.add_argument("--work", type=Path, help="folder for caches and checkpoints")


def add_budget(parser: argparse.ArgumentParser) -> None:
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--hours", type=float, help="working hours of the whole run")
    budget.add_argument("--tokens", type=int, help="tokens of the whole run (repeatable)")
    parser.add_argument("--seed", type=int, help="of everything that is drawn")


def add_remark(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--remark", help="a note on the run for the card; kept until replaced")


def stages_of(arguments: argparse.Namespace) -> Stages:
    return STAGES[arguments.model]


def folders_of(arguments: argparse.Namespace) -> Folders:
    given = {name: getattr(arguments, name) for name in ("corpora", "treebanks", "work")}
    return replace(
        Folders.of(arguments.model),
        **{name: path for name, path in given.items() if path is not None},
    )


def budget_of(arguments: argparse.Namespace) -> Budget:
    return Budget(arguments.hours, arguments.tokens)


def seed_of(arguments: argparse.Namespace) -> int:
    return stages_of(arguments).SEED if arguments.seed is None else arguments.seed


def print_sizes(paths: list[Path]) -> None:
    for path in paths:
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")
