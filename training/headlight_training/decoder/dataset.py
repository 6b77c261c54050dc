"""Turns the corpora into token files once, and reads them back through memory maps.

Each domain becomes one stream of ids with the end of text after each document (`en.train.bin`,
`en.heldout.bin`, …, uint16). The stream `sentences` holds the Tatoeba sentences, English and
Chinese, each a text of its own, in a fixed random order.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer

from ..corpus import DOMAINS, is_held_out, read_documents, read_pairs
from .tokenizer import END

STREAMS = (*DOMAINS, "sentences")
SIDES = ("train", "heldout")
ORDER_SEED = 7


def encode_corpora(corpora: Path, tokenizer: Tokenizer, folder: Path) -> None:
    """Writes all token files. A file gets its name when it is whole; the last one ends the work."""
    folder.mkdir(parents=True, exist_ok=True)
    for stream in STREAMS:
        files = {side: (folder / f"{stream}.{side}.part").open("wb") for side in SIDES}
        for side, ids in _encode(tokenizer, _texts(corpora, stream)):
            files[side].write(np.array([*ids, END], dtype=np.uint16).tobytes())
        for side, file in files.items():
            file.close()
            (folder / f"{stream}.{side}.part").rename(folder / f"{stream}.{side}.bin")


def is_encoded(folder: Path) -> bool:
    return (folder / f"{STREAMS[-1]}.{SIDES[-1]}.bin").exists()


def open_stream(folder: Path, stream: str, side: str) -> np.ndarray:
    """The ids of one stream, mapped, not loaded."""
    return np.memmap(folder / f"{stream}.{side}.bin", dtype=np.uint16, mode="r")


def _side(content: str) -> str:
    return "heldout" if is_held_out(content) else "train"


def _texts(corpora: Path, stream: str) -> Iterable[tuple[str, str]]:
    """(side, text) of each document, or of each sentence; a pair's sentences share its side."""
    if stream != "sentences":
        return (
            (_side(document.text), document.text) for document in read_documents(corpora, stream)
        )
    sentences = dict.fromkeys(
        (_side(pair.english), text)
        for pair in read_pairs(corpora)
        for text in (pair.english, pair.chinese)
    )
    held_out = {text for side, text in sentences if side == "heldout"}
    once = [item for item in sentences if item[0] == "heldout" or item[1] not in held_out]
    order = np.random.default_rng(ORDER_SEED).permutation(len(once))
    return (once[index] for index in order)


def _encode(
    tokenizer: Tokenizer, labelled: Iterable[tuple[str, str]], batch: int = 256
) -> Iterator[tuple[str, list[int]]]:
    iterator = iter(labelled)
    while chunk := list(islice(iterator, batch)):
        encodings = tokenizer.encode_batch_fast([text for _, text in chunk])
        for (label, _), encoding in zip(chunk, encodings, strict=True):
            yield label, encoding.ids
