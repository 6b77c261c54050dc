"""Reads the corpora and decides, by content alone, what is held out."""

from __future__ import annotations

import hashlib
import json
import lzma
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOMAINS = ("en", "zh", "code")
HELD_OUT_PERCENT = 1


@dataclass(frozen=True)
class Document:
    source: str
    text: str


@dataclass(frozen=True)
class Pair:
    """A sentence and its translation."""

    english: str
    chinese: str


def is_held_out(content: str, percent: int = HELD_OUT_PERCENT) -> bool:
    """Whether a text is kept from training: the same content always gives the same answer.

    Blanks and letter case don't count, so copies that differ only there stay on one side. What is
    held out at one percentage is held out at every higher one.
    """
    normal = " ".join(content.lower().split())
    digest = hashlib.blake2b(normal.encode("utf-8"), digest_size=8).digest()
    return int.from_bytes(digest, "big") % 100 < percent


def read_documents(corpora: Path, domain: str) -> Iterator[Document]:
    """The documents of one domain, in the file's order; empty ones are left out."""
    with lzma.open(corpora / f"{domain}.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            record = json.loads(line)
            if record["text"].strip():
                yield Document(record["source"], record["text"])


def read_pairs(corpora: Path) -> Iterator[Pair]:
    """The Tatoeba pairs. Split them by `is_held_out(pair.english)`."""
    with lzma.open(corpora / "en-zh.tsv.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            english, chinese = line.rstrip("\n").split("\t")
            yield Pair(english, chinese)
