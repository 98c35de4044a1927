"""How well brand mentions are found: on our own collision cases, and on the seed article where it is at hand.

Rule: the ``test`` half of the cases was set apart by id before anything was tuned; only it is quoted elsewhere.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from configs.load import load_brands
from extractors.brands import BrandLinker
from extractors.sentences import split_sentences
from tests.eval.measurement import Measurement
from tests.eval.parts import absent, part_of

CASES = Path(__file__).parents[1] / "data" / "brand_cases.jsonl"
MODEL = "linker"

Spans = set[tuple[int, int, str]]


@dataclass(frozen=True, slots=True)
class Case:
    """A text and the brand spans in it (``(start, end, brand)``); none is a case of pure noise."""

    id: str
    split: str
    lang: str
    text: str
    spans: frozenset[tuple[int, int, str]]


def read_cases(path: Path = CASES) -> Iterator[Case]:
    """The collision cases. Mentions are listed by surface, in order of the text."""
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        spans, at = set(), 0
        for mention in row["mentions"]:
            start = row["text"].index(mention["surface"], at)
            at = start + len(mention["surface"])
            spans.add((start, at, mention["brand"]))
        yield Case(row["id"], row["split"], row["lang"], row["text"], frozenset(spans))


def linked(linker: BrandLinker, title: str, text: str, lang: str) -> Spans:
    return {(m.start, m.end, m.brand) for m in linker.link(title, split_sentences(text, lang), text)}


def _scores(dataset: str, pairs: Iterable[tuple[Spans, Spans]]) -> list[Measurement]:
    """Precision, recall and F1 over exact spans, from (gold, found) pairs."""
    rows = list(pairs)
    hits = sum(len(gold & found) for gold, found in rows)
    wanted, given = sum(len(gold) for gold, _ in rows), sum(len(found) for _, found in rows)
    precision = hits / given if given else 0.0
    recall = hits / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    values = {"precision": precision, "recall": recall, "f1": f1}
    return [Measurement(dataset, MODEL, metric, value, wanted) for metric, value in values.items()]


def _cases(linker: BrandLinker, split: str) -> list[Measurement]:
    cases = [case for case in read_cases() if case.split == split]
    found = {case.id: linked(linker, "", case.text, case.lang) for case in cases}
    dataset = f"brand collisions, {split}"
    rows = _scores(dataset, ((set(case.spans), found[case.id]) for case in cases))
    noise = [case for case in cases if not case.spans]
    clean = sum(not found[case.id] for case in noise) / len(noise)
    return [*rows, Measurement(dataset, MODEL, "noise_kept_out", clean, len(noise))]


def seed_mentions(data: Path, linker: BrandLinker) -> tuple[Spans, Spans, Spans]:
    """(gold brand spans, found names, found models and people) of the seed article under ``data``.

    Gold are the organisations that are brands of the book, without the one that only coreference finds.
    """
    gold = json.loads((data / "gold" / "seed_gold.json").read_text(encoding="utf-8"))
    text = (data / "seed" / gold["meta"]["seed_file"]).read_text(encoding="utf-8")
    brands = load_brands()
    wanted = {
        (start, end, entity["canonical"])
        for entity in gold["entities"]
        if entity["type"].startswith("ORG") and entity["canonical"] in brands
        if "coreference" not in entity.get("note", "")
        for _, start, end in entity["mentions"]
    }
    mentions = linker.link(gold["meta"]["title"], split_sentences(text, "en"), text)
    assert all(text[m.start : m.end] == m.quote for m in mentions)
    names = {(m.start, m.end, m.brand) for m in mentions if m.via not in ("model", "person")}
    return wanted, names, {(m.start, m.end, m.brand) for m in mentions} - names


def measure(data: Path | None) -> list[Measurement]:
    """``data``: the folder with ``seed`` and ``gold``; without it the seed row says that it was skipped."""
    linker = BrandLinker(load_brands())
    rows = [*_cases(linker, "dev"), *_cases(linker, "test")]
    gold = part_of(data, "gold/seed_gold.json")
    if gold is None:
        return rows + absent(data, "gold/seed_gold.json", "seed article", MODEL, "f1")
    wanted, names, _ = seed_mentions(gold.parents[1], linker)
    return rows + _scores("seed article", [(wanted, names)])
