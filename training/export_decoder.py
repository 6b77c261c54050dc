"""Command: writes the last checkpoint to models/headlight-decoder as ONNX, and the tests' fixture."""

from __future__ import annotations

import argparse
from pathlib import Path

from headlight_training.decoder.export import export
from headlight_training.decoder.fixtures import make_fixture
from headlight_training.decoder.settings import FIXTURES, MODEL, WORK


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK, help="folder of the training run")
    parser.add_argument("--model", type=Path, default=MODEL, help="folder to write")
    parser.add_argument("--fixtures", type=Path, default=FIXTURES, help="folder of the fixture")
    arguments = parser.parse_args()
    file = export(arguments.work, arguments.model)
    fixture = make_fixture(arguments.work, arguments.model, arguments.fixtures)
    for path in (file, fixture):
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
