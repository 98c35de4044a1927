"""Pages to articles: text, times with zone, language, and an honest status."""

from datetime import UTC, datetime

import pytest

from configs.pages import load_page_rules
from extractors.errors import PageError
from extractors.pages import Page, extract_article
from extractors.records import Article

RULES = load_page_rules()
NOW = datetime(2025, 9, 20, tzinfo=UTC)
BODY = (
    "<p>The carmaker's plant in Wenzhou has begun to build cars again after two years, local officials reported.</p>"
    "<p>Parts for the older models are still hard to find, and the service network covers only a few cities so far.</p>"
    "<p>Creditors who filed their claims last spring have received a first payment under the approved plan.</p>"
)


def page(
    head: str = "", body: str = BODY, *, url: str = "https://n.example/a?utm_source=x", kind: str = "text/html", zone: str = "UTC",
    hint: datetime | None = None,
) -> Article:  # fmt: skip
    markup = f"<html><head><title>Plant restarts</title>{head}</head><body><h1>Plant restarts</h1>{body}</body></html>"
    return extract_article(Page(url, markup.encode(), kind, NOW, source="s", timezone=zone, published_hint=hint), RULES)


def test_text_starts_with_the_title_and_holds_the_body() -> None:
    article = page()
    assert article.text.startswith("Plant restarts\n\n")
    assert "begun to build cars again" in article.text
    assert article.text.count("Plant restarts") == 1
    assert (article.lang, article.status, article.first_seen) == ("en", "ok", NOW)


def test_tracking_parameters_leave_the_address() -> None:
    assert page().url == "https://n.example/a"


@pytest.mark.parametrize(
    ("canonical", "expected"),
    [("https://n.example/real", "https://n.example/real"), ("https://elsewhere.example/real", "https://n.example/a")],
)
def test_a_canonical_link_counts_on_its_own_site(canonical: str, expected: str) -> None:
    assert page(f'<link rel="canonical" href="{canonical}">').url == expected


@pytest.mark.parametrize(
    ("head", "where"),
    [
        ('<meta property="article:published_time" content="2025-09-06T10:00:00">', "meta"),
        ('<script type="application/ld+json">{"datePublished": "2025-09-06T10:00:00"}</script>', "json_ld"),
    ],
)
def test_a_naive_time_is_local_to_the_source(head: str, where: str) -> None:
    article = page(head, zone="Asia/Shanghai")
    assert article.published == datetime(2025, 9, 6, 2, tzinfo=UTC)
    assert article.published_from == where


def test_a_bare_date_says_that_it_is_one() -> None:
    article = page('<meta property="article:published_time" content="2025-09-06">', zone="Asia/Shanghai")
    assert article.published is not None
    assert article.published.isoformat() == "2025-09-06T00:00:00+08:00"
    assert article.published_from == "date_only"


def test_the_feed_dates_a_page_that_does_not() -> None:
    hint = datetime(2025, 9, 5, 7, tzinfo=UTC)
    article = page(hint=hint)
    assert (article.published, article.published_from) == (hint, "feed")


def test_no_date_is_invented() -> None:
    article = page()
    assert (article.published, article.published_from) == (None, None)


def test_broken_json_ld_does_not_hide_the_meta_time() -> None:
    head = '<script type="application/ld+json">{broken</script>'
    head += '<meta property="article:published_time" content="2025-09-06T10:00:00Z">'
    assert page(head).published == datetime(2025, 9, 6, 10, tzinfo=UTC)


def test_declared_gbk_is_read_as_its_superset() -> None:
    body = "<p>" + "威马汽车在温州的工厂恢复生产，老车主仍在等待配件。" * 6 + "</p>"
    markup = f"<html><head><title>威马复产</title></head><body><h1>威马复产</h1>{body}</body></html>"
    article = extract_article(
        Page("https://n.example/a", markup.encode("gbk"), "text/html; charset=gb2312", NOW), RULES
    )
    assert article.title == "威马复产"
    assert article.lang == "zh"


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (
            "<p>Shares of the brand fell sharply today after the news. Subscribe to continue reading this story.</p>",
            "paywall",
        ),
        (
            "<p>We value your privacy and use cookies on this site to measure. Accept all cookies or choose.</p>",
            "consent",
        ),
        (
            "<p>The restart has been announced for next month at the old plant in Wenzhou. Read the full story</p>",
            "teaser",
        ),
        ("<p>The restart has been announced for next month.</p>", "empty"),
    ],
)
def test_a_stub_is_named(body: str, status: str) -> None:
    assert page(body=body).status == status


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (b"%PDF-1.7", "application/pdf", "not_text"),
        (b"", "text/html", "unreadable"),
        (b"<html><body></body></html>", "text/html", "empty"),
        (b"   \n ", "text/plain", "empty"),
    ],
)
def test_what_is_no_article_says_so(data: bytes, kind: str, reason: str) -> None:
    with pytest.raises(PageError) as error:
        extract_article(Page("https://n.example/a", data, kind, NOW), RULES)
    assert error.value.reason == reason
    assert "https://n.example/a" in str(error.value)


def test_plain_text_is_kept_as_it_stands() -> None:
    text = "HomeArticle\n\nA title\n\nBody of the text, long enough to be told as English by its many plain words."
    article = extract_article(Page("https://n.example/a", text.encode(), "text/plain; charset=utf-8", NOW), RULES)
    assert (article.text, article.title) == (text, "A title")


@pytest.mark.parametrize("body", ["<div>" * 50_000 + BODY, BODY.replace(" ", "\x00 ")])
def test_deep_nesting_and_nul_bytes_end_in_an_article_or_a_reason(body: str) -> None:
    try:
        outcome = page(body=body).text
    except PageError as error:
        outcome = error.reason
    assert outcome
    assert "\x00" not in outcome
