"""How well one long real article is read from end to end, against its gold annotation.

Rule: the article goes the way of any recorded text (``extract_article``, then the annotator of the product) and is judged
only on brands of the book. Article and gold are not in the repository: without them every row says that it was skipped.
"""

from __future__ import annotations

import json
import sys
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from configs.pages import load_page_rules
from extractors.pages import Page, extract_article
from extractors.records import Annotation, Article, Figure
from extractors.sentences import split_sentences
from flows.resources import load_annotator, load_configuration
from tests.eval.measurement import Measurement
from tests.eval.parts import absent, part_of

DATASET = "seed article"
MODEL = "annotator"
GOLD = "gold/seed_gold.json"
_PROMISED = ("company_plan", "company_target")
_METRICS = (
    "mentions f1",
    "money f1",
    "other money",
    "events f1",
    "commitments f1",
    "article sign",
    "sentence label",
    "sentences f1",
)

Item = tuple[object, ...]


@dataclass(frozen=True)
class Seed:
    """The article, its gold annotation, and which brands of the gold are brands of the book."""

    article: Article
    gold: Mapping[str, Any]
    brands: frozenset[str]

    def sentence_at(self, position: int) -> int:
        """Number of the gold sentence that holds a character of the text."""
        starts = [sentence["start"] for sentence in self.gold["sentences"]]
        return int(self.gold["sentences"][bisect_right(starts, position) - 1]["n"])

    def rows(self, name: str) -> Iterator[Mapping[str, Any]]:
        """The gold rows of a list that speak of a brand of the book."""
        return (row for row in self.gold[name] if row["brand"] in self.brands)


def read_seed(folder: Path) -> Seed:
    """The seed of a folder with ``seed`` and ``gold``, read as a recorded text is."""
    gold = json.loads((folder / GOLD).read_text(encoding="utf-8"))
    body = (folder / "seed" / gold["meta"]["seed_file"]).read_bytes()
    page = Page(
        url=gold["meta"]["url"],
        body=body,
        content_type="text/plain; charset=utf-8",
        fetched_at=datetime(2025, 8, 15, tzinfo=UTC),
        published_hint=datetime.fromisoformat(gold["meta"]["published"]),
    )
    return Seed(extract_article(page, load_page_rules()), gold, frozenset(load_configuration().brands))


def mentions(seed: Seed, found: Annotation) -> tuple[set[Item], set[Item]]:
    """Names of organisations with their exact spans. What only coreference can find is not asked for."""
    wanted: set[Item] = {
        (entity["canonical"], start, end)
        for entity in seed.gold["entities"]
        if entity["type"].startswith("ORG") and entity["canonical"] in seed.brands
        if "coreference" not in entity.get("note", "")
        for _, start, end in entity["mentions"]
    }
    return wanted, {(m.brand, m.start, m.end) for m in found.mentions if m.via not in ("model", "person")}


def models_found(seed: Seed, found: Annotation) -> list[bool]:
    """For each printed model of a brand of the book, whether a mention of that brand lies in it."""
    return [
        any(m.brand == entity["canonical"] and m.start < end and start < m.end for m in found.mentions)
        for entity in seed.gold["entities"]
        if entity["type"] == "PRODUCT" and entity["canonical"] in seed.brands
        for _, start, end in entity["mentions"]
    ]


def is_right(figure: Figure, gold: Mapping[str, Any]) -> bool:
    """Amount, currency and holder are right, and the kind is the gold kind or one that is as good."""
    kinds = [gold["kind"], *gold.get("also_ok", {}).get("kind", [])]
    amount = figure.amount == Decimal(gold["amount"]) and figure.currency == gold["currency"]
    return amount and figure.holder == gold["holder"] and figure.kind in kinds


def money(seed: Seed, found: Annotation) -> tuple[set[Item], set[Item]]:
    """Gold sums by id, and each printed sum that was found: the id it is first to be right for, else its own words."""
    left = {str(gold["id"]): gold for gold in seed.gold["money"]}
    wanted: set[Item] = {(key,) for key in left}
    given: set[Item] = set()
    for figure in found.figures:
        if figure.is_money:
            right = next((key for key, gold in left.items() if is_right(figure, gold)), None)
            left.pop(right or "", None)
            given.add((right or f"{figure.quote}@{figure.start}",))
    return wanted, given


def events(seed: Seed, found: Annotation) -> tuple[set[Item], set[Item]]:
    """(type, brand, sentence); an event that several sentences tell counts in each of them."""
    wanted: set[Item] = {(row["type"], row["brand"], n) for row in seed.rows("events") for n in row["sentences"]}
    return wanted, {(event.type, event.brand, seed.sentence_at(event.start)) for event in found.events}


def commitments(seed: Seed, found: Annotation) -> tuple[set[Item], set[Item]]:
    """(brand, sentence) of company plans and targets. Stated strategies are neither asked for nor counted wrong."""
    by_kind: defaultdict[bool, set[Item]] = defaultdict(set)
    for row in seed.rows("commitments"):
        if row["kind"] in (*_PROMISED, "strategy"):
            numbers = row["sentence"] if isinstance(row["sentence"], list) else [row["sentence"]]
            by_kind[row["kind"] in _PROMISED] |= {(row["brand"], n) for n in numbers}
    given: set[Item] = {(promise.brand, seed.sentence_at(promise.start)) for promise in found.commitments}
    return by_kind[True], given - (by_kind[False] - by_kind[True])


def sentences(seed: Seed) -> tuple[set[Item], set[Item]]:
    """Exact spans of sentences."""
    split = split_sentences(seed.article.text, "en")
    return {(s["start"], s["end"]) for s in seed.gold["sentences"]}, {(s.start, s.end) for s in split}


def article_signs(seed: Seed, found: Annotation) -> dict[str, bool]:
    """For each judged brand, whether the mean of positive minus negative has the sign of the mean gold score."""
    wanted, given = defaultdict[str, list[float]](list), defaultdict[str, list[float]](list)
    for row in seed.rows("sentiment"):
        wanted[row["brand"]].append(row["score"])
    for judged in found.sentiment:
        given[judged.brand].append(judged.positive - judged.negative)
    return {brand: sum(scores) * sum(given[brand]) > 0 for brand, scores in wanted.items()}


def sentence_labels(seed: Seed, found: Annotation) -> dict[tuple[str, int], tuple[str, str | None]]:
    """(brand, sentence) of the gold's evidence → its label and the label found, ``None`` where the brand is not named.

    Sentences that are evidence for two different labels are left out.
    """
    wanted: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for row in seed.rows("sentiment"):
        for number in row["evidence_sentences"]:
            wanted[row["brand"], number].add(row["label"])
    given = {(judged.brand, seed.sentence_at(judged.start)): judged.label for judged in found.sentiment}
    return {key: (labels.pop(), given.get(key)) for key, labels in wanted.items() if len(labels) == 1}


def _scored(what: str, wanted: set[Item], given: set[Item]) -> list[Measurement]:
    hits = len(wanted & given)
    values = {
        "precision": hits / len(given) if given else 0.0,
        "recall": hits / len(wanted),
        "f1": 2 * hits / (len(wanted) + len(given)),
    }
    return [Measurement(DATASET, MODEL, f"{what} {metric}", value, len(wanted)) for metric, value in values.items()]


def _share(metric: str, answers: Iterable[bool]) -> Measurement:
    kept = list(answers)
    return Measurement(DATASET, MODEL, metric, sum(kept) / len(kept), len(kept))


def compared(seed: Seed, found: Annotation) -> dict[str, tuple[set[Item], set[Item]]]:
    """What is wanted and what was found, for everything that is compared as sets."""
    return {
        "mentions": mentions(seed, found),
        "money": money(seed, found),
        "events": events(seed, found),
        "commitments": commitments(seed, found),
        "sentences": sentences(seed),
    }


def measure_seed(seed: Seed) -> list[Measurement]:
    """All rows of the article."""
    (found,) = load_annotator().annotate([seed.article])
    sets = compared(seed, found)
    rows = [row for what, (wanted, given) in sets.items() for row in _scored(what, wanted, given)]
    other = len(sets["money"][1] - sets["money"][0])
    labels = sentence_labels(seed, found).values()
    return [
        *rows,
        Measurement(DATASET, MODEL, "other money", other, len(found.figures)),
        _share("models found", models_found(seed, found)),
        _share("article sign", article_signs(seed, found).values()),
        _share("sentence label", (gold == label for gold, label in labels if label)),
        _share("sentence named", (label is not None for _, label in labels)),
    ]


def measure(data: Path | None) -> list[Measurement]:
    """``data``: the folder with ``seed`` and ``gold``, or one beside them."""
    gold = part_of(data, GOLD)
    if gold is None:
        return absent(data, GOLD, DATASET, MODEL, *_METRICS)
    return measure_seed(read_seed(gold.parents[1]))


def differences(seed: Seed) -> Iterator[str]:
    """One line for each thing that was missed, is too much, or has another label."""
    (found,) = load_annotator().annotate([seed.article])
    for what, (wanted, given) in compared(seed, found).items():
        yield from (f"{what}: missed {item}" for item in sorted(wanted - given, key=str))
        yield from (f"{what}: not in the gold {item}" for item in sorted(given - wanted, key=str))
    yield from (f"article sign: {brand}" for brand, right in article_signs(seed, found).items() if not right)
    for (brand, number), (gold, label) in sorted(sentence_labels(seed, found).items()):
        if gold != label:
            yield f"sentence label: {brand} in sentence {number} is {gold}, found {label}"


if __name__ == "__main__":
    for line in differences(read_seed(Path(sys.argv[1]))):
        sys.stdout.write(f"{line}\n")
