"""Command: everything from the corpora to a model that ships: training, export, evaluation."""

from __future__ import annotations

import argparse

from headlight_training.command_line import (
    add_budget,
    add_model,
    add_remark,
    budget_of,
    folders_of,
    print_sizes,
    seed_of,
    stages_of,
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_model(parser)
    add_budget(parser)
    add_remark(parser)
    arguments = parser.parse_args()
    stages, folders = stages_of(arguments), folders_of(arguments)
    stages.train(folders, seed_of(arguments), budget_of(arguments))
    print_sizes(stages.export(folders))
    stages.evaluate(folders, arguments.remark)


if __name__ == "__main__":
    main()
