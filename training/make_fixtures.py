"""Command: writes the reference weights that the TypeScript tests compare with."""

from __future__ import annotations

import argparse
from pathlib import Path

from headlight_training.encoder.fixtures import make_fixture
from headlight_training.encoder.settings import FIXTURES, MODEL, WORK


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK, help="folder of the training run")
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of the exported model")
    parser.add_argument("--output", type=Path, default=FIXTURES, help="folder to write")
    arguments = parser.parse_args()
    path = make_fixture(arguments.work, arguments.model, arguments.output)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
