"""The WordPiece tokenizer: learnt from the training side of the corpora."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
from tokenizers import (
    Tokenizer,
    decoders,
    models,
    normalizers,
    pre_tokenizers,
    processors,
    trainers,
)

from ..corpus import is_held_out, read_documents, read_pairs
from .settings import Vocabulary

SPECIAL_TOKENS = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
PAD, UNK, CLS, SEP, MASK = range(len(SPECIAL_TOKENS))


def train_tokenizer(corpora: Path, vocabulary: Vocabulary) -> Tokenizer:
    """Learns the vocabulary as BERT's uncased models do, each Chinese character a token."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=vocabulary.size,
        limit_alphabet=vocabulary.alphabet,
        min_frequency=5,
        special_tokens=list(SPECIAL_TOKENS),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_training_text(corpora, vocabulary), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS]:0 $A:0 [SEP]:0",
        pair="[CLS]:0 $A:0 [SEP]:0 $B:1 [SEP]:1",
        special_tokens=[("[CLS]", CLS), ("[SEP]", SEP)],
    )
    return tokenizer


def _training_text(corpora: Path, vocabulary: Vocabulary) -> Iterator[str]:
    limits = {"en": vocabulary.english_characters, "code": vocabulary.code_characters, "zh": None}
    for domain, limit in limits.items():
        seen = 0
        for document in read_documents(corpora, domain):
            if is_held_out(document.text):
                continue
            if limit is not None and seen > limit:
                break
            seen += len(document.text)
            yield document.text
    for pair in read_pairs(corpora):
        if not is_held_out(pair.english):
            yield pair.english
            yield pair.chinese


def continuation_table(tokenizer: Tokenizer) -> np.ndarray:
    """For each id whether it continues a word (`##ing`)."""
    size = tokenizer.get_vocab_size()
    return np.array([tokenizer.id_to_token(i).startswith("##") for i in range(size)])
