"""The model card: `card_template.md` holds the words, `evaluation.json` the figures."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from ..evaluation_file import read_report
from .report import BARS, LOVE_CATS, bars_met
from .settings import Recipe

NAMES = {
    "greedy": "headlight-translator, greedy",
    "beam4": "headlight-translator, four beams",
    "dictionary": "word by word, each word's most exclusive characters",
    "nearest": "translation of the nearest training sentence",
}
KINDS = {"encoder": "encoder", "decoder": "decoder, self", "cross": "cross"}

TEMPLATE = Path(__file__).with_name("card_template.md")


def write_card(model_folder: Path) -> None:
    """Writes the model's README.md from its evaluation.json."""
    report = read_report(model_folder)
    config = json.loads((model_folder / "config.json").read_text("utf-8"))
    (model_folder / "README.md").write_text(_render(report, config), "utf-8")


def _render(report: dict[str, Any], config: dict[str, Any]) -> str:
    recipe = Recipe()
    training, tokenizer, runtime = report["training"], report["tokenizer"], report["runtime"]
    remark = report.get("remark")
    encoder_bytes, decoder_bytes = report["fileBytes"].values()
    return TEMPLATE.read_text("utf-8").format(
        encoder_megabytes=encoder_bytes / 1e6,
        decoder_megabytes=decoder_bytes / 1e6,
        held_out=report["heldOut"]["pairs"],
        split=report["heldOut"]["split"],
        scores=_scores(report["scores"]),
        bars=_bars(report),
        bleu_signature=report["signatures"]["bleu"],
        chrf_signature=report["signatures"]["chrf"],
        word_pairs=report["wordPairs"]["pairs"],
        alignment=_alignment(report["wordPairs"]),
        samples=_samples(report["samples"], ("source", "greedy", "beam4")),
        held_out_samples=_samples(report["heldOutSamples"], ("source", "reference", "beam4")),
        encoder_layers=config["encoder_layers"],
        decoder_layers=config["decoder_layers"],
        heads=config["encoder_attention_heads"],
        head_size=config["d_model"] // config["encoder_attention_heads"],
        hidden=config["d_model"],
        intermediate=config["encoder_ffn_dim"],
        positions=config["max_position_embeddings"],
        vocabulary=tokenizer["size"],
        characters=tokenizer["oneTokenCharacters"],
        words=tokenizer["oneTokenWords"],
        parameters=training["parameters"],
        storage=_storage(report["storage"]),
        storage_pairs=report["storage"]["pairs"],
        logit_difference=runtime["maxLogitDifference"],
        same_translation=runtime["sameGreedyTranslation"],
        runtime_pairs=runtime["pairs"],
        hours=training["hours"],
        steps=training["steps"],
        train_pairs=training["pairs"],
        tokens=training["targetTokensSeen"] / 1e6,
        epochs=training["epochs"],
        betas=recipe.betas,
        weight_decay=recipe.weight_decay,
        peak_rate=recipe.peak_rate,
        clip=recipe.clip,
        dropout=recipe.dropout,
        smoothing=recipe.label_smoothing,
        tokens_per_step=recipe.tokens_per_step,
        note=f"{remark}\n\n" if remark else "",
    )


def _table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _scores(scores: dict[str, Any]) -> str:
    return _table(
        ("Translator", "BLEU", "chrF"),
        [
            (NAMES[name], f"**{score['bleu']:.1f}**", f"{score['chrf']:.1f}")
            for name, score in scores.items()
        ],
    )


def _bars(report: dict[str, Any]) -> str:
    met = bars_met(report)
    scores, pairs = report["scores"], report["wordPairs"]
    love = report["loveCats"][0]
    rows = [
        (
            f"BLEU at least {BARS['bleu']:.0f} (greedy or four beams)",
            f"{scores['greedy']['bleu']:.1f}, {scores['beam4']['bleu']:.1f}",
            met["bleu"],
        ),
        (
            f"“I love cats.” becomes {' or '.join(LOVE_CATS)}",
            f"{love['greedy']} {love['beam4']}",
            met["loveCats"],
        ),
        (
            f"The best cross head finds {BARS['wordPairs']:.0%} of the word pairs",
            f"{max(pairs[rows]['best'] for rows in ('predicting', 'reading')):.1%}",
            met["wordPairs"],
        ),
    ]
    return _table(
        ("What was asked of a run on two cores", "Measured", "Reached"),
        [(bar, measured, "yes" if reached else "**no**") for bar, measured, reached in rows],
    )


def _alignment(pairs: dict[str, Any]) -> str:
    names = {"predicting": "that produce the target word", "reading": "that read the target word"}
    rows = []
    for key, name in names.items():
        found = pairs[key]
        head = f"layer {found['bestLayer'] + 1}, head {found['bestHead'] + 1}"
        others = sorted((share for layer in found["heads"] for share in layer), reverse=True)
        rows.append(
            (
                name,
                f"**{found['best']:.1%}** ({head})",
                f"{found['bestChosenOnTheOtherHalf']:.1%}",
                f"{others[1]:.1%}, {others[2]:.1%}",
            )
        )
    return _table(("Rows", "Best head", "Chosen on the other half", "The next two heads"), rows)


def _storage(storage: dict[str, Any]) -> str:
    return _table(
        ("Weights", "Largest change", "Mean change"),
        [
            (
                KINDS[kind],
                f"{storage['maxWeightChange'][kind]:.1e}",
                f"{storage['meanWeightChange'][kind]:.1e}",
            )
            for kind in KINDS
        ],
    )


def _samples(samples: list[dict[str, str]], keys: tuple[str, ...]) -> str:
    names = {
        "source": "English",
        "reference": "Reference",
        "greedy": "Greedy",
        "beam4": "Four beams",
    }
    return _table(
        tuple(names[key] for key in keys),
        [tuple(sample[key].replace("|", "\\|") for key in keys) for sample in samples],
    )
