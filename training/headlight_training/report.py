"""Gathers everything that is measured on a model into `evaluation.json`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import numpy as np
from tokenizers import Tokenizer

from . import checkpoint
from .dataset import encode_corpora, is_encoded
from .evaluate import RATE, RULE_TEXT, RULES, SEED, as_json, evaluate
from .export import load_exported, load_tokenizer
from .fidelity import runtime_parity, sha256, storage_effect
from .heldout import held_out_batches
from .predictors import onnx_predictor
from .tokenizer import continuation_table

FILE_NAME = "evaluation.json"

Report = dict[str, Any]


def make_report(
    corpora: Path, work: Path, model_folder: Path, length: int, most_rows: int
) -> Report:
    """Measures the exported file.

    Without the exported checkpoint in the work folder the blocks that need it stay as they were,
    and so does `remark`, what a person has to add about the run.
    """
    tokenizer = Tokenizer.from_file(str(model_folder / "tokenizer.json"))
    tokens = work / "tokens"
    if not is_encoded(tokens):
        encode_corpora(corpora, tokenizer, tokens)
    onnx_file = model_folder / "onnx" / "model.onnx"
    previous_file = model_folder / FILE_NAME
    previous = json.loads(previous_file.read_text("utf-8")) if previous_file.exists() else {}

    scores = evaluate(
        onnx_predictor(onnx_file), tokens, continuation_table(tokenizer), length, most_rows
    )
    report: Report = {
        "model": model_folder.name,
        "file": "onnx/model.onnx",
        "fileBytes": onnx_file.stat().st_size,
        "fileSha256": sha256(onnx_file),
        "masking": {"rate": RATE, "seed": SEED, "rules": RULE_TEXT},
        "heldOut": {
            "split": "1 % of the documents (Tatoeba: English sentences) by a hash of the content",
            "rowLength": length,
            "mostRows": most_rows,
            "tatoeba": "single sentences",
        },
        "domains": as_json(scores),
    }
    if (work / checkpoint.EXPORTED_NAME).exists():
        report |= _of_checkpoint(work, onnx_file, length)
    kept = ("training", "storage", "runtime", "remark")
    return report | {
        name: previous[name] for name in kept if name in previous and name not in report
    }


def _of_checkpoint(work: Path, onnx_file: Path, length: int) -> Report:
    model, progress = load_exported(work)
    batches = held_out_batches(work / "tokens", length, 16)
    rows = np.concatenate([batches[domain][0][0] for domain in ("en", "zh", "code")])
    by_domain: Counter[str] = Counter()
    by_row_length: Counter[str] = Counter()
    for key, windows in progress.drawn.items():
        domain, row_length = key.split("/")
        by_domain[domain] += windows * int(row_length)
        by_row_length[row_length] += windows * int(row_length)
    by_domain["tatoeba"] = progress.tokens - by_domain.total()
    return {
        "training": {
            "tokensSeen": progress.tokens,
            "tokensSeenByDomain": by_domain,
            "tokensSeenByRowLength": by_row_length,
            "steps": progress.step,
            "hours": round(progress.seconds / 3600, 3),
            "parameters": sum(parameter.numel() for parameter in model.parameters()),
        },
        "storage": storage_effect(model, load_tokenizer(work), rows),
        "runtime": runtime_parity(model, onnx_file, rows),
    }


def write_report(report: Report, model_folder: Path) -> None:
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    (model_folder / FILE_NAME).write_text(text, "utf-8")


def print_report(report: Report) -> None:
    print(report["masking"]["rules"])
    for domain, rules in report["domains"].items():
        for rule in RULES:
            score = rules[rule]
            print(
                f"{domain:11} {rule:10} top-1 {score['top1']:6.1%}  top-5 {score['top5']:6.1%}"
                f"  nll {score['nll']:.3f}  unigram {score['unigramTop1']:6.1%}"
                f"  neighbours {score['neighbourTop1']:6.1%}  of {score['guesses']}"
            )
    for name in ("training", "storage", "runtime"):
        if name in report:
            print(f"{name}: {json.dumps(report[name])}")
