"""Page bytes to an article: main text, title, times with zone, language, and an honest word when it is not one.

trafilatura finds the text; publication times come from what the page states about itself, in an order of trust.
A page that only shows a teaser, a paywall or a consent wall keeps its text and says so in ``status``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import htmldate
import lxml.html
import trafilatura
from courlan import clean_url
from lxml.etree import ParserError, XMLSyntaxError
from trafilatura.settings import Document
from trafilatura.utils import decode_file

from configs.pages import PageRules
from extractors.clock import read_time
from extractors.errors import PageError
from extractors.languages import detect_language
from extractors.records import Article

_CHARSET = re.compile(r"charset=[\"']?([\w-]+)", re.IGNORECASE)
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "iso-8859-1": "cp1252", "latin-1": "cp1252"}
_META_TIMES = ("article:published_time", "og:published_time", "datepublished", "publishdate", "pubdate")


@dataclass(frozen=True, slots=True)
class Page:
    """One recorded answer: its bytes, the address they came from, and what the collector knew of it.

    ``timezone`` (IANA) applies to times that the page prints without a zone. ``published_hint`` is the feed's time.
    """

    url: str
    body: bytes
    content_type: str
    fetched_at: datetime
    source: str | None = None
    timezone: str = "UTC"
    published_hint: datetime | None = None


def extract_article(page: Page, rules: PageRules) -> Article:
    """The article on one page.

    Raises :class:`PageError` with reason ``not_text`` (a media type without text), ``unreadable`` (no document in the
    bytes) or ``empty`` (no main text found).
    """
    kind = page.content_type.split(";")[0].strip().lower()
    if kind == "text/plain":
        return _plain_article(page, rules)
    if kind and not kind.endswith(("html", "xml")):
        raise PageError("not_text", f"{page.url}: media type {kind} holds no article")
    markup = _decode(page)
    tree = _parse(page.url, markup)
    found = trafilatura.bare_extraction(tree, url=page.url, with_metadata=True, include_comments=False)
    if not isinstance(found, Document) or not (found.text or "").strip():
        raise PageError("empty", f"{page.url}: no main text found")
    title = " ".join((found.title or "").split())
    body = _without_furniture(found.text or "", title, rules)
    lang = detect_language(f"{title}\n{body}")
    published, published_from = _published(page, tree, found.date)
    return Article(
        url=_address(page.url, found.url),
        title=title,
        text=f"{title}\n\n{body}" if title else body,
        lang=lang,
        source=page.source,
        author=found.author or None,
        site=found.sitename or _site(page.url),
        published=published,
        published_from=published_from,
        modified=_modified(page, tree),
        first_seen=page.fetched_at,
        status=_status(body, lang, rules),
    )


def _plain_article(page: Page, rules: PageRules) -> Article:
    """A recorded text as it stands: nothing removed, its first line that says something taken as title."""
    text = _decode(page).replace("\r\n", "\n")
    lines = (line.strip() for line in text.splitlines())
    title = next((line for line in lines if line and line.lower() not in rules.furniture), "")
    if not title:
        raise PageError("empty", f"{page.url}: no text")
    return Article(
        url=page.url,
        title=title,
        text=text,
        lang=detect_language(text),
        source=page.source,
        site=_site(page.url),
        published=page.published_hint,
        published_from="feed" if page.published_hint else None,
        first_seen=page.fetched_at,
        status=_status(text, "en", rules),
    )


def _decode(page: Page) -> str:
    """The page's characters: declared charsets first (header, then page), then detection; NUL bytes are dropped."""
    declared = _CHARSET.search(page.content_type)
    stated = _CHARSET.search(page.body[:2048].decode("ascii", "ignore"))
    for match in (declared, stated):
        if match:
            name = match.group(1).lower()
            try:
                return str(page.body, _WIDER.get(name, name)).replace("\x00", "")
            except (UnicodeDecodeError, LookupError):
                continue
    return str(decode_file(page.body)).replace("\x00", "")


def _parse(url: str, markup: str) -> lxml.html.HtmlElement:
    markup = re.sub(r"^\s*<\?xml[^>]*\?>", "", markup)
    try:
        tree = lxml.html.document_fromstring(markup)
    except (ParserError, XMLSyntaxError, ValueError, RecursionError) as error:
        raise PageError("unreadable", f"{url}: no HTML document ({error})") from error
    return tree


def _address(url: str, canonical: str | None) -> str:
    """The canonical link when it stays on the same site, else the fetched address; tracking parameters dropped."""
    if canonical and _site(canonical) == _site(url):
        return clean_url(canonical) or url
    return clean_url(url) or url


def _site(url: str) -> str:
    """The host name without the prefixes under which the same site is also served."""
    return re.sub(r"^(?:www|m|wap|amp)\.", "", urlsplit(url).hostname or "")


def _without_furniture(text: str, title: str, rules: PageRules) -> str:
    """``text`` without the leading lines that repeat the title or are page furniture."""
    lines = text.strip().splitlines()
    while lines and ((line := lines[0].strip()).lower() in rules.furniture or line == title or not line):
        lines.pop(0)
    return "\n".join(lines)


def _status(body: str, lang: str | None, rules: PageRules) -> str:
    lowered = body.lower()
    for status, stub in rules.stubs.items():
        if len(body) <= stub.max_chars and any(phrase in lowered for phrase in stub.phrases):
            return status
    return "ok" if len(body) >= rules.min_chars.get(lang or "other", rules.min_chars["other"]) else "empty"


def _json_ld(tree: lxml.html.HtmlElement) -> Iterator[dict[str, Any]]:
    """Every object in the page's JSON-LD blocks, nested ones too; unreadable blocks are passed over."""
    for block in tree.xpath('//script[@type="application/ld+json"]/text()'):
        try:
            waiting = [json.loads(block, strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting:
            node = waiting.pop()
            if isinstance(node, dict):
                yield node
                waiting.extend(node.values())
            elif isinstance(node, list):
                waiting.extend(node)


def _stated(tree: lxml.html.HtmlElement, metas: tuple[str, ...], key: str) -> Iterator[tuple[str, str]]:
    """(where, printed time) for each time that the page states about itself, most trusted first."""
    for node in _json_ld(tree):
        if isinstance(node.get(key), str):
            yield "json_ld", node[key]
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in metas and meta.get("content"):
            yield "meta", meta.get("content")


def _published(page: Page, tree: lxml.html.HtmlElement, found_date: str | None) -> tuple[datetime | None, str | None]:
    """Publication time and where it was stated. A bare date is midnight in its zone (``date_only``)."""
    for where, printed in _stated(tree, _META_TIMES, "datePublished"):
        if published := read_time(printed, page.timezone):
            return published, where if ":" in printed else "date_only"
    if page.published_hint:
        return page.published_hint, "feed"
    for element in tree.xpath("//time[@datetime]"):
        if published := read_time(element.get("datetime"), page.timezone):
            return published, "time_element" if ":" in element.get("datetime") else "date_only"
    guessed = found_date or htmldate.find_date(tree, original_date=True, max_date=page.fetched_at.date().isoformat())
    if guessed and (day := read_time(guessed, page.timezone)):
        return day.replace(tzinfo=ZoneInfo(page.timezone)), "date_only"
    return None, None


def _modified(page: Page, tree: lxml.html.HtmlElement) -> datetime | None:
    metas = ("article:modified_time", "og:updated_time")
    times = (read_time(printed, page.timezone) for _, printed in _stated(tree, metas, "dateModified"))
    return next((t for t in times if t), None)
