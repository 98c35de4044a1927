"""The whole annotate path over the archive's articles, and where its time goes.

Rule: stages are timed by themselves on what the stages before them gave, in turns with the whole; ``rest`` is what the
whole took beyond their sum, and may be slightly negative.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from benchmarks.material import articles, parts, queries, readings
from benchmarks.timing import Call, Result, median_seconds
from extractors.figures import find_figures
from extractors.sentences import split_sentences
from flows.resources import load_annotator
from models.sentiment.scorer import load_scorer
from models.tagger import Parse, Tagger


class ClockedTagger:
    """A tagger that adds up the seconds it takes."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self.spent = 0.0

    @property
    def version(self) -> str:
        return self._tagger.version

    def parse(self, sentences: Sequence[str]) -> list[Parse]:
        began = time.perf_counter()
        found = self._tagger.parse(sentences)
        self.spent += time.perf_counter() - began
        return found


def _stages() -> dict[str, Call]:
    found = parts()
    return {
        "brand prefilter": lambda: [found.linker.names_any(article.text) for article in articles()],
        "sentences": lambda: [split_sentences(r.article.text, r.lang) for r in readings()],
        "brands": lambda: [found.linker.link(r.article.title, r.sentences, r.article.text) for r in readings()],
        "figures": lambda: [find_figures(r.article, r.sentences, r.mentions, found.tagger) for r in readings()],
        "events": lambda: [found.events.find(r.article, r.lang, r.sentences, r.mentions) for r in readings()],
        "commitments": lambda: [found.commitments.find(r.article, r.lang, r.sentences, r.mentions) for r in readings()],
        "scorer": lambda: load_scorer().score(queries()),
    }


def _tagger_share() -> float:
    """What part of the time of the figures is the tagger's."""
    tagger = ClockedTagger(parts().tagger)
    began = time.perf_counter()
    for r in readings():
        find_figures(r.article, r.sentences, r.mentions, tagger)
    return tagger.spent / (time.perf_counter() - began)


def measure() -> Iterator[Result]:
    """Articles a second of the whole path, and each stage's share of its time."""
    annotator = load_annotator()
    annotator.annotate(articles()[:1])
    taken = median_seconds({"whole": lambda: annotator.annotate(articles()), **_stages()}, warm=True)
    whole, named = taken.pop("whole"), len(readings())
    yield Result("annotate", "articles of the archive", len(articles()) / whole, "articles/s", len(articles()))
    yield Result("annotate", "articles that name a brand", named / whole, "articles/s", named)
    tagger = taken["figures"] * _tagger_share()
    taken |= {"figures": taken["figures"] - tagger, "tagger": tagger, "rest": whole - sum(taken.values())}
    for stage, spent in sorted(taken.items(), key=lambda item: -item[1]):
        yield Result("annotate", f"share of {stage}", 100 * spent / whole, "%", named)
