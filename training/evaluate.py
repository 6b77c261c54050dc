"""Command: measures an exported model, prints the figures, renews evaluation.json and the card."""

from __future__ import annotations

import argparse

from headlight_training.command_line import add_model, add_remark, folders_of, stages_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_model(parser)
    add_remark(parser)
    arguments = parser.parse_args()
    stages_of(arguments).evaluate(folders_of(arguments), arguments.remark)


if __name__ == "__main__":
    main()
