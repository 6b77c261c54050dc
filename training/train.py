"""Command: tokenizer, token files and training of a model; resumes by itself."""

from __future__ import annotations

import argparse

from headlight_training.command_line import (
    add_budget,
    add_model,
    budget_of,
    folders_of,
    seed_of,
    stages_of,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_model(parser)
    add_budget(parser)
    arguments = parser.parse_args()
    stages_of(arguments).train(folders_of(arguments), seed_of(arguments), budget_of(arguments))


if __name__ == "__main__":
    main()
