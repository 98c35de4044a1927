"""What is measured on: the pages of the bundled archive, read and annotated once.

Rule: the same bytes on every machine; no network, nothing from outside the repository.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import flows
from extractors.annotate import Annotator
from extractors.brands import BrandLinker
from extractors.commitments import CommitmentFinder
from extractors.errors import PageError
from extractors.events import EventFinder
from extractors.languages import SUPPORTED
from extractors.pages import Page, extract_article
from extractors.records import Annotation, Article, Mention
from extractors.sentences import Sentence, split_sentences
from flows.recording import Recording
from flows.resources import load_configuration, load_finders, load_linker
from models.protocols import TargetQuery, TargetScore
from models.sentiment.scorer import load_scorer
from models.tagger import SpacyTagger, Tagger

ARCHIVE = Path(flows.__file__).parent / "demo"


@dataclass(frozen=True, slots=True)
class Reading:
    """An article that names a brand, with what the later stages need of the earlier ones."""

    article: Article
    lang: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]


class ListeningScorer:
    """The scorer, remembering what it was asked."""

    def __init__(self) -> None:
        self.queries: list[TargetQuery] = []

    @property
    def version(self) -> str:
        return load_scorer().version

    def score(self, queries: Sequence[TargetQuery]) -> list[tuple[TargetScore, ...]]:
        self.queries += queries
        return load_scorer().score(queries)


@dataclass(frozen=True)
class Parts:
    """What an annotator is made of."""

    linker: BrandLinker
    events: EventFinder
    commitments: CommitmentFinder
    tagger: Tagger
    scorer: ListeningScorer


@cache
def pages() -> tuple[Page, ...]:
    """Every recorded HTML page."""
    lines = [line for line in Recording.load(ARCHIVE).lines if line.file and line.file.parts[0] == "pages"]
    return tuple(
        Page(line.url, (ARCHIVE / line.file).read_bytes(), line.content_type, line.fetched_at)
        for line in lines
        if line.file and line.status == 200
    )


@cache
def articles() -> tuple[Article, ...]:
    """The article of every page that has one."""
    rules, found = load_configuration().pages, []
    for page in pages():
        try:
            found.append(extract_article(page, rules))
        except PageError:
            continue
    return tuple(found)


@cache
def readings() -> tuple[Reading, ...]:
    """Every article in a supported language that names a brand."""
    found = []
    for article in articles():
        if article.lang in SUPPORTED:
            sentences = tuple(split_sentences(article.text, article.lang))
            mentions = load_linker().link(article.title, sentences, article.text)
            if mentions:
                found.append(Reading(article, article.lang, sentences, mentions))
    return tuple(found)


@cache
def parts() -> Parts:
    """The parts of :func:`flows.resources.load_annotator`, each in reach."""
    events, commitments = load_finders()
    return Parts(
        linker=load_linker(),
        events=events,
        commitments=commitments,
        tagger=SpacyTagger(),
        scorer=ListeningScorer(),
    )


@cache
def annotated() -> tuple[Annotation, ...]:
    """The annotation of every article."""
    found = parts()
    annotator = Annotator(found.linker, found.events, found.commitments, found.tagger, found.scorer)
    return tuple(annotator.annotate(articles()))


@cache
def queries() -> tuple[TargetQuery, ...]:
    """The sentences that the annotator gave to the scorer for them, with their targets and context."""
    annotated()
    return tuple(parts().scorer.queries)
