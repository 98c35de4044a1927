"""Readers never wait, never see half a copy, and cannot write or look elsewhere."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from tests.warehouse.builders import RECORDED, Page, batch_of
from warehouse.errors import QueryError, WarehouseError
from warehouse.load import load_batch
from warehouse.publish import open_published, publish
from warehouse.query import run_query
from warehouse.store import Warehouse, open_warehouse

READER = """
import sys
from warehouse.query import run_query
path, stop = sys.argv[1:]
seen, reads = 0, 0
print("ready", flush=True)
while seen < int(stop):
    (row,) = run_query(path, "SELECT count(*), count(DISTINCT doc_id) FROM documents").rows
    assert row[0] == row[1] and row[0] % 10 == 0 and row[0] >= seen, (row, seen)
    (view,) = run_query(path, "SELECT count(*) FROM debt_ledger").rows
    seen, reads = row[0], reads + 1
print(reads)
"""


def page(number: int) -> Page:
    return Page(f"Report {number}. HiPhi owes 5 yuan.").owes("hiphi", "5 yuan", 5)


def test_readers_read_while_the_writer_publishes(warehouse: Warehouse, tmp_path: Path) -> None:
    target = tmp_path / "published.duckdb"
    publish(warehouse, target)
    reader = subprocess.Popen(
        [sys.executable, "-c", READER, str(target), "80"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert reader.stdout is not None
    assert reader.stdout.readline() == "ready\n"
    for round_ in range(8):
        load_batch(warehouse, batch_of(*(page(round_ * 10 + i) for i in range(10))), RECORDED)
        publish(warehouse, target)
    out, err = reader.communicate(timeout=60)
    assert reader.returncode == 0, err
    assert int(out) >= 1
    assert sorted(p.name for p in tmp_path.iterdir() if "published" in p.name) == ["published.duckdb"]


def test_a_reader_keeps_the_copy_it_opened(warehouse: Warehouse, tmp_path: Path) -> None:
    target = publish(warehouse, tmp_path / "p.duckdb")
    with open_published(target) as reader:
        load_batch(warehouse, batch_of(page(1)), RECORDED)
        publish(warehouse, target)
        assert reader.execute("SELECT count(*) FROM documents").fetchone() == (0,)
    assert run_query(target, "SELECT count(*) FROM documents").rows == ((1,),)


def test_publishing_keeps_the_writers_lock(warehouse: Warehouse, tmp_path: Path) -> None:
    publish(warehouse, tmp_path / "p.duckdb")
    script = f"import duckdb\nduckdb.connect({str(warehouse.path)!r})"
    other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "Could not set lock" in other.stderr


def test_the_copy_has_every_table_view_macro_and_comment(warehouse: Warehouse, tmp_path: Path) -> None:
    load_batch(warehouse, batch_of(page(1)), RECORDED)
    target = publish(warehouse, tmp_path / "p.duckdb")
    catalog = {
        "tables": "SELECT table_name, estimated_size, comment FROM duckdb_tables() ORDER BY ALL",
        "views": "SELECT view_name, comment FROM duckdb_views() WHERE NOT internal ORDER BY ALL",
        "columns": "SELECT table_name, column_name, data_type, comment FROM duckdb_columns() WHERE NOT internal ORDER BY ALL",
        "macros": "SELECT function_name, parameters, comment FROM duckdb_functions() WHERE NOT internal ORDER BY ALL",
    }
    with open_published(target) as reader:
        for name, sql in catalog.items():
            assert reader.execute(sql).fetchall() == warehouse.con.execute(sql).fetchall(), name


def test_a_failed_publish_keeps_the_old_copy(warehouse: Warehouse, tmp_path: Path) -> None:
    target = publish(warehouse, tmp_path / "p.duckdb")
    before = target.read_bytes()
    warehouse.con.execute("ATTACH ':memory:' AS published")  # the name the copy is attached by is taken
    with pytest.raises(WarehouseError, match=r"p\.duckdb: not published"):
        publish(warehouse, target)
    assert target.read_bytes() == before
    assert sorted(p.name for p in tmp_path.iterdir() if p.name.startswith(".")) == []


def test_the_working_file_is_not_a_target(warehouse: Warehouse) -> None:
    with pytest.raises(WarehouseError, match="cannot be the working file"):
        publish(warehouse, warehouse.path)


def test_a_missing_folder_is_named(warehouse: Warehouse, tmp_path: Path) -> None:
    with pytest.raises(WarehouseError, match=r"nowhere/p\.duckdb: not published"):
        publish(warehouse, tmp_path / "nowhere" / "p.duckdb")


@pytest.fixture
def published(warehouse: Warehouse, tmp_path: Path) -> Path:
    load_batch(warehouse, batch_of(page(1)), RECORDED)
    return publish(warehouse, tmp_path / "it's published.duckdb")


def test_short_sql_is_understood(published: Path) -> None:
    result = run_query(published, "from debt_ledger select brand_id, amount where brand_id = 'hiphi'")
    assert list(result.records()) == [{"brand_id": "hiphi", "amount": 5}]


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("from debt_leger", "debt_leger"),
        ("from debt_ledger where", "syntax error"),
        ("select 1; select 2", "expected one SQL statement, got 2"),
        ("", "expected one SQL statement, got 0"),
        ("delete from documents", "read-only"),
        ("copy documents to 'x.csv'", "disabled by configuration"),
        ("from read_text('/etc/hostname')", "disabled by configuration"),
        ("attach '/tmp/other.duckdb'", "disabled by configuration"),
        ("set threads = 1", "locked"),
    ],
)
def test_refused_sql_says_why(published: Path, sql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        run_query(published, sql)


def test_a_missing_or_foreign_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"none\.duckdb: no published warehouse here"):
        run_query(tmp_path / "none.duckdb", "select 1")
    (tmp_path / "text.duckdb").write_text("no database\n" * 2000)
    with pytest.raises(QueryError, match=r"text\.duckdb: cannot be read"):
        run_query(tmp_path / "text.duckdb", "select 1")


def test_the_working_file_is_refused_while_held(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "w.duckdb"):
        script = f"from warehouse.query import run_query\nrun_query({str(tmp_path / 'w.duckdb')!r}, 'select 1')"
        other = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert "QueryError" in other.stderr


def test_published_storage_is_the_older_format(published: Path) -> None:
    with duckdb.connect(str(published), read_only=True) as con:
        (tags,) = con.execute("SELECT tags FROM duckdb_databases() WHERE NOT internal").fetchone() or ({},)
    assert tags["storage_version"].startswith("v1.5.0")
