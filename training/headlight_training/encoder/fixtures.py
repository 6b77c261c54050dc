"""Reference attention weights for the TypeScript tests."""

from __future__ import annotations

import base64
import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
from transformers import BertForPreTraining, BertTokenizerFast

from ..storage import rounded
from .export import load_exported, load_tokenizer
from .fidelity import attention_weights, sha256
from .samples import PAIR, TEXTS

MOST_TOKENS = 60


def make_fixture(work: Path, model_folder: Path, destination: Path) -> Path:
    """Writes `attention.json.gz`: ids, tokens, offsets in code points, and all weights per
    text; `pairs` have segments too.

    The weights come from PyTorch (float32, eager attention) with the matrices as the file stores
    them, so a runtime that reads the file must agree to rounding.
    """
    trained, _ = load_exported(work)
    model = rounded(trained)
    tokenizer = load_tokenizer(work)
    fixture = {
        "model": "headlight-encoder",
        "modelSha256": sha256(model_folder / "onnx" / "model.onnx"),
        "cases": [_case(model, tokenizer, text) for text in TEXTS],
        "pairs": [_case(model, tokenizer, *PAIR)],
    }
    destination.mkdir(parents=True, exist_ok=True)
    path = destination / "attention.json.gz"
    content = json.dumps(fixture, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    path.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    return path


def _case(
    model: BertForPreTraining, tokenizer: BertTokenizerFast, text: str, second: str | None = None
) -> dict[str, Any]:
    encoding = tokenizer(text, second, return_offsets_mapping=True)
    ids, segments = encoding["input_ids"], encoding["token_type_ids"]
    if len(ids) > MOST_TOKENS:
        raise ValueError(f"{len(ids)} tokens, more than {MOST_TOKENS}: {text}")
    weights = attention_weights(model, ids, segments).astype("<f4")
    packed = base64.b64encode(np.ascontiguousarray(weights).tobytes()).decode("ascii")
    return {
        "text": text,
        **({} if second is None else {"second": second, "segments": segments}),
        "ids": ids,
        "tokens": tokenizer.convert_ids_to_tokens(ids),
        "offsets": [list(span) for span in encoding["offset_mapping"]],
        "shape": list(weights.shape),
        "weights": packed,
    }
