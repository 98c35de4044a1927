"""What can go wrong with the store: each error names the file or statement and what to do about it."""

from __future__ import annotations


class WarehouseError(Exception):
    """The warehouse cannot be opened, loaded or published."""


class MigrationError(WarehouseError):
    """The schema of a file and the migrations of this version do not agree."""


class QueryError(WarehouseError):
    """A reader's statement cannot be answered: no published file, or SQL that DuckDB refuses."""
