"""Next-sentence rows: where they are cut, what follows, and their labels."""

import numpy as np
import pytest
from tokenizers import Tokenizer, models

from headlight_training.encoder.passages import (
    IS_NEXT,
    IS_RANDOM,
    NO_LABEL,
    PassagePairs,
)
from headlight_training.encoder.tokenizer import CLS, SEP, SPECIAL_TOKENS

STOP, QUOTE = 5, 6
LENGTH = 41


@pytest.fixture
def tokenizer() -> Tokenizer:
    words = [*SPECIAL_TOKENS, ".", '"', *(f"word{index}" for index in range(200))]
    vocabulary = {word: index for index, word in enumerate(words)}
    return Tokenizer(models.WordPiece(vocabulary, unk_token="[UNK]"))


def _document(first: int, sentences: int) -> list[int]:
    """Sentences of four words and a stop; the words tell the document."""
    return [
        token for _ in range(sentences) for token in (first, first + 1, first + 2, first + 3, STOP)
    ]


def test_related_passages_are_the_window_cut_at_a_sentence_end(tokenizer: Tokenizer) -> None:
    stream = np.array([*_document(10, 40), SEP, *_document(50, 40), SEP], dtype=np.uint16)
    row = PassagePairs(stream, tokenizer).pair(3, LENGTH, False, np.random.default_rng(0))
    assert row.label == IS_NEXT
    assert row.ids.shape == (LENGTH,) and row.ids[0] == CLS and row.ids[-1] == SEP
    cut = int(np.flatnonzero(row.ids == SEP)[0])
    assert row.ids[cut - 1] == STOP
    assert LENGTH // 4 < cut < LENGTH - LENGTH // 4 + 1
    assert [*row.ids[1:cut], *row.ids[cut + 1 : -1]] == stream[3 : 3 + LENGTH - 3].tolist()
    assert row.segments.tolist() == [0] * (cut + 1) + [1] * (LENGTH - cut - 1)


def test_an_unrelated_passage_begins_a_sentence_of_another_document(tokenizer: Tokenizer) -> None:
    stream = np.array([*_document(10, 40), SEP, *_document(50, 40), SEP], dtype=np.uint16)
    passages = PassagePairs(stream, tokenizer)
    labels = []
    for seed in range(20):
        row = passages.pair(0, LENGTH, True, np.random.default_rng(seed))
        labels.append(row.label)
        if row.label == NO_LABEL:
            continue
        second = row.ids[int(np.flatnonzero(row.ids == SEP)[0]) + 1 : -1]
        assert second[0] == 50
        assert set(second.tolist()) <= {50, 51, 52, 53, STOP}
    assert labels.count(IS_RANDOM) > 10


def test_closing_marks_stay_with_their_sentence(tokenizer: Tokenizer) -> None:
    sentence = [10, 11, STOP, QUOTE]
    stream = np.array([*sentence * 30, SEP], dtype=np.uint16)
    for seed in range(10):
        row = PassagePairs(stream, tokenizer).pair(0, LENGTH, False, np.random.default_rng(seed))
        cut = int(np.flatnonzero(row.ids == SEP)[0])
        assert row.ids[cut - 1] == QUOTE and row.ids[cut + 1] == 10


def test_windows_that_span_documents_or_have_no_sentence_stay_whole(tokenizer: Tokenizer) -> None:
    stream = np.array(
        [*_document(10, 6), SEP, *_document(50, 40), SEP, *[60] * 90], dtype=np.uint16
    )
    passages = PassagePairs(stream, tokenizer)
    for start in (0, len(stream) - 60):
        row = passages.pair(start, LENGTH, False, np.random.default_rng(0))
        assert row.label == NO_LABEL
        assert not row.segments.any()
        assert row.ids[1:-1].tolist() == stream[start : start + LENGTH - 2].tolist()
