"""The exported files in ONNX Runtime, decoding greedily as any program that opens them would."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnxruntime

from .decode import MOST_NEW_TOKENS
from .export import DECODER_FILE, ENCODER_FILE
from .pairs import Ids
from .tokenizer import END, PAD


class RuntimeTranslator:
    """Both files of a model folder."""

    def __init__(self, model_folder: Path) -> None:
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._encoder, self._decoder = (
            onnxruntime.InferenceSession(
                model_folder / "onnx" / name, options, providers=["CPUExecutionProvider"]
            )
            for name in (ENCODER_FILE, DECODER_FILE)
        )

    def logits(self, source: Ids, inputs: Ids) -> np.ndarray:
        """Logits (inputs × vocabulary) after the decoder's inputs, which begin with `<pad>`."""
        hidden, mask = self._encode(source)
        return self._decode(hidden, mask, inputs)

    def translate(self, source: Ids) -> Ids:
        """The greedy translation, without `<pad>` and `</s>`."""
        hidden, mask = self._encode(source)
        inputs = [PAD]
        while len(inputs) <= MOST_NEW_TOKENS:
            token = int(self._decode(hidden, mask, inputs)[-1].argmax())
            if token == END:
                break
            inputs.append(token)
        return inputs[1:]

    def _encode(self, source: Ids) -> tuple[np.ndarray, np.ndarray]:
        ids = np.array([source], dtype=np.int64)
        mask = np.ones_like(ids)
        [hidden] = self._encoder.run(None, {"input_ids": ids, "attention_mask": mask})
        return hidden, mask

    def _decode(self, hidden: np.ndarray, mask: np.ndarray, inputs: Ids) -> np.ndarray:
        [logits] = self._decoder.run(
            None,
            {
                "encoder_attention_mask": mask,
                "input_ids": np.array([inputs], dtype=np.int64),
                "encoder_hidden_states": hidden,
            },
        )
        return logits[0]
