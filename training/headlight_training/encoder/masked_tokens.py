"""Masked-token prediction on held-out text, by domain and by masking rule."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from .guessers import NEIGHBOURS, TRIGRAM, CountingGuesser
from .heldout import Rows, held_out_batches, training_stream
from .masking import choose
from .predictors import TOKEN_LOGITS, Predictor
from .tokenizer import MASK

RATE = 0.15
SEED = 1
RULES = {"token": False, "wholeWord": True}
RULE_TEXT = (
    f"{RATE:.0%} of the tokens, drawn with a fixed seed, special tokens never; all of them are "
    "replaced by [MASK] and all are counted. Tokens: each is drawn by itself. Whole words: all "
    "pieces of a word are drawn together (a Chinese character or a punctuation mark is a word)."
)


@dataclass(frozen=True)
class Score:
    """Shares of right guesses; `nll` is the mean negative log-likelihood in nats."""

    guesses: int
    top1: float
    top5: float
    nll: float
    unigramTop1: float
    trigramTop1: float
    neighbourTop1: float


def evaluate(
    predict: Predictor, folder: Path, continues: np.ndarray, length: int, most_rows: int
) -> dict[str, dict[str, Score]]:
    """Scores by domain and rule. The guesses count the domain's own training text."""
    scores: dict[str, dict[str, Score]] = {}
    for domain, batches in held_out_batches(folder, length, most_rows).items():
        stream = training_stream(folder, domain)
        guessers = [
            CountingGuesser(stream, len(continues), contexts) for contexts in (TRIGRAM, NEIGHBOURS)
        ]
        scores[domain] = {
            rule: _score(predict, batches, continues, whole_words, guessers)
            for rule, whole_words in RULES.items()
        }
    return scores


def _score(
    predict: Predictor,
    batches: list[Rows],
    continues: np.ndarray,
    whole_words: bool,
    guessers: list[CountingGuesser],
) -> Score:
    random = np.random.default_rng(SEED)
    guesses = 0
    sums = np.zeros(4 + len(guessers))
    for ids, segments in batches:
        chosen = choose(ids, continues, np.full(len(ids), whole_words), RATE, random)
        if not chosen.any():
            continue
        targets = ids[chosen]
        hidden = np.where(chosen, MASK, ids)
        logits = predict(hidden, segments, TOKEN_LOGITS)[chosen].astype(np.float64)
        logits -= logits.max(axis=1, keepdims=True)
        right = logits[np.arange(len(targets)), targets]
        better = (logits > right[:, None]).sum(axis=1)
        guesses += len(targets)
        sums += [
            (better == 0).sum(),
            (better < 5).sum(),
            (np.log(np.exp(logits).sum(axis=1)) - right).sum(),
            (targets == guessers[0].commonest).sum(),
            *((targets == guesser.guess(hidden, chosen)).sum() for guesser in guessers),
        ]
    return Score(guesses, *(round(float(value), 4) for value in sums / guesses))


def as_json(scores: dict[str, dict[str, Score]]) -> dict[str, dict[str, dict[str, float]]]:
    return {
        domain: {rule: asdict(score) for rule, score in rules.items()}
        for domain, rules in scores.items()
    }
