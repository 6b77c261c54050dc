"""Two ways to run the encoder: the exported file, and the PyTorch module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from transformers import BertForMaskedLM

from .tokenizer import PAD

Predictor = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""(ids, segments), both rows × length, to logits; padding is found by its id."""


def onnx_predictor(path: Path) -> Predictor:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def predict(ids: np.ndarray, segments: np.ndarray) -> np.ndarray:
        inputs = {
            "input_ids": ids,
            "attention_mask": (ids != PAD).astype(np.int64),
            "token_type_ids": segments,
        }
        return session.run(["logits"], inputs)[0]

    return predict


def torch_predictor(model: BertForMaskedLM) -> Predictor:
    def predict(ids: np.ndarray, segments: np.ndarray) -> np.ndarray:
        tensor = torch.from_numpy(ids)
        with torch.no_grad():
            return model(
                input_ids=tensor,
                attention_mask=(tensor != PAD).long(),
                token_type_ids=torch.from_numpy(segments),
            ).logits.numpy()

    return predict
