"""Two ways to run the encoder: the exported file, and the PyTorch module."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnxruntime
import torch
from transformers import BertForPreTraining

from .tokenizer import PAD

TOKEN_LOGITS = "logits"
NEXT_SENTENCE_LOGITS = "seq_relationship_logits"
OUTPUTS = (TOKEN_LOGITS, NEXT_SENTENCE_LOGITS)
"""Rows × length × vocabulary, and rows × 2 ("is next" and "is not")."""

Predictor = Callable[[np.ndarray, np.ndarray, str], np.ndarray]
"""From (ids, segments), both rows × length, and an output's name; padding is found by its id."""


def onnx_predictor(path: Path) -> Predictor:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])

    def predict(ids: np.ndarray, segments: np.ndarray, output: str) -> np.ndarray:
        inputs = {
            "input_ids": ids,
            "attention_mask": (ids != PAD).astype(np.int64),
            "token_type_ids": segments,
        }
        return session.run([output], inputs)[0]

    return predict


def torch_predictor(model: BertForPreTraining) -> Predictor:
    def predict(ids: np.ndarray, segments: np.ndarray, output: str) -> np.ndarray:
        tensor = torch.from_numpy(ids)
        with torch.no_grad():
            results = model(
                input_ids=tensor,
                attention_mask=(tensor != PAD).long(),
                token_type_ids=torch.from_numpy(segments),
            )
        by_name = dict(
            zip(OUTPUTS, (results.prediction_logits, results.seq_relationship_logits), strict=True)
        )
        return by_name[output].numpy()

    return predict
