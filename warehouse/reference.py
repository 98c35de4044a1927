"""The reference part of ``docs/warehouse.md``, written from the comments in the SQL files.

Rule: a table, view, column or macro is described once, in the file that makes it; the page repeats it.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

from warehouse.store import open_warehouse

BEGIN = "<!-- reference: written by warehouse.reference -->"
END = "<!-- end of reference -->"


def reference(con: duckdb.DuckDBPyConnection) -> str:
    """Markdown for every table, view and macro of an open warehouse, in order of name."""
    parts = [
        "## Tables",
        *_relations(con, "BASE TABLE"),
        "## Views",
        *_relations(con, "VIEW"),
        "## Macros",
        _macros(con),
    ]
    return "\n\n".join(parts)


def renewed(page: str, text: str) -> str:
    """The page with ``text`` between its two marks. Raises ``ValueError`` when a mark is missing."""
    before, _, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not end:
        raise ValueError(f"expected {BEGIN!r} and then {END!r} in the page")
    return f"{before}{BEGIN}\n\n{text}\n\n{END}{after}"


def undescribed(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Tables, views, columns and macros without a comment."""
    rows = con.execute(
        """SELECT table_name AS name FROM duckdb_tables() WHERE comment IS NULL
        UNION ALL SELECT view_name FROM duckdb_views() WHERE NOT internal AND comment IS NULL
        UNION ALL SELECT table_name || '.' || column_name FROM duckdb_columns() WHERE NOT internal AND comment IS NULL
        UNION ALL SELECT DISTINCT function_name FROM duckdb_functions() WHERE NOT internal AND comment IS NULL
        ORDER BY name"""
    )
    return [row[0] for row in rows.fetchall()]


def _relations(con: duckdb.DuckDBPyConnection, kind: str) -> list[str]:
    rows = con.execute(
        """SELECT relation.name, relation.comment, column_name, data_type, col.comment
        FROM (
            SELECT table_name AS name, comment, 'BASE TABLE' AS kind FROM duckdb_tables()
            UNION ALL SELECT view_name, comment, 'VIEW' FROM duckdb_views() WHERE NOT internal
        ) AS relation
        INNER JOIN duckdb_columns() AS col ON col.table_name = relation.name AND NOT col.internal
        WHERE kind = ?
        ORDER BY relation.name, column_index""",
        [kind],
    ).fetchall()
    blocks: dict[str, list[str]] = {}
    for name, comment, column, data_type, meaning in rows:
        head = [f"### {name}", "", comment, "", "| column | type | meaning |", "|---|---|---|"]
        blocks.setdefault(name, head).append(f"| `{column}` | {data_type} | {meaning} |")
    return ["\n".join(lines) for lines in blocks.values()]


def _macros(con: duckdb.DuckDBPyConnection) -> str:
    rows = con.execute(
        """SELECT DISTINCT function_name, parameters, function_type, comment FROM duckdb_functions()
        WHERE NOT internal ORDER BY function_name"""
    ).fetchall()
    lines = [
        f"| `{name}({', '.join(given)})` | {kind.replace('_', ' ')} | {text} |" for name, given, kind, text in rows
    ]
    return "\n".join(["| macro | kind | meaning |", "|---|---|---|", *lines])


def _main(path: Path) -> None:
    with TemporaryDirectory() as folder, open_warehouse(Path(folder) / "empty.duckdb") as warehouse:
        text = reference(warehouse.con)
    path.write_text(renewed(path.read_text(encoding="utf-8"), text), encoding="utf-8")


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
