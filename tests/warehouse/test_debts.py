"""Different debts stay different things, slips are flagged with their partner, and a flagged claim never wins silently."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.warehouse.builders import RECORDED, Page, at, batch_of
from tests.warehouse.test_trust import rows
from warehouse.load import load_batch
from warehouse.store import Warehouse

BILLION = 10**9


def story(number: int, holder: str, amount: float, *, day: int = 0, **more: object) -> Page:
    text = f"Story {number}. They owe a lot of money, people say."
    return Page(text, day=day).owes(holder, "a lot of money", str(Decimal(str(amount)) * BILLION), **more)


def ledger(warehouse: Warehouse, brand: str = "wm_motor") -> dict[tuple[Any, ...], dict[str, Any]]:
    found = rows(warehouse, "FROM debt_ledger WHERE brand_id = ?", brand)
    keyed = {(r["kind"], r["currency"], r["as_of"]): r for r in found}
    assert len(keyed) == len(found)
    return keyed


def test_five_debts_of_one_brand_are_five_things(warehouse: Warehouse) -> None:
    audited = date(2022, 12, 31)
    plan = date(2025, 4, 3)
    load_batch(
        warehouse,
        batch_of(
            story(1, "wm_motor", 20.367, as_of=audited, as_of_precision="day"),
            story(2, "wm_motor", 20, kind="debt_unspecified", approx="about"),
            story(3, "wm_motor", 14.8, kind="claims_confirmed", as_of=plan, claim_status="confirmed_by_court"),
            story(4, "wm_motor", 45, kind="cash_burn_cumulative"),
            story(5, "wm_motor", 20, kind="debt_unspecified", currency="USD"),
            story(6, "baoneng", 50, kind="debt_unspecified"),
            story(7, "person:Freeman Shen", 0.5, kind="personal_debt"),
            story(8, "wm_motor", 0.0003, kind="price"),
        ),
        RECORDED,
    )
    found = ledger(warehouse)
    assert {key: row["amount"] / BILLION for key, row in found.items()} == {
        ("total_liabilities", "CNY", audited): Decimal("20.367"),
        ("debt_unspecified", "CNY", None): 20,
        ("claims_confirmed", "CNY", plan): Decimal("14.8"),
        ("cash_burn_cumulative", "CNY", None): 45,
        ("debt_unspecified", "USD", None): 20,
    }
    assert found["claims_confirmed", "CNY", plan]["reason"] == (
        "one story; as of 2025-04-03; confirmed by court; printed exactly"
    )
    assert found["debt_unspecified", "USD", None]["flags"] == ["currency_label"]
    assert rows(warehouse, "SELECT brand_id FROM debt_ledger WHERE holder LIKE 'person:%'") == [{"brand_id": None}]


def test_copies_do_not_make_a_claim_stronger(warehouse: Warehouse) -> None:
    origin = story(1, "hiphi", 15.7)
    copies = [story(i, "hiphi", 15.7, day=1).copies(origin) for i in (2, 3)]
    load_batch(warehouse, batch_of(origin, *copies, story(4, "hiphi", 15.9)), RECORDED)
    (row,) = ledger(warehouse, "hiphi").values()
    assert (row["n_stories"], row["n_claims"]) == (2, 4)
    assert (row["range_low"], row["range_high"]) == (15_700_000_000, 15_900_000_000)
    assert (row["first_seen_at"], row["last_seen_at"]) == (at(0), at(1))


def test_the_best_claim_is_firm_exact_and_widely_told(warehouse: Warehouse) -> None:
    load_batch(
        warehouse,
        batch_of(
            story(1, "neta", 26, approx="about"),
            story(2, "neta", 26.58),
            story(3, "neta", 26.58),
            story(4, "neta", 26.6),
            story(5, "neta", 27, claim_status="rumoured"),
            story(6, "neta", 27, claim_status="denied"),
        ),
        RECORDED,
    )
    (row,) = ledger(warehouse, "neta").values()
    assert (row["amount"], row["reason"]) == (
        26_580_000_000,
        "6 independent stories; undated; asserted; printed exactly",
    )


def test_current_is_the_newest_dated_undoubted_claim(warehouse: Warehouse) -> None:
    load_batch(
        warehouse,
        batch_of(
            story(1, "hiphi", 15.781, as_of=date(2024, 8, 31)),
            story(2, "hiphi", 12.9, as_of=date(2023, 12, 31)),
            story(3, "hiphi", 16, approx="about", day=9),
            story(4, "hiphi", 99, as_of=date(2025, 1, 31), claim_status="denied"),
        ),
        RECORDED,
    )
    current = [row for row in ledger(warehouse, "hiphi").values() if row["is_current"]]
    assert [(r["as_of"], r["amount"]) for r in current] == [(date(2024, 8, 31), 15_781_000_000)]


@pytest.mark.parametrize(
    ("amount", "currency", "slip"),
    [
        (265.8, "CNY", "scale_x10"),
        (2.658, "CNY", "scale_x10"),
        (2658, "CNY", "scale_x100"),
        (0.02658, "CNY", "scale_x1000"),
        (3.72, "CNY", "currency_rate"),
        (26.6, "USD", "currency_label"),
        (37, "USD", "scale_x10"),
        (265.8, None, "scale_x10"),
    ],
)
def test_slips_are_flagged_with_their_partner_and_do_not_win(
    warehouse: Warehouse, amount: float, currency: str | None, slip: str
) -> None:
    right = [story(i, "neta", 26.58) for i in (1, 2)]
    wrong = story(3, "neta", amount, day=5, currency=currency)
    load_batch(warehouse, batch_of(*right, wrong), RECORDED)
    suspects = rows(warehouse, "FROM scale_suspects WHERE is_doubtful")
    assert [(s["slip"], s["amount"], s["partner_amount"]) for s in suspects] == [
        (slip, Decimal(str(amount)) * BILLION, 26_580_000_000)
    ]
    assert suspects[0]["url"] == wrong.article.url
    partners = rows(
        warehouse, "SELECT claim_id FROM debt_claims WHERE amount = 26580000000 ORDER BY available_at, claim_id"
    )
    assert suspects[0]["partner_claim_id"] == partners[0]["claim_id"]
    assert (suspects[0]["n_stories"], suspects[0]["partner_n_stories"]) == (1, 2)
    (current,) = rows(warehouse, "FROM debt_ledger WHERE brand_id = 'neta' AND is_current")
    assert (current["amount"], current["is_doubtful"]) == (26_580_000_000, False)
    assert slip in {flag for row in ledger(warehouse, "neta").values() for flag in row["flags"]}


@pytest.mark.parametrize(
    ("amount", "more"),
    [(26.1, {}), (31, {}), (3.0, {}), (3.72, {"currency": "USD"}), (265.8, {"kind": "claims_filed"})],
)
def test_rounding_growth_conversion_and_other_kinds_are_no_slips(
    warehouse: Warehouse, amount: float, more: dict[str, object]
) -> None:
    load_batch(warehouse, batch_of(story(1, "neta", 26.58), story(2, "neta", amount, **more)), RECORDED)
    assert rows(warehouse, "FROM scale_suspects") == []


def test_growth_between_dates_is_no_slip(warehouse: Warehouse) -> None:
    dated = [story(1, "neta", 2.0, as_of=date(2020, 12, 31)), story(2, "neta", 20.0, as_of=date(2024, 12, 31))]
    load_batch(warehouse, batch_of(*dated), RECORDED)
    assert rows(warehouse, "FROM scale_suspects") == []


def test_when_nobody_is_better_supported_both_are_doubtful_and_the_ledger_says_so(warehouse: Warehouse) -> None:
    load_batch(warehouse, batch_of(story(1, "neta", 26.58), story(2, "neta", 265.8)), RECORDED)
    (row,) = ledger(warehouse, "neta").values()
    assert row["is_doubtful"] is True
    assert row["reason"].endswith("doubtful, no undoubted claim: scale_x10")


def test_a_flag_of_the_finder_sets_a_claim_aside_but_an_assumed_currency_does_not(warehouse: Warehouse) -> None:
    load_batch(
        warehouse,
        batch_of(
            story(1, "neta", 26, approx="about", flags=("currency_assumed",)),
            story(2, "neta", 30, flags=("scale_unclear",)),
        ),
        RECORDED,
    )
    (row,) = ledger(warehouse, "neta").values()
    assert (row["amount"], row["is_doubtful"]) == (26_000_000_000, False)
    assert row["flags"] == ["currency_assumed", "scale_unclear"]
    assert row["reason"].endswith("1 doubtful set aside")
    assert (row["range_low"], row["range_high"]) == (26_000_000_000, 26_000_000_000)


def test_debt_asof_knows_only_its_past(warehouse: Warehouse) -> None:
    load_batch(warehouse, batch_of(story(1, "neta", 18.3), story(2, "neta", 26.58, day=10)), RECORDED)
    asof = "SELECT amount FROM debt_asof('neta', ?) WHERE is_current"
    assert rows(warehouse, asof, at(-1)) == []
    assert rows(warehouse, asof, at(9)) == [{"amount": 18_300_000_000}]
    assert rows(warehouse, asof, at(10)) == [{"amount": 26_580_000_000}]


def test_every_claim_keeps_its_print_and_page(warehouse: Warehouse) -> None:
    page = Page("威马 owes 200亿.", lang="zh").owes("wm_motor", "200亿", "20000000000", low=Decimal(1), high=Decimal(2))
    counted = Page("WM Motor sold 5 cars.").owes(
        "wm_motor", "5 cars", 5, kind="units_sold", currency=None, unit="vehicles"
    )
    nobody = Page("Someone owes 5 yuan.").owes(None, "5 yuan", 5)  # type: ignore[arg-type]
    load_batch(warehouse, batch_of(page, counted, nobody), RECORDED)
    claims = {c["quote"]: c for c in rows(warehouse, "FROM debt_claims")}
    assert set(claims) == {"200亿", "5 yuan"}
    claim = claims["200亿"]
    assert claim["url"] == page.article.url
    assert page.article.text[claim["span_start"] : claim["span_end"]] == "200亿"
    assert (claim["family"], claim["lang"], claims["5 yuan"]["brand_id"]) == ("debt", "zh", None)
    assert {r["holder"] for r in rows(warehouse, "FROM debt_ledger")} == {"wm_motor"}
