"""Recorded answers to entries and articles: pure functions over batches, so any worker can run them.

Every answer leaves exactly one fetch row, and every answer that is not what it should be leaves its reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from configs.pages import PageRules
from extractors.errors import ExtractionError, PageError
from extractors.pages import Page, extract_article
from extractors.records import FeedEntry
from flows.archive import Recorded
from flows.collect import Feed, read_feed
from warehouse.batch import Fetch, Reject, StoredArticle


@dataclass(frozen=True)
class Ingested:
    """What one batch of answers held."""

    fetches: tuple[Fetch, ...] = ()
    entries: tuple[FeedEntry, ...] = ()
    articles: tuple[StoredArticle, ...] = ()
    rejects: tuple[Reject, ...] = ()


def ingest_feeds(recorded: Iterable[Recorded], feeds: Mapping[str, Feed]) -> Ingested:
    """Entries of recorded feed answers. ``feeds`` maps address to feed."""
    fetches: list[Fetch] = []
    entries: dict[str, FeedEntry] = {}
    rejects: list[Reject] = []
    for item in recorded:
        feed = feeds[item.answer.url]
        try:
            document = read_feed(item.answer, feed)
        except ExtractionError as error:
            fetches.append(_fetch("feed", item, feed.source, error.reason))
            continue
        fetches.append(_fetch("feed", item, feed.source, entries=len(document.entries)))
        for entry in document.entries:
            entries.setdefault(entry.id, entry)
        rejects += [
            Reject(what="feed_item", place=p, reason="unusable", at=item.answer.fetched_at) for p in document.problems
        ]
    return Ingested(fetches=tuple(fetches), entries=tuple(entries.values()), rejects=tuple(rejects))


def ingest_pages(
    recorded: Sequence[Recorded],
    entries: Mapping[str, FeedEntry],
    timezones: Mapping[str, str],
    rules: PageRules,
) -> Ingested:
    """Articles of recorded page answers. ``entries`` maps page address to its feed entry, ``timezones`` source to zone."""
    fetches: list[Fetch] = []
    articles: list[StoredArticle] = []
    for item in recorded:
        entry = entries.get(item.answer.url)
        source = entry.source if entry else None
        try:
            page = _page(item, entry, timezones.get(source or "", "UTC"))
            articles.append(StoredArticle(article=extract_article(page, rules), archive_ref=item.ref))
        except PageError as error:
            fetches.append(_fetch("page", item, source, error.reason))
        else:
            fetches.append(_fetch("page", item, source))
    return Ingested(fetches=tuple(fetches), articles=tuple(articles))


def _page(item: Recorded, entry: FeedEntry | None, timezone: str) -> Page:
    answer = item.answer
    if not answer.ok:
        reason = answer.failure or f"http_{answer.status}"
        raise PageError(reason, f"{answer.url}: no page came back ({reason})")
    return Page(
        url=answer.url,
        body=answer.body,
        content_type=answer.content_type,
        fetched_at=answer.fetched_at,
        source=entry.source if entry else urlsplit(answer.url).hostname,
        timezone=timezone,
        published_hint=entry.published if entry else None,
    )


def _fetch(
    kind: str, item: Recorded, source: str | None, reason: str | None = None, entries: int | None = None
) -> Fetch:
    answer = item.answer
    return Fetch(
        kind=kind,
        source=source,
        url=answer.url,
        fetched_at=answer.fetched_at,
        outcome="failed" if reason else "ok",
        status=answer.status,
        content_type=answer.content_type or None,
        bytes=len(answer.body),
        archive_ref=item.ref,
        entries=entries,
        reason=reason,
    )
