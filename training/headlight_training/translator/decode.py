"""Translates with the PyTorch module: greedily, or by beam search."""

from __future__ import annotations

import torch
from transformers import MarianMTModel

from .pairs import Ids, pad
from .tokenizer import END, PAD

MOST_NEW_TOKENS = 100


def translate(
    model: MarianMTModel, sources: list[Ids], beams: int, batch: int = 64
) -> list[tuple[Ids, float]]:
    """(target ids without `<pad>` and `</s>`, score) of each source; one beam is greedy.

    The score of beam search is the sum of the log-probabilities over the number of tokens,
    `</s>` counted; that of greedy search is 0.
    """
    result: list[tuple[Ids, float]] = [([], 0.0)] * len(sources)
    order = sorted(range(len(sources)), key=lambda index: len(sources[index]))
    for start in range(0, len(order), batch):
        rows = order[start : start + batch]
        ids = pad([sources[row] for row in rows])
        with torch.no_grad():
            found = model.generate(
                input_ids=ids,
                attention_mask=(ids != PAD).long(),
                num_beams=beams,
                do_sample=False,
                max_new_tokens=MOST_NEW_TOKENS,
                return_dict_in_generate=True,
                output_scores=beams > 1,
            )
        scores = found.sequences_scores.tolist() if beams > 1 else [0.0] * len(rows)
        for row, sequence, score in zip(rows, found.sequences.tolist(), scores, strict=True):
            result[row] = ([token for token in sequence if token not in (PAD, END)], score)
    return result
