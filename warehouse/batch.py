"""What a flow hands over at once: everything in a batch is stored together or not at all.

Rule: plain frozen values, so that a batch pickles to any worker and the same batch means the same rows.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from extractors.records import Annotation, Article, FeedEntry, Signal
from extractors.stories import StoryLink


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run of a flow. ``outcome`` is ``ok``, ``partial`` or ``failed``; ``versions`` component → version."""

    run_id: str
    flow: str
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    versions: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Fetch:
    """One recorded response or failure.

    ``kind`` is ``feed`` or ``page``; ``outcome`` is ``ok``, ``not_modified`` or ``failed``; ``bytes`` is the size of
    the decoded body; ``entries`` counts the items of a feed that was read; ``archive_ref`` names the archived record.
    """

    kind: str
    source: str | None
    url: str
    fetched_at: datetime
    outcome: str
    status: int | None = None
    content_type: str | None = None
    bytes: int | None = None
    archive_ref: str | None = None
    entries: int | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class StoredArticle:
    """An article and where its bytes lie in the archive (``None`` for text given by hand)."""

    article: Article
    archive_ref: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reject:
    """An input that could not be taken. ``place`` is its address, id, or file and record."""

    what: str
    place: str
    reason: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Batch:
    """Everything one step of a run found. Facts refer to documents of this batch or of an earlier one.

    Signals belong to the annotation of their document in the same batch, else to the document's newest one.
    """

    run_id: str | None = None
    runs: tuple[Run, ...] = ()
    fetches: tuple[Fetch, ...] = ()
    entries: tuple[FeedEntry, ...] = ()
    articles: tuple[StoredArticle, ...] = ()
    story_links: tuple[StoryLink, ...] = ()
    annotations: tuple[Annotation, ...] = ()
    signals: tuple[Signal, ...] = ()
    rejects: tuple[Reject, ...] = ()
