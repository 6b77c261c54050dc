"""Command: writes a model's last checkpoint as ONNX, and the reference weights of the tests."""

from __future__ import annotations

import argparse

from headlight_training.command_line import add_model, folders_of, print_sizes, stages_of


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    add_model(parser)
    arguments = parser.parse_args()
    print_sizes(stages_of(arguments).export(folders_of(arguments)))


if __name__ == "__main__":
    main()
