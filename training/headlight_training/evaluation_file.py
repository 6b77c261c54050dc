"""`evaluation.json`: what was measured on a model, beside its files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FILE_NAME = "evaluation.json"

Report = dict[str, Any]


def read_report(model_folder: Path) -> Report:
    """The last report on a model; empty where there is none."""
    path = model_folder / FILE_NAME
    return json.loads(path.read_text("utf-8")) if path.exists() else {}


def write_report(report: Report, model_folder: Path) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    (model_folder / FILE_NAME).write_text(text, "utf-8")


def with_remark(report: Report, remark: str | None, model_folder: Path) -> Report:
    """The report with what a person has to add about the run: `remark`, else what was said before."""
    said = remark if remark is not None else read_report(model_folder).get("remark")
    return report if said is None else report | {"remark": said}
