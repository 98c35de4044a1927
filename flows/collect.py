"""From a list of sources to recorded bytes: poll the feeds, fetch the pages they newly name, archive everything.

Nothing is decided here about what a page means; a page that fails is recorded as failed and asked for again next time.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from configs.book import BrandBook
from configs.sources import QueryTemplate, Sources
from extractors.errors import FeedError
from extractors.feeds import FeedDocument, parse_feed
from flows.archive import Archive, Recorded
from flows.fetch import Answer, Fetcher

Known = Callable[[Iterable[str]], Collection[str]]
"""Which of some addresses need no fetching any more."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One address to poll: its source id, and the zone of times that it prints without one."""

    source: str
    url: str
    timezone: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one address. ``settled``: asking again would bring nothing new."""

    url: str
    ok: bool
    settled: bool


def outcome_of(answer: Answer) -> Outcome:
    """A whole answer settles its address, unless the server was only passing through trouble."""
    status = answer.status or 0
    return Outcome(answer.url, answer.ok, answer.failure is None and status < 500 and status != 429)


def feeds_of(sources: Sources, book: BrandBook) -> list[Feed]:
    """Every enabled feed, and one query feed per template and brand of its tiers."""
    feeds = [Feed(s.id, sources.address(s), s.timezone) for s in sources.enabled() if s.kind != "html"]
    for template in sources.query_templates:
        if template.enabled:
            for brand_id, query in _queries(template, book):
                url = sources.query_address(template, query)
                feeds.append(Feed(f"{template.id}:{brand_id}", url, template.timezone))
    return feeds


def _queries(template: QueryTemplate, book: BrandBook) -> Iterator[tuple[str, str]]:
    """(brand id, query text) for every brand that the template asks about."""
    if template.query == "listed":
        yield from template.listed.items()
        return
    for brand in book.values():
        name = brand.names.en if template.query == "name_en" else brand.names.zh
        if brand.tier in template.tiers and name is not None:
            yield brand.id, name.text


def read_feed(answer: Answer, feed: Feed) -> FeedDocument:
    """The entries of one recorded feed answer. Raises :class:`FeedError`, also when no feed came (``http_404``)."""
    if not answer.ok:
        reason = answer.failure or f"http_{answer.status}"
        raise FeedError(reason, f"{answer.url}: no feed came back ({reason})")
    return parse_feed(
        answer.body,
        source=feed.source,
        url=answer.url,
        fetched_at=answer.fetched_at,
        content_type=answer.content_type,
        timezone=feed.timezone,
    )


def collect(
    feeds: Sequence[Feed], fetcher: Fetcher, archive: Archive, known: Known, *, batch: int = 50
) -> Iterator[Recorded]:
    """Poll every feed once and fetch the pages that are not ``known``; yields each answer once it is on disk."""
    polled = archive.append(fetcher.fetch([feed.url for feed in feeds]))
    yield from polled
    wanted: dict[str, None] = {}
    for feed, recorded in zip(feeds, polled, strict=True):
        try:
            document = read_feed(recorded.answer, feed)
        except FeedError:
            continue  # recorded with its reason when the archive is read
        wanted.update(dict.fromkeys(entry.url for entry in document.entries))
    fetched = known(wanted)
    urls = [url for url in wanted if url not in fetched]
    for start in range(0, len(urls), batch):
        yield from archive.append(fetcher.fetch(urls[start : start + batch]))
