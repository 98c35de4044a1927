"""Small real records for the warehouse's tests: pages about brands, with facts whose spans are true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from extractors.records import (
    Annotation,
    Article,
    Commitment,
    Event,
    FeedEntry,
    Figure,
    Mention,
    Signal,
    TargetSentiment,
    content_id,
)
from extractors.stories import StoryLink
from warehouse.batch import Batch, Fetch, StoredArticle

NOON = datetime(2025, 9, 1, 12, tzinfo=UTC)
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)
VERSIONS = {"brands": "1", "sentiment": "1"}


def at(day: int, hour: int = 12) -> datetime:
    """Noon, or another hour, ``day`` days after the first of September 2025."""
    return NOON.replace(hour=hour) + timedelta(days=day)


class Page:
    """A page under construction: facts are added by the words they stand on."""

    def __init__(self, text: str, *, day: int = 0, url: str | None = None, lang: str = "en", source: str = "cnevpost"):
        self.article = Article(
            url=url or f"https://news.example/{content_id('page', text, day)}",
            title=text.split(".")[0],
            text=text,
            lang=lang,
            source=source,
            published=at(day, 8),
            published_from="meta",
            first_seen=at(day),
        )
        self.annotation = Annotation(doc_id=self.article.id, lang=lang, versions=VERSIONS)
        self.signals: list[Signal] = []
        self.link = StoryLink(self.article.id, content_id("story", self.article.id), "origin", 1.0, "first seen")

    def span(self, words: str) -> dict[str, object]:
        start = self.article.text.index(words)
        return {"start": start, "end": start + len(words), "quote": words}

    def copies(self, origin: Page, role: str = "copy") -> Page:
        self.link = StoryLink(self.article.id, origin.link.story_id, role, 0.9, "shares its words")
        return self

    def feels(
        self,
        brand: str,
        words: str,
        score: float,
        *,
        dimension: str = "financial_stability",
        relevance: int = 80,
        voice: str = "media",
    ) -> Page:
        """A judgement on a mention, and its signal. The whole text is the sentence."""
        span = self.span(words)
        positive, negative = max(score, 0.0), max(-score, 0.0)
        judged = TargetSentiment(
            **span,  # type: ignore[arg-type]
            brand=brand,
            sentence_start=0,
            sentence_end=len(self.article.text),
            negative=negative,
            neutral=1 - positive - negative,
            positive=positive,
            label="negative" if score < 0 else "positive" if score > 0 else "neutral",
            dimension=dimension,
            voice=voice,
            confidence=0.9,
        )
        mention = Mention(**span, brand=brand, via="name")  # type: ignore[arg-type]
        self._add(mentions=(*self.annotation.mentions, mention), sentiment=(*self.annotation.sentiment, judged))
        assert self.article.first_seen is not None
        self.signals.append(
            Signal(
                id=content_id("signal", self.article.id, brand, dimension, span["start"], score),
                doc_id=self.article.id,
                story_id=self.link.story_id,
                brand=brand,
                family="sentiment",
                name=dimension,
                **span,  # type: ignore[arg-type]
                relevance=relevance,
                confidence=0.9,
                published_at=self.article.published,
                available_at=self.article.first_seen,
                version="1",
                score=score,
                voice=voice,
            )
        )
        return self

    def owes(self, holder: str, words: str, amount: str | int, **more: object) -> Page:
        values: dict[str, object] = {"kind": "total_liabilities", "currency": "CNY", **more}
        figure = Figure(**self.span(words), amount=Decimal(amount), holder=holder, **values)  # type: ignore[arg-type]
        return self._add(figures=(*self.annotation.figures, figure))

    def promises(self, brand: str, words: str, deadline: date | None, **more: object) -> Page:
        promise = Commitment(
            **self.span(words),
            brand=brand,
            what=words,
            strength="announced",
            deadline=deadline,
            **more,  # type: ignore[arg-type]
        )
        return self._add(commitments=(*self.annotation.commitments, promise))

    def happens(self, brand: str, words: str, kind: str, status: str = "done", on: date | None = None) -> Page:
        event = Event(**self.span(words), type=kind, brand=brand, status=status, date=on)  # type: ignore[arg-type]
        return self._add(events=(*self.annotation.events, event))

    def _add(self, **facts: object) -> Page:
        self.annotation = replace(self.annotation, **facts)  # type: ignore[arg-type]
        return self


def batch_of(*pages: Page, **more: object) -> Batch:
    return Batch(
        run_id="run-1",
        articles=tuple(StoredArticle(article=p.article, archive_ref=f"a.warc.gz#{i}") for i, p in enumerate(pages)),
        story_links=tuple(p.link for p in pages),
        annotations=tuple(p.annotation for p in pages),
        signals=tuple(s for p in pages for s in p.signals),
        **more,  # type: ignore[arg-type]
    )


def capture(source: str, day: int, entries: int | None, *, reason: str | None = None) -> Fetch:
    """A capture of a feed; ``entries`` ``None`` with a reason is a failure."""
    return Fetch(
        kind="feed",
        source=source,
        url=f"https://{source}.example/feed",
        fetched_at=at(day, 6),
        outcome="failed" if reason else "ok",
        status=None if reason else 200,
        entries=entries,
        reason=reason,
    )


def entry(source: str, number: int, day: int) -> FeedEntry:
    return FeedEntry(
        source=source,
        url=f"https://{source}.example/{number}",
        title=f"Item {number}",
        summary="",
        published=at(day, 5),
        published_raw=None,
        guid=str(number),
        fetched_at=at(day, 6),
    )
