"""One row of the evaluation table.

Rule: a number that could not be measured is a row with its reason, never a missing row.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measurement:
    """``metric`` of ``model`` on the ``n`` items of ``dataset``; ``value`` is ``None`` when ``skipped`` says why."""

    dataset: str
    model: str
    metric: str
    value: float | None
    n: int = 0
    skipped: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        return self.dataset, self.model, self.metric
