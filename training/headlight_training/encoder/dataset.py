"""Turns the corpora into token files once, and reads them back through memory maps.

A domain becomes one stream of ids with [SEP] after each document (`en.train.bin`,
`en.heldout.bin`, …, uint16). Tatoeba becomes ragged sentences: `pairs.*.bin` holds the ids and
`pairs.*.ends.npy` where each sentence ends; English and Chinese sides alternate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from ..corpus import DOMAINS, is_held_out, read_documents, read_pairs
from .tokenizer import SEP

SIDES = ("train", "heldout")


def side_of(content: str) -> str:
    return "heldout" if is_held_out(content) else "train"


def encode_corpora(corpora: Path, tokenizer: Tokenizer, folder: Path) -> None:
    """Writes all token files. The last file written is the mark that the work is complete."""
    folder.mkdir(parents=True, exist_ok=True)
    for domain in DOMAINS:
        documents = ((side_of(d.text), d.text) for d in read_documents(corpora, domain))
        files = {side: (folder / f"{domain}.{side}.bin").open("wb") for side in SIDES}
        for side, ids in _encode(tokenizer, documents):
            files[side].write(np.array([*ids, SEP], dtype=np.uint16).tobytes())
        for file in files.values():
            file.close()
    _encode_pairs(corpora, tokenizer, folder)


def is_encoded(folder: Path) -> bool:
    return (folder / "pairs.heldout.ends.npy").exists()


def _encode_pairs(corpora: Path, tokenizer: Tokenizer, folder: Path) -> None:
    sentences = (
        (side_of(pair.english), text)
        for pair in read_pairs(corpora)
        for text in (pair.english, pair.chinese)
    )
    ids: dict[str, list[int]] = {side: [] for side in SIDES}
    ends: dict[str, list[int]] = {side: [] for side in SIDES}
    for side, sentence in _encode(tokenizer, sentences):
        ids[side].extend(sentence)
        ends[side].append(len(ids[side]))
    for side in SIDES:
        (folder / f"pairs.{side}.bin").write_bytes(np.array(ids[side], dtype=np.uint16).tobytes())
        np.save(folder / f"pairs.{side}.ends.npy", np.array(ends[side], dtype=np.int64))


def _encode(
    tokenizer: Tokenizer, labelled: Iterable[tuple[str, str]], batch: int = 256
) -> Iterator[tuple[str, list[int]]]:
    iterator = iter(labelled)
    while chunk := list(islice(iterator, batch)):
        encodings = tokenizer.encode_batch_fast(
            [text for _, text in chunk], add_special_tokens=False
        )
        for (label, _), encoding in zip(chunk, encodings, strict=True):
            yield label, encoding.ids


def open_stream(folder: Path, domain: str, side: str) -> np.ndarray:
    """The ids of one domain, mapped, not loaded."""
    return np.memmap(folder / f"{domain}.{side}.bin", dtype=np.uint16, mode="r")


def open_pairs(folder: Path, side: str) -> list[tuple[np.ndarray, np.ndarray]]:
    """(English ids, Chinese ids) of each Tatoeba pair."""
    ids = np.fromfile(folder / f"pairs.{side}.bin", dtype=np.uint16)
    sentences = np.split(ids, np.load(folder / f"pairs.{side}.ends.npy")[:-1])
    return list(zip(sentences[0::2], sentences[1::2], strict=True))
