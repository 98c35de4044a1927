"""Exchange of the names in a training sentence, so that the sentence carries the answer and never the name.

Rule: one brand gets one new brand throughout its sentence, drawn from names of the same source and language.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from random import Random

from models.sentiment.markup import Example, Target

Pool = Mapping[tuple[str, str], Sequence[Sequence[str]]]


def pool_of(examples: Iterable[Example]) -> Pool:
    """Names by (source family, language); each brand's different surfaces stay together."""
    surfaces: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for example in examples:
        for target in example.targets:
            surface = example.text[target.start : target.end]
            brand = surface if target.brand == "other" else target.brand
            surfaces[_key(example)][brand].add(surface)
    return {key: [sorted(names) for _, names in sorted(brands.items())] for key, brands in surfaces.items()}


def _key(example: Example) -> tuple[str, str]:
    return example.source.split("_")[0], example.lang


def renamed(example: Example, pool: Pool, random: Random) -> Example:
    """``example`` with every target's surface exchanged for a name of another brand of ``pool``."""
    keys = [_identity(example, target) for target in example.targets]
    distinct = list(dict.fromkeys(keys))
    brands = pool.get(_key(example), ())
    if len(brands) < len(distinct):
        return example
    drawn = dict(zip(distinct, random.sample(brands, len(distinct)), strict=True))
    return _substituted(example, [random.choice(drawn[key]) for key in keys])


def _identity(example: Example, target: Target) -> str:
    return target.brand if target.brand != "other" else example.text[target.start : target.end]


def _substituted(example: Example, surfaces: Sequence[str]) -> Example:
    pieces: list[str] = []
    targets: list[Target] = []
    position = length = 0
    for target, surface in sorted(zip(example.targets, surfaces, strict=True), key=lambda pair: pair[0].start):
        if target.start < position:
            return example
        before = example.text[position : target.start]
        start = length + len(before)
        targets.append(replace(target, start=start, end=start + len(surface)))
        pieces += [before, surface]
        position, length = target.end, start + len(surface)
    return replace(example, text="".join([*pieces, example.text[position:]]), targets=tuple(targets))
