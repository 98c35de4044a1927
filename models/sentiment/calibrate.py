"""How far to trust the logits: one temperature per language for polarity, one for each other head.

``python -m models.sentiment.calibrate --weights FOLDER --version NAME`` reads the project's dev sentences and
writes ``sentiment.json`` beside the weights. Rule: a temperature never changes which answer wins.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from models.protocols import TargetQuery
from models.sentiment import data
from models.sentiment.encoding import MAX_TOKENS
from models.sentiment.labels import DIMENSIONS, POLARITIES, VOICES
from models.sentiment.markup import Example
from models.sentiment.metrics import softmax
from models.sentiment.scorer import OnnxTargetScorer

_GRID = np.geomspace(0.5, 5.0, 121)
Array = npt.NDArray[np.float32]


def query_of(example: Example) -> TargetQuery:
    """The question the scorer is asked about ``example``."""
    spans = tuple((target.start, target.end) for target in example.targets)
    return TargetQuery(example.text, spans, example.context, example.lang)


def temperature(logits: Array, truth: Sequence[int]) -> float:
    """The temperature that makes ``truth`` most likely (Guo et al. 2017), from a fixed grid; ``logits`` is (N, C)."""
    picked = np.asarray(truth)
    losses = [-np.log(softmax(logits / t)[np.arange(len(picked)), picked] + 1e-12).mean() for t in _GRID]
    return round(float(_GRID[int(np.argmin(losses))]), 4)


def calibrate(folder: Path, version: str, langs: Sequence[str] = ("en", "zh")) -> dict[str, object]:
    """Measures and writes ``sentiment.json`` in ``folder``; returns what it wrote."""
    first, second = len(POLARITIES), len(POLARITIES) + len(DIMENSIONS)
    row: dict[str, object] = {
        "version": version,
        "polarities": POLARITIES,
        "dimensions": DIMENSIONS,
        "voices": VOICES,
        "polarity_temperature": dict.fromkeys(langs, 1.0),
        "dimension_temperature": 1.0,
        "voice_temperature": 1.0,
        "max_tokens": MAX_TOKENS,
    }
    _write(folder, row)
    scorer = OnnxTargetScorer(folder)
    examples = {lang: data.own(lang, "dev") for lang in langs}
    logits = {lang: np.concatenate(scorer.logits([query_of(e) for e in examples[lang]])) for lang in langs}
    row["polarity_temperature"] = {
        lang: temperature(
            logits[lang][:, :first], [POLARITIES.index(t.polarity) for e in examples[lang] for t in e.targets]
        )
        for lang in langs
    }
    targets = [target for lang in langs for example in examples[lang] for target in example.targets]
    together = np.concatenate([logits[lang] for lang in langs])
    row["dimension_temperature"] = temperature(
        together[:, first:second], [DIMENSIONS.index(t.dimension or "none") for t in targets]
    )
    row["voice_temperature"] = temperature(together[:, second:], [VOICES.index(t.voice or "media") for t in targets])
    _write(folder, row)
    return row


def _write(folder: Path, row: dict[str, object]) -> None:
    (folder / "sentiment.json").write_text(json.dumps(row, indent=2) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weights", type=Path, required=True)
    parser.add_argument("--version", required=True)
    arguments = parser.parse_args()
    sys.stdout.write(json.dumps(calibrate(arguments.weights, arguments.version), indent=2) + "\n")


if __name__ == "__main__":
    main()
