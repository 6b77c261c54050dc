"""The model card: its words are here, its figures come from `evaluation.json`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .evaluate import RULES
from .report import FILE_NAME
from .settings import Masking, Mixture, Recipe, Shape

DOMAIN_NAMES = {
    "en": "English",
    "zh": "Chinese",
    "code": "code",
    "tatoeba-en": "short English sentences",
    "tatoeba-zh": "short Chinese sentences",
}
RULE_NAMES = {"token": "tokens", "wholeWord": "whole words"}

TEMPLATE = """\
---
license: mit
language: [en, zh]
library_name: transformers
pipeline_tag: fill-mask
---

# headlight-encoder

A small BERT for English, Simplified Chinese and code (TypeScript, JavaScript, Python), trained from scratch for the
Headlight extension: its attention heads are what the extension shows when no other model is opened.
It is small enough to ship ({megabytes:.1f} MB) and is made to be looked at, not to be built upon.

## Figures

Masked-token prediction on held-out text, measured on the file that ships (`onnx/model.onnx`) by `training/evaluate.py`.
{rules}
Baselines: the domain's commonest token, and a count of the domain's training text by the two neighbours (backing off to one).

{figures}

Rows have {row_length} tokens; Tatoeba sentences stand alone. Held out: {split}. NLL is in nats per guess.
All figures: [evaluation.json](evaluation.json).

## The model

BERT as published: {layers} layers, {heads} heads of {head_size}, hidden size {hidden}, intermediate {intermediate}, {positions} learned
positions, segment embeddings, WordPiece ({vocabulary:,} pieces, uncased, each Chinese character a token), {parameters:,} parameters.
First weights differ from BERT's in three ways: the output bias starts at the log frequencies, positions start as sinusoids, and four
heads of the first layer start out looking at the tokens one and two places away. Heads of the first layer that look at a neighbour are
therefore partly given, not found; everything is trained afterwards.

ONNX, opset 17, batch and length free, plain operators, `logits` the only output. Big matrices are stored as float16 and cast to float32;
arithmetic is float32. Against the float32 weights this changes an attention weight by {max_change:.1e} at most and {mean_change:.1e} on
average ({storage_texts} texts). ONNX Runtime and PyTorch differ by at most {logit_difference:.1e} in a logit.

## Training

| | |
|---|---|
| Command | `python training/train_encoder.py --hours {hours}` |
| Machine | two CPU cores, shared with other work |
| Time | {hours} hours, {steps:,} steps |
| Tokens seen | {tokens_seen} |
| Masking | {first_rate:.0%} of the tokens at first, {last_rate:.0%} at the end; whole words in half of the rows; {by_mask:.0%} [MASK], {by_random:.0%} random, the rest kept |
| Rows | {length} tokens, the last {long_share:.0%} of the time {long_length} |
| Optimiser | AdamW {betas}, weight decay {weight_decay}, rate {peak_rate} falling in a line to 0, clip {clip} |
| Mixture | {mix_en:.0%} English, {mix_zh:.0%} Chinese, {mix_code:.0%} code by rows; Tatoeba {short_share:.0%} on top, partly as sentence pairs (segments 0 and 1) |

{note}Data: the four corpora named in [NOTICE.md](NOTICE.md): books of 1860 to 1927 and textbooks, Chinese translations of technical articles and
of the classics, statutes and documentation, permissively licensed code, and Tatoeba sentences. No treebank or other evaluation data
was trained on.

## Limits

- Far from a state-of-the-art encoder: it has seen {tokens_total} tokens, which is little. Don't use its predictions or embeddings for anything that matters.
- English is mostly that of old books and textbooks, Chinese mostly technical or classical in subject. Text of other kinds, traditional
  characters and other languages are foreign to it; characters outside the vocabulary, most emoji among them, become `[UNK]`.
- Line breaks, indentation and letter case don't reach the model.
- Long books are spread over many documents of the corpora, so held-out text can come from a book of which other parts were trained on.
  Code is held out by file, and files of one project resemble each other.
- It repeats the views and prejudices of its sources, some of them a century old.
- An attention weight says what a head reads from, not why the model answers as it does.

## Licence

Weights: MIT, see [LICENSE](LICENSE). Sources and their licences: [NOTICE.md](NOTICE.md).
"""


def write_card(model_folder: Path) -> None:
    """Writes the model's README.md from its evaluation.json."""
    report = json.loads((model_folder / FILE_NAME).read_text("utf-8"))
    config = json.loads((model_folder / "config.json").read_text("utf-8"))
    (model_folder / "README.md").write_text(_render(report, config), "utf-8")


def _render(report: dict[str, Any], config: dict[str, Any]) -> str:
    shape, mixture, masking, recipe = Shape(), Mixture(), Masking(), Recipe()
    training = report["training"]
    remark = report.get("remark")
    return TEMPLATE.format(
        megabytes=report["fileBytes"] / 1e6,
        rules=report["masking"]["rules"],
        figures=_figures(report["domains"]),
        row_length=report["heldOut"]["rowLength"],
        split=report["heldOut"]["split"],
        layers=config["num_hidden_layers"],
        heads=config["num_attention_heads"],
        head_size=config["hidden_size"] // config["num_attention_heads"],
        hidden=config["hidden_size"],
        intermediate=config["intermediate_size"],
        positions=shape.positions,
        vocabulary=config["vocab_size"],
        parameters=training["parameters"],
        max_change=report["storage"]["maxWeightChange"],
        mean_change=report["storage"]["meanWeightChange"],
        storage_texts=report["storage"]["texts"],
        logit_difference=report["runtime"]["maxLogitDifference"],
        hours=training["hours"],
        steps=training["steps"],
        tokens_seen=_tokens_seen(training),
        tokens_total=_millions(training["tokensSeen"]),
        first_rate=masking.first_rate,
        last_rate=masking.last_rate,
        by_mask=masking.replaced_by_mask,
        by_random=masking.replaced_by_random,
        length=recipe.length,
        long_length=recipe.long_length,
        long_share=1 - recipe.long_from,
        betas=recipe.betas,
        weight_decay=recipe.weight_decay,
        peak_rate=recipe.peak_rate,
        clip=recipe.clip,
        mix_en=mixture.en,
        mix_zh=mixture.zh,
        mix_code=mixture.code,
        short_share=mixture.short_share,
        note=f"{remark}\n\n" if remark else "",
    )


def _figures(domains: dict[str, Any]) -> str:
    lines = [
        "| Held-out text | Masked | Top-1 | Top-5 | NLL | Commonest token | Neighbours | Guesses |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for domain, rules in domains.items():
        for rule in RULES:
            score = rules[rule]
            lines.append(
                f"| {DOMAIN_NAMES[domain]} | {RULE_NAMES[rule]} | **{score['top1']:.1%}** | {score['top5']:.1%} "
                f"| {score['nll']:.2f} | {score['unigramTop1']:.1%} | {score['neighbourTop1']:.1%} | {score['guesses']:,} |"
            )
    return "\n".join(lines)


def _tokens_seen(training: dict[str, Any]) -> str:
    parts = ", ".join(
        f"{name} {_millions(tokens)}" for name, tokens in training["tokensSeenByDomain"].items()
    )
    return f"{_millions(training['tokensSeen'])} ({parts})"


def _millions(tokens: int) -> str:
    return f"{tokens / 1e6:.1f} M"
