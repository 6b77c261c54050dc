"""Command: writes the last checkpoint to models/headlight-translator as ONNX."""

from __future__ import annotations

import argparse
from pathlib import Path

from headlight_training.translator.export import export
from headlight_training.translator.settings import MODEL, WORK


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK, help="folder of the training run")
    parser.add_argument("--model", type=Path, default=MODEL, help="folder to write")
    arguments = parser.parse_args()
    for path in export(arguments.work, arguments.model):
        print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


if __name__ == "__main__":
    main()
