"""The rule files of events and commitments as checked values."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, field_validator

from configs.document import read_model
from configs.phrases import compile_phrases


class _Rules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    @property
    def version(self) -> str:
        """Eight hex digits that change with any word of the rules."""
        text = json.dumps(self.model_dump(), default=sorted, sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=4).hexdigest()


class Phrases(_Rules):
    """Phrases of both languages in the notation of :mod:`configs.phrases`."""

    en: list[str]
    zh: list[str]

    @field_validator("en")
    @classmethod
    def _english(cls, phrases: list[str]) -> list[str]:
        compile_phrases(phrases, "en")
        return phrases

    @field_validator("zh")
    @classmethod
    def _chinese(cls, phrases: list[str]) -> list[str]:
        compile_phrases(phrases, "zh")
        return phrases

    def pattern(self, lang: str) -> re.Pattern[str] | None:
        """What matches any phrase of ``lang`` (``en``, ``zh``); ``None`` when there is none."""
        return compile_phrases(self.zh if lang == "zh" else self.en, lang)


def patterns_of(named: Mapping[str, Phrases], lang: str) -> dict[str, re.Pattern[str]]:
    """The pattern of each name that has phrases in ``lang``, in order."""
    patterns = ((name, phrases.pattern(lang)) for name, phrases in named.items())
    return {name: pattern for name, pattern in patterns if pattern}


class EventWords(Phrases):
    """How one event type is said, and the phrases that make a match something else (``not``)."""

    exceptions: Annotated[Phrases, Field(alias="not")] = Phrases(en=[], zh=[])


class EventRules(_Rules):
    """``events.yaml``."""

    types: dict[str, EventWords]
    statuses: dict[str, Phrases]
    lasting: frozenset[str]
    acted_on: frozenset[str]
    references: Phrases

    @field_validator("lasting", "acted_on", mode="before")
    @classmethod
    def _as_set(cls, names: object) -> object:
        return frozenset(names) if isinstance(names, list) else names


class CommitmentRules(_Rules):
    """``commitments.yaml``."""

    strengths: dict[str, Phrases]
    goals: Phrases
    conditions: Phrases
    exceptions: Annotated[Phrases, Field(alias="not")]
    metrics: dict[str, Phrases]
    units: dict[str, list[str]]
    min_length: dict[str, int]


def load_event_rules(path: Path | None = None) -> EventRules:
    """The event rules of ``path``, else those shipped. Raises :class:`ConfigError`."""
    return read_model(path, "events.yaml", EventRules)[0]


def load_commitment_rules(path: Path | None = None) -> CommitmentRules:
    """The commitment rules of ``path``, else those shipped. Raises :class:`ConfigError`."""
    return read_model(path, "commitments.yaml", CommitmentRules)[0]
