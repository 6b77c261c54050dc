"""Heads against syntax: the treebanks' own table, and heads whose answers are known."""

import os
from pathlib import Path

import numpy as np
import pytest

from headlight_training.encoder.syntax import DIRECTIONS, score_heads, word_of_tokens
from headlight_training.encoder.treebank import Sentence, read_treebank
from headlight_training.folders import TREEBANKS

EVAL = (
    Path(os.environ["HEADLIGHT_SHARED"], "eval") if "HEADLIGHT_SHARED" in os.environ else TREEBANKS
)
needs_treebanks = pytest.mark.skipif(
    not EVAL.exists(), reason="the treebanks of ../shared/eval are missing"
)


def _nothing(text: str) -> tuple[np.ndarray, list[tuple[int, int]]]:
    return np.zeros((1, 1, 1, 1)), [(0, 0)]


@needs_treebanks
@pytest.mark.parametrize(
    ("file", "sentences", "table"),
    [
        (
            "UD_English-EWT/en_ewt-ud-dev.conllu",
            2_001,
            {"nsubj": (2_137, 4), "case": (2_015, 5), "det": (1_841, 0), "conj": (916, 100)},
        ),
        (
            "UD_Chinese-GSDSimp/zh_gsdsimp-ud-dev.conllu",
            500,
            {"nmod": (1_975, 0), "case": (919, 47), "clf": (200, 90)},
        ),
    ],
)
def test_cases_and_sides_are_those_of_the_treebanks_description(
    file: str, sentences: int, table: dict[str, tuple[int, int]]
) -> None:
    read = read_treebank(EVAL / file)
    assert len(read) == sentences
    scores = {relation.name: relation for relation in score_heads(read, _nothing)}
    for name, (cases, left) in table.items():
        assert scores[name].cases == cases
        assert round(100 * scores[name].leftShare) == left


@needs_treebanks
def test_halves_are_documents() -> None:
    read = read_treebank(EVAL / "UD_English-EWT/en_ewt-ud-dev.conllu")
    assert len({sentence.document for sentence in read}) == 318


def _sentence(index: int) -> Sentence:
    """Each odd word depends on the word three places on; the last one on the first."""
    words = 9
    return Sentence(
        document=index,
        text=" ".join("w" * words),
        spans=[(2 * word, 2 * word + 1) for word in range(words)],
        heads=[(word + 3) % words for word in range(words)],
        relations=["det" if word < 6 else "case" for word in range(words)],
    )


def test_a_head_that_looks_at_the_syntactic_head_is_found() -> None:
    def attention(text: str) -> tuple[np.ndarray, list[tuple[int, int]]]:
        """[CLS], words cut in one token each, [SEP]; layer 1 head 0 knows, but [CLS] gets most."""
        tokens = [(0, 0), *((2 * word, 2 * word + 1) for word in range(9)), (0, 0)]
        weights = np.random.default_rng(0).random((2, 2, 11, 11)) * 0.1
        for word in range(9):
            weights[1, 0, 1 + word, 1 + (word + 3) % 9] += 0.5
        weights[..., 0] = 0.9
        return weights, tokens

    scores = {one.name: one for one in score_heads([_sentence(i) for i in range(40)], attention)}
    det, case = scores["det"], scores["case"]
    assert (det.layer, det.head, det.direction, det.accuracy) == (1, 0, DIRECTIONS[0], 1.0)
    assert (det.offset, det.offsetAccuracy, det.gain) == (3, 1.0, 0.0)
    assert (case.accuracy, case.offsetAccuracy, case.leftShare) == (1.0, 0.0, 1.0)
    assert (case.cases, case.measured) == (120, 60)


def test_the_other_direction_is_the_transposed_matrix() -> None:
    def attention(text: str) -> tuple[np.ndarray, list[tuple[int, int]]]:
        weights = np.zeros((1, 1, 9, 9))
        for word in range(9):
            weights[0, 0, (word + 3) % 9, word] = 1
        return weights, [(2 * word, 2 * word + 1) for word in range(9)]

    best = score_heads([_sentence(i) for i in range(40)], attention)[0]
    assert (best.direction, best.accuracy) == (DIRECTIONS[1], 1.0)


def test_tokens_belong_to_the_word_they_share_most_with() -> None:
    words = [(0, 2), (2, 5), (6, 9)]
    tokens = [(0, 0), (0, 3), (3, 4), (4, 5), (6, 9), (1, 3), (0, 0)]
    assert word_of_tokens(tokens, words) == [None, 0, 1, 1, 2, 0, None]


def test_subwords_are_summed_as_targets_and_averaged_as_sources() -> None:
    sentence = Sentence(0, "ab cd e", [(0, 2), (3, 5), (6, 7)], [1, -1, 1], ["det", "root", "det"])
    tokens = [(0, 1), (1, 2), (3, 4), (4, 5), (6, 7)]
    weights = np.zeros((1, 1, 5, 5))
    weights[0, 0, 0] = [0, 0, 0.2, 0.3, 0.4]
    weights[0, 0, 1] = [0, 0, 0.2, 0.3, 0.4]
    weights[0, 0, 4] = [0.2, 0.2, 0.4, 0.1, 0]
    twice = [sentence, Sentence(1, *list(vars(sentence).values())[1:])]
    scores = score_heads(twice * 50, lambda text: (weights, tokens))
    assert scores[0].accuracy == 1.0
