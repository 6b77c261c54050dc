"""Writes the trained decoder as ONNX, in the folder layout of the usual exporters."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import onnx
import torch
from transformers import GenerationConfig, GPT2LMHeadModel, GPT2TokenizerFast

from .. import checkpoint
from ..storage import rounded, store_compactly
from ..tracing import trace
from .model import make_config
from .settings import Shape
from .tokenizer import END, END_OF_TEXT

INPUTS = ("input_ids", "attention_mask", "position_ids")


def load_exported(work: Path) -> tuple[GPT2LMHeadModel, checkpoint.Progress]:
    """The exported checkpoint as a module with eager attention, and how far it was trained."""
    saved = checkpoint.load(work, checkpoint.EXPORTED_NAME)
    if saved is None:
        raise FileNotFoundError(f"no {checkpoint.EXPORTED_NAME} in {work}: export first")
    size = len(saved["model"]["transformer.wte.weight"])
    model = GPT2LMHeadModel(make_config(size, Shape(), "eager"))
    model.load_state_dict(saved["model"])
    return model.eval(), checkpoint.Progress(**saved["progress"])


def load_tokenizer(work: Path) -> GPT2TokenizerFast:
    return GPT2TokenizerFast(
        tokenizer_file=str(work / "tokenizer.json"),
        bos_token=END_OF_TEXT,
        eos_token=END_OF_TEXT,
        unk_token=END_OF_TEXT,
        add_prefix_space=False,
        model_max_length=Shape().positions,
        clean_up_tokenization_spaces=False,
    )


def export(work: Path, destination: Path) -> Path:
    """Writes config, tokenizer and `onnx/model.onnx`; returns the path of the last."""
    checkpoint.mark_exported(work)
    trained, _ = load_exported(work)
    destination.mkdir(parents=True, exist_ok=True)
    tokenizer = load_tokenizer(work)
    with tempfile.TemporaryDirectory() as folder:
        tokenizer.save_pretrained(folder)
        shutil.copyfile(
            Path(folder) / "tokenizer_config.json", destination / "tokenizer_config.json"
        )
    shutil.copyfile(work / "tokenizer.json", destination / "tokenizer.json")
    trained.config.architectures = ["GPT2LMHeadModel"]
    trained.config.save_pretrained(destination)
    GenerationConfig(bos_token_id=END, eos_token_id=END).save_pretrained(destination)

    path = destination / "onnx" / "model.onnx"
    path.parent.mkdir(exist_ok=True)
    onnx.save(store_compactly(_trace(rounded(trained))), path)
    onnx.checker.check_model(str(path), full_check=True)
    return path


def _trace(model: GPT2LMHeadModel) -> onnx.ModelProto:
    class LogitsOnly(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.decoder = model

        def forward(
            self,
            input_ids: torch.Tensor,
            attention_mask: torch.Tensor,
            position_ids: torch.Tensor,
        ) -> torch.Tensor:
            return self.decoder(
                input_ids,
                attention_mask=attention_mask,
                position_ids=position_ids,
                use_cache=False,
            ).logits

    ids = torch.randint(1, model.config.vocab_size, (2, 9))
    examples = (ids, torch.ones_like(ids), torch.arange(9).expand(2, 9))
    axes = {0: "batch_size", 1: "sequence_length"}
    inputs = {name: (example, axes) for name, example in zip(INPUTS, examples, strict=True)}
    return trace(LogitsOnly(), inputs, {"logits": axes})
