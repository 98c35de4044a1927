"""The warehouse: rows a second of one batch into an empty file, and of the same batch when all of it is stored already."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.material import annotated, articles
from benchmarks.timing import REPEATS, Result, seconds
from extractors.records import Annotation, Article, content_id
from extractors.signals import make_signals
from extractors.stories import StoryLink
from warehouse.batch import Batch, StoredArticle
from warehouse.load import load_batch
from warehouse.store import open_warehouse

COPIES = 20
"""How often the archive's articles are loaded, each time under other addresses."""
_RECORDED = datetime(2026, 1, 1, tzinfo=UTC)


def _renamed(article: Article, annotation: Annotation, number: int) -> tuple[Article, Annotation]:
    other = replace(article, url=f"{article.url}?copy={number}")
    return other, replace(annotation, doc_id=other.id)


def batch() -> Batch:
    """All articles with their facts and signals, :data:`COPIES` times."""
    given = list(zip(articles(), annotated(), strict=True))
    renamed = [_renamed(article, found, number) for number in range(COPIES) for article, found in given]
    story = {article.id: content_id("story", article.id) for article, _ in renamed}
    return Batch(
        articles=tuple(StoredArticle(article=article) for article, _ in renamed),
        story_links=tuple(StoryLink(a.id, story[a.id], "origin", 1.0, "first seen") for a, _ in renamed),
        annotations=tuple(found for _, found in renamed),
        signals=tuple(s for article, found in renamed for s in make_signals(article, found, story[article.id])),
    )


def measure() -> Iterator[Result]:
    """Rows a second, the batch's rows counted both times."""
    given = batch()
    first, again, rows = [], [], 0
    for _ in range(REPEATS):
        with TemporaryDirectory() as folder, open_warehouse(Path(folder) / "warehouse.duckdb") as warehouse:
            counts: dict[str, int] = {}
            first.append(seconds(lambda: counts.update(load_batch(warehouse, given, _RECORDED))))  # noqa: B023
            again.append(seconds(lambda: load_batch(warehouse, given, _RECORDED)))
            rows = sum(counts.values())
    yield Result("warehouse", "load into an empty file", rows / median(first), "rows/s", rows)
    yield Result("warehouse", "load of what is stored", rows / median(again), "rows/s", rows)
