"""Where news comes from: feeds, pages and per-brand queries, each with what is known about its health.

Rule: a source that is off says why, and one that was never checked says so; nothing dead is fetched in silence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import quote
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, field_validator, model_validator

Slug = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z0-9][a-z0-9_]*$")]
Text = Annotated[str, StringConstraints(strict=True, min_length=1)]
Url = Annotated[str, StringConstraints(strict=True, pattern=r"^https?://\S+$")]
Language = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z]{2}$")]
Flag = Annotated[bool, Field(strict=True)]
Count = Annotated[int, Field(strict=True, ge=0)]
Checked = Literal[
    "live_check_reported",
    "listed_in_public_code",
    "conflicting_addresses",
    "rsshub_route_in_source",
    "reported_dead",
    "no_feed_found",
]


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError("expected an IANA time zone such as Asia/Shanghai") from error
    return name


Zone = Annotated[str, StringConstraints(strict=True), AfterValidator(_known_zone)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class _Switched(_Strict):
    """What can be turned off, but only with a reason."""

    id: Slug
    enabled: Flag = True
    reason: Text | None = None
    checked: Checked
    notes: Text | None = None

    @model_validator(mode="after")
    def _off_has_a_reason(self) -> _Switched:
        if self.enabled == (self.reason is not None):
            raise ValueError("expected a reason with enabled: false, and none otherwise")
        return self


class ItemsPerDay(_Strict):
    """How many items a day are normal; outside of it the feed's health is reported."""

    min: Count | None = None
    max: Count | None = None

    @model_validator(mode="after")
    def _in_order(self) -> ItemsPerDay:
        if (self.min is None and self.max is None) or (self.max is not None and (self.min or 0) > self.max):
            raise ValueError("expected min, max or both, with min not above max")
        return self


class Source(_Switched):
    """One feed or page. ``route`` replaces ``url`` for RSSHub; ``timezone`` reads times printed without a zone."""

    name: Text
    kind: Literal["rss", "atom", "html", "rsshub"]
    url: Url | None = None
    route: Annotated[str, StringConstraints(strict=True, pattern=r"^/\S+$")] | None = None
    language: Language
    region: Text
    topic: Text
    timezone: Zone = "UTC"
    items_per_day: ItemsPerDay | None = None

    @model_validator(mode="after")
    def _has_its_address(self) -> Source:
        if (self.url is not None) and (self.route is not None):
            raise ValueError("expected url or route, not both")
        if self.enabled and (self.route if self.kind == "rsshub" else self.url) is None:
            raise ValueError("expected route for kind rsshub and url for every other kind")
        return self


class QueryTemplate(_Switched):
    """A search address filled once per brand with ``name_en``, ``name_zh`` or the text ``listed`` for its id."""

    name: Text
    kind: Literal["rss", "atom", "rsshub"]
    url: Text
    language: Language
    region: Text
    topic: Text
    timezone: Zone = "UTC"
    query: Literal["name_en", "name_zh", "listed"]
    tiers: tuple[Text, ...] = ()
    listed: dict[Text, Text] = {}

    @field_validator("url")
    @classmethod
    def _has_one_gap(cls, url: str) -> str:
        if url.count("{query}") != 1 or not url.startswith(("http://", "https://", "/")):
            raise ValueError("expected an address or a route with {query} in it once")
        return url

    @model_validator(mode="after")
    def _knows_its_brands(self) -> QueryTemplate:
        if (self.query == "listed") != bool(self.listed) or (self.query != "listed") != bool(self.tiers):
            raise ValueError("expected listed (brand id: text) with query: listed, and tiers with name_en or name_zh")
        return self


class Sources(_Strict):
    """``sources.yaml``."""

    rsshub_base_url: Url
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]
    query_templates: tuple[QueryTemplate, ...] = ()

    def enabled(self) -> Iterator[Source]:
        return (source for source in self.sources if source.enabled)

    def address(self, source: Source) -> str:
        """Where to fetch ``source``. Raises ``ValueError`` if it has no address (only possible when it is off)."""
        if source.route is not None:
            return self.rsshub_base_url.rstrip("/") + source.route
        if source.url is None:
            raise ValueError(f"source {source.id!r} has no address")
        return source.url

    def query_address(self, template: QueryTemplate, query: str) -> str:
        """The template's address for one query text, percent-encoded."""
        url = template.url.replace("{query}", quote(query, safe=""))
        return url if template.kind != "rsshub" else self.rsshub_base_url.rstrip("/") + url
