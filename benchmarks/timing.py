"""Seconds of a call, and the row that a result becomes.

Rule: a speed is the median of several repeats; calls that are compared take turns, so that a busy moment of the machine
meets both.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import median

REPEATS = 3
Call = Callable[[], object]


@dataclass(frozen=True, slots=True)
class Result:
    """``value`` in ``unit``; ``n`` things were counted in each repeat."""

    part: str
    name: str
    value: float
    unit: str
    n: int


def seconds(call: Call) -> float:
    """Wall time of one call."""
    began = time.perf_counter()
    call()
    return time.perf_counter() - began


def median_seconds(calls: Mapping[str, Call], repeats: int = REPEATS, *, warm: bool = False) -> dict[str, float]:
    """Median wall time of each call, taken in turns; after one round that is not counted unless all is ``warm``."""
    for call in () if warm else calls.values():
        call()
    taken: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(repeats):
        for name, call in calls.items():
            taken[name].append(seconds(call))
    return {name: median(times) for name, times in taken.items()}


def rate(part: str, name: str, n: int, unit: str, call: Call) -> Result:
    """How many of ``n`` things a second ``call`` handles."""
    return Result(part, name, n / median_seconds({name: call})[name], f"{unit}/s", n)
