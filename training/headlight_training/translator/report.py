"""Gathers everything that is measured on the translator into `evaluation.json`."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from transformers import MarianMTModel

from ..checkpoint import Progress
from ..evaluation_file import Report
from .alignment import best_head, measure, share_by_other_half, tokens_in
from .baselines import WORD, DictionaryTranslator, NearestTranslator
from .decode import translate
from .export import DECODER_FILE, ENCODER_FILE, as_stored, load_exported
from .fidelity import runtime_parity, storage_effect
from .metrics import score, signatures
from .pairs import Split, encode, split_pairs
from .runtime import RuntimeTranslator
from .samples import TEXTS
from .settings import HELD_OUT_PERCENT
from .word_pairs import COUNT, read_word_pairs

COMPARED_PAIRS = 100
SAMPLES = 12

DECODERS = {"greedy": 1, "beam4": 4}

BARS = {"bleu": 18.0, "wordPairs": 0.65}
"""What two cores must reach."""
LOVE_CATS = ("我爱猫。", "我喜欢猫。")


def make_report(corpora: Path, work: Path, model_folder: Path) -> Report:
    """Measures the exported checkpoint with the weights as the files store them."""
    trained, progress = load_exported(work)
    stored = as_stored(trained)
    tokenizer = Tokenizer.from_file(str(model_folder / "tokenizer.json"))
    split = split_pairs(corpora)
    held_out = encode(tokenizer, split.held_out)
    compared = [(source, target[:-1]) for source, target in held_out[:COMPARED_PAIRS]]
    found = _translations(stored, tokenizer, [source for source, _ in held_out])
    return {
        "model": model_folder.name,
        "fileBytes": {
            name: (model_folder / "onnx" / name).stat().st_size
            for name in (ENCODER_FILE, DECODER_FILE)
        },
        "heldOut": {
            "pairs": len(split.held_out),
            "split": f"{HELD_OUT_PERCENT} % of the English sentences by a hash of the content",
        },
        "signatures": signatures(),
        "scores": _scores(found, split),
        "wordPairs": _word_pairs(stored, tokenizer),
        "tokenizer": _tokenizer(tokenizer, split),
        "training": _training(trained, progress, split),
        "storage": storage_effect(trained, stored, compared),
        "runtime": runtime_parity(stored, RuntimeTranslator(model_folder), compared),
        "bars": BARS,
        "loveCats": _of(stored, tokenizer, ["I love cats."]),
        "samples": _of(stored, tokenizer, list(TEXTS)),
        "heldOutSamples": _held_out_samples(found, split),
    }


def _translations(
    model: MarianMTModel, tokenizer: Tokenizer, sources: list[list[int]]
) -> dict[str, list[str]]:
    return {
        name: [tokenizer.decode(ids) for ids, _ in translate(model, sources, beams)]
        for name, beams in DECODERS.items()
    }


def _scores(found: dict[str, list[str]], split: Split) -> dict[str, dict[str, float]]:
    references = [pair.chinese for pair in split.held_out]
    baselines = {
        "dictionary": DictionaryTranslator(split.train),
        "nearest": NearestTranslator(split.train),
    }
    counted = {
        name: [baseline.translate(pair.english) for pair in split.held_out]
        for name, baseline in baselines.items()
    }
    return {name: asdict(score(texts, references)) for name, texts in (found | counted).items()}


def _word_pairs(model: MarianMTModel, tokenizer: Tokenizer) -> Report:
    pairs = read_word_pairs()
    assert len(pairs) == COUNT
    alignment = measure(model, tokenizer, pairs)
    result: Report = {"pairs": len(pairs)}
    for rows in ("predicting", "reading"):
        right = getattr(alignment, rows)
        shares = right.mean(axis=0)
        layer, head = best_head(right)
        result[rows] = {
            "bestLayer": layer,
            "bestHead": head,
            "best": round(float(shares[layer, head]), 4),
            "bestChosenOnTheOtherHalf": round(share_by_other_half(right), 4),
            "heads": shares.round(4).tolist(),
        }
    return result


def _tokenizer(tokenizer: Tokenizer, split: Split) -> dict[str, float]:
    """How many Chinese characters, and English words, of the held-out pairs are one token."""
    characters = [character for pair in split.held_out for character in pair.chinese]
    whole = {c: len(tokenizer.encode(c, add_special_tokens=False)) == 1 for c in set(characters)}
    words = [
        len(tokens_in(tokenizer.encode(pair.english).offsets, match.span()))
        for pair in split.held_out
        for match in WORD.finditer(pair.english)
    ]
    return {
        "size": tokenizer.get_vocab_size(),
        "oneTokenCharacters": round(float(np.mean([whole[c] for c in characters])), 5),
        "oneTokenWords": round(float(np.mean([count == 1 for count in words])), 4),
    }


def _training(model: MarianMTModel, progress: Progress, split: Split) -> Report:
    return {
        "pairs": len(split.train),
        "targetTokensSeen": progress.tokens,
        "epochs": progress.drawn["epoch"],
        "steps": progress.step,
        "hours": round(progress.seconds / 3600, 3),
        "parameters": sum(p.numel() for p in model.parameters() if p.requires_grad),
    }


def _of(model: MarianMTModel, tokenizer: Tokenizer, texts: list[str]) -> list[dict[str, str]]:
    sources = [tokenizer.encode(text).ids for text in texts]
    found = _translations(model, tokenizer, sources)
    return [
        {"source": text} | {name: translations[index] for name, translations in found.items()}
        for index, text in enumerate(texts)
    ]


def _held_out_samples(found: dict[str, list[str]], split: Split) -> list[dict[str, str]]:
    """A fixed draw, not a choice."""
    drawn = np.random.default_rng(1).choice(len(split.held_out), SAMPLES, replace=False)
    return [
        {
            "source": split.held_out[index].english,
            "reference": split.held_out[index].chinese,
            "beam4": found["beam4"][index],
        }
        for index in drawn
    ]


def bars_met(report: Report) -> dict[str, bool]:
    """Each bar and whether it is reached; a bar is reached greedily or with four beams."""
    scores = report["scores"]
    best = max(report["wordPairs"][rows]["best"] for rows in ("predicting", "reading"))
    return {
        "bleu": max(scores[name]["bleu"] for name in DECODERS) >= BARS["bleu"],
        "wordPairs": best >= BARS["wordPairs"],
        "loveCats": all(report["loveCats"][0][name] in LOVE_CATS for name in DECODERS),
    }


def print_report(report: Report) -> None:
    for name, values in report["scores"].items():
        print(f"{name:10} BLEU {values['bleu']:5.2f}  chrF {values['chrf']:5.2f}")
    for rows in ("predicting", "reading"):
        best = report["wordPairs"][rows]
        print(
            f"word pairs, {rows}: {best['best']:.1%} by layer {best['bestLayer'] + 1}"
            f" head {best['bestHead'] + 1} (chosen on the other half:"
            f" {best['bestChosenOnTheOtherHalf']:.1%})"
        )
    print(f"I love cats. -> {report['loveCats'][0]['greedy']} / {report['loveCats'][0]['beam4']}")
    print(f"bars met: {json.dumps(bars_met(report))}")
    for name in ("tokenizer", "training", "storage", "runtime"):
        print(f"{name}: {json.dumps(report[name])}")
