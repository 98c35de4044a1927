"""Feed bytes to entries, as printed: nothing is repaired that cannot be shown, nothing is invented.

RSS and Atom go through feedparser, JSON Feed through its own short reader. An answer without a single item is an
error: a feed that went quiet must show as such.
"""

from __future__ import annotations

import calendar
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import feedparser
import lxml.html
from courlan import clean_url
from lxml.etree import ParserError

from extractors.clock import has_zone, read_time
from extractors.errors import FeedError
from extractors.records import FeedEntry


@dataclass(frozen=True, slots=True)
class FeedDocument:
    """One capture of a feed: its usable entries in printed order and what had to be left out, one line each."""

    title: str
    entries: tuple[FeedEntry, ...]
    problems: tuple[str, ...]


def parse_feed(
    body: bytes, *, source: str, url: str, fetched_at: datetime, content_type: str = "", timezone: str = "UTC"
) -> FeedDocument:
    """Read one captured feed (RSS 0.9-2.0, Atom, JSON Feed).

    ``timezone`` (IANA) applies to times printed without a zone. Raises :class:`FeedError` with reason
    ``not_a_feed`` or ``no_entries``.
    """
    if not body.strip():
        raise FeedError("not_a_feed", f"{url}: empty answer")
    if body.lstrip()[:1] == b"{":
        title, items = _json_items(body, url)
    else:
        title, items = _xml_items(body, url, content_type)
    entries: list[FeedEntry] = []
    problems: list[str] = []
    for number, item in enumerate(items, 1):
        address = clean_url(urljoin(url, item["url"])) if item["url"] else None
        if not address or not address.startswith(("http://", "https://")):
            problems.append(f"{url}: item {number}: no usable link ({item['url']!r})")
            continue
        published = _published(item, timezone)
        if item["published"] and published is None:
            problems.append(f"{url}: item {number}: unreadable date {item['published']!r}")
        entries.append(
            FeedEntry(
                source=source,
                url=address,
                title=_plain(item["title"]),
                summary=_plain(item["summary"]),
                published=published,
                published_raw=item["published"] or None,
                guid=item["guid"] or address,
                fetched_at=fetched_at,
            )
        )
    if not entries:
        raise FeedError("no_entries", f"{url}: a feed without a usable item ({len(problems)} unusable)")
    return FeedDocument(title, tuple(entries), tuple(problems))


def _xml_items(body: bytes, url: str, content_type: str) -> tuple[str, list[dict[str, Any]]]:
    headers = {"content-location": url} | ({"content-type": content_type} if content_type else {})
    # A stream, never bytes or str: feedparser would try those as a file name or an address first.
    parsed = feedparser.parse(BytesIO(body), response_headers=headers)
    if not parsed.get("version") and not parsed.entries:
        cause = type(parsed.get("bozo_exception", "")).__name__ if parsed.bozo else "no feed element"
        raise FeedError("not_a_feed", f"{url}: not a feed ({cause})")
    items = [
        {
            "url": entry.get("link", ""),
            "title": entry.get("title", ""),
            "summary": entry.get("summary", ""),
            "guid": entry.get("id", ""),
            "published": entry.get("published") or entry.get("updated") or "",
            "parsed": entry.get("published_parsed" if entry.get("published") else "updated_parsed"),
        }
        for entry in parsed.entries
    ]
    return _plain(parsed.feed.get("title", "")), items


def _json_items(body: bytes, url: str) -> tuple[str, list[dict[str, Any]]]:
    try:
        feed = json.loads(body)
        raw_items = feed["items"]
        items = [
            {
                "url": str(item.get("url") or item.get("external_url") or ""),
                "title": str(item.get("title") or ""),
                "summary": str(item.get("summary") or item.get("content_text") or item.get("content_html") or ""),
                "guid": str(item.get("id") or ""),
                "published": str(item.get("date_published") or item.get("date_modified") or ""),
                "parsed": None,
            }
            for item in raw_items
        ]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise FeedError("not_a_feed", f"{url}: not a JSON Feed ({error!r})") from error
    return str(feed.get("title") or ""), items


def _published(item: dict[str, Any], timezone: str) -> datetime | None:
    """The item's time. feedparser knows more formats, but reads a missing zone as UTC: then the source's zone rules."""
    printed = item["published"]
    if not printed:
        return None
    if item["parsed"] is not None and has_zone(printed):
        return datetime.fromtimestamp(calendar.timegm(item["parsed"]), UTC)
    return read_time(printed, timezone)


def _plain(markup: str) -> str:
    """The text of a title or summary that may hold markup; scripts vanish."""
    if "<" in markup or "&" in markup:
        try:
            tree = lxml.html.fromstring(f"<div>{markup}</div>")
        except (ParserError, ValueError):
            return ""
        for dropped in tree.iter("script", "style"):
            dropped.text = None
        markup = tree.text_content()
    return " ".join(markup.split())
