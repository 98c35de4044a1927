"""The sets the model learns from and is measured on, all as :class:`~models.sentiment.markup.Example`.

Rule: a split is made by what must be new at run time (entity, paragraph, family of situations), never by random row.
The public sets are read from a folder given by the caller; the project's own sentences lie beside this file.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final
from xml.etree import ElementTree

from models.errors import ModelError
from models.sentiment.markup import Example, Target, read_marked

OWN: Final = Path(__file__).parent / "data"
_SIGNS: Final = {-1: "negative", 0: "neutral", 1: "positive"}
_SHORT: Final = {"neg": "negative", "neu": "neutral", "pos": "positive"}
_POLARITIES: Final = frozenset(_SIGNS.values())


def own(lang: str, split: str) -> list[Example]:
    """The project's sentences in ``lang`` (``en``, ``zh``) of ``split`` (``train``, ``dev``, ``test``)."""
    return read_marked(OWN / f"own_{lang}_{split}.jsonl", lang)


def newsmtsc(folder: Path, split: str) -> list[Example]:
    """NewsMTSC (MIT): political news, several targets a sentence. ``split``: ``train``, ``rw_dev``, ``mt_dev``."""
    by_sentence: dict[str, list[Target]] = defaultdict(list)
    for row in _rows(folder / "newsmtsc" / f"{split}.jsonl"):
        target = Target(row["from"], row["to"], row["mention"], _SIGNS[row["polarity"]])
        by_sentence[row["sentence"]].append(target)
    return [_example("newsmtsc", number, text, targets) for number, (text, targets) in enumerate(by_sentence.items())]


def sentfin(folder: Path) -> tuple[list[Example], list[Example]]:
    """SEntFiN (MIT): financial headlines. Train, and dev by unseen entity.

    One entity in ten is a dev entity. Dev holds the targets that are one; a headline naming one is not in train.
    """
    train: list[Example] = []
    dev: list[Example] = []
    for row in _rows(folder / "sentfin" / "train.jsonl"):
        targets = _located(row["text"], row["targets"])
        unseen = [target for target in targets if is_held_out(target.brand.lower(), 10)]
        if unseen:
            dev.append(_example("sentfin", row["id"], row["text"], unseen))
        elif targets:
            train.append(_example("sentfin", row["id"], row["text"], targets))
    return train, dev


def finentity(folder: Path) -> tuple[list[Example], list[Example]]:
    """FinEntity (ODC-BY): financial paragraphs with spans. Train, and one paragraph in five as dev."""
    train: list[Example] = []
    dev: list[Example] = []
    for number, row in enumerate(_rows(folder / "finentity" / "train.jsonl")):
        marks = [(mark["start"], mark["end"], mark["value"], mark["label"].lower()) for mark in row["annotations"]]
        targets = [Target(*mark) for mark in sorted(marks)]
        example = _example("finentity", number, row["content"], targets)
        (dev if is_held_out(row["content"], 5) else train).append(example)
    return train, dev


def mams(folder: Path) -> list[Example]:
    """MAMS (Apache-2.0): restaurant sentences, each with contrasting aspects; for training contrast only."""
    examples = []
    for number, node in enumerate(ElementTree.parse(folder / "mams" / "train.xml").iter("sentence")):
        text = node.findtext("text") or ""
        targets = [
            Target(int(term.attrib["from"]), int(term.attrib["to"]), term.attrib["term"], term.attrib["polarity"])
            for term in node.iter("aspectTerm")
            if term.attrib["polarity"] in _POLARITIES
        ]
        if targets:
            examples.append(_example("mams", number, text, targets))
    return examples


def bdci(folder: Path) -> list[Example]:
    """BDCI-2016 round 1: Chinese posts on car brands. Contest data: to measure on, never to train on."""
    path = folder / "bdci2016_car_brands_eval_only" / "round1_dev.jsonl"
    examples = []
    for row in _rows(path):
        targets = _located(row["text"], {name: _SHORT[label] for name, label in row["targets"].items()})
        if targets:
            examples.append(_example("bdci", row["id"], row["text"], targets, lang="zh"))
    return examples


def is_held_out(key: str, one_in: int) -> bool:
    """Whether ``key`` falls into the held-out share; the same answer on every machine."""
    return int.from_bytes(hashlib.sha256(key.encode()).digest()[:4]) % one_in == 0


def _located(text: str, labels: dict[str, str]) -> list[Target]:
    """First free occurrence of each name, longest names first, so that a name inside another is not taken for it."""
    taken: list[Target] = []
    for name in sorted(labels, key=lambda name: (-len(name), name)):
        start = _free(text, name, taken)
        if start >= 0:
            taken.append(Target(start, start + len(name), name, labels[name]))
    return sorted(taken, key=lambda target: target.start)


def _free(text: str, name: str, taken: Iterable[Target]) -> int:
    start = text.find(name)
    while start >= 0 and any(start < other.end and other.start < start + len(name) for other in taken):
        start = text.find(name, start + 1)
    return start


def _example(source: str, key: object, text: str, targets: Iterable[Target], lang: str = "en") -> Example:
    return Example(f"{source}-{key}", source, lang, text, tuple(targets))


def _rows(path: Path) -> list[Any]:
    rows = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            rows.append(json.loads(line))
        except json.JSONDecodeError as error:
            raise ModelError(f"{path}:{number}: {error}") from error
    return rows


def public_train(folder: Path) -> list[Example]:
    """All public sentences the shipped weights may learn from."""
    loaders: tuple[Callable[[], list[Example]], ...] = (
        lambda: newsmtsc(folder, "train"),
        lambda: sentfin(folder)[0],
        lambda: finentity(folder)[0],
        lambda: mams(folder),
    )
    return [example for load in loaders for example in load()]
