"""``pages.yaml`` as checked values: how a page says that it is not a whole article."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from configs.document import read_model


class Stub(BaseModel):
    """Phrases that mark one kind of stub in texts of at most ``max_chars`` characters."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    max_chars: int = Field(gt=0)
    phrases: list[str] = Field(min_length=1)

    @field_validator("phrases")
    @classmethod
    def _lower(cls, phrases: list[str]) -> list[str]:
        return [phrase.lower() for phrase in phrases]


class PageRules(BaseModel):
    """All of ``pages.yaml``."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    stubs: dict[Literal["paywall", "consent", "teaser", "challenge"], Stub]
    min_chars: dict[str, int]
    furniture: frozenset[str]

    @field_validator("min_chars")
    @classmethod
    def _has_a_fallback(cls, sizes: dict[str, int]) -> dict[str, int]:
        if "other" not in sizes:
            raise ValueError("expected a size under the key other")
        return sizes

    @field_validator("furniture", mode="before")
    @classmethod
    def _as_set(cls, lines: object) -> object:
        return frozenset(str(line).lower() for line in lines) if isinstance(lines, list) else lines


def load_page_rules(path: Path | None = None) -> PageRules:
    """The page rules of ``path``, else those shipped. Raises :class:`ConfigError`."""
    return read_model(path, "pages.yaml", PageRules)[0]
