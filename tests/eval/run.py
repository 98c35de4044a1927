"""``python -m tests.eval.run [--data DIR] [--only NAME]``: the evaluation table, and exit 1 below a pinned floor.

Every module of this package that has ``measure(data: Path | None) -> list[Measurement]`` takes part. Floors stand in
``floors.toml``; a floor whose row was skipped is reported and does not fail, a floor that no row answers to does.
"""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

import tests.eval
from tests.eval.measurement import Measurement

FLOORS = Path(__file__).parent / "floors.toml"


@dataclass(frozen=True, slots=True)
class Floor:
    """What a row must reach: ``at_least`` for scores, ``at_most`` for errors."""

    dataset: str
    model: str
    metric: str
    at_least: float = float("-inf")
    at_most: float = float("inf")

    @property
    def key(self) -> tuple[str, str, str]:
        return self.dataset, self.model, self.metric

    def holds(self, value: float) -> bool:
        return self.at_least <= value <= self.at_most


def read_floors(path: Path = FLOORS) -> dict[str, list[Floor]]:
    """Floors by the module that answers to them."""
    return {
        module: [Floor(**row) for row in rows]
        for module, rows in tomllib.loads(path.read_text(encoding="utf-8")).items()
    }


def measure_all(data: Path | None, only: str | None = None) -> Iterator[tuple[str, list[Measurement]]]:
    """(module name, rows) of every evaluation module."""
    for info in pkgutil.iter_modules(tests.eval.__path__):
        if only not in (None, info.name) or info.name == "run" or info.name.startswith("test_"):
            continue
        module = importlib.import_module(f"tests.eval.{info.name}")
        if hasattr(module, "measure"):
            yield info.name, module.measure(data)


def broken(rows: Sequence[Measurement], floors: Sequence[Floor]) -> list[str]:
    """One line for each floor that does not hold."""
    found = {row.key: row for row in rows}
    lines = []
    for floor in floors:
        row = found.get(floor.key)
        if row is None:
            lines.append(f"{' / '.join(floor.key)}: a floor is pinned, nothing measures it")
        elif row.value is not None and not floor.holds(row.value):
            bound = f"at least {floor.at_least}" if floor.at_least > float("-inf") else f"at most {floor.at_most}"
            lines.append(f"{' / '.join(floor.key)}: {row.value:.3f}, pinned {bound}")
    return lines


def table_of(title: str, rows: Sequence[Measurement], floors: Sequence[Floor]) -> Table:
    """The rows of one module as they are printed."""
    pinned = {floor.key: floor for floor in floors}
    table = Table(title=title, title_justify="left")
    for column in ("dataset", "model", "metric", "value", "n", "floor"):
        table.add_column(column, justify="right" if column in ("value", "n", "floor") else "left")
    for row in rows:
        floor = pinned.get(row.key)
        bound = "" if floor is None else str(floor.at_least if floor.at_least > float("-inf") else floor.at_most)
        value = f"skipped: {row.skipped}" if row.value is None else f"{row.value:.3f}"
        table.add_row(row.dataset, row.model, row.metric, value, str(row.n or ""), bound)
    return table


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="folder of the public sets that are not in the repository")
    parser.add_argument("--only", help="one module, such as sentiment")
    chosen = parser.parse_args(arguments)
    console, floors, failures = Console(), read_floors(), list[str]()
    for name, rows in measure_all(chosen.data, chosen.only):
        console.print(table_of(name, rows, floors.get(name, [])))
        failures += broken(rows, floors.get(name, []))
    for line in failures:
        console.print(f"[red]below the floor[/red] {line}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
