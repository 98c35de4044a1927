"""What workers need to annotate, built once per process from a configuration folder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from configs.book import BrandBook
from configs.load import load_brands, load_settings, load_sources, load_vocabulary
from configs.pages import PageRules, load_page_rules
from configs.rules import CommitmentRules, EventRules, load_commitment_rules, load_event_rules
from configs.settings import Settings
from configs.sources import Sources
from configs.vocabulary import Vocabulary
from extractors.annotate import Annotator
from extractors.brands import BrandLinker
from extractors.commitments import CommitmentFinder
from extractors.events import EventFinder
from models.sentiment.scorer import load_scorer
from models.tagger import SpacyTagger


@dataclass(frozen=True)
class Configuration:
    """What people edit, checked. A file missing from the folder is taken from the package.

    The word lists of money (``money.yaml``, ``figure_cues.yaml``) are always the package's.
    """

    vocabulary: Vocabulary
    brands: BrandBook
    sources: Sources
    settings: Settings
    pages: PageRules
    events: EventRules
    commitments: CommitmentRules


@cache
def load_configuration(folder: Path | None = None) -> Configuration:
    """Read the configuration once per process. Raises :class:`configs.errors.ConfigError`."""

    def own(name: str) -> Path | None:
        path = folder / name if folder else None
        return path if path and path.exists() else None

    vocabulary = load_vocabulary(own("vocabulary.yaml"))
    return Configuration(
        vocabulary=vocabulary,
        brands=load_brands(own("brands"), vocabulary),
        sources=load_sources(own("sources.yaml")),
        settings=load_settings(own("settings.yaml")),
        pages=load_page_rules(own("pages.yaml")),
        events=load_event_rules(own("events.yaml")),
        commitments=load_commitment_rules(own("commitments.yaml")),
    )


@cache
def load_linker(folder: Path | None = None) -> BrandLinker:
    """The brand linker of a configuration, once per process."""
    return BrandLinker(load_configuration(folder).brands)


@cache
def load_finders(folder: Path | None = None) -> tuple[EventFinder, CommitmentFinder]:
    """The rule-based finders of a configuration, once per process."""
    configuration = load_configuration(folder)
    events = configuration.events
    tiers = {brand.id: brand.tier for brand in configuration.brands.values()}
    references = {lang: events.references.pattern(lang) for lang in ("en", "zh")}
    return EventFinder(events, tiers), CommitmentFinder(configuration.commitments, references)


@cache
def load_annotator(folder: Path | None = None) -> Annotator:
    """All annotators of a configuration, once per process: a second or two and a few hundred megabytes."""
    events, commitments = load_finders(folder)
    return Annotator(load_linker(folder), events, commitments, SpacyTagger(), load_scorer())
