"""The one door to the configuration: strict loaders that report every problem of a file at once.

Rule: nothing is read at import, from the environment or from anywhere but the path given; without one, the files of the
installed package are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from configs.book import Brand, BrandBook, TopicTerms
from configs.crosscheck import check_book
from configs.document import Document, place, read_document, read_model, validate
from configs.errors import ConfigError, Problem
from configs.settings import Settings
from configs.sources import QueryTemplate, Source, Sources
from configs.vocabulary import Vocabulary

_TOPIC_FILE = "_topic_terms.yaml"


def load_vocabulary(path: Path | None = None) -> Vocabulary:
    """The word lists of ``vocabulary.yaml``. Raises :class:`ConfigError`."""
    return read_model(path, "vocabulary.yaml", Vocabulary)[0]


def load_settings(path: Path | None = None) -> Settings:
    """The dials of ``settings.yaml``. Raises :class:`ConfigError`."""
    return read_model(path, "settings.yaml", Settings)[0]


def load_sources(path: Path | None = None) -> Sources:
    """The feeds of ``sources.yaml``. Raises :class:`ConfigError`."""
    sources, document = read_model(path, "sources.yaml", Sources)
    problems = [
        document.problem((key, i, "id"), f"duplicate id {item.id!r}; expected every id once in the file")
        for key, i, item in _repeated(sources)
    ]
    if problems:
        raise ConfigError(problems)
    return sources


def _repeated(sources: Sources) -> Iterator[tuple[str, int, Source | QueryTemplate]]:
    seen: set[str] = set()
    for key in ("sources", "query_templates"):
        for i, item in enumerate(getattr(sources, key)):
            if item.id in seen:
                yield key, i, item
            seen.add(item.id)


def load_brands(path: Path | None = None, vocabulary: Vocabulary | None = None) -> BrandBook:
    """The brand files of a folder, checked one by one and against each other. Raises :class:`ConfigError`.

    ``vocabulary`` holds the legal tiers and stages; by default the package's own.
    """
    folder, shown = place(path, "brands")
    if not folder.is_dir():
        raise ConfigError([Problem(shown, 1, "", "expected a folder with one YAML file per brand")])
    names = sorted(f.name for f in folder.iterdir() if f.name.endswith(".yaml"))
    problems: list[Problem] = []
    brands: list[tuple[Brand, Document]] = []
    topic = TopicTerms()
    for name in names:
        try:
            document = read_document(folder / name, f"{shown}/{name}")
        except ConfigError as error:
            problems += error.problems
            continue
        if name == _TOPIC_FILE:
            terms, found = validate(document, TopicTerms)
            topic = terms or topic
        else:
            brand, found = validate(document, Brand)
            brands += [(brand, document)] if brand is not None else []
        problems += found
    if not problems and not brands:
        problems.append(Problem(shown, 1, "", "expected at least one brand file"))
    problems += check_book(brands, vocabulary or load_vocabulary(), complete=not problems)
    if problems:
        raise ConfigError(problems)
    return BrandBook({b.id: b for b, _ in sorted(brands, key=lambda pair: pair[0].id)}, topic)
