"""Where a run keeps its files: one folder, so that a run can be copied, compared or thrown away whole."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Workspace:
    """A run's folder. Nothing is created before it is needed."""

    folder: Path

    @property
    def archive(self) -> Path:
        """Daily WARC files: the recorded bytes."""
        return self.folder / "archive"

    @property
    def warehouse(self) -> Path:
        """The working file of the one writer."""
        return self.folder / "work" / "remarque.duckdb"

    @property
    def published(self) -> Path:
        """The read-only copy for analysts, replaced atomically."""
        return self.folder / "remarque.duckdb"

    @property
    def digests(self) -> Path:
        return self.folder / "digest"

    @property
    def prefect(self) -> Path:
        """Prefect's own records."""
        return self.folder / "prefect"
