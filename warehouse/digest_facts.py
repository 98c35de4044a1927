"""The facts of one digest, typed and ready to be rendered: nothing is left to compute or to look up.

Rule: only what could be known at the end of the day is used, and every line carries its evidence.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

import duckdb

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """Where a line comes from: the words, their span in the page, and from when they could have been known."""

    doc_id: str
    story_id: str
    url: str
    title: str
    quote: str
    span_start: int
    span_end: int
    published_at: datetime | None
    available_at: datetime


@dataclass(frozen=True, kw_only=True)
class TrustReason:
    """A sentence that moves trust; ``score`` in [-1, 1], ``relevance`` 0-100."""

    dimension: str
    voice: str | None
    score: float
    relevance: int
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class BrandTrust:
    """A brand's overall index at the end of the day, in [-1, 1], and its change over the period.

    ``trust`` is ``None`` below the floor of stories; ``change`` when either end is. Counts are of the index window,
    except ``n_new_stories``, which is of the period. ``reasons`` are the strongest sentences of the period.
    """

    brand_id: str
    name_en: str
    name_zh: str | None
    tier: str
    trust: float | None
    band_low: float | None
    band_high: float | None
    trust_before: float | None
    change: float | None
    n_stories: int
    n_new_stories: int
    n_copies: int
    reasons: tuple[TrustReason, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DebtNews:
    """A sum that was new in the period. With slip flags, ``partner_*`` is the print it looks like a slip of."""

    brand_id: str | None
    holder: str
    family: str
    kind: str
    amount: Decimal
    currency: str | None
    approx: str
    as_of: date | None
    claim_status: str
    flags: tuple[str, ...]
    partner_amount: Decimal | None
    partner_currency: str | None
    n_stories: int
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class PromiseNews:
    """A promise to look at. ``news``: passed, due (within 30 days) or new; ``state``: passed, open or undated."""

    news: str
    brand_id: str
    what: str
    metric: str | None
    target_value: Decimal | None
    unit: str | None
    deadline: date | None
    deadline_precision: str | None
    strength: str
    state: str
    days_left: int | None
    n_stories: int
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class EventNews:
    """An event first reported in the period. ``day`` is the day of the report when ``is_dated`` is false."""

    brand_id: str
    day: date
    is_dated: bool
    date_precision: str | None
    type: str
    status: str
    actor: str | None
    n_stories: int
    n_pages: int
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class FeedState:
    """Health of one source; ``reason`` is ``None`` when it is ``ok``."""

    source: str
    health: str
    last_success_at: datetime | None
    consecutive_failures: int
    last_items: int | None
    items_per_day: float | None
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class Count:
    """One count of the period: pages, stories, copies, annotated, waiting, skipped, not_whole, rejected, fetched."""

    topic: str
    detail: str | None
    n: int


@dataclass(frozen=True, kw_only=True)
class DigestFacts:
    """Everything a digest of the ``days`` up to and with ``day`` says."""

    day: date
    days: int
    trust: tuple[BrandTrust, ...]
    debts: tuple[DebtNews, ...]
    promises: tuple[PromiseNews, ...]
    events: tuple[EventNews, ...]
    feeds: tuple[FeedState, ...]
    counts: tuple[Count, ...]


def digest_facts(con: duckdb.DuckDBPyConnection, day: date, *, days: int = 7, reasons: int = 3) -> DigestFacts:
    """The facts of the period of ``days`` days that ends with ``day`` (UTC), with up to ``reasons`` sentences a brand.

    ``con`` is the writer's connection or a published copy's; days are read in UTC, so its time zone must be UTC.
    """
    period = [day, days]
    moved_by: dict[str, list[TrustReason]] = {}
    for row in _rows(con, "SELECT * FROM digest_evidence(?, ?) WHERE place <= ?", [*period, reasons]):
        moved_by.setdefault(row["brand_id"], []).append(_typed(TrustReason, row))
    trust = _rows(con, "FROM digest_trust(?, ?)", period)
    return DigestFacts(
        day=day,
        days=days,
        trust=tuple(_typed(BrandTrust, {**r, "reasons": tuple(moved_by.get(r["brand_id"], ()))}) for r in trust),
        debts=tuple(
            _typed(DebtNews, {**r, "flags": tuple(r["flags"])}) for r in _rows(con, "FROM digest_debts(?, ?)", period)
        ),
        promises=tuple(_typed(PromiseNews, r) for r in _rows(con, "FROM digest_promises(?, ?)", period)),
        events=tuple(_typed(EventNews, r) for r in _rows(con, "FROM digest_events(?, ?)", period)),
        feeds=tuple(
            _typed(FeedState, r) for r in _rows(con, "FROM feed_health_asof(day_end(?)) ORDER BY source", [day])
        ),
        counts=tuple(_typed(Count, r) for r in _rows(con, "FROM digest_counts(?, ?)", period)),
    )


def _rows(con: duckdb.DuckDBPyConnection, sql: str, parameters: list[object]) -> list[dict[str, Any]]:
    answer = con.execute(sql, parameters)
    names = [str(column[0]) for column in answer.description or []]
    return [dict(zip(names, row, strict=True)) for row in answer.fetchall()]


def _typed(kind: type[T], row: dict[str, Any]) -> T:
    """The row as a ``kind``: each field from the column of its name, ``evidence`` from those of its own fields."""
    names = [f.name for f in fields(kind)]  # type: ignore[arg-type]
    values = {name: row[name] for name in names if name != "evidence" and name in row}
    if "evidence" in names:
        values["evidence"] = Evidence(**{f.name: row[f.name] for f in fields(Evidence)})
    return kind(**values)
