"""The daily job as a Prefect flow: collect, read, annotate, load, publish, digest.

Tasks are batches, not articles. One process writes the warehouse; a step that dies leaves whole batches behind, and the
next run goes on from what the archive holds and the warehouse does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from prefect import flow, task
from prefect.cache_policies import NO_CACHE

from configs.settings import Fetch as FetchSettings
from extractors.records import FeedEntry, content_id
from extractors.stories import StoryIndex, StoryRules
from flows.archive import Archive, Recorded
from flows.collect import Feed, Known, Outcome, collect, feeds_of, outcome_of
from flows.digest import write_digest
from flows.fetch import Fetcher, LiveFetcher, system_clock
from flows.ingest import Ingested, ingest_feeds
from flows.progress import Progress
from flows.recording import Recording
from flows.resources import load_annotator, load_configuration
from flows.steps import feed_batch, page_batch, read_pages, read_pending
from flows.workspace import Workspace
from warehouse.batch import Batch, Run
from warehouse.dimensions import sync_dimensions
from warehouse.load import load_batch
from warehouse.publish import publish
from warehouse.quality import check_quality
from warehouse.reads import entries_of, known_archive_refs, known_urls, recent_documents
from warehouse.store import Warehouse, open_warehouse


@dataclass
class RunReport:
    """What a run did, for its summary: new rows per table, problems found, files written."""

    run_id: str
    answers: int = 0
    failed: int = 0
    rows: dict[str, int] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)
    digest: Path | None = None

    def add(self, counts: dict[str, int]) -> None:
        for table, count in counts.items():
            self.rows[table] = self.rows.get(table, 0) + count


@task(cache_policy=NO_CACHE, retries=1, retry_delay_seconds=30, retry_jitter_factor=0.5)
def collect_sources(feeds: Sequence[Feed], fetcher: Fetcher, archive: Archive, known: Known) -> list[Outcome]:
    """Poll and fetch into the archive; returns what became of each address."""
    return [outcome_of(recorded.answer) for recorded in collect(feeds, fetcher, archive, known)]


@task(cache_policy=NO_CACHE)
def read_page_batch(
    recorded: Sequence[Recorded], entries: dict[str, FeedEntry], feeds: Sequence[Feed], config: Path | None
) -> Ingested:
    """Bytes to articles for one batch of pages."""
    return read_pages(recorded, entries, feeds, config)


@task(cache_policy=NO_CACHE)
def annotate_page_batch(ingested: Ingested, index: StoryIndex, config: Path | None, run_id: str) -> Batch:
    """Articles to stories, facts and signals for one batch."""
    return page_batch(ingested, index, config, run_id)


@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
def load(warehouse: Warehouse, batch: Batch) -> dict[str, int]:
    """One batch, one transaction."""
    return load_batch(warehouse, batch, system_clock())


@task(cache_policy=NO_CACHE, retries=2, retry_delay_seconds=5)
def publish_copy(warehouse: Warehouse, target: Path) -> Path:
    """Replace the readers' copy."""
    return publish(warehouse, target)


@task(cache_policy=NO_CACHE)
def make_digest(published: Path, folder: Path, as_of: datetime, config: Path | None) -> Path:
    """Render the digest of the day of ``as_of``."""
    return write_digest(published, folder, as_of.date(), load_configuration(config).settings.digest)


def _collect_all(
    report: RunReport,
    progress: Progress,
    feeds: Sequence[Feed],
    archive: Archive,
    warehouse: Warehouse,
    settings: FetchSettings,
    recording: Path | None,
) -> datetime:
    """Poll now, or at every recorded moment; returns the last moment polled."""
    settled: set[str] = set()
    fetchers: list[Fetcher]
    if recording is None:
        fetchers, last = [LiveFetcher(settings)], system_clock()
    else:
        tape = Recording.load(recording)
        moments = tape.days([feed.url for feed in feeds])
        fetchers, last = [tape.at(moment) for moment in moments], moments[-1]
    for fetcher in progress.track("collect", fetchers):
        outcomes = collect_sources(feeds, fetcher, archive, lambda urls: settled | known_urls(warehouse, urls))
        report.answers += len(outcomes)
        report.failed += sum(not outcome.ok for outcome in outcomes)
        settled.update(outcome.url for outcome in outcomes if outcome.settled)
    return last


def _process(
    report: RunReport,
    progress: Progress,
    feeds: Sequence[Feed],
    archive: Archive,
    warehouse: Warehouse,
    config: Path | None,
) -> None:
    """Everything in the archive that the warehouse has not seen: feeds first, since they date and name the pages."""
    settings = load_configuration(config).settings
    by_url = {feed.url: feed for feed in feeds}
    pending = read_pending(archive, lambda refs: known_archive_refs(warehouse, refs), by_url)
    read = ingest_feeds(pending.feeds, by_url)
    report.add(load(warehouse, feed_batch(read, pending.damages, report.run_id)))
    if not pending.pages:
        return
    entries = entries_of(warehouse, [item.answer.url for item in pending.pages])
    rules = StoryRules(near=settings.stories.min_similarity, window_days=settings.stories.window_days)
    first = min(item.answer.fetched_at for item in pending.pages)
    index = StoryIndex(recent_documents(warehouse, first - rules.window), rules)
    size = settings.annotate.batch_articles
    batches = [pending.pages[i : i + size] for i in range(0, len(pending.pages), size)]
    futures = [read_page_batch.submit(batch, entries, feeds, config) for batch in batches]
    for future in progress.track("annotate", futures):
        report.add(load(warehouse, annotate_page_batch(future.result(), index, config, report.run_id)))


@flow(name="daily", validate_parameters=False)
def daily(folder: Path, config: Path | None = None, recording: Path | None = None) -> RunReport:
    """The whole way, once: live, or over a folder of recorded answers (then its own dates are the days)."""
    started = system_clock()
    workspace = Workspace(folder)
    workspace.warehouse.parent.mkdir(parents=True, exist_ok=True)
    settings = load_configuration(config)
    report = RunReport(run_id=content_id("run", started.isoformat(), folder))
    feeds = feeds_of(settings.sources, settings.brands)
    archive = Archive(workspace.archive)
    with Progress() as progress, open_warehouse(workspace.warehouse) as warehouse:
        sync_dimensions(warehouse, settings.brands, settings.vocabulary, settings.sources, settings.settings.index)
        as_of = _collect_all(report, progress, feeds, archive, warehouse, settings.settings.fetch, recording)
        _process(report, progress, feeds, archive, warehouse, config)
        run = Run(
            run_id=report.run_id,
            flow="daily",
            started_at=started,
            finished_at=system_clock(),
            outcome="partial" if report.failed else "ok",
            versions=load_annotator(config).versions,
        )
        report.add(load(warehouse, Batch(runs=(run,))))
        report.problems = [str(problem) for problem in check_quality(warehouse)]
        publish_copy(warehouse, workspace.published)
    report.digest = make_digest(workspace.published, workspace.digests, as_of, config)
    return report
