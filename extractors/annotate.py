"""One article's way from text to facts, for whole batches at a time.

Language first, brands second: an article in another language, or without a brand of ours, stops there, whatever else it
says. All sentences of a batch that name a brand go to the scorer in one call.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from extractors.brands import BrandLinker
from extractors.commitments import CommitmentFinder
from extractors.events import EventFinder
from extractors.figures import find_figures
from extractors.languages import SUPPORTED, detect_language
from extractors.records import Annotation, Article, Mention, TargetSentiment
from extractors.sentences import Sentence, split_sentences
from models.protocols import TargetQuery, TargetScore, TargetScorer
from models.tagger import Tagger

RULES_VERSION = "2026.11.2"
"""Version of the rule-based extractors; raised whenever their output may change."""


@dataclass(frozen=True)
class _Reading:
    """An article that names brands, with its sentences and the sentences' targets."""

    article: Article
    lang: str
    sentences: tuple[Sentence, ...]
    mentions: tuple[Mention, ...]

    @cached_property
    def targets(self) -> tuple[tuple[Sentence, tuple[Mention, ...]], ...]:
        """Sentences that name a brand, each with one mention per brand: the plainest, then the first."""
        found = []
        for sentence in self.sentences:
            inside = [m for m in self.mentions if sentence.start <= m.start and m.end <= sentence.end]
            best: dict[str, Mention] = {}
            for mention in sorted(inside, key=lambda m: (-m.confidence, m.start)):
                best.setdefault(mention.brand, mention)
            if best:
                found.append((sentence, tuple(sorted(best.values(), key=lambda m: m.start))))
        return tuple(found)


class Annotator:
    """All annotators with their resources, built once per process; the same articles give the same annotations."""

    def __init__(
        self,
        linker: BrandLinker,
        events: EventFinder,
        commitments: CommitmentFinder,
        tagger: Tagger,
        scorer: TargetScorer,
    ) -> None:
        self._linker = linker
        self._events = events
        self._commitments = commitments
        self._tagger = tagger
        self._scorer = scorer

    @property
    def versions(self) -> dict[str, str]:
        """What finds the facts: goes into every annotation and its id."""
        return {
            "rules": RULES_VERSION,
            "events": self._events.version,
            "commitments": self._commitments.version,
            "brands": self._linker.version,
            "tagger": self._tagger.version,
            "sentiment": self._scorer.version,
        }

    def annotate(self, articles: Sequence[Article]) -> list[Annotation]:
        """One annotation per article, in order."""
        readings = [self._read(article) for article in articles]
        scores = self._score([r for r in readings if isinstance(r, _Reading)])
        return [r if isinstance(r, Annotation) else self._find(r, next(scores)) for r in readings]

    def _read(self, article: Article) -> _Reading | Annotation:
        lang = article.lang or detect_language(article.text)
        if lang not in SUPPORTED:
            return Annotation(doc_id=article.id, lang=lang, skipped="language", versions=self.versions)
        if not self._linker.names_any(article.text):
            return Annotation(doc_id=article.id, lang=lang, skipped="no_brand", versions=self.versions)
        sentences = tuple(split_sentences(article.text, lang))
        mentions = self._linker.link(article.title, sentences, article.text)
        if not mentions:
            return Annotation(doc_id=article.id, lang=lang, skipped="no_brand", versions=self.versions)
        return _Reading(article, lang, sentences, mentions)

    def _score(self, readings: Sequence[_Reading]) -> Iterator[list[tuple[TargetScore, ...]]]:
        """The scores of each reading's target sentences, all scored in one call."""
        queries = [_query(reading, sentence, targets) for reading in readings for sentence, targets in reading.targets]
        scores = iter(self._scorer.score(queries))
        for reading in readings:
            yield [next(scores) for _ in reading.targets]

    def _find(self, reading: _Reading, scores: list[tuple[TargetScore, ...]]) -> Annotation:
        article, sentences, mentions = reading.article, reading.sentences, reading.mentions
        return Annotation(
            doc_id=article.id,
            lang=reading.lang,
            mentions=mentions,
            figures=find_figures(article, sentences, mentions, self._tagger),
            events=self._events.find(article, reading.lang, sentences, mentions),
            commitments=self._commitments.find(article, reading.lang, sentences, mentions),
            sentiment=tuple(
                _sentiment(sentence, mention, score)
                for (sentence, targets), row in zip(reading.targets, scores, strict=True)
                for mention, score in zip(targets, row, strict=True)
            ),
            versions=self.versions,
        )


def _query(reading: _Reading, sentence: Sentence, targets: Sequence[Mention]) -> TargetQuery:
    before = reading.sentences[sentence.index - 1] if sentence.index else None
    context = before.text if before and before.paragraph == sentence.paragraph else ""
    spans = tuple((sentence.offsets.index(m.start), sentence.offsets.index(m.end - 1) + 1) for m in targets)
    return TargetQuery(text=sentence.text, targets=spans, context=context, lang=reading.lang)


def _sentiment(sentence: Sentence, mention: Mention, score: TargetScore) -> TargetSentiment:
    return TargetSentiment(
        start=mention.start,
        end=mention.end,
        quote=mention.quote,
        brand=mention.brand,
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        negative=score.negative,
        neutral=score.neutral,
        positive=score.positive,
        label=score.label,
        dimension=score.dimension,
        voice=score.voice,
        confidence=round(score.confidence * mention.confidence, 4),
    )
