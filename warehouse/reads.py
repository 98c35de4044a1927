"""What a run asks before it works: which things are known already, and which still wait.

Rule: questions name what they ask about, so that an answer never grows with the warehouse.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from extractors.records import Article, FeedEntry
from extractors.stories import StoryPage
from warehouse.load import among
from warehouse.rows import canonical_json
from warehouse.store import Warehouse


def known_urls(warehouse: Warehouse, urls: Iterable[str]) -> set[str]:
    """Those of the addresses whose page was read: it is stored, or its fetch succeeded. Failures may be tried again."""
    return among(
        warehouse.con,
        "SELECT url AS id FROM documents UNION ALL SELECT url FROM fetches WHERE kind = 'page' AND outcome = 'ok'",
        urls,
    )


def known_archive_refs(warehouse: Warehouse, refs: Iterable[str]) -> set[str]:
    """Those of the archive records that were taken in, whatever became of them."""
    return among(
        warehouse.con, "SELECT archive_ref AS id FROM fetches UNION ALL SELECT archive_ref FROM documents", refs
    )


def recent_documents(warehouse: Warehouse, since: datetime) -> list[StoryPage]:
    """Pages with a story that could be known from ``since`` on, as clustering wants them, in order of ``seen_at``."""
    rows = warehouse.con.execute(
        """SELECT
            page.doc_id, page.lang, page.title, document.text, page.available_at, page.story_id, page.published_at,
            list_sort(list_distinct(list(mention.brand_id) FILTER (mention.brand_id IS NOT NULL)))
        FROM documents_asof('infinity', 'infinity') AS page
        INNER JOIN documents AS document USING (doc_id)
        SEMI JOIN story_members USING (doc_id)
        LEFT JOIN mentions AS mention ON mention.annotation_id = page.annotation_id
        WHERE page.available_at >= ?
        GROUP BY ALL
        ORDER BY page.available_at, page.doc_id""",
        [since],
    ).fetchall()
    return [
        StoryPage(doc_id, lang, title, text, seen_at.astimezone(UTC), frozenset(brands or ()), story_id, _utc(told_at))
        for doc_id, lang, title, text, seen_at, story_id, told_at, brands in rows
    ]


def unannotated(warehouse: Warehouse, versions: Mapping[str, str], limit: int | None = None) -> list[Article]:
    """Whole articles (status ``ok``) without an annotation by exactly these versions, oldest first."""
    rows = warehouse.con.execute(
        """SELECT * EXCLUDE (text_hash, available_at, archive_ref, run_id, recorded_at)
        FROM documents
        ANTI JOIN (SELECT doc_id FROM annotations WHERE versions = ?) AS done USING (doc_id)
        WHERE status = 'ok'
        ORDER BY available_at, doc_id LIMIT ?""",
        [canonical_json(versions), limit],
    )
    names = [column[0] for column in rows.description or []]
    return [_article(dict(zip(names, row, strict=True))) for row in rows.fetchall()]


def entries_of(warehouse: Warehouse, urls: Iterable[str]) -> dict[str, FeedEntry]:
    """The first print of each of the addresses in a feed, by address; addresses that no feed named are left out."""
    asked = sorted(set(urls))
    rows = warehouse.con.execute(
        """SELECT url, source, title, summary, published_at, published_raw, guid, fetched_at
        FROM feed_entries WHERE url IN (SELECT unnest(?))
        QUALIFY row_number() OVER (PARTITION BY url ORDER BY fetched_at, print_id) = 1""",
        [asked],
    ).fetchall()
    return {
        url: FeedEntry(
            source=source,
            url=url,
            title=title,
            summary=summary,
            published=_utc(published),
            published_raw=raw,
            guid=guid,
            fetched_at=fetched_at.astimezone(UTC),
        )
        for url, source, title, summary, published, raw, guid, fetched_at in rows
    }


def _utc(moment: datetime | None) -> datetime | None:
    return moment.astimezone(UTC) if moment else None


def _article(row: dict[str, Any]) -> Article:
    return Article(
        url=row["url"],
        title=row["title"],
        text=row["text"],
        lang=row["lang"],
        source=row["source"],
        author=row["author"],
        site=row["site"],
        published=_utc(row["published_at"]),
        published_from=row["published_from"],
        modified=_utc(row["modified_at"]),
        first_seen=_utc(row["first_seen_at"]),
        status=row["status"],
    )
