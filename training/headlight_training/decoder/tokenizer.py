"""The byte-level BPE tokenizer: learnt from the training side of the corpora."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, processors, trainers

from ..corpus import is_held_out, read_documents, read_pairs
from .settings import Vocabulary

END_OF_TEXT = "<|endoftext|>"
END = 0
"""Id of the end of a text, the only special token."""


def train_tokenizer(corpora: Path, vocabulary: Vocabulary) -> Tokenizer:
    """Learns merges over bytes as GPT-2 does (Radford et al. 2019): every text can be written."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    tokenizer.post_processor = processors.ByteLevel(trim_offsets=False)
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary.size,
        special_tokens=[END_OF_TEXT],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_training_text(corpora, vocabulary), trainer)
    return tokenizer


def _training_text(corpora: Path, vocabulary: Vocabulary) -> Iterator[str]:
    for domain, limit in vocabulary.characters:
        seen = 0
        for document in read_documents(corpora, domain):
            if is_held_out(document.text):
                continue
            if seen > limit:
                break
            seen += len(document.text)
            yield document.text
    for pair in read_pairs(corpora):
        if not is_held_out(pair.english):
            yield pair.english
            yield pair.chinese


def byte_lengths(tokenizer: Tokenizer) -> np.ndarray:
    """How many bytes of text each token stands for; the end of a text stands for none."""
    size = tokenizer.get_vocab_size()
    lengths = np.array([len(tokenizer.id_to_token(i)) for i in range(size)])
    lengths[END] = 0
    return lengths
