"""A digest says what was new in its period, with evidence, and nothing that could not be known that day."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.warehouse.builders import RECORDED, Page, at, batch_of, capture
from warehouse.batch import Reject
from warehouse.digest_facts import DigestFacts, Evidence, digest_facts
from warehouse.load import load_batch
from warehouse.publish import open_published, publish
from warehouse.store import Warehouse


def day(number: int) -> date:
    return at(number).date()


def loaded(warehouse: Warehouse) -> list[Page]:
    pages = [
        *(Page(f"Early {i}. WM Motor pays.", day=0).feels("wm_motor", "WM Motor", 0.5) for i in range(3)),
        *(Page(f"Late {i}. WM Motor fails.", day=9).feels("wm_motor", "WM Motor", -0.9 - i / 100) for i in range(5)),
        Page("WM Motor owes 20 billion. It restarts by October.", day=9)
        .owes("wm_motor", "20 billion", 20 * 10**9)
        .promises("wm_motor", "restarts", date(2025, 10, 1))
        .happens("wm_motor", "restarts", "production_resume", "planned"),
        Page("WM Motor owes 200 billion.", day=9).owes("wm_motor", "200 billion", 200 * 10**9),
    ]
    pages.append(Page("Copied: WM Motor owes 20 billion.", day=10).owes("wm_motor", "20 billion", 20 * 10**9))
    pages[-1].copies(pages[8])
    film = Page("Ne Zha breaks records.", day=9)
    film.annotation = replace(film.annotation, skipped="no_brand")
    rejected = Reject(what="page", place="https://x.example", reason="empty", at=at(9))
    fetches = (capture("cnevpost", 9, None, reason="HTTP 503"),)
    load_batch(warehouse, batch_of(*pages, film, rejects=(rejected,), fetches=fetches), RECORDED)
    return pages


@pytest.fixture
def facts(warehouse: Warehouse) -> DigestFacts:
    loaded(warehouse)
    return digest_facts(warehouse.con, day(10), days=7)


def test_trust_moves_with_its_reasons(facts: DigestFacts) -> None:
    (wm,) = facts.trust
    assert (wm.brand_id, wm.name_en, wm.name_zh, wm.tier) == ("wm_motor", "WM Motor", "威马汽车", "tracked")
    assert wm.trust is not None
    assert wm.trust_before is not None
    assert wm.change == pytest.approx(wm.trust - wm.trust_before)
    assert wm.trust < 0 < wm.trust_before
    assert (wm.n_stories, wm.n_new_stories) == (8, 5)
    assert [round(r.score, 2) for r in wm.reasons] == [-0.94, -0.93, -0.92]
    assert wm.reasons[0].evidence.quote == "Late 4. WM Motor fails."


def test_every_line_carries_its_evidence(facts: DigestFacts, warehouse: Warehouse) -> None:
    lines: list[Evidence] = [r.evidence for b in facts.trust for r in b.reasons]
    lines += [line.evidence for line in (*facts.debts, *facts.promises, *facts.events)]
    assert len(lines) == 3 + 2 + 1 + 1
    stored = dict(warehouse.con.execute("SELECT doc_id, text FROM documents").fetchall())
    for evidence in lines:
        assert evidence.url.startswith("https://news.example/")
        assert stored[evidence.doc_id][evidence.span_start : evidence.span_end] == evidence.quote
        assert evidence.available_at == at(9)


def test_new_sums_show_their_slips(facts: DigestFacts) -> None:
    large, right = facts.debts
    assert (large.amount, large.flags, large.partner_amount) == (200 * 10**9, ("scale_x10",), 20 * 10**9)
    assert (right.amount, right.n_stories, right.family) == (20 * 10**9, 1, "debt")


def test_promises_and_events_of_the_period(facts: DigestFacts) -> None:
    assert [(p.news, p.state, p.deadline) for p in facts.promises] == [("new", "open", date(2025, 10, 1))]
    assert [(e.type, e.status, e.is_dated, e.n_stories) for e in facts.events] == [
        ("production_resume", "planned", False, 1)
    ]


@pytest.mark.parametrize(
    ("on", "news"),
    [
        (date(2025, 9, 25), ["due"]),
        (date(2025, 10, 2), ["passed"]),
        (date(2025, 10, 8), ["passed"]),
        (date(2025, 10, 9), []),
    ],
)
def test_a_promise_comes_due_and_passes(warehouse: Warehouse, on: date, news: list[str]) -> None:
    loaded(warehouse)
    assert [p.news for p in digest_facts(warehouse.con, on, days=7).promises] == news


def test_counts_say_what_was_left_out(facts: DigestFacts) -> None:
    assert {(c.topic, c.detail): c.n for c in facts.counts} == {
        ("pages", None): 9,
        ("stories", None): 8,
        ("copies", "copy"): 1,
        ("annotated", None): 8,
        ("skipped", "no_brand"): 1,
        ("rejected", "page: empty"): 1,
        ("fetched", "feed failed"): 1,
    }
    failing = {f.source: f.reason for f in facts.feeds if f.health == "failing"}
    assert failing == {"cnevpost": "HTTP 503"}


def test_a_past_digest_is_rebuilt_the_same(warehouse: Warehouse) -> None:
    loaded(warehouse)
    before = digest_facts(warehouse.con, day(9), days=7)
    late = Page("WM Motor owes 2 billion. WM Motor is loved.", day=15)
    late.owes("wm_motor", "2 billion", 2 * 10**9).feels("wm_motor", "WM Motor is", 0.9)
    load_batch(warehouse, batch_of(late, fetches=(capture("cnevpost", 15, 9),)), RECORDED)
    assert digest_facts(warehouse.con, day(9), days=7) == before
    assert digest_facts(warehouse.con, day(15), days=7) != before


def test_readers_get_the_same_facts_from_the_published_copy(warehouse: Warehouse, tmp_path: Path) -> None:
    loaded(warehouse)
    with open_published(publish(warehouse, tmp_path / "p.duckdb")) as con:
        assert digest_facts(con, day(10), days=7) == digest_facts(warehouse.con, day(10), days=7)


def test_a_day_without_news_is_empty_and_no_error(warehouse: Warehouse) -> None:
    empty = digest_facts(warehouse.con, day(0))
    assert (empty.trust, empty.debts, empty.promises, empty.events, empty.counts) == ((), (), (), (), ())
    assert {f.health for f in empty.feeds} == {"never_captured", "disabled"}
