"""Word pairs of one sense, each in a held-out sentence, to score cross-attention with.

`dictionary.txt` was chosen by hand, without a look at anything the model wrote, from the words of
held-out sentences that the corpus translates alike most often (Dice coefficient of a word and a run
of one to four characters at least 0.5): nouns, names, times and plain adjectives with one usual
translation, no verbs. For each entry `word_pairs.tsv` keeps the first held-out pair, in the corpus's
order, in which both occur exactly once. No model takes part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from ..corpus import Pair

FOLDER = Path(__file__).parent
DICTIONARY = FOLDER / "dictionary.txt"
LIST = FOLDER / "word_pairs.tsv"
COUNT = 200


@dataclass(frozen=True)
class WordPair:
    """A word of `english` and its translation in `chinese`; each occurs there once."""

    word: str
    translation: str
    english: str
    chinese: str

    def source_span(self) -> tuple[int, int]:
        """Where the word stands in the English sentence, in code points."""
        [found] = _occurrences(self.word, self.english)
        return found

    def target_span(self) -> tuple[int, int]:
        start = self.chinese.index(self.translation)
        return start, start + len(self.translation)


def _occurrences(word: str, sentence: str) -> list[tuple[int, int]]:
    pattern = rf"(?<![A-Za-z]){re.escape(word)}(?![A-Za-z])"
    return [match.span() for match in re.finditer(pattern, sentence, re.IGNORECASE)]


def find_word_pairs(pairs: list[Pair]) -> list[WordPair]:
    """The first `COUNT` entries of the dictionary that occur in these pairs, with the sentence."""
    result: list[WordPair] = []
    for line in DICTIONARY.read_text("utf-8").splitlines():
        word, translation = line.split(" ")
        for pair in pairs:
            if pair.chinese.count(translation) == 1 and len(_occurrences(word, pair.english)) == 1:
                result.append(WordPair(word, translation, pair.english, pair.chinese))
                break
    return result[:COUNT]


def write_word_pairs(pairs: Iterable[WordPair], path: Path = LIST) -> None:
    lines = (f"{p.word}\t{p.translation}\t{p.english}\t{p.chinese}" for p in pairs)
    path.write_text("\n".join(lines) + "\n", "utf-8")


def read_word_pairs(path: Path = LIST) -> list[WordPair]:
    return [WordPair(*line.split("\t")) for line in path.read_text("utf-8").splitlines()]
