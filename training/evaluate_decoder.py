"""Command: measures the exported decoder, prints the figures, renews the model card.

Writes evaluation.json into the model's folder; the card's figures come from there.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from headlight_training.decoder.card import write_card
from headlight_training.decoder.report import make_report, print_report, write_report
from headlight_training.decoder.settings import MODEL, WORK


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=WORK, help="folder of the training run")
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of the exported model")
    parser.add_argument("--rows", type=int, default=100, help="most rows per stream")
    parser.add_argument("--remark", help="a note on the run for the card; kept until replaced")
    arguments = parser.parse_args()

    report = make_report(arguments.work, arguments.model, arguments.rows)
    if arguments.remark is not None:
        report["remark"] = arguments.remark
    print_report(report)
    write_report(report, arguments.model)
    write_card(arguments.model)


if __name__ == "__main__":
    main()
