"""Where the parts of the data folder lie that are not in the repository.

Rule: a part stands in the folder, under its ``datasets`` or beside it; one that is absent is a reason to skip, never an
error.
"""

from __future__ import annotations

from pathlib import Path

from tests.eval.measurement import Measurement


def part_of(data: Path | None, name: str) -> Path | None:
    """The part ``name`` (a folder or file, such as ``gold/seed_gold.json``), or ``None`` where there is none."""
    if data is None:
        return None
    return next((path for path in (data / name, data / "datasets" / name, data.parent / name) if path.exists()), None)


def absent(data: Path | None, name: str, dataset: str, model: str, *metrics: str) -> list[Measurement]:
    """The rows of a part that is not there, each with the reason."""
    reason = "no --data folder" if data is None else f"no {name} in {data}"
    return [Measurement(dataset, model, metric, None, skipped=reason) for metric in metrics]
