"""The translator's loss, decoding, export and alignment on a small random model."""

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from tokenizers import pre_tokenizers
from transformers import MarianMTModel

from headlight_training import checkpoint
from headlight_training.corpus import Pair
from headlight_training.translator import export as exporter
from headlight_training.translator.attention import attention_weights
from headlight_training.translator.baselines import DictionaryTranslator, NearestTranslator
from headlight_training.translator.decode import translate
from headlight_training.translator.metrics import score
from headlight_training.translator.model import TargetLoss, initialise, make_config, target_ids
from headlight_training.translator.pairs import Ids, collate, encode
from headlight_training.translator.runtime import RuntimeTranslator
from headlight_training.translator.settings import Shape, Vocabulary
from headlight_training.translator.tokenizer import END, PAD, train_tokenizer

PAIRS = [Pair(f"I have {n} cats.", f"我有{n}只猫。") for n in range(60)]
SIZE = 400


@pytest.fixture(scope="module")
def rows() -> list[tuple[Ids, Ids]]:
    return encode(train_tokenizer(PAIRS, Vocabulary(size=SIZE)), PAIRS)


@pytest.fixture(scope="module")
def model(rows: list[tuple[Ids, Ids]]) -> MarianMTModel:
    torch.manual_seed(0)
    model = MarianMTModel(make_config(SIZE, Shape(), dropout=0.0))
    initialise(model, target_ids(rows, []))
    model.generation_config = exporter.make_generation_config(model.config)
    return model.eval()


def test_the_loss_is_that_of_the_whole_vocabulary(
    model: MarianMTModel, rows: list[tuple[Ids, Ids]]
) -> None:
    batch = collate(rows[:5] + rows[40:45])
    loss = TargetLoss(target_ids(rows, []), SIZE, smoothing=0.0)
    with torch.no_grad():
        value, sums = loss(model, batch)
        expected = model(
            input_ids=batch.sources,
            attention_mask=(batch.sources != PAD).long(),
            decoder_input_ids=batch.inputs,
            labels=batch.targets.masked_fill(batch.targets == PAD, -100),
        ).loss
    assert math.isclose(value.item(), expected.item(), rel_tol=1e-5)
    assert math.isclose(sums[0] / sums[2], expected.item(), rel_tol=1e-5)
    assert sums[2] == batch.tokens


def test_source_words_are_never_produced(model: MarianMTModel, rows: list[tuple[Ids, Ids]]) -> None:
    possible = set(target_ids(rows, []).tolist())
    found = translate(model, [source for source, _ in rows[:8]], beams=2)
    assert all(set(ids) <= possible for ids, _ in found)
    assert not any({PAD, END} & set(ids) for ids, _ in found)


def test_every_byte_stays_possible(rows: list[tuple[Ids, Ids]]) -> None:
    tokenizer = train_tokenizer(PAIRS, Vocabulary(size=SIZE))
    bytes_ = [tokenizer.token_to_id(symbol) for symbol in pre_tokenizers.ByteLevel.alphabet()]
    assert set(bytes_) | {END} <= set(target_ids(rows, bytes_).tolist())


def test_weights_are_distributions_and_causal(
    model: MarianMTModel, rows: list[tuple[Ids, Ids]]
) -> None:
    source, target = rows[3]
    weights = attention_weights(model, source, target[:-1])
    layers, heads, length = 3, 8, len(target)
    assert weights.encoder.shape == (layers, heads, len(source), len(source))
    assert weights.decoder.shape == (layers, heads, length, length)
    assert weights.cross.shape == (layers, heads, length, len(source))
    for kind in (weights.encoder, weights.decoder, weights.cross):
        assert np.allclose(kind.sum(-1), 1, atol=1e-5)
    assert (
        weights.decoder[..., np.triu_indices(length, 1)[0], np.triu_indices(length, 1)[1]] == 0
    ).all()


@pytest.fixture(scope="module")
def exported(
    model: MarianMTModel, tmp_path_factory: pytest.TempPathFactory
) -> tuple[MarianMTModel, Path]:
    work = tmp_path_factory.mktemp("work")
    train_tokenizer(PAIRS, Vocabulary(size=SIZE)).save(str(work / "tokenizer.json"))
    optimizer = torch.optim.AdamW(model.parameters())
    checkpoint.save(work, model, optimizer, checkpoint.Progress(step=1))
    exporter.export(work, work / "model")
    return exporter.as_stored(exporter.load_exported(work)[0]), work / "model"


def test_the_files_agree_with_pytorch_for_any_length(
    exported: tuple[MarianMTModel, Path],
) -> None:
    stored, folder = exported
    runtime = RuntimeTranslator(folder)
    random = np.random.default_rng(0)
    for source_length, target_length in ((1, 1), (5, 1), (40, 3), (7, 90)):
        source = random.integers(3, SIZE, source_length).tolist()
        inputs = [PAD, *random.integers(3, SIZE, target_length - 1).tolist()]
        with torch.no_grad():
            ours = stored(
                input_ids=torch.tensor([source]), decoder_input_ids=torch.tensor([inputs])
            ).logits[0]
        possible = (stored.final_logits_bias[0] == 0).numpy()
        difference = np.abs(ours.numpy() - runtime.logits(source, inputs))
        assert difference[:, possible].max() < 1e-4


def test_the_files_translate_as_pytorch_does(
    exported: tuple[MarianMTModel, Path], rows: list[tuple[Ids, Ids]]
) -> None:
    stored, folder = exported
    runtime = RuntimeTranslator(folder)
    sources = [source for source, _ in rows[:4]]
    assert [runtime.translate(s) for s in sources] == [
        ids for ids, _ in translate(stored, sources, beams=1)
    ]


def test_bleu_counts_characters() -> None:
    perfect = score(["我爱猫和狗。"], ["我爱猫和狗。"])
    assert (perfect.bleu, perfect.chrf) == (100.0, 100.0)
    near = score(["我爱猫和狗。"], ["我爱猫和鸟。"])
    assert 30 < near.bleu < 70


def test_baselines_learn_from_counts() -> None:
    pairs = [
        Pair("I see a cat", "我看见猫"),
        Pair("the cat sleeps", "猫在睡觉"),
        Pair("a dog sleeps", "狗在睡觉"),
        Pair("the dog barks", "狗叫"),
    ]
    dictionary = DictionaryTranslator(pairs)
    assert dictionary.translate("Cat, dog.") == "猫狗。"
    assert NearestTranslator(pairs).translate("It barks!") == "狗叫"
