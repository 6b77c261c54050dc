"""Command: tokenizer, token files and training of headlight-encoder; resumes by itself."""

from __future__ import annotations

import argparse
from pathlib import Path

from tokenizers import Tokenizer

from headlight_training.encoder.dataset import encode_corpora, is_encoded
from headlight_training.encoder.settings import CORPORA, SEED, WORK, Vocabulary
from headlight_training.encoder.tokenizer import train_tokenizer
from headlight_training.encoder.train import Run, train
from headlight_training.schedule import Budget


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of the corpora")
    parser.add_argument("--work", type=Path, default=WORK, help="folder for caches and checkpoints")
    budget = parser.add_mutually_exclusive_group(required=True)
    budget.add_argument("--hours", type=float, help="working hours of the whole run")
    budget.add_argument("--tokens", type=int, help="tokens of the whole run (reproducible)")
    parser.add_argument("--seed", type=int, default=SEED)
    arguments = parser.parse_args()

    arguments.work.mkdir(parents=True, exist_ok=True)
    tokenizer_file = arguments.work / "tokenizer.json"
    if not tokenizer_file.exists():
        print("training the tokenizer", flush=True)
        train_tokenizer(arguments.corpora, Vocabulary()).save(str(tokenizer_file))
    if not is_encoded(arguments.work / "tokens"):
        print("encoding the corpora", flush=True)
        encode_corpora(
            arguments.corpora, Tokenizer.from_file(str(tokenizer_file)), arguments.work / "tokens"
        )
    train(Run(arguments.work, arguments.seed, Budget(arguments.hours, arguments.tokens)))


if __name__ == "__main__":
    main()
