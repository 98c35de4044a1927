"""Each check finds the fault it is for, and a sound warehouse has none."""

from __future__ import annotations

import pytest

from tests.warehouse.builders import RECORDED, batch_of
from tests.warehouse.test_load import full_batch
from warehouse.load import load_batch
from warehouse.quality import check_quality
from warehouse.store import Warehouse

FAULTS = {
    "span_is_quote": "UPDATE figures SET span_start = span_start + 1",
    "probabilities_sum_to_one": "UPDATE sentiment SET neutral = 0.9",
    "values_in_range": "UPDATE signals SET relevance = 101",
    "no_orphans": "DELETE FROM annotations",
    "signals_have_a_story": "DELETE FROM story_members",
    "nothing_known_before_it_was_recorded": "UPDATE signals SET available_at = recorded_at + INTERVAL 1 DAY",
    "keys_are_unique": "INSERT INTO documents FROM documents",
    "words_are_configured": "UPDATE figures SET kind = 'debts'",
}


def test_an_empty_and_a_full_warehouse_are_sound(warehouse: Warehouse) -> None:
    assert check_quality(warehouse) == []
    load_batch(warehouse, full_batch(), RECORDED)
    assert check_quality(warehouse) == []


@pytest.mark.parametrize("check", FAULTS)
def test_a_fault_is_found_and_shown(warehouse: Warehouse, check: str) -> None:
    load_batch(warehouse, full_batch(), RECORDED)
    warehouse.con.execute(FAULTS[check])
    problems = {p.check: p for p in check_quality(warehouse)}
    assert check in problems
    assert problems[check].places
    assert str(problems[check]).startswith(f"{check}: ")


@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE sentiment SET negative = 'nan'::DOUBLE",
        "UPDATE signals SET score = 'nan'::DOUBLE",
        "UPDATE signals SET confidence = 'nan'::DOUBLE",
    ],
)
def test_not_a_number_is_no_value(warehouse: Warehouse, fault: str) -> None:
    load_batch(warehouse, full_batch(), RECORDED)
    warehouse.con.execute(fault)
    assert check_quality(warehouse)


def test_many_places_are_counted_and_a_few_named(warehouse: Warehouse) -> None:
    load_batch(warehouse, full_batch(), RECORDED)
    warehouse.con.execute(
        """INSERT INTO signals SELECT signals.* REPLACE ('signal-' || i AS signal_id, 101 AS relevance)
        FROM signals, range(50) AS numbers(i)"""
    )
    (problem,) = check_quality(warehouse)
    assert (problem.count, len(problem.places)) == (50, 5)
    assert str(problem).endswith(", …")


def test_an_empty_batch_is_no_fault(warehouse: Warehouse) -> None:
    load_batch(warehouse, batch_of(), RECORDED)
    assert check_quality(warehouse) == []
