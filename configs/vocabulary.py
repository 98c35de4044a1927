"""The closed word lists of all signals as one frozen object.

Rule: a word stands in one list only once, and every consumer asks here instead of spelling lists out.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Annotated

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

Word = Annotated[str, StringConstraints(strict=True, pattern=r"^[a-z][a-z0-9_]*$")]


def _distinct(words: tuple[str, ...]) -> tuple[str, ...]:
    twice = sorted({w for w in words if words.count(w) > 1})
    if twice:
        raise ValueError(f"expected each word once, but these are repeated: {', '.join(twice)}")
    return words


Words = Annotated[tuple[Word, ...], Field(min_length=1), AfterValidator(_distinct)]


def _disjoint(groups: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    _distinct(tuple(w for words in groups.values() for w in words))
    return groups


Groups = Annotated[dict[Word, Words], Field(min_length=1), AfterValidator(_disjoint)]


def _flat(groups: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(word for words in groups.values() for word in words)


def _inverse(groups: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {word: group for group, words in groups.items() for word in words}


class Vocabulary(BaseModel):
    """``vocabulary.yaml``. Mappings go from group to words; the properties give the words and the way back."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tiers: Words
    revival_stages: Words
    revival_exits: Words
    figure_families: Groups
    count_kinds: dict[Word, Words]
    approx: Words
    claim_status: Words
    date_precisions: Words
    trust_dimensions: Groups
    polarities: Words
    voices: Words
    event_groups: Groups
    event_statuses: Words
    commitment_strengths: Words
    commitment_outcomes: Words
    mention_via: Words

    @cached_property
    def stages(self) -> tuple[str, ...]:
        return (*self.revival_stages, *self.revival_exits)

    @cached_property
    def money_kinds(self) -> tuple[str, ...]:
        return _flat(self.figure_families)

    @cached_property
    def family_of(self) -> dict[str, str]:
        """Figure kind → family, for money."""
        return _inverse(self.figure_families)

    @cached_property
    def units(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(_flat(self.count_kinds)))

    @cached_property
    def dimensions(self) -> tuple[str, ...]:
        return _flat(self.trust_dimensions)

    @cached_property
    def rollup(self) -> dict[str, str]:
        """Trust dimension → head (ability, benevolence, integrity, viability)."""
        return _inverse(self.trust_dimensions)

    @cached_property
    def event_types(self) -> tuple[str, ...]:
        return _flat(self.event_groups)

    def may_follow(self, before: str, after: str) -> bool:
        """Whether stage ``after`` can come after ``before`` in one brand's history.

        Forward along ``revival_stages`` (skipping is fine), into an exit from anywhere, and out of an exit to any
        stage but the first. Raises ``KeyError`` for an unknown stage.
        """
        for stage in (before, after):
            if stage not in self.stages:
                raise KeyError(stage)
        if after in self.revival_exits:
            return before != after
        order: Iterable[str] = self.revival_stages
        rank = {stage: i for i, stage in enumerate(order)}
        return rank[after] > rank.get(before, 0)
