"""What the rooms to the right may ask of a learned part, whatever stands behind it.

Rule: plain frozen values in, plain frozen values out, so that batches travel between processes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from models.errors import QueryError


@dataclass(frozen=True, slots=True)
class TargetQuery:
    """One sentence and every brand mention in it that wants an answer.

    ``targets`` are half-open code point spans ``(start, end)`` of ``text``; ``context`` is the sentence before, if it
    helps to understand; ``lang`` is ``"en"`` or ``"zh"`` and chooses the calibration.

    Raises:
        QueryError: when a span is empty or leaves the text.
    """

    text: str
    targets: tuple[tuple[int, int], ...]
    context: str = ""
    lang: str = "en"

    def __post_init__(self) -> None:
        for start, end in self.targets:
            if not 0 <= start < end <= len(self.text):
                raise QueryError(f"target {start}:{end} is no span of a text of {len(self.text)} characters")


@dataclass(frozen=True, slots=True)
class TargetScore:
    """How one sentence speaks of one target.

    ``negative + neutral + positive == 1``, calibrated; ``label`` is the most probable of them and ``confidence`` its
    probability. ``dimension`` (``"none"`` when the target is merely mentioned) and ``voice`` are the most probable
    words of the closed lists in :mod:`models.sentiment.labels`, each with its probability.
    """

    negative: float
    neutral: float
    positive: float
    label: str
    dimension: str
    dimension_probability: float
    voice: str
    voice_probability: float
    confidence: float


@runtime_checkable
class TargetScorer(Protocol):
    """A model that reads all targets of a sentence at once."""

    @property
    def version(self) -> str:
        """Name of the weights; changes whenever an answer may change."""
        ...

    def score(self, queries: Sequence[TargetQuery]) -> list[tuple[TargetScore, ...]]:
        """Scores in the order of ``queries`` and, within each, of its ``targets``."""
        ...
