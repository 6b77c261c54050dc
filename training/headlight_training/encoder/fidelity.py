"""How far the file is from the trained module: compact storage, and the runtime."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import torch
from transformers import BertForPreTraining, BertTokenizerFast

from ..storage import rounded
from .predictors import OUTPUTS, onnx_predictor, torch_predictor
from .samples import TEXTS


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def attention_weights(
    model: BertForPreTraining, ids: list[int], segments: list[int] | None = None
) -> np.ndarray:
    """Weights of one unpadded text: layers × heads × query × key, float32."""
    types = None if segments is None else torch.tensor([segments])
    with torch.no_grad():
        layers = model.bert(
            torch.tensor([ids]), token_type_ids=types, output_attentions=True
        ).attentions
    return torch.cat(layers).numpy()


def storage_effect(
    model: BertForPreTraining, tokenizer: BertTokenizerFast, rows: np.ndarray
) -> dict[str, float]:
    """Largest and mean |Δα| between float32 weights and stored ones, both in PyTorch."""
    stored = rounded(model)
    texts = [tokenizer(text)["input_ids"] for text in TEXTS] + rows.tolist()
    largest, total, count = 0.0, 0.0, 0
    for ids in texts:
        change = np.abs(attention_weights(model, ids) - attention_weights(stored, ids))
        largest = max(largest, float(change.max()))
        total += float(change.sum())
        count += change.size
    return {"texts": len(texts), "maxWeightChange": largest, "meanWeightChange": total / count}


def runtime_parity(
    model: BertForPreTraining, onnx_file: Path, rows: np.ndarray
) -> dict[str, float]:
    """Largest |Δlogit| between the file in ONNX Runtime and PyTorch with the stored weights."""
    segments = np.zeros_like(rows)
    segments[:, rows.shape[1] // 2 :] = 1
    ours, theirs = torch_predictor(rounded(model)), onnx_predictor(onnx_file)
    tokens, next_sentence = (
        (ours(rows, segments, output), theirs(rows, segments, output)) for output in OUTPUTS
    )
    return {
        "rows": len(rows),
        "maxLogitDifference": float(np.abs(tokens[0] - tokens[1]).max()),
        "maxNextSentenceDifference": float(np.abs(next_sentence[0] - next_sentence[1]).max()),
        "sameTop1": float((tokens[0].argmax(-1) == tokens[1].argmax(-1)).mean()),
    }
