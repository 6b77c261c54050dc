"""Next-sentence rows, as in BERT: two passages of one document, or of two documents of a domain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from tokenizers import Tokenizer

from .packing import window_row
from .tokenizer import CLS, SEP

NO_LABEL, IS_NEXT, IS_RANDOM = -1, 0, 1
"""What the next-sentence head is to say of a row; the last two are BERT's classes."""

SENTENCE_ENDS = ".!?;}。！？；"
CLOSING_MARKS = "\"'”’）)」』"
TRIES = 8
"""Places tried for a passage of another document before the row stays an ordinary window."""


@dataclass(frozen=True)
class Row:
    ids: np.ndarray
    segments: np.ndarray
    label: int


class PassagePairs:
    """Cuts windows of a stream at sentence ends; knows where its documents end."""

    def __init__(self, stream: np.ndarray, tokenizer: Tokenizer) -> None:
        self.stream = stream
        self._borders = np.flatnonzero(stream == SEP)
        self._ends = _members(tokenizer, SENTENCE_ENDS)
        self._closing = _members(tokenizer, CLOSING_MARKS)

    def window(self, start: int, length: int) -> Row:
        """The ordinary row at `start`: one segment, no label."""
        ids = window_row(self.stream, start, length)
        return Row(ids, np.zeros_like(ids), NO_LABEL)

    def pair(self, start: int, length: int, unrelated: bool, random: np.random.Generator) -> Row:
        """The window at `start` as [CLS] first [SEP] second [SEP] of `length` tokens.

        The second passage goes on where the first ends or, if `unrelated`, begins at a sentence of
        another document. Where the window spans documents or has no sentence end in its middle
        half, or no other passage is found, the row is an ordinary window without a label.
        """
        body = length - 3
        cut = self._cut(start, body, random)
        second = None if cut is None else start + cut
        if cut is not None and unrelated:
            second = self._elsewhere(start, body - cut, random)
        if cut is None or second is None:
            return self.window(start, length)
        ids = np.empty(length, dtype=np.int64)
        ids[0], ids[cut + 1], ids[-1] = CLS, SEP, SEP
        ids[1 : cut + 1] = self.stream[start : start + cut]
        ids[cut + 2 : -1] = self.stream[second : second + body - cut]
        segments = (np.arange(length) > cut + 1).astype(np.int64)
        return Row(ids, segments, IS_RANDOM if unrelated else IS_NEXT)

    def _cut(self, start: int, body: int, random: np.random.Generator) -> int | None:
        """Tokens of the first passage: up to a sentence end in the middle half of the window."""
        if start + body > len(self.stream) or self._document(start) != self._document(start + body):
            return None
        first, last = body // 4, body - body // 4
        cuts = self._sentence_starts(start + first, last - first)
        return None if len(cuts) == 0 else first + int(cuts[random.integers(len(cuts))])

    def _elsewhere(self, start: int, tokens: int, random: np.random.Generator) -> int | None:
        """Where a sentence of another document begins that `tokens` tokens of it follow."""
        for _ in range(TRIES):
            place = int(random.integers(2, max(3, len(self.stream) - 2 * tokens)))
            found = self._sentence_starts(place, tokens)
            if len(found) == 0:
                continue
            place += int(found[0])
            document = self._document(place)
            if (
                document != self._document(start)
                and document == self._document(place + tokens)
                and place + tokens <= len(self.stream)
            ):
                return place
        return None

    def _sentence_starts(self, place: int, tokens: int) -> np.ndarray:
        """Offsets from `place` at which a sentence begins, after closing marks of the last one."""
        part = np.asarray(self.stream[place - 2 : place + tokens])
        ends, closing = self._ends[part], self._closing[part]
        after = ends[1:-1] | (closing[1:-1] & ends[:-2])
        return np.flatnonzero(after & ~closing[2:])

    def _document(self, place: int) -> int:
        return int(np.searchsorted(self._borders, place))


def _members(tokenizer: Tokenizer, marks: str) -> np.ndarray:
    """For each id whether it is one of these marks."""
    table = np.zeros(tokenizer.get_vocab_size(), dtype=bool)
    table[[i for mark in marks if (i := tokenizer.token_to_id(mark)) is not None]] = True
    return table
