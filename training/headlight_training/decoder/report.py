"""Gathers everything that is measured on the decoder into `evaluation.json`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from tokenizers import Tokenizer
from transformers import GPT2LMHeadModel

from .. import checkpoint
from ..evaluation_file import Report
from ..storage import GROUP, rounded
from .dataset import STREAMS
from .export import load_exported, load_tokenizer
from .fidelity import file_logits, open_file, runtime_parity, sha256, storage_effect
from .heldout import LogProbabilities, held_out_rows, measure_bits
from .induction import LENGTH, STRINGS, measure_induction, random_strings
from .samples import TEXTS
from .settings import Shape
from .tokenizer import byte_lengths

BARS = {"bitsBelowKneserNey": 0.15, "induction": 0.4, "previous": 0.7, "repeatedAccuracy": 0.4}
"""What two CPU cores should reach."""
STORAGE_ROWS = 8
STORAGE_LENGTH = 128
MOST_ROWS = 100


def make_report(work: Path, model_folder: Path, most_rows: int = MOST_ROWS) -> Report:
    """Measures the exported file, and what its checkpoint can tell besides.

    Held-out text is read in at most `most_rows` rows of a stream.
    """
    onnx_file = model_folder / "onnx" / "model.onnx"
    session = open_file(onnx_file)
    trained, progress = load_exported(work)
    stored = rounded(trained)
    training = _training(progress, trained)
    bits = _bits(session, work, training["tokensSeenByStream"], most_rows)
    induction = _induction(stored)
    report = {
        "model": model_folder.name,
        "file": "onnx/model.onnx",
        "fileBytes": onnx_file.stat().st_size,
        "fileSha256": sha256(onnx_file),
        "heldOut": {
            "split": "1 % of the documents (Tatoeba: English sentences) by a hash of the content",
            "rowLength": Shape().positions,
            "mostRows": most_rows,
        },
        "bitsPerByte": bits,
        "induction": induction,
        "training": training,
        "storage": {"group": GROUP} | _storage(trained, stored, work),
        "runtime": {"maxLogitDifferenceByLength": _parity(stored, session, work)},
    }
    return report | {"bars": _bars(report)}


def _bits(
    session: onnxruntime.InferenceSession, work: Path, seen: dict[str, int], most_rows: int
) -> Report:
    lengths = byte_lengths(Tokenizer.from_file(str(work / "tokenizer.json")))
    result: Report = {}
    for stream in STREAMS:
        rows = held_out_rows(work / "tokens", stream, Shape().positions, most_rows)
        bits = measure_bits(
            _of_file(session), work / "tokens", stream, rows, lengths, seen.get(stream, 0)
        )
        result[stream] = {
            "model": round(bits.model, 4),
            "kneserNey": round(bits.kneser_ney, 4),
            "kneserNeyOfTokensSeen": round(bits.kneser_ney_seen, 4),
            "belowKneserNey": round(bits.below, 4),
            "tokens": bits.tokens,
            "bytes": bits.bytes,
        }
        print(stream, json.dumps(result[stream]), flush=True)
    return result


def _of_file(session: onnxruntime.InferenceSession) -> LogProbabilities:
    def log_probabilities(rows: np.ndarray) -> np.ndarray:
        result = np.empty((len(rows), rows.shape[1] - 1))
        for index, row in enumerate(rows):
            logits = torch.from_numpy(file_logits(session, row[None, :-1])[0])
            wanted = torch.from_numpy(row[1:, None])
            result[index] = logits.log_softmax(1).gather(1, wanted)[:, 0].numpy()
        return result

    return log_probabilities


def _induction(model: GPT2LMHeadModel) -> Report:
    scores = measure_induction(model, random_strings(model.config.vocab_size))
    return {
        "strings": STRINGS,
        "length": LENGTH,
        "repeatedAccuracy": round(scores.repeated_accuracy, 4),
        "firstAccuracy": round(scores.first_accuracy, 4),
        "best": _best(scores.induction),
        "bestPrevious": _best(scores.previous),
        "inductionByLayerAndHead": scores.induction.round(4).tolist(),
        "previousByLayerAndHead": scores.previous.round(4).tolist(),
    }


def _best(scores: np.ndarray) -> dict[str, float]:
    layer, head = np.unravel_index(scores.argmax(), scores.shape)
    return {"layer": int(layer), "head": int(head), "score": round(float(scores.max()), 4)}


def _training(progress: checkpoint.Progress, model: GPT2LMHeadModel) -> Report:
    by_stream: Counter[str] = Counter()
    by_length: Counter[str] = Counter()
    for key, windows in progress.drawn.items():
        stream, length = key.split("/")
        by_stream[stream] += windows * int(length)
        by_length[length] += windows * int(length)
    by_stream["repeats"] = progress.tokens - by_stream.total()
    return {
        "tokensSeen": progress.tokens,
        "tokensSeenByStream": by_stream,
        "tokensSeenByRowLength": by_length,
        "steps": progress.step,
        "hours": round(progress.seconds / 3600, 3),
        "parameters": sum(parameter.numel() for parameter in model.parameters()),
    }


def _storage(trained: GPT2LMHeadModel, stored: GPT2LMHeadModel, work: Path) -> Report:
    tokenizer = load_tokenizer(work)
    texts = [tokenizer(text)["input_ids"] for text in TEXTS]
    for stream in STREAMS:
        rows = held_out_rows(work / "tokens", stream, STORAGE_LENGTH, STORAGE_ROWS)
        texts.extend(rows[:, :-1].tolist())
    return storage_effect(trained, stored, texts)


def _parity(
    stored: GPT2LMHeadModel, session: onnxruntime.InferenceSession, work: Path
) -> dict[str, float]:
    row = held_out_rows(work / "tokens", STREAMS[0], Shape().positions, 1)[0]
    return runtime_parity(stored, session, row[:-1])


def _bars(report: Report) -> Report:
    """What was asked for, what was measured, and whether it is met."""
    domains = ("en", "zh", "code")
    measured = {
        f"bitsBelowKneserNey/{domain}": report["bitsPerByte"][domain]["belowKneserNey"]
        for domain in domains
    }
    measured |= {
        "induction": report["induction"]["best"]["score"],
        "previous": report["induction"]["bestPrevious"]["score"],
        "repeatedAccuracy": report["induction"]["repeatedAccuracy"],
    }
    result: Report = {}
    for name, value in measured.items():
        bar = BARS[name.split("/")[0]]
        result[name] = {"bar": bar, "measured": value, "met": bool(value >= bar)}
    return result


def print_report(report: Report) -> None:
    for name in ("training", "storage", "runtime"):
        print(f"{name}: {json.dumps(report[name])}")
    for name, bar in report["bars"].items():
        verdict = "met" if bar["met"] else "MISSED"
        print(f"{name}: {bar['measured']:.3f}, bar {bar['bar']:.2f}, {verdict}")
