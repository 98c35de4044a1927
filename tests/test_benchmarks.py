"""The benchmark takes its calls in turns and writes what it measured with the facts of the machine."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.machine import facts
from benchmarks.material import articles, pages, readings
from benchmarks.run import write
from benchmarks.timing import Result, median_seconds


def test_calls_that_are_compared_take_turns() -> None:
    order: list[str] = []
    taken = median_seconds({"a": lambda: order.append("a"), "b": lambda: order.append("b")}, repeats=2)
    assert order == ["a", "b"] * 3
    assert set(taken) == {"a", "b"}


def test_a_run_is_written_under_its_day(tmp_path: Path) -> None:
    row = Result("brands", "link", 1234.567, "characters/s", 10)
    path = write(tmp_path, datetime(2026, 1, 2, 3, tzinfo=UTC), facts(), [row], 1.0)
    run = json.loads(path.read_text(encoding="utf-8"))
    assert path.name == "2026-01-02.json"
    assert run["results"] == [
        {"part": "brands", "name": "link", "value": 1235.0, "unit": "characters/s", "n": 10},
    ]
    assert run["machine"]["cores"] >= 1


def test_the_material_is_the_bundled_archive() -> None:
    assert len(pages()) >= len(articles()) >= len(readings()) >= 40
    assert {reading.lang for reading in readings()} == {"en", "zh"}
