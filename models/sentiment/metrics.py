"""The few numbers every table of the sentiment scorer is made of.

Rule: a class that occurs in neither answers nor truth does not count; every other class counts the same.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt


def macro_f1(truth: Sequence[str], answers: Sequence[str]) -> float:
    """Mean F1 over the classes present; 0 for empty input."""
    scores = []
    for label in sorted({*truth, *answers}):
        hits = sum(t == a == label for t, a in zip(truth, answers, strict=True))
        scores.append(2 * hits / (truth.count(label) + answers.count(label)))
    return sum(scores) / len(scores) if scores else 0.0


def calibration_error(confidence: Sequence[float], right: Sequence[bool], bins: int = 10) -> float:
    """Expected calibration error: mean gap of confidence and accuracy over equal-width bins, weighted by size."""
    sure, hit = np.asarray(confidence, dtype=float), np.asarray(right, dtype=float)
    place = np.minimum((sure * bins).astype(int), bins - 1)
    gaps = np.abs(np.bincount(place, sure, bins) - np.bincount(place, hit, bins))
    return float(gaps.sum() / len(sure)) if len(sure) else 0.0


def softmax(logits: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Probabilities along the last axis."""
    shifted = np.exp(logits.astype(np.float64) - logits.max(axis=-1, keepdims=True))
    return np.asarray(shifted / shifted.sum(axis=-1, keepdims=True))
