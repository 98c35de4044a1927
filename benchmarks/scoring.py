"""The scorer: all targets of a sentence in one pass and sentences batched by length, against one target a pass."""

from __future__ import annotations

from collections.abc import Iterator

from benchmarks.material import queries
from benchmarks.timing import Result, median_seconds
from models.protocols import TargetQuery
from models.sentiment.scorer import load_scorer

_EVERY = 2
"""Every second sentence of the archive is enough to time, and keeps the run short."""


def measure() -> Iterator[Result]:
    """Sentences a second both ways over the same sentences, in turns, and their ratio."""
    scorer, together = load_scorer(), queries()[::_EVERY]
    alone = [TargetQuery(q.text, (target,), q.context, q.lang) for q in together for target in q.targets]
    taken = median_seconds(
        {
            "batched by length": lambda: scorer.score(together),
            "one target a pass": lambda: [scorer.score([query]) for query in alone],
        },
        warm=True,
    )
    for name, spent in taken.items():
        yield Result("scorer", name, len(together) / spent, "sentences/s", len(together))
        yield Result("scorer", name, len(alone) / spent, "targets/s", len(alone))
    ratio = taken["one target a pass"] / taken["batched by length"]
    yield Result("scorer", "batched against one target a pass", ratio, "times", len(together))
