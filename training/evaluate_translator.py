"""Command: measures the exported translator, prints the figures, renews fixture and model card."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from headlight_training.translator.card import write_card
from headlight_training.translator.fixtures import make_fixture
from headlight_training.translator.report import (
    FILE_NAME,
    make_report,
    print_report,
    write_report,
)
from headlight_training.translator.settings import CORPORA, FIXTURES, MODEL, WORK


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, default=CORPORA, help="folder of the corpora")
    parser.add_argument("--work", type=Path, default=WORK, help="folder of the training run")
    parser.add_argument("--model", type=Path, default=MODEL, help="folder of the exported model")
    parser.add_argument("--fixtures", type=Path, default=FIXTURES, help="folder of the fixture")
    parser.add_argument("--remark", help="a note on the run for the card; kept until replaced")
    arguments = parser.parse_args()

    report = make_report(arguments.corpora, arguments.work, arguments.model)
    remark = arguments.remark or _previous_remark(arguments.model)
    if remark is not None:
        report["remark"] = remark
    print_report(report)
    write_report(report, arguments.model)
    write_card(arguments.model)
    path = make_fixture(arguments.work, arguments.model, arguments.fixtures)
    print(f"{path.name}: {path.stat().st_size / 1e6:.2f} MB")


def _previous_remark(model: Path) -> str | None:
    path = model / FILE_NAME
    return json.loads(path.read_text("utf-8")).get("remark") if path.exists() else None


if __name__ == "__main__":
    main()
