"""The split: stable, disjoint, about one percent."""

import json
import lzma
from pathlib import Path

import numpy as np
import pytest

from headlight_training.corpus import is_held_out, read_documents, read_pairs
from headlight_training.encoder.dataset import encode_corpora, is_encoded, open_pairs, open_stream
from headlight_training.encoder.settings import Vocabulary
from headlight_training.encoder.tokenizer import PAD, SEP, UNK, train_tokenizer


def test_split_is_stable_across_versions() -> None:
    texts = [f"document {index}" for index in range(2_000)]
    assert [i for i, text in enumerate(texts) if is_held_out(text)][:5] == [3, 15, 28, 250, 404]


def test_split_holds_out_about_one_percent() -> None:
    share = np.mean([is_held_out(f"text number {index}") for index in range(20_000)])
    assert 0.007 < share < 0.013


def test_copies_that_differ_in_blanks_or_case_stay_on_one_side() -> None:
    for index in range(500):
        assert is_held_out(f"Some Text {index}") == is_held_out(f"some  text\n{index} ")


@pytest.fixture
def corpora(tmp_path: Path) -> Path:
    folder = tmp_path / "corpora"
    folder.mkdir()
    for domain in ("en", "zh", "code"):
        with lzma.open(folder / f"{domain}.jsonl.xz", "wt", encoding="utf-8") as file:
            for index in range(400):
                record = {"source": domain, "text": f"{domain} words of document {index}"}
                file.write(json.dumps(record) + "\n")
            file.write(json.dumps({"source": domain, "text": "  "}) + "\n")
    with lzma.open(folder / "en-zh.tsv.xz", "wt", encoding="utf-8") as file:
        for index in range(400):
            file.write(f"sentence {index}\t句子{index}\n")
            file.write(f"sentence {index}\t另一句{index}\n")
    return folder


def test_empty_documents_are_left_out(corpora: Path) -> None:
    assert len(list(read_documents(corpora, "en"))) == 400


def test_pairs_with_one_english_side_stay_together(corpora: Path) -> None:
    sides: dict[str, set[bool]] = {}
    for pair in read_pairs(corpora):
        sides.setdefault(pair.english, set()).add(is_held_out(pair.english))
    assert all(len(side) == 1 for side in sides.values())


def test_encoded_sides_are_disjoint_and_complete(corpora: Path, tmp_path: Path) -> None:
    tokenizer = train_tokenizer(corpora, Vocabulary(size=300, alphabet=200))
    folder = tmp_path / "tokens"
    assert not is_encoded(folder)
    encode_corpora(corpora, tokenizer, folder)
    assert is_encoded(folder)
    documents = {
        side: set(_documents(np.asarray(open_stream(folder, "code", side))))
        for side in ("train", "heldout")
    }
    assert documents["heldout"]
    assert not documents["train"] & documents["heldout"]
    assert sum(len(found) for found in documents.values()) == 400
    pairs = {side: open_pairs(folder, side) for side in ("train", "heldout")}
    assert sum(len(found) for found in pairs.values()) == 800
    assert all(len(english) and len(chinese) for english, chinese in pairs["train"])


def _documents(stream: np.ndarray) -> list[bytes]:
    assert PAD not in stream and UNK not in stream
    ends = np.flatnonzero(stream == SEP)
    return [part.tobytes() for part in np.split(stream, ends + 1)[:-1]]
