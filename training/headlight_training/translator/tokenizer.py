"""The joint tokenizer: byte-level BPE in which a Chinese character is a token."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tokenizers import Regex, Tokenizer, decoders, models, pre_tokenizers, processors, trainers

from ..corpus import Pair
from .settings import Vocabulary

SPECIAL_TOKENS = ("<pad>", "</s>", "<unk>")
PAD, END, UNKNOWN = range(len(SPECIAL_TOKENS))
"""`<pad>` also starts a translation, as in Marian; `<unk>` is never needed, bytes cover all text."""

HAN = "[㐀-䶿一-鿿豈-\ufaff]"
"""Chinese characters: extension A, the unified block, the compatibility block."""


def train_tokenizer(pairs: Iterable[Pair], vocabulary: Vocabulary) -> Tokenizer:
    """Learns the vocabulary. Chinese characters are parted first, so none is ever merged."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [
            pre_tokenizers.Split(Regex(HAN), "isolated"),
            pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True),
        ]
    )
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=vocabulary.size,
        min_frequency=2,
        special_tokens=list(SPECIAL_TOKENS),
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(_text(pairs, vocabulary.chinese_repeats), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="$A </s>", pair="$A $B </s>", special_tokens=[("</s>", END)]
    )
    return tokenizer


def _text(pairs: Iterable[Pair], chinese_repeats: int) -> Iterator[str]:
    for pair in pairs:
        yield pair.english
        for _ in range(chinese_repeats):
            yield pair.chinese
