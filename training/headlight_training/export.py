"""Writes the trained encoder as ONNX, in the folder layout of the usual exporters."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from pathlib import Path

import onnx
import torch
from transformers import BertForMaskedLM, BertTokenizerFast

from . import checkpoint
from .model import make_config
from .settings import Shape
from .storage import store_as_half

OPSET = 17
INPUTS = ("input_ids", "attention_mask", "token_type_ids")


def load_exported(work: Path) -> tuple[BertForMaskedLM, checkpoint.Progress]:
    """The exported checkpoint as a module with eager attention, and how far it was trained."""
    saved = checkpoint.load(work, checkpoint.EXPORTED_NAME)
    if saved is None:
        raise FileNotFoundError(f"no {checkpoint.EXPORTED_NAME} in {work}: export first")
    size = len(saved["model"]["bert.embeddings.word_embeddings.weight"])
    model = BertForMaskedLM(make_config(size, Shape(), "eager"))
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
    config.architectures = ["BertForMaskedLM"]
    config.save_pretrained(destination)

    path = destination / "onnx" / "model.onnx"
    path.parent.mkdir(exist_ok=True)
    onnx.save(store_as_half(_trace(model)), path)
    onnx.checker.check_model(str(path), full_check=True)
    return path


def _trace(model: BertForMaskedLM) -> onnx.ModelProto:
    class LogitsOnly(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.encoder = model

        def forward(
            self,
            input_ids: torch.Tensor,
            attention_mask: torch.Tensor,
            token_type_ids: torch.Tensor,
        ) -> torch.Tensor:
            return self.encoder(input_ids, attention_mask, token_type_ids).logits

    ids = torch.randint(5, model.config.vocab_size, (2, 9))
    example = (ids, torch.ones_like(ids), torch.zeros_like(ids))
    dynamic = {0: "batch_size", 1: "sequence_length"}
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        path = Path(folder) / "model.onnx"
        torch.onnx.export(
            LogitsOnly(),
            example,
            str(path),
            input_names=list(INPUTS),
            output_names=["logits"],
            dynamic_axes={name: dynamic for name in (*INPUTS, "logits")},
            opset_version=OPSET,
            do_constant_folding=True,
            dynamo=False,
        )
        return onnx.load(path)
