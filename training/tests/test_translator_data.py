"""The translator's split, tokenizer, batches and word pairs."""

import lzma
from pathlib import Path

import numpy as np
import pytest
import torch

from headlight_training.corpus import Pair, is_held_out
from headlight_training.folders import CORPORA
from headlight_training.translator.alignment import best_head, share_by_other_half, tokens_in
from headlight_training.translator.pairs import Split, encode, epoch_batches, split_pairs
from headlight_training.translator.settings import HELD_OUT_PERCENT, Vocabulary
from headlight_training.translator.tokenizer import END, PAD, train_tokenizer
from headlight_training.translator.word_pairs import (
    COUNT,
    WordPair,
    find_word_pairs,
    read_word_pairs,
)

CATS = [Pair(f"I have {n} cats, and you?", f"我有{n}只猫，你呢？") for n in range(400)]


@pytest.fixture
def split(tmp_path: Path) -> Split:
    with lzma.open(tmp_path / "en-zh.tsv.xz", "wt", encoding="utf-8") as file:
        for pair in CATS:
            file.write(f"{pair.english}\t{pair.chinese}\n")
            file.write(f"{pair.english}\t{pair.chinese}！\n")
            file.write(f"{pair.english.upper()}!\t{pair.chinese}。\n")
    return split_pairs(tmp_path)


def test_no_english_sentence_is_on_both_sides_not_even_with_other_marks(split: Split) -> None:
    def plain(pairs: list[Pair]) -> set[str]:
        return {"".join(c for c in pair.english.lower() if c.isalnum()) for pair in pairs}

    assert split.held_out and split.train
    assert not plain(split.train) & plain(split.held_out)
    assert all(is_held_out(pair.english, HELD_OUT_PERCENT) for pair in split.held_out)


def test_what_one_percent_holds_out_a_larger_share_holds_out_too() -> None:
    texts = [f"sentence {n}" for n in range(5_000)]
    assert {t for t in texts if is_held_out(t)} <= {t for t in texts if is_held_out(t, 4)}
    assert 0.03 < np.mean([is_held_out(text, 4) for text in texts]) < 0.05


def test_characters_are_tokens_and_all_text_comes_back() -> None:
    tokenizer = train_tokenizer(CATS, Vocabulary(size=400))
    chinese = tokenizer.encode("我有猫，")
    assert [chinese.offsets[i] for i in range(4)] == [(0, 1), (1, 2), (2, 3), (3, 4)]
    assert chinese.ids[-1] == END and len(chinese.ids) == 5
    for text in ("I have cats", "我有猫，你呢？", "Zoë 😀 龘 \t x"):
        assert tokenizer.decode(tokenizer.encode(text).ids) == text


def test_an_epoch_has_each_row_once_shifted_right_and_little_padding() -> None:
    tokenizer = train_tokenizer(CATS, Vocabulary(size=400))
    rows = encode(tokenizer, CATS)
    batches = list(epoch_batches(rows, 200, seed=1, epoch=0))
    seen = sorted(
        (tuple(_real(source)), tuple(_real(target)))
        for batch in batches
        for source, target in zip(batch.sources, batch.targets, strict=True)
    )
    assert seen == sorted((tuple(source), tuple(target)) for source, target in rows)
    for batch in batches:
        assert (batch.inputs[:, 0] == PAD).all()
        assert (batch.inputs[:, 1:] == batch.targets[:, :-1]).all()
        assert batch.tokens == int((batch.targets != PAD).sum())
    assert sum(b.tokens for b in batches) / sum(b.targets.numel() for b in batches) > 0.95


def test_batches_follow_from_seed_and_epoch() -> None:
    rows = encode(train_tokenizer(CATS, Vocabulary(size=400)), CATS)

    def first(seed: int, epoch: int) -> list[list[int]]:
        return next(epoch_batches(rows, 200, seed, epoch)).sources.tolist()

    assert first(1, 0) == first(1, 0)
    assert first(1, 0) != first(1, 1)


def _real(ids: torch.Tensor) -> list[int]:
    return [int(token) for token in ids if token != PAD]


def test_word_pairs_are_two_hundred_held_out_and_without_doubt() -> None:
    pairs = read_word_pairs()
    assert len(pairs) == COUNT == len({(pair.word, pair.translation) for pair in pairs})
    for pair in pairs:
        assert is_held_out(pair.english, HELD_OUT_PERCENT)
        start, end = pair.source_span()
        assert pair.english[start:end].lower() == pair.word
        assert pair.chinese.count(pair.translation) == 1


@pytest.mark.skipif(not CORPORA.exists(), reason="needs the corpora beside the repository")
def test_the_list_is_what_dictionary_and_held_out_pairs_give() -> None:
    assert read_word_pairs() == find_word_pairs(split_pairs(CORPORA).held_out)


def test_word_spans_and_their_tokens() -> None:
    pair = WordPair("cat", "猫", "A cat's catalogue", "猫的目录")
    assert pair.source_span() == (2, 5)
    assert pair.target_span() == (0, 1)
    assert tokens_in([(0, 1), (1, 5), (5, 7), (7, 17), (0, 0)], (2, 5)) == [1]


def test_the_best_head_is_judged_by_pairs_that_did_not_choose_it() -> None:
    right = np.zeros((6, 2, 2), dtype=bool)
    right[0::2, 0, 1] = True
    right[1::2, 1, 0] = True
    right[5, 1, 0] = False
    assert best_head(right) == (0, 1)
    assert share_by_other_half(right) == 0
    right[:, 1, 1] = True
    assert best_head(right) == (1, 1)
    assert share_by_other_half(right[:, 1:]) == 1
