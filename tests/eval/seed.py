"""The article the project began from, against its hand annotation: money with its holders, events, promises, signs.

Rule: the article is not in the repository; where it is not at hand every row says so.
"""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import datetime
from pathlib import Path
from typing import Any

from extractors.records import Annotation, Article
from flows.resources import load_annotator
from tests.eval.measurement import Measurement

MODEL = "annotator"
METRICS = ("money exact", "money spurious", "event f1", "commitment f1", "article sign accuracy")
COMPANY = ("company_plan", "company_target")
NEUTRAL = 0.15
"""Mean scores nearer to zero than this count as neither positive nor negative."""


def measure(data: Path | None) -> list[Measurement]:
    """Rows of the seed article, found in ``data`` or beside it."""
    for root in (data, data.parent) if data else ():
        gold, texts = root / "gold" / "seed_gold.json", sorted((root / "seed").glob("*.txt"))
        if gold.exists() and texts:
            return _measure(json.loads(gold.read_text(encoding="utf-8")), texts[0].read_text(encoding="utf-8"))
    return [Measurement("seed", MODEL, metric, None, skipped="no seed article at hand") for metric in METRICS]


def _measure(gold: dict[str, Any], text: str) -> list[Measurement]:
    published = datetime.fromisoformat(gold["meta"]["published"])
    article = Article(url="seed", title=gold["meta"]["title"], text=text, lang="en", published=published)
    found = load_annotator(None).annotate([article])[0]
    ends = [(s["start"], s["end"], s["n"]) for s in gold["sentences"]]
    brands = {m.brand for m in found.mentions}

    def sentence(position: int) -> int:
        return next(n for start, end, n in ends if start <= position <= end)

    money = {(f.holder, str(f.amount), f.currency) for f in found.figures if f.is_money}
    wanted = {(m["holder"], m["amount"], m["currency"]) for m in gold["money"]}
    events = {(sentence(e.start), e.type, e.brand) for e in found.events}
    gold_events = {(n, e["type"], e["brand"]) for e in gold["events"] if e["brand"] in brands for n in e["sentences"]}
    promises = {(sentence(c.start), c.brand) for c in found.commitments}
    gold_promises = {
        (n, c["brand"]) for c in gold["commitments"] if c["kind"] in COMPANY for n in _numbers(c["sentence"])
    }
    signs, gold_signs = _signs(found), _gold_signs(gold)
    shared = sorted(set(signs) & set(gold_signs))
    right = sum(signs[brand] == gold_signs[brand] for brand in shared)
    return [
        Measurement("seed", MODEL, "money exact", len(money & wanted) / len(wanted), len(wanted)),
        Measurement("seed", MODEL, "money spurious", float(len(money - wanted)), len(money)),
        Measurement("seed", MODEL, "event f1", _f1(events, gold_events), len(gold_events)),
        Measurement("seed", MODEL, "commitment f1", _f1(promises, gold_promises), len(gold_promises)),
        Measurement("seed", MODEL, "article sign accuracy", right / len(shared), len(shared)),
    ]


def _numbers(value: int | list[int]) -> list[int]:
    return value if isinstance(value, list) else [value]


def _f1(found: set[Any], wanted: set[Any]) -> float:
    return 2 * len(found & wanted) / (len(found) + len(wanted))


def _sign(score: float) -> int:
    return 0 if abs(score) < NEUTRAL else 1 if score > 0 else -1


def _signs(found: Annotation) -> dict[str, int]:
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for judgement in found.sentiment:
        scores[judgement.brand].append(judgement.positive - judgement.negative)
    return {brand: _sign(sum(values) / len(values)) for brand, values in scores.items()}


def _gold_signs(gold: dict[str, Any]) -> dict[str, int]:
    scores: defaultdict[str, list[float]] = defaultdict(list)
    for row in gold["sentiment"]:
        scores[row["brand"]].append(row["score"])
    return {brand: _sign(sum(values) / len(values)) for brand, values in scores.items()}
