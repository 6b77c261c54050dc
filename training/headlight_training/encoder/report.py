"""Gathers everything that is measured on a model into `evaluation.json`."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer
from transformers import BertForPreTraining, BertTokenizerFast

from .. import checkpoint
from ..evaluation_file import Report, read_report
from ..storage import rounded
from . import masked_tokens, next_sentence, syntax
from .bars import MOST_RELATIONS, SYNTAX_GAIN, bars
from .dataset import encode_corpora, is_encoded
from .export import load_exported, load_tokenizer
from .fidelity import attention_weights, runtime_parity, sha256, storage_effect
from .heldout import held_out_batches
from .predictors import onnx_predictor
from .tokenizer import continuation_table
from .treebank import read_treebank

TREEBANK_FILES = {
    "UD_English-EWT": "en_ewt-ud-dev.conllu",
    "UD_Chinese-GSDSimp": "zh_gsdsimp-ud-dev.conllu",
}
SYNTAX_RULES = (
    "Clark et al. 2019, section 4: sub-words summed as targets and averaged as sources, special "
    "tokens and a word's weight on itself left out, root and punct not counted, relations of at "
    "least 100 cases. The head of a relation is chosen on one half of the documents (Chinese: "
    "sentences) and measured on the other; the fixed distance (-5 to +5) is the best one of the "
    "half that is measured. Weights are those of the file, computed in PyTorch."
)
ROW_LENGTH = 128
MOST_ROWS = 1_000


def make_report(
    corpora: Path,
    treebanks: Path,
    work: Path,
    model_folder: Path,
    length: int = ROW_LENGTH,
    most_rows: int = MOST_ROWS,
) -> Report:
    """Measures the exported file.

    Without the exported checkpoint in the work folder, or the treebanks, the blocks that need them
    stay as they were. Held-out text is read in rows of `length` tokens, `most_rows` of a domain.
    """
    tokenizer = Tokenizer.from_file(str(model_folder / "tokenizer.json"))
    tokens = work / "tokens"
    if not is_encoded(tokens):
        encode_corpora(corpora, tokenizer, tokens)
    onnx_file = model_folder / "onnx" / "model.onnx"
    previous = read_report(model_folder)

    predict = onnx_predictor(onnx_file)
    report: Report = {
        "model": model_folder.name,
        "file": "onnx/model.onnx",
        "fileBytes": onnx_file.stat().st_size,
        "fileSha256": sha256(onnx_file),
        "masking": {
            "rate": masked_tokens.RATE,
            "seed": masked_tokens.SEED,
            "rules": masked_tokens.RULE_TEXT,
        },
        "heldOut": {
            "split": "1 % of the documents (Tatoeba: English sentences) by a hash of the content",
            "rowLength": length,
            "mostRows": most_rows,
            "tatoeba": "single sentences",
        },
        "domains": masked_tokens.as_json(
            masked_tokens.evaluate(
                predict, tokens, continuation_table(tokenizer), length, most_rows
            )
        ),
        "nextSentence": next_sentence.as_json(
            next_sentence.score_next_sentence(predict, tokens, tokenizer, length, most_rows)
        ),
    }
    if (work / checkpoint.EXPORTED_NAME).exists():
        model, progress = load_exported(work)
        report |= _of_checkpoint(model, progress, work, onnx_file, length)
        if treebanks.exists():
            report["syntax"] = _syntax(rounded(model), load_tokenizer(work), treebanks)
    kept = ("training", "storage", "runtime", "syntax")
    report |= {name: previous[name] for name in kept if name in previous and name not in report}
    return report | {"bars": [bar.as_json() for bar in bars(report)]}


def _syntax(model: BertForPreTraining, tokenizer: BertTokenizerFast, treebanks: Path) -> Report:
    def attention(text: str) -> tuple[np.ndarray, list[tuple[int, int]]]:
        encoding = tokenizer(text, return_offsets_mapping=True)
        return attention_weights(model, encoding["input_ids"]), encoding["offset_mapping"]

    scores = {
        name: syntax.score_heads(read_treebank(treebanks / name / file), attention)
        for name, file in TREEBANK_FILES.items()
    }
    return {
        "rules": SYNTAX_RULES,
        "treebanks": {
            name: syntax.as_json(relations, SYNTAX_GAIN[name], MOST_RELATIONS)
            for name, relations in scores.items()
        },
    }


def _of_checkpoint(
    model: BertForPreTraining,
    progress: checkpoint.Progress,
    work: Path,
    onnx_file: Path,
    length: int,
) -> Report:
    batches = held_out_batches(work / "tokens", length, 16)
    rows = np.concatenate([batches[domain][0][0] for domain in ("en", "zh", "code")])
    by_domain: Counter[str] = Counter()
    by_row_length: Counter[str] = Counter()
    for key, windows in progress.drawn.items():
        domain, row_length = key.split("/")
        by_domain[domain] += windows * int(row_length)
        by_row_length[row_length] += windows * int(row_length)
    by_domain["tatoeba"] = progress.tokens - by_domain.total()
    return {
        "training": {
            "tokensSeen": progress.tokens,
            "tokensSeenByDomain": by_domain,
            "tokensSeenByRowLength": by_row_length,
            "steps": progress.step,
            "hours": round(progress.seconds / 3600, 3),
            "grownAt": progress.grown_at,
            "parameters": sum(parameter.numel() for parameter in model.parameters()),
        },
        "storage": storage_effect(model, load_tokenizer(work), rows),
        "runtime": runtime_parity(model, onnx_file, rows),
    }


def print_report(report: Report) -> None:
    print(report["masking"]["rules"])
    for domain, rules in report["domains"].items():
        for rule, score in rules.items():
            print(
                f"{domain:11} {rule:10} top-1 {score['top1']:6.1%}  top-5 {score['top5']:6.1%}"
                f"  nll {score['nll']:.3f}  unigram {score['unigramTop1']:6.1%}"
                f"  trigram {score['trigramTop1']:6.1%}"
                f"  neighbours {score['neighbourTop1']:6.1%}  of {score['guesses']}"
            )
    for domain, score in report["nextSentence"]["domains"].items():
        print(f"{domain:11} next sentence {score['accuracy']:6.1%}  of {score['pairs']}")
    for treebank, scores in report["syntax"]["treebanks"].items():
        print(f"{treebank}: {scores['known']} of {scores['of']} relations")
        for one in scores["relations"]:
            print(
                f"  {one['name']:10} {one['accuracy']:6.1%}  layer {one['layer']}"
                f" head {one['head']} ({one['direction']})"
                f"  distance {one['offset']:+d} {one['offsetAccuracy']:6.1%}"
                f"  {one['gain'] * 100:+5.1f} points"
            )
    for name in ("training", "storage", "runtime"):
        if name in report:
            print(f"{name}: {json.dumps(report[name])}")
    for bar in report["bars"]:
        verdict = "met   " if bar["met"] else "missed"
        print(f"{verdict} {bar['name']}: {bar['measured']} of {bar['twoCores']}")
