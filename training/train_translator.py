"""Command: tokenizer and training of headlight-translator; resumes by itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from headlight_training.schedule import Budget
from headlight_training.translator.pairs import split_pairs
from headlight_training.translator.settings import CORPORA, SEED, WORK, Vocabulary
from headlight_training.translator.tokenizer import train_tokenizer
from headlight_training.translator.train import Run, train


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of the corpora")
    parser.add_argument("--work", type=Path, default=WORK, help="folder for caches and checkpoints")
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--hours", type=float, help="working hours of the whole run")
    budget.add_argument("--tokens", type=int, help="target tokens of the run (reproducible)")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()

    arguments.work.mkdir(parents=True, exist_ok=True)
    tokenizer_file = arguments.work / "tokenizer.json"
    if not tokenizer_file.exists():
        print("training the tokenizer", flush=True)
        pairs = split_pairs(arguments.corpora).train
        train_tokenizer(pairs, Vocabulary()).save(str(tokenizer_file))
    budget_ = Budget(arguments.hours, arguments.tokens)
    train(Run(arguments.corpora, arguments.work, arguments.seed, budget_))


if __name__ == "__main__":
    main()
