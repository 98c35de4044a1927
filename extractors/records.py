"""The central types: few, frozen, and each fact bound to a character span of one article.

Every record is a frozen dataclass of plain values (``str``, ``int``, ``Decimal``, aware ``datetime``), so
that batches pickle to any worker and compare by value. Ids are hashes of content: a second run over the same
bytes makes the same ids and so finds its own work.

The word lists behind the string fields (``kind``, ``dimension``, ``voice`` …) are data:
``configs/vocabulary.yaml``.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Protocol


def content_id(kind: str, *parts: object) -> str:
    """A deterministic id: ``kind-`` and 20 hex digits of BLAKE2b over the parts (``None`` and ``""`` differ)."""
    digest = hashlib.blake2b(digest_size=10)
    for part in parts:
        data = b"\x00" if part is None else b"\x01" + str(part).encode()
        digest.update(len(data).to_bytes(8, "big") + data)
    return f"{kind}-{digest.hexdigest()}"


class Located(Protocol):
    """Anything that points at characters of an article's text."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def quote(self) -> str: ...


@dataclass(frozen=True, kw_only=True)
class FeedEntry:
    """One item of a feed as it was printed on one capture of that feed.

    ``published`` is aware or ``None``; ``published_raw`` keeps what the feed said when it could not be read.
    """

    source: str
    url: str
    title: str
    summary: str
    published: datetime | None
    published_raw: str | None
    guid: str
    fetched_at: datetime

    @cached_property
    def id(self) -> str:
        return content_id("entry", self.source, self.guid, self.url)


@dataclass(frozen=True, kw_only=True)
class Article:
    """A page or text as the annotators see it. ``text`` is what all spans point into.

    For a page, ``text`` starts with the title on a line of its own, then a blank line, then the body.
    ``status`` is ``ok`` or the reason why the text is not a whole article (``teaser``, ``paywall``, ``consent``,
    ``empty`` …). ``published`` is aware; ``None`` when the page does not say. ``first_seen`` is when the bytes were
    fetched: the earliest moment at which anything in the article could have been known here.
    """

    url: str
    title: str
    text: str
    lang: str | None
    source: str | None = None
    author: str | None = None
    site: str | None = None
    published: datetime | None = None
    published_from: str | None = None
    modified: datetime | None = None
    first_seen: datetime | None = None
    status: str = "ok"

    @cached_property
    def id(self) -> str:
        return content_id("doc", self.url, self.text)

    @cached_property
    def text_hash(self) -> str:
        """Hash of the text alone: equal for verbatim copies at other addresses."""
        return content_id("text", self.text)


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A brand named in the text. ``via`` says how it was recognised (vocabulary ``mention_via``)."""

    start: int
    end: int
    quote: str
    brand: str
    via: str
    confidence: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Print:
    """A second print of the same sum, as in "USD 3.72 bn (26.58 bn yuan)"."""

    start: int
    end: int
    quote: str
    amount: Decimal
    currency: str | None


@dataclass(frozen=True, kw_only=True)
class Figure:
    """An amount of money, or another counted number, with its owner, kind and date.

    ``amount`` is in units of the currency or ``unit`` (``Decimal("15700000000")``); ``low`` and ``high`` bound it when
    ``approx`` is not ``exact`` (``None`` = open). Exactly one of ``currency`` and ``unit`` is set, except money whose
    currency cannot be told: then both are ``None`` and ``flags`` has ``currency_unknown``.
    ``holder`` and ``counterparty`` are brand ids, ``other:<surface>`` or ``person:<surface>``.
    """

    start: int
    end: int
    quote: str
    amount: Decimal | None
    kind: str
    low: Decimal | None = None
    high: Decimal | None = None
    currency: str | None = None
    unit: str | None = None
    scale_raw: str | None = None
    approx: str = "exact"
    holder: str | None = None
    counterparty: str | None = None
    as_of: date | None = None
    as_of_precision: str | None = None
    claim_status: str = "asserted"
    claim_source: str | None = None
    flags: tuple[str, ...] = ()
    also_printed: tuple[Print, ...] = ()
    confidence: float = 1.0

    @property
    def is_money(self) -> bool:
        return self.unit is None


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something that happened, is happening or is planned around one brand (vocabulary ``event_types``)."""

    start: int
    end: int
    quote: str
    type: str
    brand: str
    status: str
    actor: str | None = None
    date: date | None = None
    date_precision: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Commitment:
    """A promise by or for a brand: what, how much, until when, how firmly (vocabulary ``commitment_strengths``)."""

    start: int
    end: int
    quote: str
    brand: str
    what: str
    strength: str
    metric: str | None = None
    target_value: Decimal | None = None
    unit: str | None = None
    deadline: date | None = None
    deadline_precision: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, kw_only=True)
class TargetSentiment:
    """How one sentence speaks of one brand. The span is the mention; the three probabilities sum to 1."""

    start: int
    end: int
    quote: str
    brand: str
    sentence_start: int
    sentence_end: int
    negative: float
    neutral: float
    positive: float
    label: str
    dimension: str
    voice: str
    confidence: float


@dataclass(frozen=True, kw_only=True)
class Annotation:
    """All facts of one article, with the versions of what found them. ``skipped``: why there are none."""

    doc_id: str
    lang: str | None
    skipped: str | None = None
    mentions: tuple[Mention, ...] = ()
    figures: tuple[Figure, ...] = ()
    events: tuple[Event, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    sentiment: tuple[TargetSentiment, ...] = ()
    versions: dict[str, str] = field(default_factory=dict)

    @cached_property
    def id(self) -> str:
        return content_id("ann", self.doc_id, *(f"{k}={v}" for k, v in sorted(self.versions.items())))


@dataclass(frozen=True, kw_only=True)
class Signal:
    """One structured claim about one brand, ready for the warehouse.

    ``family`` is ``sentiment``, ``figure``, ``event`` or ``commitment``; ``name`` is its dimension, kind or type.
    ``available_at`` is the time from which the signal could have been known. ``relevance`` (0-100) weighs the
    mention by place and share; ``score`` in [-1, 1] is positive minus negative probability for sentiment, else
    ``None``.
    """

    id: str
    doc_id: str
    story_id: str
    brand: str
    family: str
    name: str
    start: int
    end: int
    quote: str
    relevance: int
    confidence: float
    published_at: datetime | None
    available_at: datetime
    version: str
    score: float | None = None
    amount: Decimal | None = None
    currency: str | None = None
    unit: str | None = None
    status: str | None = None
    voice: str | None = None
    valid_from: date | None = None
