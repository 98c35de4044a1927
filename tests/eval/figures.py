"""How well figures are found: amount and currency, then holder, then family of kind, on passages the project wrote.

Rule: rules are tuned on ``figures_dev.jsonl`` alone. The test passages, of other stories, are measured by
``python -m tests.eval.figures --test`` when a version is done.
"""

from __future__ import annotations

import json
import sys
import time
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from configs.load import load_vocabulary
from extractors.amounts import find_amounts
from extractors.figures import find_figures
from extractors.records import Article, Figure, Mention
from extractors.sentences import split_sentences
from models.tagger import SpacyTagger
from tests.eval.measurement import Measurement
from tests.eval.money_cases import MoneyCase, all_cases
from tests.eval.parts import absent, part_of

DATA = Path(__file__).parents[1] / "data"
MODEL = "rules"
_SPEED = 3_000


@dataclass(frozen=True)
class Passage:
    """A gold passage: its article, its brands, and the money in it. Lists in a figure are equally good answers."""

    id: str
    article: Article
    mentions: tuple[Mention, ...]
    figures: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one matching depth."""

    right: int
    found: int
    wanted: int

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.wanted) if self.found + self.wanted else 1.0


def read_passages(split: str, folder: Path = DATA) -> list[Passage]:
    """The passages of ``dev`` or ``test``."""
    passages = []
    for line in (folder / f"figures_{split}.jsonl").read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        published = datetime.fromisoformat(row["published"])
        article = Article(url=row["id"], title="", text=row["text"], lang=row["lang"], published=published)
        mentions = tuple(Mention(**m, quote=row["text"][m["start"] : m["end"]]) for m in row["mentions"])
        passages.append(Passage(row["id"], article, mentions, tuple(row["figures"])))
    return passages


def predict(passage: Passage) -> list[Figure]:
    """The money that is found in a passage."""
    sentences = split_sentences(passage.article.text, passage.article.lang or "en")
    return [f for f in find_figures(passage.article, sentences, passage.mentions, SpacyTagger()) if f.is_money]


@cache
def _families() -> dict[str, str]:
    return load_vocabulary().family_of


def _choices(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def same_amount(found: Figure, gold: dict[str, Any]) -> bool:
    """Amount and currency are right; a range is right when it is printed in the same place."""
    if gold["amount"] is None:
        return found.amount is None and (found.quote in gold["quote"] or gold["quote"] in found.quote)
    return found.amount == Decimal(gold["amount"]) and found.currency == gold["currency"]


def same_holder(found: Figure, gold: dict[str, Any]) -> bool:
    """Holder is one of the gold holders; a bare ``other`` stands for any company that is no known brand."""
    return any(
        found.holder == holder or (holder == "other" and (found.holder or "").startswith("other:"))
        for holder in _choices(gold["holder"])
    )


def same_family(found: Figure, gold: dict[str, Any]) -> bool:
    """The kind is of the family of one of the gold kinds."""
    return any(_families()[found.kind] == _families()[kind] for kind in _choices(gold["kind"]))


def is_right(found: Figure, gold: dict[str, Any], depth: int) -> bool:
    """Depth 1: amount and currency; 2: and the holder; 3: and the kind's family; 4: and the kind itself."""
    checks = (same_amount, same_holder, same_family, lambda f, g: f.kind in _choices(g["kind"]))
    return all(check(found, gold) for check in checks[:depth])


def _right(found: Sequence[Figure], gold: Sequence[dict[str, Any]], depth: int) -> int:
    left = list(gold)
    for figure in found:
        match = next((g for g in left if is_right(figure, g, depth)), None)
        if match is not None:
            left.remove(match)
    return len(gold) - len(left)


def score(passages: Sequence[Passage], predictions: Sequence[Sequence[Figure]], depth: int) -> Score:
    """Counts over all passages at one depth."""
    pairs = list(zip(passages, predictions, strict=True))
    right = sum(_right(found, passage.figures, depth) for passage, found in pairs)
    return Score(right, sum(len(f) for f in predictions), sum(len(p.figures) for p in passages))


_DEPTHS = {1: "f1 amount+currency", 2: "f1 +holder", 3: "f1 +holder+family", 4: "f1 +holder+kind"}


def measure_split(split: str) -> Iterator[Measurement]:
    """F1 at each depth, for both languages together and each alone."""
    passages = read_passages(split)
    predictions = [predict(p) for p in passages]
    for lang in ("all", "en", "zh"):
        kept = [i for i, p in enumerate(passages) if lang in ("all", p.article.lang)]
        for depth, metric in _DEPTHS.items():
            counts = score([passages[i] for i in kept], [predictions[i] for i in kept], depth)
            yield Measurement(f"figures {split} {lang}", MODEL, metric, round(counts.f1, 4), counts.wanted)


def passes(case: MoneyCase) -> bool:
    """Whether exactly the expected amounts are read from a case; bare large numbers may stand beside them."""
    reading = "".join(unicodedata.normalize("NFKC", c) if c.isdecimal() or c in "￥．" else c for c in case.text)
    money = [a for a in find_amounts(reading, case.lang) if a.unit is None and a.currency]
    wanted = sorted(str((_plain(value), currency)) for value, currency in case.expected)
    read = [sorted(str((a.value, a.currency)) for a in kept) for kept in (money, [a for a in money if not a.bare])]
    return wanted in read


def _plain(value: Decimal) -> Decimal:
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral() else value


def measure_cases(folder: Path | None) -> Iterator[Measurement]:
    """Pass rate per source of money strings."""
    found = part_of(folder, "money_cases")
    if found is None:
        for name in ("recognizers en", "recognizers zh", "money cases"):
            yield from absent(folder, "money_cases", name, MODEL, "pass rate")
        return
    for name, cases in all_cases(found.parent).items():
        rate = sum(passes(c) for c in cases) / len(cases)
        yield Measurement(name, MODEL, "pass rate", round(rate, 4), len(cases))


def measure_speed() -> Measurement:
    """Sentences a second of the amount grammar on one core."""
    texts = [
        (s.text, p.article.lang or "en")
        for p in read_passages("dev")
        for s in split_sentences(p.article.text, p.article.lang or "en")
    ]
    sample = (texts * (_SPEED // len(texts) + 1))[:_SPEED]
    find_amounts(*sample[0])
    began = time.perf_counter()
    for text, lang in sample:
        find_amounts(text, lang)
    return Measurement(
        "figures dev", "amount grammar", "sentences/s", round(len(sample) / (time.perf_counter() - began)), len(sample)
    )


def measure(data: Path | None) -> list[Measurement]:
    """Development passages, public money strings and speed."""
    return [*measure_split("dev"), *measure_cases(data), measure_speed()]


if __name__ == "__main__":
    for row in measure_split("test" if "--test" in sys.argv else "dev"):
        sys.stdout.write(f"{row.dataset}: {row.metric} {row.value} (n={row.n})\n")
