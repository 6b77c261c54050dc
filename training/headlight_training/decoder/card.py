"""The model card: `card_template.md` holds the words, `evaluation.json` the figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..evaluation_file import read_report
from .settings import Mixture, Recipe

STREAM_NAMES = {
    "en": "English",
    "zh": "Chinese",
    "code": "code",
    "sentences": "Tatoeba sentences",
    "repeats": "repeating rows",
}
BAR_NAMES = {
    "bitsBelowKneserNey/en": "Bits per byte below Kneser-Ney, English",
    "bitsBelowKneserNey/zh": "Bits per byte below Kneser-Ney, Chinese",
    "bitsBelowKneserNey/code": "Bits per byte below Kneser-Ney, code",
    "induction": "Induction head",
    "previous": "Previous-token head",
    "repeatedAccuracy": "Right guesses on the second pass",
}
TEMPLATE = Path(__file__).with_name("card_template.md")


def write_card(model_folder: Path) -> None:
    """Writes the model's README.md from its evaluation.json."""
    report = read_report(model_folder)
    config = json.loads((model_folder / "config.json").read_text("utf-8"))
    (model_folder / "README.md").write_text(_render(report, config), "utf-8")


def _render(report: dict[str, Any], config: dict[str, Any]) -> str:
    recipe = Recipe()
    training, induction, storage = report["training"], report["induction"], report["storage"]
    length = induction["length"]
    remark = report.get("remark")
    long_from, _ = recipe.lengths[-1]
    return TEMPLATE.read_text("utf-8").format(
        megabytes=report["fileBytes"] / 1e6,
        row_length=report["heldOut"]["rowLength"],
        bits=_bits(report["bitsPerByte"]),
        bars=_bars(report["bars"]),
        strings=induction["strings"],
        string_length=length,
        repeated=induction["repeatedAccuracy"],
        first=induction["firstAccuracy"],
        induction=induction["best"]["score"],
        induction_layer=induction["best"]["layer"] + 1,
        induction_head=induction["best"]["head"] + 1,
        even=sum(1 / position for position in range(length + 1, 2 * length + 1)) / length,
        previous=induction["bestPrevious"]["score"],
        previous_layer=induction["bestPrevious"]["layer"] + 1,
        previous_head=induction["bestPrevious"]["head"] + 1,
        even_previous=sum(1 / position for position in range(2, 2 * length + 1)) / (2 * length - 1),
        layers=config["n_layer"],
        heads=config["n_head"],
        head_size=config["n_embd"] // config["n_head"],
        hidden=config["n_embd"],
        positions=config["n_positions"],
        vocabulary=config["vocab_size"],
        parameters=training["parameters"],
        repeats=Mixture().repeats,
        group=storage["group"],
        max_change=storage["maxWeightChange"],
        mean_change=storage["meanWeightChange"],
        storage_texts=storage["texts"],
        logit_difference=max(report["runtime"]["maxLogitDifferenceByLength"].values()),
        hours=training["hours"],
        steps=training["steps"],
        tokens_per_step=recipe.tokens_per_step,
        tokens_seen=_tokens_seen(training),
        tokens_total=_millions(training["tokensSeen"]),
        rows_seen=_rows_seen(training),
        muon_rate=recipe.muon_rate,
        adam_rate=recipe.adam_rate,
        betas=recipe.adam_betas,
        long_length=recipe.lengths[-2][1],
        long_share=1 - long_from,
        note=f"{remark}\n\n" if remark else "",
    )


def _bits(streams: dict[str, Any]) -> str:
    lines = [
        "| Held-out text | Model | Kneser-Ney, all text | Model against it"
        " | Kneser-Ney, text seen | Bytes |",
        "|---|---|---|---|---|---|",
    ]
    for stream, bits in streams.items():
        cells = (
            STREAM_NAMES[stream],
            f"**{bits['model']:.3f}**",
            f"{bits['kneserNey']:.3f}",
            f"{-bits['belowKneserNey']:+.1%}",
            f"{bits['kneserNeyOfTokensSeen']:.3f}",
            f"{bits['bytes']:,}",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _bars(bars: dict[str, Any]) -> str:
    lines = ["| | Bar | Measured | |", "|---|---|---|---|"]
    for name, bar in bars.items():
        verdict = "met" if bar["met"] else "**missed**"
        lines.append(
            f"| {BAR_NAMES[name]} | {bar['bar']:.2f} | {bar['measured']:.2f} | {verdict} |"
        )
    return "\n".join(lines)


def _tokens_seen(training: dict[str, Any]) -> str:
    parts = ", ".join(
        f"{STREAM_NAMES[name]} {_millions(tokens)}"
        for name, tokens in training["tokensSeenByStream"].items()
    )
    return f"{_millions(training['tokensSeen'])} ({parts})"


def _rows_seen(training: dict[str, Any]) -> str:
    return ", then ".join(
        f"{_millions(tokens)} tokens in rows of {length}"
        for length, tokens in training["tokensSeenByRowLength"].items()
    )


def _millions(tokens: int) -> str:
    return f"{tokens / 1e6:.1f} M"
