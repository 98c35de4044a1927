"""Migrations are history, views follow their files, one process writes."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from warehouse.errors import MigrationError, WarehouseError
from warehouse.schema import SqlFile, bring_up_to_date, migration_files, view_files
from warehouse.store import open_warehouse


def test_opening_again_applies_nothing(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "w.duckdb") as first:
        assert bring_up_to_date(first.con) == []
    with open_warehouse(tmp_path / "w.duckdb") as again:
        assert bring_up_to_date(again.con) == []
        files = [row[0] for row in again.con.execute("SELECT file FROM schema_migrations").fetchall()]
    assert files == [*(m.name for m in migration_files()), "views"]


def test_a_new_migration_is_applied_once_and_alone() -> None:
    con = duckdb.connect()
    bring_up_to_date(con)
    number = len(migration_files()) + 1
    more = [*migration_files(), SqlFile(f"{number:03d}_more.sql", "CREATE TABLE more (a INTEGER);")]
    assert bring_up_to_date(con, more) == [more[-1].name, "views"]
    assert bring_up_to_date(con, more) == []


def test_a_changed_migration_is_refused_by_name() -> None:
    con = duckdb.connect()
    bring_up_to_date(con)
    first, *rest = migration_files()
    with pytest.raises(MigrationError, match=f"{first.name} changed after it was applied"):
        bring_up_to_date(con, [replace(first, text=first.text + "\n-- late"), *rest])


def test_a_file_of_a_newer_version_is_refused() -> None:
    con = duckdb.connect()
    bring_up_to_date(con)
    with pytest.raises(MigrationError, match="newer version"):
        bring_up_to_date(con, migration_files()[:-1])


def test_a_gap_in_the_numbers_is_refused() -> None:
    with pytest.raises(MigrationError, match="expected a name like 002_"):
        bring_up_to_date(duckdb.connect(), [migration_files()[0], SqlFile("004_late.sql", "SELECT 1")])


def test_a_broken_migration_leaves_nothing_behind() -> None:
    con = duckdb.connect()
    broken = SqlFile("001_broken.sql", "CREATE TABLE half (a INTEGER); SELECT nonsense;")
    with pytest.raises(MigrationError, match=r"001_broken\.sql"):
        bring_up_to_date(con, [broken], [])
    assert con.execute("SELECT count(*) FROM duckdb_tables() WHERE table_name = 'half'").fetchone() == (0,)


def test_changed_views_replace_the_old_ones() -> None:
    con = duckdb.connect()
    bring_up_to_date(con)
    assert bring_up_to_date(con, views=[SqlFile("only.sql", "CREATE VIEW only_one AS SELECT 1 AS a")]) == ["views"]
    views = con.execute("SELECT view_name FROM duckdb_views() WHERE NOT internal").fetchall()
    macros = con.execute("SELECT function_name FROM duckdb_functions() WHERE NOT internal").fetchall()
    assert (views, macros) == ([("only_one",)], [])


def test_a_broken_view_names_its_file_and_keeps_the_old_ones() -> None:
    con = duckdb.connect()
    bring_up_to_date(con)
    with pytest.raises(WarehouseError, match=r"views/bad\.sql"):
        bring_up_to_date(con, views=[SqlFile("bad.sql", "CREATE VIEW bad AS SELECT nonsense")])
    assert con.execute("FROM trust_index").fetchall() == []


def test_views_are_made_after_what_they_need() -> None:
    names = [f.name for f in view_files()]
    assert names.index("documents_asof.sql") < names.index("debt_claims.sql") < names.index("debt_ledger.sql")


def test_a_second_process_is_told_who_holds_the_file(tmp_path: Path) -> None:
    path = tmp_path / "w.duckdb"
    script = f"from warehouse.store import open_warehouse\nopen_warehouse({str(path)!r})"
    with open_warehouse(path):
        other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert other.returncode != 0
    assert f"{path}: held by process {os.getpid()}" in other.stderr.splitlines()[-1]
    with open_warehouse(path):
        pass


def test_what_is_no_warehouse_is_named(tmp_path: Path) -> None:
    text = tmp_path / "notes.duckdb"
    text.write_text("not a database at all" * 1000)
    with pytest.raises(WarehouseError, match=r"notes\.duckdb"):
        open_warehouse(text)
    with pytest.raises(WarehouseError, match="does not exist"):
        open_warehouse(tmp_path / "nowhere" / "w.duckdb")


def test_the_file_can_be_read_by_older_clients(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "w.duckdb") as warehouse:
        tags = warehouse.con.execute("SELECT tags FROM duckdb_databases() WHERE database_name = 'w'").fetchall()
    assert tags[0][0]["storage_version"].startswith("v1.5.0")
