"""Writes the trained translator as ONNX, in the folder layout of the usual exporters."""

from __future__ import annotations

import shutil
from pathlib import Path

import onnx
import torch
from transformers import (
    GenerationConfig,
    MarianConfig,
    MarianMTModel,
    PreTrainedTokenizerFast,
)

from .. import checkpoint
from ..storage import rounded, store_compactly
from ..tracing import trace
from .model import make_config
from .settings import MOST_TOKENS, Shape
from .tokenizer import END, PAD

ENCODER_FILE = "encoder_model.onnx"
DECODER_FILE = "decoder_model.onnx"


def load_exported(work: Path) -> tuple[MarianMTModel, checkpoint.Progress]:
    """The exported checkpoint as a module, and how far it was trained."""
    saved = checkpoint.load(work, checkpoint.EXPORTED_NAME)
    if saved is None:
        raise FileNotFoundError(f"no {checkpoint.EXPORTED_NAME} in {work}: export first")
    size = len(saved["model"]["model.shared.weight"])
    model = MarianMTModel(make_config(size, Shape(), dropout=0.0))
    model.load_state_dict(saved["model"])
    model.generation_config = make_generation_config(model.config)
    return model.eval(), checkpoint.Progress(**saved["progress"])


def as_stored(model: MarianMTModel) -> MarianMTModel:
    """A copy with the weights that the files hold. The sinusoids stay float16, as they are exact."""
    result = rounded(model)
    for side, kept in (
        (result.model.encoder, model.model.encoder),
        (result.model.decoder, model.model.decoder),
    ):
        side.embed_positions.weight.data.copy_(kept.embed_positions.weight.half().float())
    return result


def load_tokenizer(work: Path) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(
        tokenizer_file=str(work / "tokenizer.json"),
        pad_token="<pad>",
        eos_token="</s>",
        unk_token="<unk>",
        model_max_length=Shape().positions,
        model_input_names=["input_ids", "attention_mask"],
        clean_up_tokenization_spaces=False,
    )


def make_generation_config(config: MarianConfig) -> GenerationConfig:
    """Beam search over four translations; a translation begins with `<pad>`."""
    return GenerationConfig(
        pad_token_id=PAD,
        eos_token_id=END,
        decoder_start_token_id=config.decoder_start_token_id,
        max_length=MOST_TOKENS,
        num_beams=4,
    )


def export(work: Path, destination: Path) -> list[Path]:
    """Writes configs, tokenizer and the two files in `onnx/`; returns the paths of those."""
    checkpoint.mark_exported(work)
    model = as_stored(load_exported(work)[0])
    destination.mkdir(parents=True, exist_ok=True)
    load_tokenizer(work).save_pretrained(destination)
    shutil.copyfile(work / "tokenizer.json", destination / "tokenizer.json")
    config = model.config
    config.architectures = ["MarianMTModel"]
    config.save_pretrained(destination)
    model.generation_config.save_pretrained(destination)

    folder = destination / "onnx"
    folder.mkdir(exist_ok=True)
    paths = [folder / ENCODER_FILE, folder / DECODER_FILE]
    for path, traced in zip(paths, (_trace_encoder(model), _trace_decoder(model)), strict=True):
        onnx.save(store_compactly(traced), path)
        onnx.checker.check_model(str(path), full_check=True)
    return paths


class EncoderOnly(torch.nn.Module):
    """Source ids and mask to `last_hidden_state`."""

    def __init__(self, model: MarianMTModel) -> None:
        super().__init__()
        self.encoder = model.get_encoder()

    def forward(self, input_ids: torch.Tensor, attention_mask: torch.Tensor) -> torch.Tensor:
        return self.encoder(input_ids, attention_mask).last_hidden_state


class DecoderOnly(torch.nn.Module):
    """Target ids so far and the encoder's output to the logits of every position."""

    def __init__(self, model: MarianMTModel) -> None:
        super().__init__()
        self.model = model

    def forward(
        self,
        encoder_attention_mask: torch.Tensor,
        input_ids: torch.Tensor,
        encoder_hidden_states: torch.Tensor,
    ) -> torch.Tensor:
        hidden = self.model.get_decoder()(
            input_ids=input_ids,
            encoder_hidden_states=encoder_hidden_states,
            encoder_attention_mask=encoder_attention_mask,
            use_cache=False,
        ).last_hidden_state
        return self.model.lm_head(hidden) + self.model.final_logits_bias


def _trace_encoder(model: MarianMTModel) -> onnx.ModelProto:
    ids = torch.randint(3, model.config.vocab_size, (2, 9))
    axes = {0: "batch_size", 1: "encoder_sequence_length"}
    return trace(
        EncoderOnly(model),
        {"input_ids": (ids, axes), "attention_mask": (torch.ones_like(ids), axes)},
        {"last_hidden_state": axes},
    )


def _trace_decoder(model: MarianMTModel) -> onnx.ModelProto:
    ids = torch.randint(3, model.config.vocab_size, (2, 7))
    hidden = torch.randn(2, 9, model.config.d_model)
    source = {0: "batch_size", 1: "encoder_sequence_length"}
    target = {0: "batch_size", 1: "decoder_sequence_length"}
    return trace(
        DecoderOnly(model),
        {
            "encoder_attention_mask": (torch.ones(2, 9, dtype=torch.long), source),
            "input_ids": (ids, target),
            "encoder_hidden_states": (hidden, source),
        },
        {"logits": target},
    )
