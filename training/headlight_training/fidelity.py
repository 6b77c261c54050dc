"""How far the file is from the trained module: half-precision storage, and the runtime."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch
from transformers import BertForMaskedLM, BertTokenizerFast

from .predictors import onnx_predictor, torch_predictor
from .samples import TEXTS
from .storage import rounded


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def attention_weights(model: BertForMaskedLM, ids: list[int]) -> np.ndarray:
    """Weights of one unpadded text: layers × heads × query × key, float32."""
    with torch.no_grad():
        layers = model(torch.tensor([ids]), output_attentions=True).attentions
    return torch.cat(layers).numpy()


def storage_effect(
    model: BertForMaskedLM, tokenizer: BertTokenizerFast, rows: np.ndarray
) -> dict[str, float]:
    """Largest and mean |Δα| between float32 weights and float16-stored ones, both in PyTorch."""
    stored = rounded(model)
    texts = [tokenizer(text)["input_ids"] for text in TEXTS] + rows.tolist()
    largest, total, count = 0.0, 0.0, 0
    for ids in texts:
        change = np.abs(attention_weights(model, ids) - attention_weights(stored, ids))
        largest = max(largest, float(change.max()))
        total += float(change.sum())
        count += change.size
    return {"texts": len(texts), "maxWeightChange": largest, "meanWeightChange": total / count}


def runtime_parity(model: BertForMaskedLM, onnx_file: Path, rows: np.ndarray) -> dict[str, float]:
    """Largest |Δlogit| between the file in ONNX Runtime and PyTorch with the stored weights."""
    segments = np.zeros_like(rows)
    ours = torch_predictor(rounded(model))(rows, segments)
    theirs = onnx_predictor(onnx_file)(rows, segments)
    return {
        "rows": len(rows),
        "maxLogitDifference": float(np.abs(ours - theirs).max()),
        "sameTop1": float((ours.argmax(-1) == theirs.argmax(-1)).mean()),
    }
