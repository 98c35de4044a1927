"""Brings a file to the schema of this version: numbered migrations once, views whenever their text changed.

Rule: an applied migration is history. Its checksum is kept, and a file that changed after it was applied stops the
program with the file's name. Views and macros are derived, so they are dropped and made again.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from graphlib import CycleError, TopologicalSorter
from importlib.resources import files

import duckdb

from warehouse.errors import MigrationError, WarehouseError

_MIGRATION = re.compile(r"(\d{3})_[a-z0-9_]+\.sql")
_AFTER = re.compile(r"^-- after: (.+)$", re.MULTILINE)
_BOOK = """
CREATE TABLE IF NOT EXISTS schema_migrations (file VARCHAR NOT NULL, checksum VARCHAR NOT NULL);
COMMENT ON TABLE schema_migrations IS 'Which SQL files made this schema.';
COMMENT ON COLUMN schema_migrations.file IS 'Name of the migration, or views for all views together.';
COMMENT ON COLUMN schema_migrations.checksum IS 'SHA-256 of its text.';
"""
_VIEWS = "views"


@dataclass(frozen=True, slots=True)
class SqlFile:
    """One SQL file of the package: its name and its text."""

    name: str
    text: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()


def _read(folder: str) -> list[SqlFile]:
    found = (files("warehouse") / folder).iterdir()
    return sorted(
        (SqlFile(f.name, f.read_text(encoding="utf-8")) for f in found if f.name.endswith(".sql")),
        key=lambda f: f.name,
    )


def migration_files() -> list[SqlFile]:
    """The migrations of this version, in order of number."""
    return _read("migrations")


def view_files() -> list[SqlFile]:
    """The view files, each after the files its ``-- after:`` line names."""
    by_name = {f.name.removesuffix(".sql"): f for f in _read(_VIEWS)}
    needs = {name: _named_after(f) for name, f in by_name.items()}
    for name, wanted in needs.items():
        if missing := wanted - by_name.keys():
            raise WarehouseError(f"views/{name}.sql: '-- after:' names {sorted(missing)}, which are no view files")
    try:
        return [by_name[name] for name in TopologicalSorter({n: sorted(w) for n, w in needs.items()}).static_order()]
    except CycleError as error:
        raise WarehouseError(f"views/: '-- after:' lines form a circle: {error.args[1]}") from error


def _named_after(file: SqlFile) -> set[str]:
    return {name.strip() for line in _AFTER.findall(file.text) for name in line.split(",")}


def bring_up_to_date(
    con: duckdb.DuckDBPyConnection,
    migrations: Sequence[SqlFile] | None = None,
    views: Sequence[SqlFile] | None = None,
) -> list[str]:
    """Applies what is new, each file in its own transaction. Returns the names of what was applied.

    Raises :class:`MigrationError` when an applied migration changed, is unknown to this version, or has a bad number.
    """
    migrations = migration_files() if migrations is None else migrations
    views = view_files() if views is None else views
    if not con.execute("SELECT 1 FROM duckdb_tables() WHERE table_name = 'schema_migrations'").fetchall():
        con.execute(_BOOK)
    applied = dict(con.execute("FROM schema_migrations").fetchall())
    view_sum = applied.pop(_VIEWS, None)
    _check(migrations, applied)
    new = [m for m in migrations if m.name not in applied]
    for migration in new:
        _apply(con, migration)
    names = [m.name for m in new]
    checksum = SqlFile(_VIEWS, "\n".join(v.text for v in views)).checksum
    if new or checksum != view_sum:
        _replace_views(con, views, checksum)
        names.append(_VIEWS)
    return names


def _check(migrations: Sequence[SqlFile], applied: dict[str, str]) -> None:
    known = {m.name: m for m in migrations}
    for number, name in enumerate(known, start=1):
        match = _MIGRATION.fullmatch(name)
        if match is None or int(match[1]) != number:
            raise MigrationError(f"migrations/{name}: expected a name like {number:03d}_what_it_does.sql")
    for name, checksum in applied.items():
        if name not in known:
            raise MigrationError(f"{name} was applied to this file but is unknown here: made by a newer version")
        if known[name].checksum != checksum:
            raise MigrationError(f"migrations/{name} changed after it was applied: undo that and add a new migration")
    if list(known)[: len(applied)] != list(applied):
        raise MigrationError(f"migrations were applied out of order: {', '.join(applied)}")


def _apply(con: duckdb.DuckDBPyConnection, migration: SqlFile) -> None:
    con.begin()
    try:
        con.execute(migration.text)
        con.execute("INSERT INTO schema_migrations VALUES (?, ?)", [migration.name, migration.checksum])
        con.commit()
    except duckdb.Error as error:
        con.rollback()
        raise MigrationError(f"migrations/{migration.name}: {error}") from error


def _replace_views(con: duckdb.DuckDBPyConnection, views: Sequence[SqlFile], checksum: str) -> None:
    con.begin()
    name = _VIEWS
    try:
        for statement in _drops(con):
            con.execute(statement)
        for view in views:
            name = f"views/{view.name}"
            con.execute(view.text)
        con.execute("DELETE FROM schema_migrations WHERE file = ?", [_VIEWS])
        con.execute("INSERT INTO schema_migrations VALUES (?, ?)", [_VIEWS, checksum])
        con.commit()
    except duckdb.Error as error:
        con.rollback()
        raise WarehouseError(f"{name}: {error}") from error


def _drops(con: duckdb.DuckDBPyConnection) -> list[str]:
    """Statements that drop every view and macro of the file."""
    rows = con.execute(
        """SELECT 'VIEW', view_name FROM duckdb_views() WHERE NOT internal AND database_name = current_database()
        UNION ALL
        SELECT CASE function_type WHEN 'table_macro' THEN 'MACRO TABLE' ELSE 'MACRO' END, function_name
        FROM duckdb_functions() WHERE NOT internal AND database_name = current_database()"""
    ).fetchall()
    return [f'DROP {kind} IF EXISTS "{name}"' for kind, name in dict.fromkeys(rows)]
