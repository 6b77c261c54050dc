"""Reference translations and attention weights for the TypeScript tests."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from .attention import attention_weights
from .decode import translate
from .export import DECODER_FILE, ENCODER_FILE, as_stored, load_exported, load_tokenizer
from .samples import TEXTS


def make_fixture(work: Path, model_folder: Path, destination: Path) -> Path:
    """Writes `attention.json.gz`.

    Per text: source ids, tokens and offsets (code points); the greedy and the beam-4 translation;
    and the weights of every layer and head while the greedy one is read, whose decoder inputs are
    `<pad>` and its tokens. All come from PyTorch (float32) with the matrices as the files store
    them, so a runtime that reads the files must agree to rounding.
    """
    model = as_stored(load_exported(work)[0])
    tokenizer = load_tokenizer(work)
    encodings = [tokenizer(text, return_offsets_mapping=True) for text in TEXTS]
    sources = [encoding["input_ids"] for encoding in encodings]
    greedy = translate(model, sources, beams=1, batch=1)
    beam = translate(model, sources, beams=4, batch=1)
    cases: list[dict[str, Any]] = []
    for index, text in enumerate(TEXTS):
        ids = greedy[index][0]
        weights = attention_weights(model, sources[index], ids)
        cases.append(
            {
                "text": text,
                "ids": sources[index],
                "tokens": tokenizer.convert_ids_to_tokens(sources[index]),
                "offsets": [list(span) for span in encodings[index]["offset_mapping"]],
                "greedy": {
                    "ids": ids,
                    "tokens": tokenizer.convert_ids_to_tokens(ids),
                    "text": tokenizer.decode(ids),
                },
                "beam": {
                    "ids": beam[index][0],
                    "text": tokenizer.decode(beam[index][0]),
                    "score": beam[index][1],
                },
                "weights": {
                    "encoder": _packed(weights.encoder),
                    "decoder": _packed(weights.decoder),
                    "cross": _packed(weights.cross),
                },
            }
        )
    fixture = {
        "model": "headlight-translator",
        "modelSha256": {
            name: hashlib.sha256((model_folder / "onnx" / name).read_bytes()).hexdigest()
            for name in (ENCODER_FILE, DECODER_FILE)
        },
        "cases": cases,
    }
    destination.mkdir(parents=True, exist_ok=True)
    path = destination / "attention.json.gz"
    content = json.dumps(fixture, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    path.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
    return path


def _packed(weights: np.ndarray) -> dict[str, Any]:
    """Shape and values: base64 of little-endian float32."""
    data = np.ascontiguousarray(weights, dtype="<f4").tobytes()
    return {"shape": list(weights.shape), "weights": base64.b64encode(data).decode("ascii")}
