"""Reads a Universal Dependencies treebank (CoNLL-U) as text, words and their heads."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

NOT_SCORED = ("root", "punct")


@dataclass(frozen=True)
class Sentence:
    document: int
    """Which document of the file it belongs to, counted from 0; without documents, the sentence."""
    text: str
    spans: list[tuple[int, int]]
    """Where each word stands in the text, in code points."""
    heads: list[int]
    """Index of each word's head, -1 at the root."""
    relations: list[str]
    """Each word's relation to its head, up to the first colon."""


def read_treebank(path: Path) -> list[Sentence]:
    """All sentences of a file. Raises ValueError where a word isn't found in its text."""
    sentences: list[Sentence] = []
    documents = 0
    for block in _blocks(path):
        documents += any(line.startswith("# newdoc") for line in block)
        text = next(line for line in block if line.startswith("# text = "))[len("# text = ") :]
        rows = [line.split("\t") for line in block if not line.startswith("#")]
        words = [row for row in rows if row[0].isdigit()]
        sentences.append(
            Sentence(
                document=documents - 1 if documents else len(sentences),
                text=text,
                spans=_find_words(text, [row[1] for row in words]),
                heads=[int(row[6]) - 1 for row in words],
                relations=[row[7].split(":")[0] for row in words],
            )
        )
    return sentences


def _blocks(path: Path) -> Iterator[list[str]]:
    for block in path.read_text("utf-8").split("\n\n"):
        lines = [line for line in block.split("\n") if line]
        if lines:
            yield lines


def _find_words(text: str, words: list[str]) -> list[tuple[int, int]]:
    """Finds words in order; only blanks may lie between. "don't" is the words "do" and "n't"."""
    spans: list[tuple[int, int]] = []
    place = 0
    for word in words:
        while place < len(text) and text[place].isspace():
            place += 1
        if not text.startswith(word, place):
            raise ValueError(f"{word!r} is not at character {place} of {text!r}")
        spans.append((place, place + len(word)))
        place += len(word)
    return spans
