"""Promises, events, feeds and brands at a glance: one row per thing, the first telling as evidence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.warehouse.builders import RECORDED, Page, at, batch_of, capture, entry
from tests.warehouse.test_trust import rows
from warehouse.batch import Batch
from warehouse.load import load_batch
from warehouse.store import Warehouse

DUE = date(2025, 9, 30)


def restart(number: int, day: int, deadline: date | None = DUE) -> Page:
    text = f"Report {number}. WM Motor will restart the plant."
    return Page(text, day=day).promises("wm_motor", "restart the plant", deadline, deadline_precision="month")


@pytest.mark.parametrize(
    ("on", "state", "days_left"), [(date(2025, 9, 30), "open", 0), (date(2025, 10, 1), "passed", -1)]
)
def test_a_promise_is_open_until_its_last_day(warehouse: Warehouse, on: date, state: str, days_left: int) -> None:
    load_batch(warehouse, batch_of(restart(1, 2), restart(2, 0)), RECORDED)
    (row,) = rows(warehouse, "FROM promise_ledger(?)", on)
    assert (row["state"], row["days_left"], row["n_stories"]) == (state, days_left, 2)
    assert (row["url"], row["available_at"]) == (restart(2, 0).article.url, at(0))


def test_promises_with_other_deadlines_or_numbers_are_other_promises(warehouse: Warehouse) -> None:
    cars = {"metric": "units_sold", "unit": "vehicles"}
    pages = [
        restart(1, 0),
        restart(2, 0, None),
        Page("WM Motor sells 10 cars.").promises("wm_motor", "10 cars", DUE, target_value=Decimal(10), **cars),
        Page("WM Motor sells 20 cars.").promises("wm_motor", "20 cars", DUE, target_value=Decimal(20), **cars),
    ]
    load_batch(warehouse, batch_of(*pages), RECORDED)
    found = rows(warehouse, "FROM promise_ledger(?) ORDER BY what, state", date(2025, 9, 2))
    assert [(r["what"], r["state"]) for r in found] == [
        ("10 cars", "open"),
        ("20 cars", "open"),
        ("restart the plant", "open"),
        ("restart the plant", "undated"),
    ]


def test_a_promise_is_unknown_before_it_was_made(warehouse: Warehouse) -> None:
    load_batch(warehouse, batch_of(restart(1, 5)), RECORDED)
    assert rows(warehouse, "FROM promise_ledger(?)", at(4).date()) == []
    assert len(rows(warehouse, "FROM promise_ledger(?)", at(5).date())) == 1


def test_one_event_many_reports(warehouse: Warehouse) -> None:
    on = date(2025, 8, 30)
    first = Page("A court accepts HiPhi's plan.", day=1).happens("hiphi", "accepts", "court_acceptance", on=on)
    later = Page("The plan of HiPhi was accepted.", day=3).happens("hiphi", "accepted", "court_acceptance", on=on)
    copy = (
        Page("Copy: accepts HiPhi's plan.", day=2).happens("hiphi", "accepts", "court_acceptance", on=on).copies(first)
    )
    undated = Page("HiPhi recalls cars.", day=4).happens("hiphi", "recalls", "recall")
    load_batch(warehouse, batch_of(later, copy, first, undated), RECORDED)
    accepted, recall = rows(warehouse, "FROM event_timeline ORDER BY day")
    assert (accepted["n_stories"], accepted["n_pages"], accepted["is_dated"]) == (2, 3, True)
    assert (accepted["quote"], accepted["url"]) == ("accepts", first.article.url)
    assert (recall["day"], recall["is_dated"]) == (at(4).date(), False)
    assert len(rows(warehouse, "FROM event_timeline_asof(?)", at(3))) == 1


def health(warehouse: Warehouse, source: str) -> tuple[str, str | None, int]:
    (row,) = rows(warehouse, "FROM feed_health WHERE source = ?", source)
    return row["health"], row["reason"], row["consecutive_failures"]


def test_feed_health_says_what_is_wrong(warehouse: Warehouse) -> None:
    fetches = (
        capture("cnevpost", 0, 20),
        capture("cnevpost", 1, None, reason="HTTP 503"),
        capture("cnevpost", 2, None, reason="timeout"),
        capture("technode", 0, None, reason="timeout"),
        capture("technode", 1, 20),
        capture("electrek", 0, 20),
        capture("electrek", 1, 0),
        capture("a_new_query", 0, 3),
    )
    load_batch(warehouse, Batch(fetches=fetches), RECORDED)
    assert health(warehouse, "cnevpost") == ("failing", "timeout", 2)
    assert health(warehouse, "technode") == ("ok", None, 0)
    assert health(warehouse, "electrek") == ("silent", "the last capture that was read held no items", 0)
    assert health(warehouse, "a_new_query") == ("ok", None, 0)
    assert health(warehouse, "tmtpost") == ("never_captured", "no capture recorded", 0)
    state, reason, _ = health(warehouse, "gasgoo_en_old")
    assert state == "disabled"
    assert reason
    (row,) = rows(warehouse, "FROM feed_health WHERE source = 'cnevpost'")
    assert (row["last_success_at"], row["items_per_capture"], row["n_captures"]) == (at(0, 6), 20, 3)


def test_an_unchanged_feed_is_alive(warehouse: Warehouse) -> None:
    unchanged = replace(capture("cnevpost", 1, None), outcome="not_modified", status=304)
    load_batch(warehouse, Batch(fetches=(capture("cnevpost", 0, 20), unchanged)), RECORDED)
    assert health(warehouse, "cnevpost") == ("ok", None, 0)
    (row,) = rows(warehouse, "FROM feed_health WHERE source = 'cnevpost'")
    assert (row["last_success_at"], row["last_items"]) == (at(1, 6), 20)


def test_a_feed_that_brings_less_than_configured_is_silent(warehouse: Warehouse) -> None:
    warehouse.con.execute("UPDATE sources SET min_items_per_day = 2, max_items_per_day = 4 WHERE source = 'cnevpost'")
    old = [entry("cnevpost", n, 0) for n in range(20)]
    fresh = [entry("cnevpost", 100 + n, 3) for n in range(3)]
    load_batch(warehouse, Batch(fetches=(capture("cnevpost", 0, 20),), entries=tuple(old)), RECORDED)
    assert health(warehouse, "cnevpost")[0] == "ok"
    load_batch(warehouse, Batch(fetches=(capture("cnevpost", 3, 20),), entries=tuple(fresh)), RECORDED)
    assert health(warehouse, "cnevpost")[:2] == ("silent", "1.0 new items a day, expected at least 2")
    flood = [entry("cnevpost", 200 + n, 4) for n in range(30)]
    load_batch(warehouse, Batch(fetches=(capture("cnevpost", 4, 30),), entries=tuple(flood)), RECORDED)
    assert health(warehouse, "cnevpost")[0] == "flooding"


def test_feed_health_of_the_past(warehouse: Warehouse) -> None:
    load_batch(
        warehouse, Batch(fetches=(capture("cnevpost", 0, 9), capture("cnevpost", 5, None, reason="gone"))), RECORDED
    )
    then = "SELECT health FROM feed_health_asof(?) WHERE source = 'cnevpost'"
    assert rows(warehouse, then, at(4)) == [{"health": "ok"}]
    assert rows(warehouse, then, at(5)) == [{"health": "failing"}]


def test_brand_overview_shows_every_brand(warehouse: Warehouse) -> None:
    page = restart(1, 0).feels("wm_motor", "WM Motor", -0.5).owes("wm_motor", "the plant", 5)
    page.happens("wm_motor", "restart", "production_resume", "planned")
    page.happens("wm_motor", "Report", "recall", on=date(2025, 8, 1))
    load_batch(warehouse, batch_of(page), RECORDED)
    found = {r["brand_id"]: r for r in rows(warehouse, "FROM brand_overview")}
    assert rows(warehouse, "SELECT count(*) AS n FROM brands") == [{"n": len(found)}]
    wm = found["wm_motor"]
    assert (wm["n_stories"], wm["n_pages"], wm["n_debt_kinds"], wm["n_promises"]) == (1, 1, 1, 1)
    assert (wm["last_event"], wm["last_event_day"], wm["trust"]) == ("recall", date(2025, 8, 1), None)
    assert found["hiphi"]["n_stories"] == 0


def test_a_page_without_story_is_its_own(warehouse: Warehouse) -> None:
    page = restart(1, 0).feels("wm_motor", "WM Motor", -0.5)
    load_batch(warehouse, replace(batch_of(page), story_links=()), RECORDED)
    assert [r["story_id"] for r in rows(warehouse, "FROM story_brand_sentiment")] == [page.article.id]


def test_the_newest_place_in_a_story_holds(warehouse: Warehouse) -> None:
    one, two = restart(1, 0).feels("wm_motor", "WM Motor", -0.5), restart(2, 0).feels("wm_motor", "WM Motor", 0.5)
    load_batch(warehouse, batch_of(one, two), RECORDED)
    two.copies(one)
    load_batch(warehouse, Batch(story_links=(two.link,)), RECORDED + timedelta(days=1))
    (row,) = rows(warehouse, "FROM story_brand_sentiment")
    assert (row["score"], row["n_copies"]) == (-0.5, 1)
