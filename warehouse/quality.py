"""Runs the checks of ``quality.sql``: what must hold whatever was loaded.

Rule: a check only reports. Nothing is repaired, and a problem names places where it can be seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from warehouse.store import Warehouse

_CHECK = re.compile(r"^-- check: (\w+) \| (.+)\n", re.MULTILINE)
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Problem:
    """A check that found something: how many places, and the first few in order."""

    check: str
    message: str
    count: int
    places: tuple[str, ...]

    def __str__(self) -> str:
        more = ", …" if self.count > len(self.places) else ""
        return f"{self.check}: {self.message} ({self.count}): {', '.join(self.places)}{more}"


@cache
def _checks() -> tuple[tuple[str, str, str], ...]:
    """Name, message and statement of every check, in order of the file."""
    text = (files("warehouse") / "quality.sql").read_text(encoding="utf-8")
    parts = _CHECK.split(text)[1:]
    return tuple((parts[i], parts[i + 1], parts[i + 2].strip().removesuffix(";")) for i in range(0, len(parts), 3))


def check_quality(warehouse: Warehouse) -> list[Problem]:
    """Every check that found something, in order of the file; empty when the warehouse is sound."""
    return list(_found(warehouse))


def _found(warehouse: Warehouse) -> Iterator[Problem]:
    for check, message, statement in _checks():
        rows = warehouse.con.execute(
            f"SELECT count(*) OVER (), place FROM ({statement}) ORDER BY place LIMIT {_EXAMPLES}"  # noqa: S608 - own file
        ).fetchall()
        if rows:
            yield Problem(check, message, rows[0][0], tuple(place for _, place in rows))
