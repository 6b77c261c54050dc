"""Writes the trained encoder as ONNX, in the folder layout of the usual exporters."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import onnx
import torch
from transformers import BertForPreTraining, BertTokenizerFast

from .. import checkpoint
from ..storage import rounded, store_compactly
from ..tracing import trace
from .model import layer_count, make_config
from .predictors import OUTPUTS
from .settings import Shape

INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def load_exported(work: Path) -> tuple[BertForPreTraining, checkpoint.Progress]:
    """The exported checkpoint as a module with eager attention, and how far it was trained."""
    saved = checkpoint.load(work, checkpoint.EXPORTED_NAME)
    if saved is None:
        raise FileNotFoundError(f"no {checkpoint.EXPORTED_NAME} in {work}: export first")
    size = len(saved["model"]["bert.embeddings.word_embeddings.weight"])
    shape = replace(Shape(), layers=layer_count(saved["model"]))
    model = BertForPreTraining(make_config(size, shape, "eager"))
    model.load_state_dict(saved["model"])
    return model.eval(), checkpoint.Progress(**saved["progress"])


def load_tokenizer(work: Path) -> BertTokenizerFast:
    return BertTokenizerFast(
        tokenizer_file=str(work / "tokenizer.json"),
        do_lower_case=True,
        model_max_length=Shape().positions,
        clean_up_tokenization_spaces=True,
    )


def export(work: Path, destination: Path) -> Path:
    """Writes config, tokenizer and `onnx/model.onnx`; returns the path of the last."""
    checkpoint.mark_exported(work)
    model, _ = load_exported(work)
    destination.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(work)
    tokenizer.save_pretrained(destination)
    shutil.copyfile(work / "tokenizer.json", destination / "tokenizer.json")
    config = model.config
    config.architectures = ["BertForPreTraining"]
    config.save_pretrained(destination)

    path = destination / "onnx" / "model.onnx"
    path.parent.mkdir(exist_ok=True)
    onnx.save(store_compactly(_trace(rounded(model))), path)
    onnx.checker.check_model(str(path), full_check=True)
    return path


def _trace(model: BertForPreTraining) -> onnx.ModelProto:
    class LogitsOnly(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = model

        def forward(
            self,
            input_ids: torch.Tensor,
            attention_mask: torch.Tensor,
            token_type_ids: torch.Tensor,
        ) -> tuple[torch.Tensor, torch.Tensor]:
            output = self.encoder(input_ids, attention_mask, token_type_ids)
            return output.prediction_logits, output.seq_relationship_logits

    ids = torch.randint(5, model.config.vocab_size, (2, 9))
    examples = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    axes = {0: "batch_size", 1: "sequence_length"}
    inputs = {name: (example, axes) for name, example in zip(INPUTS, examples, strict=True)}
    tokens, pairs = OUTPUTS
    return trace(LogitsOnly(), inputs, {tokens: axes, pairs: {0: "batch_size"}})
