"""How far the files are from the trained module: compact storage, and the runtime."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np
import torch
from transformers import MarianMTModel

from .attention import Weights, attention_weights
from .decode import translate
from .model import NEVER
from .pairs import Ids
from .runtime import RuntimeTranslator
from .tokenizer import PAD

Rows = list[tuple[Ids, Ids]]
"""(source ids with `</s>`, target ids without it)."""


def storage_effect(model: MarianMTModel, stored: MarianMTModel, rows: Rows) -> dict[str, Any]:
    """Largest and mean |Δα| between float32 and stored weights, both in PyTorch, by kind."""
    largest = {field.name: 0.0 for field in fields(Weights)}
    total = dict.fromkeys(largest, 0.0)
    count = dict.fromkeys(largest, 0)
    for source, target in rows:
        before = attention_weights(model, source, target)
        after = attention_weights(stored, source, target)
        for kind in largest:
            change = np.abs(getattr(before, kind) - getattr(after, kind))
            largest[kind] = max(largest[kind], float(change.max()))
            total[kind] += float(change.sum())
            count[kind] += change.size
    return {
        "pairs": len(rows),
        "maxWeightChange": largest,
        "meanWeightChange": {kind: total[kind] / count[kind] for kind in largest},
    }


def runtime_parity(
    stored: MarianMTModel, runtime: RuntimeTranslator, rows: Rows
) -> dict[str, float]:
    """The files in ONNX Runtime against PyTorch with the stored weights.

    Logits of reference translations, where a token is possible at all, and greedy translations.
    """
    possible = (stored.final_logits_bias[0] > NEVER).numpy()
    largest = 0.0
    for source, target in rows:
        with torch.no_grad():
            ours = stored(
                input_ids=torch.tensor([source]), decoder_input_ids=torch.tensor([[PAD, *target]])
            ).logits[0]
        difference = np.abs(ours.numpy() - runtime.logits(source, [PAD, *target]))
        largest = max(largest, float(difference[:, possible].max()))
    sources = [source for source, _ in rows]
    expected = [ids for ids, _ in translate(stored, sources, beams=1)]
    same = [runtime.translate(source) == ids for source, ids in zip(sources, expected, strict=True)]
    return {
        "pairs": len(rows),
        "maxLogitDifference": largest,
        "sameGreedyTranslation": sum(same) / len(same),
    }
