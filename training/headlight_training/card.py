"""The model card: `card_template.md` holds the words, `evaluation.json` the figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from .evaluate import RULES
from .report import FILE_NAME
from .settings import Masking, Recipe, Shape

DOMAIN_NAMES = {
    "en": "English",
    "zh": "Chinese",
    "code": "code",
    "tatoeba-en": "short English sentences",
    "tatoeba-zh": "short Chinese sentences",
}
RULE_NAMES = {"token": "tokens", "wholeWord": "whole words"}

TEMPLATE = Path(__file__).with_name("card_template.md")


def write_card(model_folder: Path) -> None:
    """Writes the model's README.md from its evaluation.json."""
    report = json.loads((model_folder / FILE_NAME).read_text("utf-8"))
    config = json.loads((model_folder / "config.json").read_text("utf-8"))
    (model_folder / "README.md").write_text(_render(report, config), "utf-8")


def _render(report: dict[str, Any], config: dict[str, Any]) -> str:
    shape, masking, recipe = Shape(), Masking(), Recipe()
    training = report["training"]
    remark = report.get("remark")
    return TEMPLATE.read_text("utf-8").format(
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
        rows_seen=_rows_seen(training),
        betas=recipe.betas,
        weight_decay=recipe.weight_decay,
        peak_rate=recipe.peak_rate,
        clip=recipe.clip,
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
            cells = (
                DOMAIN_NAMES[domain],
                RULE_NAMES[rule],
                f"**{score['top1']:.1%}**",
                f"{score['top5']:.1%}",
                f"{score['nll']:.2f}",
                f"{score['unigramTop1']:.1%}",
                f"{score['neighbourTop1']:.1%}",
                f"{score['guesses']:,}",
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _tokens_seen(training: dict[str, Any]) -> str:
    parts = ", ".join(
        f"{name} {_millions(tokens)}" for name, tokens in training["tokensSeenByDomain"].items()
    )
    return f"{_millions(training['tokensSeen'])} ({parts})"


def _rows_seen(training: dict[str, Any]) -> str:
    return ", then ".join(
        f"{_millions(tokens)} tokens in rows of {length}"
        for length, tokens in training["tokensSeenByRowLength"].items()
    )


def _millions(tokens: int) -> str:
    return f"{tokens / 1e6:.1f} M"
