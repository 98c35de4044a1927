"""A batch is stored whole, once, and what does not fit is refused by name."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path
from time import perf_counter

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.records import Annotation, Article, Print, Signal, content_id
from tests.warehouse.builders import NOON, RECORDED, Page, at, batch_of, capture, entry
from warehouse.batch import Batch, Reject, Run, StoredArticle
from warehouse.errors import WarehouseError
from warehouse.load import KEYS, load_batch
from warehouse.quality import check_quality
from warehouse.schema import bring_up_to_date
from warehouse.store import Warehouse, open_warehouse


def full_batch() -> Batch:
    page = (
        Page("WM Motor owes 20.367 billion yuan. Deliveries will resume by 31 December.")
        .feels("wm_motor", "WM Motor", -0.8)
        .owes(
            "wm_motor",
            "20.367 billion yuan",
            "20367000000",
            also_printed=(Print(start=14, end=33, quote="20.367 billion yuan", amount=Decimal(1), currency="USD"),),
        )
        .promises("wm_motor", "Deliveries will resume", NOON.date(), target_value=Decimal("1.23456"))
        .happens("wm_motor", "Deliveries", "deliveries", "planned")
    )
    run = Run(run_id="run-1", flow="daily", started_at=at(0), finished_at=at(1), outcome="ok", versions={"a": "1"})
    reject = Reject(what="page", place="https://x.example", reason="empty", at=at(0))
    return batch_of(
        page, runs=(run,), fetches=(capture("cnevpost", 0, 1),), entries=(entry("cnevpost", 1, 0),), rejects=(reject,)
    )


def export(warehouse: Warehouse, folder: Path) -> dict[str, bytes]:
    """Every table as the bytes of a Parquet file, in its stored order."""
    folder.mkdir()
    tables = [row[0] for row in warehouse.con.execute("SELECT table_name FROM duckdb_tables()").fetchall()]
    for table in tables:
        warehouse.con.execute(f"COPY (FROM {table}) TO '{folder / table}.parquet'")
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def rejects(warehouse: Warehouse) -> list[tuple[str, str]]:
    return warehouse.con.execute("SELECT what, reason FROM rejects ORDER BY what, reason").fetchall()


def test_every_table_gets_its_rows(warehouse: Warehouse) -> None:
    assert load_batch(warehouse, full_batch(), RECORDED) == dict.fromkeys(KEYS, 1)
    assert check_quality(warehouse) == []


def test_the_same_batch_twice_changes_nothing(warehouse: Warehouse, tmp_path: Path) -> None:
    load_batch(warehouse, full_batch(), RECORDED)
    before = export(warehouse, tmp_path / "before")
    assert load_batch(warehouse, full_batch(), RECORDED + timedelta(days=1)) == dict.fromkeys(KEYS, 0)
    assert export(warehouse, tmp_path / "after") == before
    assert len(before) > len(KEYS)


def test_rows_fill_every_column(warehouse: Warehouse) -> None:
    """A column that no record fills, or a record field without a column, shows as an all-NULL column here."""
    load_batch(warehouse, full_batch(), RECORDED)
    may_be_null = {
        "documents": {"author", "site", "modified_at"},
        "fetches": {"content_type", "bytes", "archive_ref", "reason"},
        "feed_entries": {"published_raw"},
        "annotations": {"skipped"},
        "figures": {
            "amount_low",
            "amount_high",
            "unit",
            "scale_raw",
            "counterparty",
            "as_of",
            "as_of_precision",
            "claim_source",
        },
        "events": {"actor", "event_date", "date_precision"},
        "commitments": {"metric", "unit", "deadline_precision"},
        "signals": {"amount", "currency", "unit", "status", "valid_from"},
    }
    for table in KEYS:
        answer = warehouse.con.execute(f"FROM {table}")
        names = [c[0] for c in answer.description or []]
        empty = {name for name, value in zip(names, answer.fetchall()[0], strict=True) if value is None}
        assert empty <= may_be_null.get(table, set()), table


def test_equal_things_in_one_batch_are_stored_once(warehouse: Warehouse) -> None:
    page = Page("HiPhi is back.").feels("hiphi", "HiPhi", 0.5)
    counts = load_batch(warehouse, batch_of(page, page), RECORDED)
    assert (counts["documents"], counts["annotations"], counts["sentiment"], counts["signals"]) == (1, 1, 1, 1)


def test_a_failing_batch_stores_nothing(warehouse: Warehouse) -> None:
    batch = full_batch()
    bad = replace(batch, fetches=(replace(batch.fetches[0], outcome=None),))  # type: ignore[arg-type]
    with pytest.raises(WarehouseError, match=r"work\.duckdb: batch not stored: .*outcome"):
        load_batch(warehouse, bad, RECORDED)
    assert warehouse.con.execute("SELECT count(*) FROM runs").fetchone() == (0,)
    assert load_batch(warehouse, batch, RECORDED)["documents"] == 1


@pytest.mark.parametrize("amount", ["1e20", "-1e20", "NaN", "Infinity", "1e400"])
def test_an_amount_beyond_the_column_is_refused_alone(warehouse: Warehouse, amount: str) -> None:
    page = Page("Neta owes 5 yuan and a lot.").owes("neta", "5 yuan", 5).owes("neta", "a lot", amount)
    counts = load_batch(warehouse, batch_of(page), RECORDED)
    assert (counts["figures"], counts["rejects"]) == (1, 1)
    assert rejects(warehouse) == [("figures", f"amount {Decimal(amount)} does not fit DECIMAL(24,4)")]
    assert load_batch(warehouse, batch_of(page), RECORDED + timedelta(days=1)) == dict.fromkeys(KEYS, 0)


FITTING = st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20) + 1, max_value=10**20 - 1, places=4)


@given(amounts=st.lists(FITTING, min_size=1, max_size=100, unique=True))
@settings(max_examples=5, deadline=None)
def test_amounts_that_fit_come_back_exactly(amounts: list[Decimal]) -> None:
    page = Page("Neta owes a sum.")
    for amount in amounts:
        page.owes("neta", "a sum", str(amount))
    with open_warehouse_in_memory() as warehouse:
        load_batch(warehouse, batch_of(page), RECORDED)
        assert {row[0] for row in warehouse.con.execute("SELECT amount FROM figures").fetchall()} == set(amounts)


def open_warehouse_in_memory() -> Warehouse:
    con = duckdb.connect()
    con.execute("SET TimeZone = 'UTC'")
    bring_up_to_date(con)
    return Warehouse(Path(":memory:"), con)


def test_text_that_utf8_cannot_hold_is_refused_with_all_that_hangs_on_it(warehouse: Warehouse) -> None:
    good = Page("HiPhi is back.").feels("hiphi", "HiPhi", 0.5)
    broken = Article(url="https://b.example", title="x", text="half \ud83d pair", lang="en")
    orphan = Annotation(doc_id="doc-gone", lang="en", versions={"a": "1"})
    batch = batch_of(good)
    batch = replace(
        batch,
        articles=(*batch.articles, StoredArticle(article=broken)),
        annotations=(*batch.annotations, orphan),
        signals=(*batch.signals, replace(batch.signals[0], doc_id="doc-gone")),
    )
    counts = load_batch(warehouse, batch, RECORDED)
    assert (counts["documents"], counts["annotations"], counts["signals"]) == (1, 1, 1)
    assert [what for what, _ in rejects(warehouse)] == ["annotations", "documents", "signals"]
    assert check_quality(warehouse) == []


def test_a_quote_that_does_not_convert_is_refused_alone(warehouse: Warehouse) -> None:
    page = Page("HiPhi is back.").feels("hiphi", "HiPhi", 0.5)
    batch = batch_of(page)
    bad = replace(batch.signals[0], id="signal-bad", voice="\ud83d")
    counts = load_batch(warehouse, replace(batch, signals=(*batch.signals, bad)), RECORDED)
    assert (counts["signals"], counts["rejects"]) == (1, 1)


def test_nul_and_astral_characters_survive(warehouse: Warehouse) -> None:
    page = Page("威马 \x00 🚗 owes 5 yuan.").owes("wm_motor", "5 yuan", 5)
    load_batch(warehouse, batch_of(page), RECORDED)
    assert warehouse.con.execute("SELECT text FROM documents").fetchone() == (page.article.text,)
    assert check_quality(warehouse) == []


def test_a_time_without_zone_is_refused(warehouse: Warehouse) -> None:
    page = Page("HiPhi is back.")
    naive = replace(page.article, published=datetime(2025, 9, 1))  # noqa: DTZ001 - the case
    counts = load_batch(warehouse, Batch(articles=(StoredArticle(article=naive),)), RECORDED)
    assert (counts["documents"], counts["rejects"]) == (0, 1)
    assert rejects(warehouse) == [("documents", "published 2025-09-01T00:00:00 has no time zone")]
    with pytest.raises(ValueError, match="no time zone"):
        load_batch(warehouse, Batch(), datetime(2025, 9, 1))  # noqa: DTZ001 - the case


def test_times_are_stored_as_the_same_instant(warehouse: Warehouse) -> None:
    page = Page("HiPhi is back.")
    shanghai = datetime(2025, 8, 14, 16, 48, tzinfo=timezone(timedelta(hours=8)))
    load_batch(warehouse, Batch(articles=(StoredArticle(article=replace(page.article, published=shanghai)),)), RECORDED)
    stored = warehouse.con.execute("SELECT published_at, available_at FROM documents").fetchone()
    assert stored == (datetime(2025, 8, 14, 8, 48, tzinfo=UTC), at(0))


def test_a_page_announced_for_the_future_is_not_available_later_than_recorded(warehouse: Warehouse) -> None:
    page = Page("HiPhi is back.")
    early = replace(page.article, first_seen=None, published=RECORDED + timedelta(days=3))
    load_batch(warehouse, Batch(articles=(StoredArticle(article=early),)), RECORDED)
    assert warehouse.con.execute("SELECT available_at FROM documents").fetchone() == (RECORDED,)


def test_signals_of_a_later_batch_join_the_newest_annotation(warehouse: Warehouse) -> None:
    page = Page("HiPhi is back.").feels("hiphi", "HiPhi", 0.5)
    load_batch(warehouse, replace(batch_of(page), signals=()), RECORDED)
    newer = replace(page.annotation, versions={"sentiment": "2"})
    load_batch(warehouse, Batch(annotations=(newer,)), RECORDED + timedelta(hours=1))
    load_batch(warehouse, Batch(signals=tuple(page.signals)), RECORDED + timedelta(hours=2))
    assert warehouse.con.execute("SELECT annotation_id FROM signals").fetchall() == [(newer.id,)]


def test_fifty_thousand_signals_load_in_seconds(warehouse: Warehouse) -> None:
    page = Page("HiPhi is back.").feels("hiphi", "HiPhi", 0.5)
    load_batch(warehouse, batch_of(page), RECORDED)
    many: tuple[Signal, ...] = tuple(replace(page.signals[0], id=content_id("signal", i)) for i in range(50_000))
    start = perf_counter()
    assert load_batch(warehouse, Batch(signals=many), RECORDED)["signals"] == 50_000
    assert load_batch(warehouse, Batch(signals=many), RECORDED)["signals"] == 0
    assert perf_counter() - start < 20


def test_the_file_survives_a_reopening(tmp_path: Path) -> None:
    with open_warehouse(tmp_path / "w.duckdb") as first:
        load_batch(first, full_batch(), RECORDED)
    with open_warehouse(tmp_path / "w.duckdb") as again:
        assert load_batch(again, full_batch(), RECORDED) == dict.fromkeys(KEYS, 0)


def test_a_score_that_is_no_number_is_refused(warehouse: Warehouse) -> None:
    page = Page("HiPhi is back.").feels("hiphi", "HiPhi", 0.5)
    bad = replace(page.signals[0], id="signal-nan", score=float("nan"))
    counts = load_batch(warehouse, replace(batch_of(page), signals=(bad, page.signals[0])), RECORDED)
    assert (counts["signals"], rejects(warehouse)) == (1, [("signals", "score nan is no number")])
