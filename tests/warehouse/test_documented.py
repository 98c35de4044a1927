"""The page about the warehouse says what the warehouse is, and its queries run."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from tests.warehouse.builders import RECORDED, Page, batch_of
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.query import run_query
from warehouse.reference import reference, renewed, undescribed
from warehouse.schema import view_files
from warehouse.store import Warehouse

PAGE = Path(__file__).parents[2] / "docs" / "warehouse.md"
QUERIES = re.findall(r"```sql\n(.+?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)


def test_everything_is_described(warehouse: Warehouse) -> None:
    assert undescribed(warehouse.con) == []


def test_an_undescribed_column_is_noticed(warehouse: Warehouse) -> None:
    warehouse.con.execute("CREATE VIEW bare AS SELECT 1 AS a; CREATE MACRO silent() AS 1")
    assert undescribed(warehouse.con) == ["bare", "bare.a", "silent"]


def test_the_reference_is_the_catalog(warehouse: Warehouse) -> None:
    """To renew it, run ``python -m warehouse.reference docs/warehouse.md``."""
    written = PAGE.read_text(encoding="utf-8")
    assert renewed(written, reference(warehouse.con)) == written


def test_views_open_with_what_they_are_and_end_with_final() -> None:
    for view in view_files():
        assert view.text.startswith("-- "), view.name
        bodies = re.findall(r"CREATE (?:VIEW|MACRO) .+? AS(?: TABLE)?\nWITH (.+?);\n", view.text, re.DOTALL)
        assert len(bodies) == len(re.findall(r"^CREATE VIEW|^CREATE MACRO .+ AS TABLE$", view.text, re.MULTILINE))
        for body in bodies:
            last = re.findall(r"^(\w+) AS \($", "WITH\n" + body.replace("WITH ", ""), re.MULTILINE)[-1]
            assert last == "final", view.name


def test_the_cookbook_runs(warehouse: Warehouse, tmp_path: Path) -> None:
    pages = [
        Page(f"Report {i}. WM Motor owes 20 billion and 200 billion. It restarts soon.", day=day)
        .feels("wm_motor", "WM Motor", -0.5, voice="owner")
        .owes("wm_motor", "20 billion", 20 * 10**9)
        .owes("wm_motor", "200 billion", (1 + 9 * (i == 0)) * 20 * 10**9)
        .promises("wm_motor", "restarts", date(2025, 9, 20))
        .happens("wm_motor", "restarts", "production_resume", on=date(2025, 9, 10))
        for i, day in enumerate([0, 0, 1, 2, 8, 20])
    ]
    load_batch(warehouse, batch_of(*pages), RECORDED)
    target = publish(warehouse, tmp_path / "published.duckdb")
    assert len(QUERIES) >= 6
    quiet = {sql.splitlines()[0] for sql in QUERIES if not run_query(target, sql).rows}
    assert quiet == {"from debt_asof('hiphi', '2024-12-31')"}  # nothing was known of it then


def test_views_speak_the_older_dialect_too() -> None:
    """``if()`` is no function of DuckDB 1.5, whose clients read the published copy."""
    assert [view.name for view in view_files() if re.search(r"\bif\(", view.text)] == []
