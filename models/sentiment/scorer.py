"""The target scorer of the product: ONNX Runtime over the shipped weights, no torch.

Rule: a query's answer depends on that query alone. Batching by length changes speed, never a label.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
from tokenizers import Tokenizer

from models.errors import WeightsError
from models.protocols import TargetQuery, TargetScore
from models.sentiment.encoding import MAX_TARGETS, Encoded, batches_by_length, collate, encode
from models.sentiment.metrics import softmax
from models.sentiment.runtime import open_session

WEIGHTS: Final = Path(__file__).parent.parent / "weights"
TOKENS_PER_BATCH: Final = 1_536
Logits = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Description:
    """What ``sentiment.json`` says of the weights beside it: words in head order, and how far to trust a logit."""

    version: str
    polarities: tuple[str, ...]
    dimensions: tuple[str, ...]
    voices: tuple[str, ...]
    polarity_temperature: Mapping[str, float]
    dimension_temperature: float
    voice_temperature: float
    max_tokens: int


def read_description(path: Path) -> Description:
    """The description in ``path``.

    Raises:
        WeightsError: missing file, bad JSON, or a missing or unknown key.
    """
    try:
        row: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        row |= {key: tuple(row[key]) for key in ("polarities", "dimensions", "voices")}
        return Description(**row)
    except (OSError, json.JSONDecodeError, KeyError, TypeError) as error:
        raise WeightsError(f"{path}: {error}") from error


class OnnxTargetScorer:
    """:class:`models.protocols.TargetScorer` over ``sentiment.onnx``, ``.json`` and ``.tokenizer.json`` of ``folder``.

    ``threads`` is the number of cores one batch may use: all of them in a single process, one in each worker of a pool.
    """

    def __init__(self, folder: Path = WEIGHTS, threads: int = 2) -> None:
        self._description = read_description(folder / "sentiment.json")
        self._session = open_session(folder / "sentiment.onnx", threads)
        self._tokenizer = _tokenizer(folder / "sentiment.tokenizer.json")

    @property
    def version(self) -> str:
        return self._description.version

    def logits(self, queries: Sequence[TargetQuery]) -> list[Logits]:
        """Uncalibrated outputs of the three heads, (targets, polarities + dimensions + voices) for each query."""
        passes = [(index, spans) for index, query in enumerate(queries) for spans in _chunks(query.targets)]
        encoded = [self._encode(queries[index], spans) for index, spans in passes]
        rows: list[Logits] = [np.empty((0, 0), dtype=np.float32)] * len(passes)
        for group in batches_by_length([len(item.ids) for item in encoded], TOKENS_PER_BATCH):
            (output,) = self._session.run(["logits"], collate([encoded[i] for i in group]))
            for row, index in enumerate(group):
                rows[index] = output[row, : len(passes[index][1])]
        answers: list[list[Logits]] = [[] for _ in queries]
        for (index, _), row_logits in zip(passes, rows, strict=True):
            answers[index].append(row_logits)
        return [np.concatenate(parts) if parts else np.empty((0, self._width), np.float32) for parts in answers]

    def score(self, queries: Sequence[TargetQuery]) -> list[tuple[TargetScore, ...]]:
        """Calibrated scores, in the order of ``queries`` and of each query's targets."""
        return [
            tuple(self._scores(logits, query.lang)) for query, logits in zip(queries, self.logits(queries), strict=True)
        ]

    @property
    def _width(self) -> int:
        words = self._description
        return len(words.polarities) + len(words.dimensions) + len(words.voices)

    def _encode(self, query: TargetQuery, spans: Sequence[tuple[int, int]]) -> Encoded:
        return encode(self._tokenizer, query.text, spans, query.context, self._description.max_tokens)

    def _scores(self, logits: Logits, lang: str) -> Iterable[TargetScore]:
        words = self._description
        first, second = len(words.polarities), len(words.polarities) + len(words.dimensions)
        temperatures = words.polarity_temperature
        heat = temperatures.get(lang, max(temperatures.values()))
        polarity = softmax(logits[:, :first] / heat)
        dimension = softmax(logits[:, first:second] / words.dimension_temperature)
        voice = softmax(logits[:, second:] / words.voice_temperature)
        for p, d, v in zip(polarity, dimension, voice, strict=True):
            named = dict(zip(words.polarities, p.tolist(), strict=True))
            yield TargetScore(
                negative=named["negative"],
                neutral=named["neutral"],
                positive=named["positive"],
                label=words.polarities[int(p.argmax())],
                dimension=words.dimensions[int(d.argmax())],
                dimension_probability=float(d.max()),
                voice=words.voices[int(v.argmax())],
                voice_probability=float(v.max()),
                confidence=float(p.max()),
            )


def _chunks(spans: Sequence[tuple[int, int]]) -> list[Sequence[tuple[int, int]]]:
    return [spans[start : start + MAX_TARGETS] for start in range(0, len(spans), MAX_TARGETS)]


def _tokenizer(path: Path) -> Tokenizer:
    try:
        return Tokenizer.from_str(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise WeightsError(f"{path}: {error}") from error


@cache
def load_scorer(folder: Path = WEIGHTS, threads: int = 2) -> OnnxTargetScorer:
    """The scorer over ``folder``, loaded once per process and number of threads."""
    return OnnxTargetScorer(folder, threads)
