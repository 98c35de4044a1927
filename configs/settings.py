"""The dials of a run: limits and thresholds, with nothing secret among them.

Rule: a key stands here only if code reads it, with its unit in its name.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Text = Annotated[str, StringConstraints(strict=True, min_length=1)]
Positive = Annotated[int, Field(strict=True, gt=0)]
Natural = Annotated[int, Field(strict=True, ge=0)]
Seconds = Annotated[float, Field(strict=True, ge=0)]
Share = Annotated[float, Field(strict=True, ge=0, le=1)]

CONTACT_PLACEHOLDER = "contact@example.org"


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Fetch(_Strict):
    """How politely and how much is fetched. ``user_agent`` may hold ``{contact}``."""

    contact: Text
    user_agent: Text
    timeout_seconds: Seconds
    max_page_bytes: Positive
    max_redirects: Natural
    host_delay_seconds: Seconds
    parallel_hosts: Positive
    attempts: Positive

    @property
    def agent(self) -> str:
        return self.user_agent.replace("{contact}", self.contact)

    @property
    def has_placeholder_contact(self) -> bool:
        """Whether nobody has filled in whom a site's owner can write to."""
        return self.contact == CONTACT_PLACEHOLDER


class Annotate(_Strict):
    """Sizes of the work."""

    batch_articles: Positive


class Stories(_Strict):
    """When two articles tell one story: alike texts, published within the window."""

    min_similarity: Share
    window_days: Positive


class Index(_Strict):
    """The trust index is shown only for brands and windows with at least ``min_stories`` stories."""

    min_stories: Positive
    window_days: Positive


class Digest(_Strict):
    days: Positive
    max_brands: Positive
    max_items_per_brand: Positive


class Settings(_Strict):
    """``settings.yaml``."""

    fetch: Fetch
    annotate: Annotate
    stories: Stories
    index: Index
    digest: Digest
