"""The steps of the daily job as plain functions: what Prefect schedules, and what tests call without it.

Functions on batches are pure and picklable, so that any task runner's workers take them; only `load` and `publish` of
the flow touch the warehouse.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from extractors.records import Annotation, Article, FeedEntry, Signal
from extractors.signals import make_signals
from extractors.stories import StoryIndex, StoryLink, StoryPage
from flows.archive import Archive, Damage, Known, Recorded
from flows.collect import Feed
from flows.ingest import Ingested, ingest_pages
from flows.resources import load_annotator, load_configuration
from warehouse.batch import Batch, Reject


@dataclass(frozen=True)
class Pending:
    """What lies in the archive and not yet in the warehouse."""

    feeds: tuple[Recorded, ...]
    pages: tuple[Recorded, ...]
    damages: tuple[Damage, ...]


def read_pending(archive: Archive, known: Known, feed_urls: Collection[str]) -> Pending:
    """All answers that the warehouse has not seen, feeds and pages apart, each in order of capture."""
    feeds: list[Recorded] = []
    pages: list[Recorded] = []
    damages: list[Damage] = []
    for item in archive.read(known):
        if isinstance(item, Damage):
            damages.append(item)
        elif item.answer.url in feed_urls:
            feeds.append(item)
        else:
            pages.append(item)
    return Pending(tuple(feeds), tuple(pages), tuple(damages))


def read_pages(
    recorded: Sequence[Recorded], entries: Mapping[str, FeedEntry], feeds: Sequence[Feed], config: Path | None
) -> Ingested:
    """Articles of one batch of recorded pages."""
    timezones = {feed.source: feed.timezone for feed in feeds}
    return ingest_pages(recorded, entries, timezones, load_configuration(config).pages)


def story_pages(articles: Sequence[Article], annotations: Sequence[Annotation]) -> list[StoryPage]:
    """The articles that name a brand, as clustering sees them; the others belong to no story."""
    return [
        StoryPage.of(article, {mention.brand for mention in annotation.mentions})
        for article, annotation in zip(articles, annotations, strict=True)
        if annotation.mentions
    ]


def signals_of(
    articles: Sequence[Article], annotations: Sequence[Annotation], links: Sequence[StoryLink]
) -> Iterator[Signal]:
    """Signals of the batch: a story speaks once, through its origin; copies are only counted."""
    story = {link.doc_id: link for link in links}
    for article, annotation in zip(articles, annotations, strict=True):
        link = story.get(article.id)
        if link and link.role == "origin" and annotation.skipped is None:
            yield from make_signals(article, annotation, link.story_id)


def page_batch(ingested: Ingested, index: StoryIndex, config: Path | None, run_id: str) -> Batch:
    """Everything one batch of pages holds, ready for one transaction. ``index`` learns the batch's stories."""
    articles = [stored.article for stored in ingested.articles]
    annotations = load_annotator(config).annotate(articles)
    links = index.place(story_pages(articles, annotations))
    return Batch(
        run_id=run_id,
        fetches=ingested.fetches,
        articles=ingested.articles,
        story_links=tuple(links),
        annotations=tuple(annotations),
        signals=tuple(signals_of(articles, annotations, links)),
        rejects=ingested.rejects,
    )


def feed_batch(ingested: Ingested, damages: Sequence[Damage], run_id: str) -> Batch:
    """Everything the feeds of a run held, with the archive's unreadable stretches."""
    torn = (Reject(what="archive", place=f"{d.file}@{d.offset}", reason=d.reason, at=d.written_at) for d in damages)
    return Batch(run_id=run_id, fetches=ingested.fetches, entries=ingested.entries, rejects=(*ingested.rejects, *torn))
