"""Facts to signals: one flat row per claim about one brand, with its weight and the time it was knowable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from extractors.records import Annotation, Article, Commitment, Event, Figure, Signal, TargetSentiment, content_id

_LEAD = 600
"""Characters from the start of a text that count as its lead."""


def make_signals(article: Article, annotation: Annotation, story_id: str) -> list[Signal]:
    """All signals of one annotated article, in text order.

    ``available_at`` is ``article.first_seen``, which must be set: the earliest moment this could be known here.
    """
    if article.first_seen is None:
        raise ValueError(f"{article.url}: an article without first_seen has no available_at")
    relevance = brand_relevance(article, annotation)
    rows = sorted(_rows(annotation), key=lambda row: (row["start"], row["family"], row["brand"], row["name"]))
    version = ";".join(f"{k}={v}" for k, v in sorted(annotation.versions.items()))
    common: dict[str, Any] = {
        "doc_id": article.id,
        "story_id": story_id,
        "published_at": article.published,
        "available_at": article.first_seen,
        "version": version,
    }
    return [
        Signal(
            id=content_id("sig", annotation.id, row["family"], row["name"], row["brand"], row["start"], row["end"]),
            relevance=relevance.get(row["brand"], 0),
            **common,
            **row,
        )
        for row in rows
    ]


def brand_relevance(article: Article, annotation: Annotation) -> dict[str, int]:
    """How much the article is about each brand, 0-100: half by share of mentions, 30 for the title, 20 for the lead."""
    counts = Counter(m.brand for m in annotation.mentions)
    most = max(counts.values(), default=1)
    title_end = len(article.title) if article.text.startswith(article.title) else 0
    in_title = {m.brand for m in annotation.mentions if m.end <= title_end}
    in_lead = {m.brand for m in annotation.mentions if m.start < _LEAD}
    return {
        brand: round(50 * count / most) + 30 * (brand in in_title) + 20 * (brand in in_lead)
        for brand, count in counts.items()
    }


def _rows(annotation: Annotation) -> Iterator[dict[str, Any]]:
    brands = {m.brand for m in annotation.mentions}
    for sentiment in annotation.sentiment:
        yield _sentiment_row(sentiment)
    for figure in annotation.figures:
        if figure.holder in brands:
            yield _figure_row(figure)
    for event in annotation.events:
        yield _event_row(event)
    for commitment in annotation.commitments:
        yield _commitment_row(commitment)


def _place(fact: TargetSentiment | Figure | Event | Commitment) -> dict[str, Any]:
    return {"start": fact.start, "end": fact.end, "quote": fact.quote, "confidence": fact.confidence}


def _sentiment_row(fact: TargetSentiment) -> dict[str, Any]:
    score = round(fact.positive - fact.negative, 6)
    return _place(fact) | {
        "brand": fact.brand, "family": "sentiment", "name": fact.dimension,
        "score": score, "status": fact.label, "voice": fact.voice,
    }  # fmt: skip


def _figure_row(fact: Figure) -> dict[str, Any]:
    return _place(fact) | {
        "brand": fact.holder, "family": "figure", "name": fact.kind, "amount": fact.amount,
        "currency": fact.currency, "unit": fact.unit, "status": fact.claim_status, "valid_from": fact.as_of,
    }  # fmt: skip


def _event_row(fact: Event) -> dict[str, Any]:
    return _place(fact) | {
        "brand": fact.brand, "family": "event", "name": fact.type, "status": fact.status, "valid_from": fact.date,
    }  # fmt: skip


def _commitment_row(fact: Commitment) -> dict[str, Any]:
    return _place(fact) | {
        "brand": fact.brand, "family": "commitment", "name": fact.metric or "other", "amount": fact.target_value,
        "unit": fact.unit, "status": fact.strength, "valid_from": fact.deadline,
    }  # fmt: skip
