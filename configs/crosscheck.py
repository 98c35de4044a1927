"""What one brand file cannot know alone: ids that exist, words of the vocabulary, and who else prints the same name.

Rule: two brands may share a surface only if both say so; otherwise a mention would silently go to whichever was
read first.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePath

from configs.book import Brand, Surface
from configs.document import Document, Path
from configs.errors import Problem
from configs.vocabulary import Vocabulary

Filed = tuple[Brand, Document]


def check_book(brands: Sequence[Filed], vocabulary: Vocabulary, *, complete: bool) -> list[Problem]:
    """Problems between the files. With ``complete`` false some files are unread, so missing ids are not reported."""
    problems = [p for filed in brands for p in _check_words(filed, vocabulary)]
    problems += _check_ids(brands)
    if complete:
        problems += _check_references(brands)
        problems += _check_surfaces(brands)
    return problems


def _check_words(filed: Filed, vocabulary: Vocabulary) -> Iterator[Problem]:
    brand, document = filed
    if brand.tier not in vocabulary.tiers:
        yield document.problem(("tier",), f"expected one of {', '.join(vocabulary.tiers)} (got {brand.tier!r})")
    known = True
    for i, status in enumerate(brand.status_history):
        if status.stage not in vocabulary.stages:
            known = False
            expected = ", ".join(vocabulary.stages)
            yield document.problem(("status_history", i, "stage"), f"expected one of {expected} (got {status.stage!r})")
    if known:
        yield from _check_history(filed, vocabulary)


def _check_history(filed: Filed, vocabulary: Vocabulary) -> Iterator[Problem]:
    brand, document = filed
    for i, (before, after) in enumerate(pairwise(brand.status_history), start=1):
        if before.stage != after.stage and not vocabulary.may_follow(before.stage, after.stage):
            message = f"expected a stage that can follow {before.stage} (got {after.stage!r})"
            yield document.problem(("status_history", i, "stage"), message)
        if before.date and after.date:
            length = min(len(before.date), len(after.date))
            if after.date[:length] < before.date[:length]:
                message = f"expected a date not before {before.date} (got {after.date!r})"
                yield document.problem(("status_history", i, "date"), message)


def _check_ids(brands: Sequence[Filed]) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for brand, document in brands:
        if brand.id in first:
            message = f"duplicate id {brand.id!r} (also in {first[brand.id]}); expected every id once"
            yield document.problem(("id",), message)
        first.setdefault(brand.id, document.file)
        stem = PurePath(document.file).stem
        if stem != brand.id:
            yield document.problem(("id",), f"expected the name of the file, {stem!r} (got {brand.id!r})")


def _check_references(brands: Sequence[Filed]) -> Iterator[Problem]:
    ids = {brand.id for brand, _ in brands}
    for brand, document in brands:
        for i, backer in enumerate(brand.parents_investors):
            if backer.brand is not None and backer.brand not in ids - {brand.id}:
                message = f"expected the id of another brand; write name: for others (got {backer.brand!r})"
                yield document.problem(("parents_investors", i, "brand"), message)
        for path, surface in located_surfaces(brand):
            unknown = set(surface.shared_with) - ids | set(surface.shared_with) & {brand.id}
            if unknown:
                message = f"expected ids of other brands (got {', '.join(sorted(unknown))})"
                yield document.problem((*path, "shared_with"), message)


def located_surfaces(brand: Brand) -> Iterator[tuple[Path, Surface]]:
    """Every surface of a brand with its place in the file."""
    for key, named in (("en", brand.names.en), ("zh", brand.names.zh)):
        if named is not None:
            yield ("names", key), named
    for key, aliases in (("en", brand.aliases.en), ("zh", brand.aliases.zh)):
        yield from ((("aliases", key, i), s) for i, s in enumerate(aliases))
    for key, entities in (("legal_entities", brand.legal_entities), ("people", brand.people)):
        yield from (((key, i), s) for i, entity in enumerate(entities) for s in entity.surfaces)
    for key, surfaces in (("models", brand.models), ("mistranslations", brand.mistranslations)):
        yield from (((key, i), s) for i, s in enumerate(surfaces))


def _check_surfaces(brands: Sequence[Filed]) -> Iterator[Problem]:
    claims: defaultdict[str, list[tuple[Filed, Path, Surface, str]]] = defaultdict(list)
    for filed in brands:
        printed: dict[str, Path] = {}
        for path, surface in located_surfaces(filed[0]):
            for text in surface.spellings:
                if text in printed:
                    place = filed[1].line(printed[text])
                    yield filed[1].problem(path, f"duplicate alias {text!r} (also on line {place}); expected it once")
                else:
                    claims[text.casefold()].append((filed, path, surface, text))
                printed.setdefault(text, path)
    for claim in claims.values():
        yield from _check_claims(claim)


def _check_claims(claim: Sequence[tuple[Filed, Path, Surface, str]]) -> Iterator[Problem]:
    owners = {filed[0].id for filed, *_ in claim}
    for (brand, document), path, surface, text in claim:
        others = owners - {brand.id}
        undeclared = sorted(others - set(surface.shared_with))
        if undeclared:
            message = (
                f"duplicate alias {text!r}: {', '.join(undeclared)} has it too; expected it in one brand, "
                f"or shared_with naming the other on both sides"
            )
            yield document.problem(path, message)
        one_sided = sorted(set(surface.shared_with) - others)
        if one_sided:
            message = f"{text!r} is declared shared with {', '.join(one_sided)}, which does not list it"
            yield document.problem((*path, "shared_with"), message)
