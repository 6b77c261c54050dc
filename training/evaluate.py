"""Command: measures the exported models, all or the named ones; further options go to each."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

MODELS = ("encoder", "decoder", "translator")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("models", nargs="*", metavar="MODEL", help=f"one of {', '.join(MODELS)}")
    arguments, further = parser.parse_known_args()
    if unknown := set(arguments.models) - set(MODELS):
        parser.error(f"no such model: {', '.join(sorted(unknown))}")
    for model in arguments.models or MODELS:
        command = Path(__file__).with_name(f"evaluate_{model}.py")
        subprocess.run([sys.executable, command, *further], check=True)


if __name__ == "__main__":
    main()
