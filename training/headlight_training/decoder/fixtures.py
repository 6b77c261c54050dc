"""Reference attention weights for the TypeScript tests."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np

from ..storage import rounded
from .export import load_exported, load_tokenizer
from .fidelity import attention_weights, sha256
from .samples import TEXTS

MOST_TOKENS = 40


def make_fixture(work: Path, model_folder: Path, destination: Path) -> Path:
    """Writes `attention.json.gz`: ids, tokens, offsets in code points, and all weights per text.

    The weights come from PyTorch (float32, eager attention) with the matrices as the file stores
    them, so a runtime that reads the file must agree to rounding.
    """
    trained, _ = load_exported(work)
    model = rounded(trained)
    tokenizer = load_tokenizer(work)
    cases: list[dict[str, Any]] = []
    for text in TEXTS:
        encoding = tokenizer(text, return_offsets_mapping=True)
        ids = encoding["input_ids"]
        if len(ids) > MOST_TOKENS:
            raise ValueError(f"{len(ids)} tokens, more than {MOST_TOKENS}: {text}")
        weights = np.ascontiguousarray(attention_weights(model, ids).astype("<f4"))
        cases.append(
            {
                "text": text,
                "ids": ids,
                "tokens": tokenizer.convert_ids_to_tokens(ids),
                "offsets": [list(span) for span in encoding["offset_mapping"]],
                "shape": list(weights.shape),
                "weights": base64.b64encode(weights.tobytes()).decode("ascii"),
            }
        )
    fixture = {
        "model": "headlight-decoder",
        "modelSha256": sha256(model_folder / "onnx" / "model.onnx"),
        "cases": cases,
    }
    destination.mkdir(parents=True, exist_ok=True)
    path = destination / "attention.json.gz"
    content = json.dumps(fixture, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    path.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    return path
