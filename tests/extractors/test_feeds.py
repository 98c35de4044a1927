"""Feeds as they come: every item is an entry or a named problem, every other answer an error with its reason."""

import json
from datetime import UTC, datetime

import pytest

from extractors.errors import FeedError
from extractors.feeds import FeedDocument, parse_feed

NOW = datetime(2025, 9, 1, tzinfo=UTC)


def read(body: str | bytes, timezone: str = "UTC", content_type: str = "") -> FeedDocument:
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(
        data, source="s", url="https://x.example/feed", fetched_at=NOW, timezone=timezone, content_type=content_type
    )


def rss(*items: str) -> str:
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>{"".join(items)}</channel></rss>'


def item(link: str = "/a", title: str = "t", date: str = "") -> str:
    dated = f"<pubDate>{date}</pubDate>" if date else ""
    return f"<item><title>{title}</title><link>{link}</link>{dated}</item>"


def test_relative_links_are_resolved_and_tracking_is_dropped() -> None:
    entry = read(rss(item("/a?utm_source=x&amp;id=3"))).entries[0]
    assert entry.url == "https://x.example/a?id=3"


@pytest.mark.parametrize(
    ("printed", "expected"),
    [
        ("Mon, 01 Sep 2025 10:00:00 GMT", datetime(2025, 9, 1, 10, tzinfo=UTC)),
        ("Mon, 01 Sep 2025 10:00:00 +0800", datetime(2025, 9, 1, 2, tzinfo=UTC)),
        ("2025-09-01 10:00:00", datetime(2025, 9, 1, 2, tzinfo=UTC)),
        ("2025-09-01T10:00:00Z", datetime(2025, 9, 1, 10, tzinfo=UTC)),
    ],
)
def test_a_time_without_a_zone_is_local_to_the_source(printed: str, expected: datetime) -> None:
    assert read(rss(item(date=printed)), timezone="Asia/Shanghai").entries[0].published == expected


def test_an_unreadable_date_is_kept_reported_and_not_invented() -> None:
    document = read(rss(item(date="yesterday-ish")))
    assert document.entries[0].published is None
    assert document.entries[0].published_raw == "yesterday-ish"
    assert "unreadable date 'yesterday-ish'" in document.problems[0]


def test_an_item_without_a_link_is_a_problem_and_its_neighbours_stay() -> None:
    document = read(rss("<item><title>t</title></item>", item()))
    assert len(document.entries) == 1
    assert "item 1: no usable link" in document.problems[0]


def test_markup_and_scripts_leave_titles() -> None:
    title = "WM &lt;b&gt;Motor&lt;/b&gt; &lt;script&gt;alert(1)&lt;/script&gt;"
    assert read(rss(item(title=title))).entries[0].title == "WM Motor"


def test_gbk_feed_is_read_by_its_declared_encoding() -> None:
    body = rss(item(title="威马汽车复产")).replace('"1.0"', '"1.0" encoding="gbk"').encode("gbk")
    assert read(body).entries[0].title == "威马汽车复产"


def test_json_feed() -> None:
    feed = {"version": "https://jsonfeed.org/version/1.1", "title": "T"}
    feed |= {"items": [{"id": "1", "url": "/a", "title": "t", "date_published": "2025-09-01T10:00:00+08:00"}]}
    entry = read(json.dumps(feed)).entries[0]
    assert (entry.url, entry.published) == ("https://x.example/a", datetime(2025, 9, 1, 2, tzinfo=UTC))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "not_a_feed"),
        ("<html><body>Not found</body></html>", "not_a_feed"),
        (b"\x00\x00\x01", "not_a_feed"),
        ("plain words", "not_a_feed"),
        ('{"items": 3}', "not_a_feed"),
        (rss(), "no_entries"),
        ('{"title": "T", "items": []}', "no_entries"),
    ],
)
def test_what_is_no_feed_says_so(body: str | bytes, reason: str) -> None:
    with pytest.raises(FeedError) as error:
        read(body)
    assert error.value.reason == reason
    assert "https://x.example/feed" in str(error.value)


def test_entry_ids_are_stable_and_differ_by_link() -> None:
    first, second = (read(rss(item("/a"), item("/b"))).entries for _ in range(2))
    assert [e.id for e in first] == [e.id for e in second]
    assert first[0].id != first[1].id


def test_a_path_as_body_is_not_opened() -> None:
    with pytest.raises(FeedError):
        read(__file__)
