"""Answers one SQL statement from the published copy.

Rule: readers only read. The copy is opened read-only, and a statement reaches no other file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import duckdb

from warehouse.errors import QueryError
from warehouse.publish import open_published


@dataclass(frozen=True)
class QueryResult:
    """Columns and rows of an answer, as Python values (``Decimal``, aware ``datetime``, ``None`` for NULL)."""

    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]

    def records(self) -> Iterator[dict[str, object]]:
        """The rows as mappings from column to value."""
        for row in self.rows:
            yield dict(zip(self.columns, row, strict=True))


def run_query(path: str | Path, sql: str) -> QueryResult:
    """Runs one statement, DuckDB's SQL, such as ``from debt_ledger where brand_id = 'wm_motor'``.

    Raises :class:`QueryError` for a missing file, several statements, or SQL that DuckDB refuses.
    """
    with open_published(path) as con:
        try:
            statements = con.extract_statements(sql)
            if len(statements) != 1:
                raise QueryError(f"expected one SQL statement, got {len(statements)}")
            answer = con.execute(statements[0])
            columns = tuple(str(column[0]) for column in answer.description or [])
            return QueryResult(columns, tuple(answer.fetchall()))
        except duckdb.Error as error:
            raise QueryError(f"{str(error).strip()}\nin: {sql.strip()}") from error
