"""How far the file is from the trained module: compact storage, and the runtime."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from transformers import GPT2LMHeadModel

PARITY_LENGTHS = (1, 7, 300, 1_024)


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def attention_weights(model: GPT2LMHeadModel, ids: list[int]) -> np.ndarray:
    """Weights of one text: layers × heads × query × key, float32."""
    with torch.no_grad():
        layers = model(torch.tensor([ids]), output_attentions=True).attentions
    return torch.cat(layers).numpy()


def storage_effect(
    trained: GPT2LMHeadModel, stored: GPT2LMHeadModel, texts: list[list[int]]
) -> dict[str, float]:
    """Largest and mean |Δα| between the trained weights and the stored ones, both in PyTorch.

    The mean is over pairs that causality allows.
    """
    largest, total, count = 0.0, 0.0, 0
    for ids in texts:
        change = np.abs(attention_weights(trained, ids) - attention_weights(stored, ids))
        largest = max(largest, float(change.max()))
        total += float(change.sum())
        count += change.shape[0] * change.shape[1] * len(ids) * (len(ids) + 1) // 2
    return {"texts": len(texts), "maxWeightChange": largest, "meanWeightChange": total / count}


def open_file(path: Path) -> onnxruntime.InferenceSession:
    """The exported file in ONNX Runtime, on the threads that PyTorch may use."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])


def file_logits(session: onnxruntime.InferenceSession, ids: np.ndarray) -> np.ndarray:
    """Logits of the exported file: rows × length × vocabulary."""
    feeds = {
        "input_ids": ids.astype(np.int64),
        "attention_mask": np.ones(ids.shape, dtype=np.int64),
        "position_ids": np.broadcast_to(np.arange(ids.shape[1]), ids.shape).astype(np.int64),
    }
    return session.run(["logits"], feeds)[0]


def runtime_parity(
    stored: GPT2LMHeadModel, session: onnxruntime.InferenceSession, row: np.ndarray
) -> dict[str, float]:
    """Largest |Δlogit| between ONNX Runtime and PyTorch by the length of the text."""
    differences = {}
    for length in PARITY_LENGTHS:
        ids = row[None, :length].astype(np.int64)
        with torch.no_grad():
            expected = stored(torch.from_numpy(ids)).logits.numpy()
        differences[str(length)] = float(np.abs(file_logits(session, ids) - expected).max())
    return differences
