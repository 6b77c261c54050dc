"""Command: measures the exported encoder, prints the figures, renews the model card.

Writes evaluation.json into the model's folder; the card's figures come from there.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from headlight_training.encoder.card import write_card
from headlight_training.encoder.report import make_report, print_report, write_report
from headlight_training.encoder.settings import CORPORA, MODEL, TREEBANKS, WORK


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of the corpora")
    parser.add_argument(
        "--treebanks", type=Path, default=TREEBANKS, help="folder of the syntax treebanks"
    )
    parser.add_argument("--work", type=Path, default=WORK, help="folder of the training run")
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of the exported model")
    parser.add_argument("--length", type=int, default=128, help="tokens per held-out row")
    parser.add_argument("--rows", type=int, default=1_000, help="most rows per domain")
    parser.add_argument("--remark", help="a note on the run for the card; kept until replaced")
    arguments = parser.parse_args()

    report = make_report(
        arguments.corpora,
        arguments.treebanks,
        arguments.work,
        arguments.model,
        arguments.length,
        arguments.rows,
    )
    if arguments.remark is not None:
        report["remark"] = arguments.remark
    print_report(report)
    write_report(report, arguments.model)
    write_card(arguments.model)


if __name__ == "__main__":
    main()
