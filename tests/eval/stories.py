"""How well pages that tell the same story are told from those that do not, on short articles the project wrote.

Rule: thresholds are tuned on ``story_pairs_dev.jsonl`` alone; the test stories are measured by
``python -m tests.eval.stories --test`` when a version is done. Articles are the project's own words about public facts. A pair
is the same story when the second page tells the news of the first and nothing newer: a copy, a rewritten copy, or a
retelling in the other language. Follow-ups and other stories of the brand are not.

Each pair meets an index of its own, in order of publication, with the brands that the linker finds. ``together`` puts all
pages into one index and judges every two of them, as links reach further there.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import combinations
from pathlib import Path

from extractors.records import Article
from extractors.sentences import split_sentences
from extractors.stories import StoryIndex, StoryLink, StoryPage
from flows.resources import load_linker
from tests.eval.measurement import Measurement

DATA = Path(__file__).parents[1] / "data"
MODEL = "story index"
_POLLED = timedelta(minutes=30)
"""A page is seen when its feed is next asked, which is half an hour after its publication."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pages, earlier one first; a page without a brand of the book is ``None``, as clustering never sees it."""

    id: str
    kind: str
    same: bool
    pages: tuple[StoryPage | None, StoryPage | None]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the index said of a pair; ``link`` is the later page's link."""

    pair: Pair
    same: bool
    link: StoryLink | None


@dataclass(frozen=True, slots=True)
class Stories:
    """All pairs of a split, and its pages, each after the name of the first page of its story."""

    pairs: tuple[Pair, ...]
    pages: tuple[tuple[str, StoryPage], ...]


def _page(article: Article) -> StoryPage | None:
    """The article as clustering sees it, by the brand names alone; ``None`` when it names none."""
    mentions = load_linker().link(article.title, split_sentences(article.text, article.lang or "en"), article.text)
    return StoryPage.of(article, {mention.brand for mention in mentions}) if mentions else None


def read_stories(split: str, folder: Path = DATA) -> Stories:
    """The stories of ``dev`` or ``test``. Pages that pairs join, directly or by a third page, are one story."""
    pairs: list[Pair] = []
    pages: list[tuple[str, StoryPage]] = []
    for line in (folder / f"story_pairs_{split}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        articles = {page["id"]: _article(page) for page in row["pages"]}
        seen = {key: _page(article) for key, article in articles.items()}
        published = {page["id"]: datetime.fromisoformat(page["published"]) for page in row["pages"]}
        told = _stories_of(row["pairs"], list(articles))
        pages += [(told[key], page) for key, page in seen.items() if page]
        for pair in row["pairs"]:
            first, second = sorted((pair["a"], pair["b"]), key=published.__getitem__)
            pairs.append(Pair(f"{first} + {second}", pair["kind"], pair["same"], (seen[first], seen[second])))
    return Stories(tuple(pairs), tuple(pages))


def _article(page: dict[str, str]) -> Article:
    published = datetime.fromisoformat(page["published"])
    return Article(
        url=f"https://news.example/{page['id']}",
        title=page["title"],
        text=f"{page['title']}\n\n{page['text']}",
        lang=page["lang"],
        published=published,
        first_seen=published + _POLLED,
    )


def _stories_of(pairs: Sequence[dict[str, str]], ids: Sequence[str]) -> dict[str, str]:
    """The id of the first page of its story, for each page."""
    told = {key: key for key in ids}
    for pair in pairs:
        if pair["same"]:
            first, other = sorted((told[pair["a"]], told[pair["b"]]), key=ids.index)
            told = {key: first if story == other else story for key, story in told.items()}
    return told


def answer(pair: Pair) -> Answer:
    """What an index that knows nothing else says of a pair."""
    first, second = pair.pages
    if first is None or second is None:
        return Answer(pair, False, None)
    links = {link.doc_id: link for link in StoryIndex().place([first, second])}
    later = links[max((first, second), key=lambda page: (page.seen_at, page.doc_id)).doc_id]
    return Answer(pair, later.role != "origin", later)


def _scores(dataset: str, judged: Sequence[tuple[bool, bool]]) -> Iterator[Measurement]:
    """Precision, recall and F1 of "same story" over (gold, found)."""
    hits = sum(gold and found for gold, found in judged)
    wanted, given = sum(gold for gold, _ in judged), sum(found for _, found in judged)
    values = {
        "precision": hits / given if given else 0.0,
        "recall": hits / wanted,
        "f1": 2 * hits / (wanted + given),
    }
    yield from (Measurement(dataset, MODEL, metric, value, len(judged)) for metric, value in values.items())


def _together(stories: Stories) -> list[tuple[bool, bool]]:
    """(gold, found) of every two pages, all placed in one index."""
    placed = {link.doc_id: link.story_id for link in StoryIndex().place([page for _, page in stories.pages])}
    return [(a == b, placed[p.doc_id] == placed[q.doc_id]) for (a, p), (b, q) in combinations(stories.pages, 2)]


def measure_split(split: str) -> Iterator[Measurement]:
    """Precision and recall over pairs, the share of right answers by kind of pair, and both over all pages at once."""
    stories = read_stories(split)
    answers = [answer(pair) for pair in stories.pairs]
    dataset = f"story pairs {split}"
    yield from _scores(dataset, [(a.pair.same, a.same) for a in answers])
    for kind in sorted({a.pair.kind for a in answers}):
        right = [a.same == a.pair.same for a in answers if a.pair.kind == kind]
        yield Measurement(dataset, MODEL, f"{kind} right", sum(right) / len(right), len(right))
    yield from _scores(f"{dataset} together", _together(stories))


def measure(data: Path | None) -> list[Measurement]:
    """The development pairs; ``data`` is not needed."""
    return list(measure_split("dev"))


def failures(split: str) -> Iterator[str]:
    """One line for each pair that is answered wrongly."""
    for found in map(answer, read_stories(split).pairs):
        if found.same != found.pair.same:
            reason = f"{found.link.role}: {found.link.reason}" if found.link else "a page names no brand"
            yield f"{found.pair.id} ({found.pair.kind}): {reason}"


if __name__ == "__main__":
    chosen = "test" if "--test" in sys.argv else "dev"
    for row in measure_split(chosen):
        sys.stdout.write(f"{row.dataset}: {row.metric} {row.value:.3f} (n={row.n})\n")
    if chosen == "dev":
        sys.stdout.writelines(f"wrong: {line}\n" for line in failures(chosen))
