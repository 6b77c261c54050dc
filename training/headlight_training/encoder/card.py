"""The model card: `card_template.md` holds the words, `evaluation.json` the figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..evaluation_file import read_report
from .masked_tokens import RULES
from .settings import Masking, Mixture, Recipe, Shape

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
    report = read_report(model_folder)
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
        bars=_bars(report["bars"]),
        next_sentence=_next_sentence(report["nextSentence"]),
        next_sentence_rules=report["nextSentence"]["rules"],
        syntax=_syntax(report["syntax"]["treebanks"]),
        syntax_rules=report["syntax"]["rules"],
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
        command=f"python training/train.py encoder --hours {training['hours']:.2f}",
        growth=_growth(training, recipe, config["num_hidden_layers"]),
        pair_share=Mixture().pair_share,
        whole_word_rows=masking.whole_word_rows,
        decay_from=recipe.decay_from,
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
        "| Held-out text | Masked | Top-1 | Top-5 | NLL | Unigram | Trigram | Neighbours | Of |",
        "|---|---|---|---|---|---|---|---|---|",
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
                f"{score['trigramTop1']:.1%}",
                f"{score['neighbourTop1']:.1%}",
                f"{score['guesses']:,}",
            )
            lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _bars(bars: list[dict[str, Any]]) -> str:
    lines = ["| Asked for | Two cores | One GPU | Measured | |", "|---|---|---|---|---|"]
    for bar in bars:
        cells = (_value(bar["twoCores"]), _value(bar["gpu"]), f"**{_value(bar['measured'])}**")
        met = "met" if bar["met"] else "missed"
        lines.append(f"| {bar['name']} | {' | '.join(cells)} | {met} |")
    return "\n".join(lines)


def _value(number: float) -> str:
    """A share as percent; a count as it is."""
    return f"{number:.1%}" if isinstance(number, float) else str(number)


def _next_sentence(scores: dict[str, Any]) -> str:
    lines = [
        "| Held-out text | Pairs | Accuracy | Of next ones | Of others |",
        "|---|---|---|---|---|",
    ]
    for domain, score in scores["domains"].items():
        lines.append(
            f"| {DOMAIN_NAMES[domain]} | {score['pairs']:,} | **{score['accuracy']:.1%}** "
            f"| {score['accuracyNext']:.1%} | {score['accuracyUnrelated']:.1%} |"
        )
    lines.append(f"| mean | | **{scores['meanAccuracy']:.1%}** | | |")
    return "\n".join(lines)


def _syntax(treebanks: dict[str, Any]) -> str:
    parts: list[str] = []
    for name, scores in treebanks.items():
        parts.append(
            f"{name}: a head beats the best distance by {scores['gainAsked'] * 100:.0f} points in "
            f"{scores['known']} of the {scores['of']} most frequent relations "
            f"({scores['knownOfAll']} of all {len(scores['relations'])})."
        )
        rows = [
            "| Relation | Cases | Best head | Accuracy "
            "| Distance | Its accuracy | Gain | On the left |",
            "|---|---|---|---|---|---|---|---|",
        ]
        rows += [
            f"| {one['name']} | {one['cases']:,} "
            f"| {one['layer']}·{one['head']}, {one['direction']} | **{one['accuracy']:.1%}** "
            f"| {one['offset']:+d} | {one['offsetAccuracy']:.1%} "
            f"| {one['gain'] * 100:+.1f} | {one['leftShare']:.0%} |"
            for one in scores["relations"][: scores["of"]]
        ]
        parts.append("\n".join(rows))
    return "\n\n".join(parts)


def _growth(training: dict[str, Any], recipe: Recipe, layers: int) -> str:
    if training["grownAt"] is None:
        return f"{layers} layers from the start"
    return (
        f"{recipe.first_layers} layers for the first {_millions(training['grownAt'])} tokens, "
        f"then {layers}: the upper ones doubled"
    )


def _tokens_seen(training: dict[str, Any]) -> str:
    parts = ", ".join(
        f"{name} {_millions(tokens)}" for name, tokens in training["tokensSeenByDomain"].items()
    )
    return f"{_millions(training['tokensSeen'])} ({parts})"


def _rows_seen(training: dict[str, Any]) -> str:
    return ", ".join(
        f"{_millions(tokens)} tokens in rows of {length}"
        for length, tokens in training["tokensSeenByRowLength"].items()
    )


def _millions(tokens: int) -> str:
    return f"{tokens / 1e6:.1f} M"
