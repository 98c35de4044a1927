"""Stories are counted, not pages; few stories give no number; the past is what could be known then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from extractors.records import Annotation
from tests.warehouse.builders import RECORDED, Page, at, batch_of
from warehouse.batch import Batch
from warehouse.load import load_batch
from warehouse.store import Warehouse, open_warehouse


def rows(warehouse: Warehouse, sql: str, *parameters: object) -> list[dict[str, Any]]:
    answer = warehouse.con.execute(sql, list(parameters))
    names = [c[0] for c in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def bad_news(day: int, number: int, score: float = -0.8) -> Page:
    return Page(f"Report {number}. WM Motor cannot pay.", day=day).feels("wm_motor", "WM Motor", score)


def overall(warehouse: Warehouse, day: date) -> dict[str, Any]:
    (row,) = rows(warehouse, "FROM trust_index WHERE brand_id = 'wm_motor' AND dimension = 'overall' AND day = ?", day)
    return row


def test_a_story_is_the_relevance_weighted_mean_of_its_sentences(warehouse: Warehouse) -> None:
    page = Page("WM Motor cannot pay but WM Motor is loved.")
    page.feels("wm_motor", "WM Motor", -1.0, relevance=75).feels("wm_motor", "WM Motor is", 0.2, relevance=25)
    load_batch(warehouse, batch_of(page), RECORDED)
    (row,) = rows(warehouse, "FROM story_brand_sentiment")
    assert row["score"] == pytest.approx((-1.0 * 75 + 0.2 * 25) / 100)
    assert (row["n_sentences"], row["relevance"], row["n_copies"]) == (2, 75, 0)
    assert row["origin_doc_id"] == page.article.id


def test_copies_are_counted_and_not_read(warehouse: Warehouse) -> None:
    origin = bad_news(0, 1)
    copies = [
        Page(f"Copy {i}. WM Motor shines.", day=1).feels("wm_motor", "WM Motor", 0.9).copies(origin) for i in (1, 2)
    ]
    load_batch(warehouse, batch_of(origin, *copies), RECORDED)
    (row,) = rows(warehouse, "FROM story_brand_sentiment")
    assert (row["score"], row["n_copies"], row["story_id"]) == (-0.8, 2, origin.link.story_id)


def test_a_copy_speaks_when_the_origin_was_not_annotated(warehouse: Warehouse) -> None:
    origin = bad_news(0, 1)
    copy = Page("Copy. WM Motor shines.", day=1).feels("wm_motor", "WM Motor", 0.9).copies(origin)
    batch = batch_of(copy)
    load_batch(warehouse, Batch(articles=batch_of(origin).articles, story_links=(origin.link,)), RECORDED)
    load_batch(warehouse, batch, RECORDED)
    (row,) = rows(warehouse, "FROM story_brand_sentiment")
    assert (row["score"], row["n_copies"], row["origin_doc_id"]) == (0.9, 1, copy.article.id)


def test_below_the_floor_there_is_no_number_but_the_counts_stay(warehouse: Warehouse) -> None:
    load_batch(warehouse, batch_of(bad_news(0, 1), bad_news(0, 2)), RECORDED)
    row = overall(warehouse, at(0).date())
    assert (row["trust"], row["band_low"], row["band_high"], row["n_stories"]) == (None, None, None, 2)
    load_batch(warehouse, batch_of(bad_news(0, 3)), RECORDED)
    assert overall(warehouse, at(0).date())["trust"] is not None


def test_the_index_is_pulled_toward_zero_and_banded(warehouse: Warehouse) -> None:
    load_batch(warehouse, batch_of(*(bad_news(0, i) for i in range(4))), RECORDED)
    few = overall(warehouse, at(0).date())
    assert few["trust"] == pytest.approx(4 * 0.8 * -0.8 / (4 * 0.8 + 2))
    assert -1 <= few["band_low"] < few["trust"] < few["band_high"] <= 1
    load_batch(warehouse, batch_of(*(bad_news(0, i) for i in range(4, 40))), RECORDED)
    many = overall(warehouse, at(0).date())
    assert -0.8 < many["trust"] < few["trust"]
    assert many["band_high"] - many["band_low"] < few["band_high"] - few["band_low"]


def test_a_story_counts_for_the_window_and_then_no_more(warehouse: Warehouse) -> None:
    pages = [*(bad_news(0, i) for i in range(3)), Page("HiPhi is back.", day=60).feels("hiphi", "HiPhi", 0.5)]
    load_batch(warehouse, batch_of(*pages), RECORDED)
    days = rows(warehouse, "FROM trust_index WHERE brand_id = 'wm_motor' AND dimension = 'overall' ORDER BY day")
    assert [r["day"] for r in days] == [at(d).date() for d in range(28)]
    assert [r["n_new_stories"] for r in days] == [3] + [0] * 27
    assert {r["trust"] for r in days} == {days[0]["trust"]}


def test_dimensions_roll_up(warehouse: Warehouse) -> None:
    pages = [
        Page(f"Test {n}. WM Motor.", day=0).feels("wm_motor", "WM Motor", score, dimension=dimension)
        for n, (dimension, score) in enumerate(
            [("technology", 0.6), ("product_quality_safety", -0.6), ("brand_loyalty", 0.3), ("none", 1.0)] * 3
        )
    ]
    load_batch(warehouse, batch_of(*pages), RECORDED)
    found = {r["dimension"]: r for r in rows(warehouse, "FROM trust_index WHERE day = ?", at(0).date())}
    assert set(found) == {"technology", "product_quality_safety", "brand_loyalty", "ability", "benevolence", "overall"}
    assert found["ability"]["trust"] == pytest.approx(0)
    assert found["benevolence"]["trust"] == found["brand_loyalty"]["trust"] > 0
    assert found["overall"]["n_stories"] == 9
    assert {r["level"] for r in found.values()} == {"dimension", "roll_up", "overall"}


def test_the_trend_compares_weeks(warehouse: Warehouse) -> None:
    first = [bad_news(0, i, -0.2) for i in range(3)]
    second = [bad_news(7, i, -0.9) for i in range(10, 20)]
    load_batch(warehouse, batch_of(*first, *second), RECORDED)
    weeks = rows(warehouse, "FROM trust_trend WHERE brand_id = 'wm_motor' AND dimension = 'overall' ORDER BY week")
    assert [(w["week"], w["direction"], w["n_new_stories"]) for w in weeks] == [
        (date(2025, 9, 1), "unknown", 3),
        (date(2025, 9, 8), "down", 10),
    ]
    assert weeks[1]["change"] == pytest.approx(weeks[1]["trust"] - weeks[0]["trust"])


def test_the_newest_annotation_is_the_one_that_counts(warehouse: Warehouse) -> None:
    page = bad_news(0, 1)
    load_batch(warehouse, batch_of(page), RECORDED)
    again = bad_news(0, 1, 0.4)
    again.annotation = replace(again.annotation, versions={"sentiment": "2"})
    load_batch(warehouse, Batch(annotations=(again.annotation,), signals=tuple(again.signals)), RECORDED + timedelta(1))
    assert [r["score"] for r in rows(warehouse, "FROM story_brand_sentiment")] == [0.4]
    then = "FROM story_brand_sentiment_asof('infinity', recorded_by := ?)"
    assert [r["score"] for r in rows(warehouse, then, RECORDED)] == [-0.8]


def test_an_annotation_that_finds_nothing_silences_the_old_one(warehouse: Warehouse) -> None:
    page = bad_news(0, 1)
    load_batch(warehouse, batch_of(page), RECORDED)
    empty = Annotation(doc_id=page.article.id, lang="en", versions={"sentiment": "2"})
    load_batch(warehouse, Batch(annotations=(empty,)), RECORDED + timedelta(days=1))
    assert rows(warehouse, "FROM story_brand_sentiment") == []


def test_the_past_knows_only_what_could_be_known(warehouse: Warehouse) -> None:
    load_batch(warehouse, batch_of(*(bad_news(d, d, -0.5) for d in range(10))), RECORDED)
    asof = "SELECT max(day) AS day, max(n_stories) AS n FROM trust_asof(?) WHERE dimension = 'overall'"
    assert rows(warehouse, asof, at(4)) == [{"day": at(4).date(), "n": 5}]
    assert rows(warehouse, asof, at(4, 11)) == [{"day": at(4).date(), "n": 4}]
    later = [bad_news(0, 100 + i, 0.9) for i in range(5)]
    for page in later:  # told on day 0, but first seen on day 20
        page.signals = [replace(s, available_at=at(20)) for s in page.signals]
    before = rows(warehouse, "FROM trust_asof(?) ORDER BY ALL", at(9))
    load_batch(warehouse, batch_of(*later), RECORDED)
    assert rows(warehouse, "FROM trust_asof(?) ORDER BY ALL", at(9)) == before


def test_days_are_the_same_in_every_time_zone(warehouse: Warehouse) -> None:
    load_batch(warehouse, batch_of(*(bad_news(0, i) for i in range(3))), RECORDED)
    here = rows(warehouse, "FROM trust_index ORDER BY ALL")
    warehouse.con.execute("SET TimeZone = 'Pacific/Auckland'")
    assert rows(warehouse, "FROM trust_index ORDER BY ALL") == here


def test_the_index_does_not_depend_on_the_order_of_loading(warehouse: Warehouse, tmp_path: Path) -> None:
    pages = [bad_news(d, d, -1 / (d + 3)) for d in range(25)]
    load_batch(warehouse, batch_of(*pages), RECORDED)
    here = rows(warehouse, "FROM trust_index ORDER BY ALL")
    with open_warehouse(tmp_path / "other.duckdb") as other:
        for table in ("trust_dimensions", "index_settings"):
            other.con.register("given", warehouse.con.sql(f"FROM {table}").to_arrow_table())
            other.con.execute(f"INSERT INTO {table} FROM given")
        for page in reversed(pages):
            load_batch(other, batch_of(page), RECORDED)
        assert rows(other, "FROM trust_index ORDER BY ALL") == here
