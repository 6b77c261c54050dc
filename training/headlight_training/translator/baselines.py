"""Two translators that only count: what a figure beside them is worth."""

from __future__ import annotations

import re
from collections import Counter
from itertools import product

import numpy as np

from ..corpus import Pair

WORD = re.compile(r"[A-Za-z]+(?:['’][A-Za-z]+)*")
HAN_RUN = re.compile(r"[㐀-鿿]+")
LONGEST = 4
RAREST = 2
MARKS = {".": "。", "?": "？", "!": "！", ",": "，"}


def words(sentence: str) -> list[str]:
    return [word.lower() for word in WORD.findall(sentence)]


class DictionaryTranslator:
    """Word by word: for each word the run of characters that occurs with it most exclusively."""

    def __init__(self, pairs: list[Pair]) -> None:
        """Keeps for each word the run of one to four characters of highest Dice coefficient."""
        by_word = Counter(word for pair in pairs for word in set(words(pair.english)))
        by_run = Counter(run for pair in pairs for run in _runs(pair.chinese))
        joint: Counter[tuple[str, str]] = Counter()
        for pair in pairs:
            runs = [run for run in _runs(pair.chinese) if by_run[run] >= RAREST]
            joint.update(product(set(words(pair.english)), runs))
        self._best: dict[str, tuple[float, str]] = {}
        for (word, run), count in joint.items():
            if count >= RAREST:
                dice = 2 * count / (by_word[word] + by_run[run])
                self._best[word] = max(self._best.get(word, (0.0, "")), (dice, run))

    def translate(self, sentence: str) -> str:
        parts = [self._best.get(word, (0.0, ""))[1] for word in words(sentence)]
        return "".join(parts) + MARKS.get(sentence[-1:], "")


def _runs(sentence: str) -> set[str]:
    return {
        run[start : start + length]
        for run in HAN_RUN.findall(sentence)
        for length in range(1, LONGEST + 1)
        for start in range(len(run) - length + 1)
    }


class NearestTranslator:
    """The translation of the training sentence with the most similar words (tf-idf, cosine)."""

    def __init__(self, pairs: list[Pair]) -> None:
        self._pairs = pairs
        rows: dict[str, list[int]] = {}
        for index, pair in enumerate(pairs):
            for word in set(words(pair.english)):
                rows.setdefault(word, []).append(index)
        self._rows = {word: np.array(found) for word, found in rows.items()}
        self._weight = {word: float(np.log(len(pairs) / len(r))) for word, r in self._rows.items()}
        squares = np.zeros(len(pairs))
        for word, found in self._rows.items():
            squares[found] += self._weight[word] ** 2
        self._norm = np.sqrt(squares) + 1e-9

    def translate(self, sentence: str) -> str:
        scores = np.zeros(len(self._pairs))
        for word in set(words(sentence)) & self._rows.keys():
            scores[self._rows[word]] += self._weight[word] ** 2
        return self._pairs[int((scores / self._norm).argmax())].chinese
