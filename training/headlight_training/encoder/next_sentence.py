"""Next-sentence accuracy on held-out documents, half of the pairs from one document."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from ..corpus import DOMAINS
from .dataset import open_stream
from .passages import NO_LABEL, PassagePairs, Row
from .predictors import NEXT_SENTENCE_LOGITS, Predictor

SEED = 1
BATCH = 32
RULE_TEXT = (
    "Held-out windows cut in two at a sentence end of their middle half, drawn with a fixed seed; "
    "in every other one the second passage is replaced by one that begins at a sentence of another "
    "held-out document of the same domain. Chance is 50 %; the mean weighs the domains equally."
)


@dataclass(frozen=True)
class Score:
    pairs: int
    accuracy: float
    """The mean of the two below."""
    accuracyNext: float
    """Of the pairs that belong together."""
    accuracyUnrelated: float


def score_next_sentence(
    predict: Predictor, folder: Path, tokenizer: Tokenizer, length: int, most_rows: int
) -> dict[str, Score]:
    """Scores by domain, from rows of `length` tokens."""
    return {
        domain: _score(
            predict, _rows(open_stream(folder, domain, "heldout"), tokenizer, length, most_rows)
        )
        for domain in DOMAINS
    }


def mean_accuracy(scores: dict[str, Score]) -> float:
    return round(float(np.mean([score.accuracy for score in scores.values()])), 4)


def as_json(scores: dict[str, Score]) -> dict[str, object]:
    return {
        "rules": RULE_TEXT,
        "domains": {domain: asdict(score) for domain, score in scores.items()},
        "meanAccuracy": mean_accuracy(scores),
    }


def _rows(stream: np.ndarray, tokenizer: Tokenizer, length: int, most: int) -> list[Row]:
    random = np.random.default_rng(SEED)
    passages = PassagePairs(stream, tokenizer)
    body = length - 2
    starts = np.arange(len(stream) // body) * body
    if len(starts) > most:
        starts = starts[np.linspace(0, len(starts) - 1, most).astype(int)]
    rows = (
        passages.pair(int(start), length, index % 2 == 1, random)
        for index, start in enumerate(starts)
    )
    return [row for row in rows if row.label != NO_LABEL]


def _score(predict: Predictor, rows: list[Row]) -> Score:
    labels = np.array([row.label for row in rows])
    answers = []
    for start in range(0, len(rows), BATCH):
        part = rows[start : start + BATCH]
        ids, segments = (
            np.stack([row.ids for row in part]),
            np.stack([row.segments for row in part]),
        )
        answers.append(predict(ids, segments, NEXT_SENTENCE_LOGITS).argmax(axis=1))
    right = np.concatenate(answers) == labels
    by_class = [float(right[labels == label].mean()) for label in (0, 1)]
    return Score(
        pairs=len(rows),
        accuracy=round(float(np.mean(by_class)), 4),
        accuracyNext=round(by_class[0], 4),
        accuracyUnrelated=round(by_class[1], 4),
    )
