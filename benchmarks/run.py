"""``python -m benchmarks.run``: the table of speeds, and the same as JSON with the facts of the machine.

Writes ``benchmarks/results/<date>.json``; a second run on a day replaces the first.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.table import Table

from benchmarks import annotating, loading, reading, scoring, starting
from benchmarks.machine import facts
from benchmarks.timing import REPEATS, Result
from flows.fetch import system_clock

RESULTS = Path(__file__).parent / "results"
PARTS = (starting, reading, scoring, annotating, loading)


def table_of(results: Sequence[Result]) -> Table:
    """The results as they are printed."""
    table = Table(title=f"medians of {REPEATS} repeats", title_justify="left")
    for column in ("part", "what", "value", "unit", "n"):
        table.add_column(column, justify="right" if column in ("value", "n") else "left")
    for row in results:
        value = f"{row.value:,.0f}" if row.value >= 1_000 else f"{row.value:.3g}"
        table.add_row(row.part, row.name, value, row.unit, f"{row.n:,}")
    return table


def write(folder: Path, now: datetime, machine: dict[str, object], results: Sequence[Result], spent: float) -> Path:
    """The run as one JSON file, named by its day."""
    folder.mkdir(exist_ok=True)
    path = folder / f"{now.date().isoformat()}.json"
    run = {
        "at": now.isoformat(timespec="seconds"),
        "seconds": round(spent, 1),
        "repeats": REPEATS,
        "machine": machine,
        "results": [asdict(row) | {"value": float(f"{row.value:.4g}")} for row in results],
    }
    path.write_text(json.dumps(run, indent=1) + "\n", encoding="utf-8")
    return path


def main() -> int:
    console, began, now = Console(), time.perf_counter(), system_clock()
    machine = facts()
    results = []
    for part in PARTS:
        console.print(f"[dim]{part.__name__} …[/dim]")
        results += part.measure()
    console.print(table_of(results))
    spent = time.perf_counter() - began
    console.print(f"{spent:.0f} s, written to {write(RESULTS, now, machine, results, spent)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
