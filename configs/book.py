"""The brands knowledge base: what each brand is called, by whom, when that is risky, and what became of it.

Rule: everything about one brand stands in one file, and everything about one surface in one place of it: its
traditional spelling, what context it needs, which other brand shares it and in which phrases it is not the brand.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

HAN = re.compile(r"[\u3400-\u9fff]")
_PARTIAL_DATE = r"^(19|20)\d\d(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"

Text = Annotated[str, StringConstraints(strict=True, min_length=1, strip_whitespace=True)]
BrandId = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]
Url = Annotated[str, StringConstraints(strict=True, pattern=r"^https?://\S+$")]
PartialDate = Annotated[
    str, BeforeValidator(lambda v: str(v) if type(v) is int else v), StringConstraints(pattern=_PARTIAL_DATE)
]
Need = Literal["none", "topic", "brand", "sentence"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


def _short_form(key: str) -> BeforeValidator:
    """Lets an editor write plain text for an object that has nothing but its ``key``."""
    return BeforeValidator(lambda value: {key: value} if isinstance(value, str) else value)


class Surface(_Strict):
    """One way a brand is printed.

    ``needs_context``: ``none`` (the surface alone proves the brand), ``topic`` (a car article suffices), ``brand``
    (the same document must show this very brand), ``sentence`` (so must the same sentence); left out, it is ``brand``
    for models, people and mistranslations and ``none`` for the rest. ``hant``: the traditional spelling.
    ``shared_with``: brands that are printed the same way and say so too. ``blocked_in``: longer phrases in which it
    is not the brand.
    """

    text: Text
    hant: Text | None = None
    needs_context: Need | None = None
    shared_with: tuple[BrandId, ...] = ()
    blocked_in: tuple[Text, ...] = ()
    note: Text | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        return (self.text,) if self.hant is None else (self.text, self.hant)

    @model_validator(mode="after")
    def _phrases_hold_the_surface(self) -> Surface:
        for phrase in self.blocked_in:
            if not any(s in phrase and s != phrase for s in self.spellings):
                raise ValueError(f"blocked_in: expected phrases that contain {self.text!r}, got {phrase!r}")
        return self


def _only(script: str) -> BeforeValidator:
    def check(value: object) -> object:
        text = value.get("text") if isinstance(value, dict) else value
        if isinstance(text, str) and bool(HAN.search(text)) != (script == "zh"):
            expected = "Chinese characters" if script == "zh" else "no Chinese characters"
            raise ValueError(f"expected {expected} under this key")
        return value

    return BeforeValidator(check)


AnySurface = Annotated[Surface, _short_form("text")]
LatinSurface = Annotated[Surface, _short_form("text"), _only("en")]
HanSurface = Annotated[Surface, _short_form("text"), _only("zh")]


class Names(_Strict):
    """The brand's own name: ``en`` always, Chinese where it has one."""

    en: LatinSurface
    zh: HanSurface | None = None

    def __iter__(self) -> Iterator[Surface]:  # type: ignore[override]
        yield from (self.en,) if self.zh is None else (self.en, self.zh)


class Aliases(_Strict):
    en: tuple[LatinSurface, ...] = ()
    zh: tuple[HanSurface, ...] = ()

    def __iter__(self) -> Iterator[Surface]:  # type: ignore[override]
        yield from (*self.en, *self.zh)


class Entity(_Strict):
    """A company or a person behind the brand, in either language. ``also``: other spellings of the name."""

    en: Text | None = None
    zh: Text | None = None
    hant: Text | None = None
    also: tuple[Text, ...] = ()
    needs_context: Need | None = None
    shared_with: tuple[BrandId, ...] = ()
    blocked_in: tuple[Text, ...] = ()
    note: Text | None = None

    @model_validator(mode="after")
    def _has_a_name(self) -> Entity:
        if self.en is None and self.zh is None:
            raise ValueError("expected a name under en or zh")
        if self.hant is not None and self.zh is None:
            raise ValueError("expected zh beside hant")
        return self

    @property
    def surfaces(self) -> tuple[Surface, ...]:
        """The entity's names as surfaces that share its rules."""
        texts = [*filter(None, (self.en, self.zh, self.hant)), *self.also]
        rules = {"needs_context": self.needs_context, "shared_with": self.shared_with}
        blocked = {t: tuple(p for p in self.blocked_in if t in p) for t in texts}
        return tuple(Surface.model_validate({"text": t, "blocked_in": blocked[t], **rules}) for t in texts)


class Backer(_Strict):
    """A parent or investor: a ``brand`` of the book, or a plain ``name``."""

    brand: BrandId | None = None
    name: Text | None = None
    note: Text | None = None

    @model_validator(mode="after")
    def _is_one_of_two(self) -> Backer:
        if (self.brand is None) == (self.name is None):
            raise ValueError("expected either brand (an id of this book) or name")
        return self


class Status(_Strict):
    """A stage the brand entered, with its evidence. ``date`` is ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""

    stage: Text
    date: PartialDate | None = None
    detail: Text
    source: Url | None = None
    source_note: Text | None = None
    confidence: Literal["high", "medium", "low"]

    @property
    def date_precision(self) -> str | None:
        return None if self.date is None else {4: "year", 7: "month", 10: "day"}[len(self.date)]


class Brand(_Strict):
    """One brand of the book. See ``docs/configuration.md`` for every key."""

    id: BrandId
    tier: Text
    country: Annotated[tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")], ...], Field(min_length=1)]
    names: Names
    aliases: Aliases = Aliases()
    legal_entities: tuple[Annotated[Entity, _short_form("en")], ...] = ()
    parents_investors: tuple[Annotated[Backer, _short_form("name")], ...] = ()
    people: tuple[Annotated[Entity, _short_form("en")], ...] = ()
    models: tuple[AnySurface, ...] = ()
    mistranslations: tuple[AnySurface, ...] = ()
    context_terms: tuple[Text, ...] = ()
    topic_terms: tuple[Text, ...] = ()
    exclude_terms: tuple[Text, ...] = ()
    status_history: Annotated[tuple[Status, ...], Field(min_length=1)]
    name_confidence: Literal["high", "low"] = "high"
    notes: tuple[Text, ...] = ()

    @property
    def stage(self) -> str:
        """The stage it is in now."""
        return self.status_history[-1].stage


class TopicTerms(_Strict):
    """Words that show that a text is about cars (``_topic_terms.yaml``); they support every brand."""

    en: tuple[Text, ...] = ()
    zh: tuple[Text, ...] = ()


@dataclass(frozen=True)
class BrandBook(Mapping[str, Brand]):
    """All brands by id, in order of id, and the topic terms they share. Equal books have equal versions."""

    brands: Mapping[str, Brand]
    topic: TopicTerms = field(default_factory=TopicTerms)

    def __getitem__(self, brand: str) -> Brand:
        return self.brands[brand]

    def __iter__(self) -> Iterator[str]:
        return iter(self.brands)

    def __len__(self) -> int:
        return len(self.brands)

    def tier(self, tier: str) -> tuple[Brand, ...]:
        return tuple(b for b in self.brands.values() if b.tier == tier)

    @cached_property
    def version(self) -> str:
        """Twelve hex digits that change with any fact of the book."""
        digest = hashlib.blake2b(self.topic.model_dump_json().encode(), digest_size=6)
        for brand in self.brands.values():
            digest.update(brand.model_dump_json().encode())
        return digest.hexdigest()
