"""What is learned in which order, how often and how fast: the numbers of a training run.

Rule: the shipped weights are the end of :data:`SCHEDULE`; a number changes here only together with the weights.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Stage:
    """A part of training: how often each source is seen in an epoch, how often it is renamed, and how fast to learn.

    ``repeats`` below one is a share drawn anew each epoch; ``renamed`` is the share of sentences with exchanged names.
    ``rate`` is that of the top layer, each layer below learns ``layer_decay`` times as fast.
    """

    repeats: Mapping[str, float]
    renamed: Mapping[str, float]
    epochs: int
    rate: float
    head_rate: float
    layer_decay: float = 0.9
    tokens_per_batch: int = 1_280
    warm_up: float = 0.06
    dimension_weight: float = 0.4
    voice_weight: float = 0.25
    smoothing: float = 0.05
    frozen_layers: int = 0


STAGES: Final = {
    "public": Stage(
        repeats={"newsmtsc": 1, "sentfin": 1, "finentity": 2, "mams": 0.3, "own": 2},
        renamed={"own": 0.7, "sentfin": 0.3, "finentity": 0.3},
        epochs=1,
        rate=1.2e-4,
        head_rate=6e-4,
    ),
    "own": Stage(
        repeats={"newsmtsc": 0.08, "sentfin": 0.06, "finentity": 0.2, "mams": 0.03, "own": 1},
        renamed={"own": 0.7, "sentfin": 0.3, "finentity": 0.3},
        epochs=3,
        rate=1.2e-4,
        head_rate=6e-4,
        frozen_layers=3,
    ),
}

SCHEDULE: Final = (("public", 7), ("own", 7), ("own", 8))
"""(stage, seed) in the order they were run."""
