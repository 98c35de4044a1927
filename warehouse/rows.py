"""Records as rows: one function per table, field by field, nothing decided.

Rule: a value that the table cannot hold raises ``ValueError`` here, for its row alone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from math import isfinite

from extractors.records import (
    Annotation,
    Commitment,
    Event,
    FeedEntry,
    Figure,
    Located,
    Mention,
    Signal,
    TargetSentiment,
    content_id,
)
from extractors.stories import StoryLink
from warehouse.batch import Fetch, Reject, Run, StoredArticle

Row = dict[str, object]

_LIMIT = Decimal(10) ** 20
_STEP = Decimal("0.0001")


def _moment(value: datetime | None, name: str) -> datetime | None:
    if value is not None and value.tzinfo is None:
        raise ValueError(f"{name} {value.isoformat()} has no time zone")
    return value


def _amount(value: Decimal | None, name: str) -> Decimal | None:
    """Rounded to the four decimals of the column; beyond ±10^20 it does not fit."""
    if value is None:
        return None
    if not value.is_finite() or abs(value) >= _LIMIT:
        raise ValueError(f"{name} {value} does not fit DECIMAL(24,4)")
    return value.quantize(_STEP)


def _number(value: float | None, name: str) -> float | None:
    if value is not None and not isfinite(value):
        raise ValueError(f"{name} {value} is no number")
    return value


def canonical_json(value: Mapping[str, str]) -> str:
    """JSON with sorted keys: equal mappings give equal text."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def run_row(run: Run) -> Row:
    return {
        "run_id": run.run_id,
        "flow": run.flow,
        "started_at": _moment(run.started_at, "started_at"),
        "finished_at": _moment(run.finished_at, "finished_at"),
        "outcome": run.outcome,
        "versions": canonical_json(run.versions),
    }


def fetch_row(fetch: Fetch) -> Row:
    fetched_at = _moment(fetch.fetched_at, "fetched_at")
    instant = fetch.fetched_at.astimezone(UTC).isoformat()
    return {
        "fetch_id": content_id("fetch", fetch.kind, fetch.source, fetch.url, instant, fetch.archive_ref),
        "kind": fetch.kind,
        "source": fetch.source,
        "url": fetch.url,
        "fetched_at": fetched_at,
        "status": fetch.status,
        "content_type": fetch.content_type,
        "bytes": fetch.bytes,
        "archive_ref": fetch.archive_ref,
        "entries": fetch.entries,
        "outcome": fetch.outcome,
        "reason": fetch.reason,
    }


def entry_row(entry: FeedEntry) -> Row:
    row: Row = {
        "entry_id": entry.id,
        "source": entry.source,
        "url": entry.url,
        "guid": entry.guid,
        "title": entry.title,
        "summary": entry.summary,
        "published_at": _moment(entry.published, "published"),
        "published_raw": entry.published_raw,
    }
    fetched_at = _moment(entry.fetched_at, "fetched_at")
    return {"print_id": content_id("print", *row.values()), **row, "fetched_at": fetched_at}


def document_row(stored: StoredArticle, run_id: str | None, recorded_at: datetime) -> Row:
    article = stored.article
    published = _moment(article.published, "published")
    first_seen = _moment(article.first_seen, "first_seen")
    return {
        "doc_id": article.id,
        "url": article.url,
        "title": article.title,
        "text": article.text,
        "text_hash": article.text_hash,
        "lang": article.lang,
        "source": article.source,
        "author": article.author,
        "site": article.site,
        "published_at": published,
        "published_from": article.published_from,
        "modified_at": _moment(article.modified, "modified"),
        "first_seen_at": first_seen,
        "available_at": first_seen or min(published or recorded_at, recorded_at),
        "status": article.status,
        "archive_ref": stored.archive_ref,
        "run_id": run_id,
    }


def link_row(link: StoryLink) -> Row:
    return {
        "story_id": link.story_id,
        "doc_id": link.doc_id,
        "role": link.role,
        "score": _number(link.score, "score"),
        "reason": link.reason,
    }


def annotation_row(annotation: Annotation) -> Row:
    return {
        "annotation_id": annotation.id,
        "doc_id": annotation.doc_id,
        "lang": annotation.lang,
        "versions": canonical_json(annotation.versions),
        "skipped": annotation.skipped,
    }


def _located(fact: Located, confidence: float) -> Row:
    return {
        "span_start": fact.start,
        "span_end": fact.end,
        "quote": fact.quote,
        "confidence": _number(confidence, "confidence"),
    }


def mention_row(m: Mention) -> Row:
    return {"brand_id": m.brand, "via": m.via, **_located(m, m.confidence)}


def figure_row(f: Figure) -> Row:
    prints = [
        {"start": p.start, "end": p.end, "quote": p.quote, "amount": f"{p.amount:f}", "currency": p.currency}
        for p in f.also_printed
    ]
    return {
        "kind": f.kind,
        "amount": _amount(f.amount, "amount"),
        "amount_low": _amount(f.low, "low"),
        "amount_high": _amount(f.high, "high"),
        "currency": f.currency,
        "unit": f.unit,
        "scale_raw": f.scale_raw,
        "approx": f.approx,
        "holder": f.holder,
        "counterparty": f.counterparty,
        "as_of": f.as_of,
        "as_of_precision": f.as_of_precision,
        "claim_status": f.claim_status,
        "claim_source": f.claim_source,
        "flags": list(f.flags),
        "also_printed": json.dumps(prints, ensure_ascii=False),
        **_located(f, f.confidence),
    }


def event_row(e: Event) -> Row:
    return {
        "brand_id": e.brand,
        "type": e.type,
        "status": e.status,
        "actor": e.actor,
        "event_date": e.date,
        "date_precision": e.date_precision,
        **_located(e, e.confidence),
    }


def commitment_row(c: Commitment) -> Row:
    return {
        "brand_id": c.brand,
        "what": c.what,
        "metric": c.metric,
        "target_value": _amount(c.target_value, "target_value"),
        "unit": c.unit,
        "deadline": c.deadline,
        "deadline_precision": c.deadline_precision,
        "strength": c.strength,
        **_located(c, c.confidence),
    }


def sentiment_row(s: TargetSentiment) -> Row:
    return {
        "brand_id": s.brand,
        "dimension": s.dimension,
        "voice": s.voice,
        "label": s.label,
        "negative": _number(s.negative, "negative"),
        "neutral": _number(s.neutral, "neutral"),
        "positive": _number(s.positive, "positive"),
        "sentence_start": s.sentence_start,
        "sentence_end": s.sentence_end,
        **_located(s, s.confidence),
    }


FACT_TABLES = {
    "mentions": "mention_id",
    "figures": "figure_id",
    "events": "event_id",
    "commitments": "commitment_id",
    "sentiment": "sentiment_id",
}


def identified_fact(table: str, annotation: Annotation, row: Row) -> Row:
    """The row with its annotation, its document and its id: a content hash of all of it."""
    id_column = FACT_TABLES[table]
    row = {"annotation_id": annotation.id, "doc_id": annotation.doc_id, **row}
    return {id_column: content_id(id_column.removesuffix("_id"), *row.values()), **row}


def signal_row(s: Signal, annotation_id: str) -> Row:
    return {
        "signal_id": s.id,
        "annotation_id": annotation_id,
        "doc_id": s.doc_id,
        "story_id": s.story_id,
        "brand_id": s.brand,
        "family": s.family,
        "name": s.name,
        "relevance": s.relevance,
        "score": _number(s.score, "score"),
        "amount": _amount(s.amount, "amount"),
        "currency": s.currency,
        "unit": s.unit,
        "status": s.status,
        "voice": s.voice,
        "valid_from": s.valid_from,
        "published_at": _moment(s.published_at, "published_at"),
        "available_at": _moment(s.available_at, "available_at"),
        "version": s.version,
        **_located(s, s.confidence),
    }


def reject_row(reject: Reject) -> Row:
    instant = reject.at.astimezone(UTC).isoformat()
    return {
        "reject_id": content_id("reject", reject.what, reject.place, reject.reason, instant),
        "what": reject.what,
        "place": reject.place,
        "reason": reject.reason,
        "rejected_at": _moment(reject.at, "at"),
    }


def refused_row(what: str, place: str, reason: str, at: datetime) -> Row:
    """A row for what the load itself refuses: the same thing is refused once, however often it comes."""
    return {
        "reject_id": content_id("reject", what, place, reason),
        "what": what,
        "place": place,
        "reason": reason,
        "rejected_at": at,
    }
