"""How well the targeted sentiment scorer reads sentences it was not trained on.

Rule: development sets only, the same sentences for every model. The project's own sets are in the repository and always
measured; the public ones are read from a folder and skipped, with the reason, when there is none.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from models.protocols import TargetScore, TargetScorer
from models.sentiment import data
from models.sentiment.calibrate import query_of
from models.sentiment.markup import Example, parse_marked
from models.sentiment.metrics import calibration_error, macro_f1
from models.sentiment.scorer import load_scorer
from tests.eval.baselines import bag_of_words, lexicon
from tests.eval.measurement import Measurement
from tests.eval.parts import absent, part_of

MODEL = "encoder"
ROLE_SWAP = data.OWN / "role_swap.jsonl"
_PUBLIC = ("newsmtsc rw_dev", "newsmtsc mt_dev", "sentfin unseen entities", "finentity dev", "bdci zero-shot")
Pair = tuple[Example, Example]


def measure(folder: Path | None) -> list[Measurement]:
    """Every row of the scorer and of its baselines."""
    scorer = load_scorer()
    rows: list[Measurement] = []
    for lang in ("en", "zh"):
        rows += _own(scorer, lang)
    for lang in ("en", "zh"):
        rows += _swapped(scorer, lang)
    sets = part_of(folder, "newsmtsc")
    if sets is None:
        return rows + [row for name in _PUBLIC for row in absent(folder, "newsmtsc", name, MODEL, "macro_f1")]
    return rows + list(_public(scorer, sets.parent))


def _own(scorer: TargetScorer, lang: str) -> list[Measurement]:
    name, dev, train = f"own {lang} dev", data.own(lang, "dev"), data.own(lang, "train")
    targets = [target for example in dev for target in example.targets]
    scores = _scores(scorer, dev)
    right = [score.label == target.polarity for score, target in zip(scores, targets, strict=True)]
    values = {
        "macro_f1": macro_f1([target.polarity for target in targets], [score.label for score in scores]),
        "calibration_error": calibration_error([score.confidence for score in scores], right),
        "dimension_macro_f1": macro_f1([t.dimension or "none" for t in targets], [s.dimension for s in scores]),
        "voice_macro_f1": macro_f1([t.voice or "media" for t in targets], [s.voice for s in scores]),
    }
    rows = [Measurement(name, MODEL, metric, value, len(targets)) for metric, value in values.items()]
    return rows + _baselines(name, train, dev)


def _scores(scorer: TargetScorer, examples: Sequence[Example]) -> list[TargetScore]:
    return [score for scores in scorer.score([query_of(example) for example in examples]) for score in scores]


def _polarity(scorer: TargetScorer, name: str, dev: Sequence[Example]) -> Measurement:
    truth = [target.polarity for example in dev for target in example.targets]
    return Measurement(name, MODEL, "macro_f1", macro_f1(truth, [s.label for s in _scores(scorer, dev)]), len(truth))


def _baselines(name: str, train: Sequence[Example], dev: Sequence[Example]) -> list[Measurement]:
    truth = [target.polarity for example in dev for target in example.targets]
    rows = [Measurement(name, "lexicon", "macro_f1", macro_f1(truth, lexicon(dev)), len(truth))]
    if not train:
        return rows
    try:
        value = macro_f1(truth, bag_of_words(train, dev))
    except ImportError:
        return [*rows, Measurement(name, "tf-idf", "macro_f1", None, skipped="scikit-learn is not installed")]
    return [*rows, Measurement(name, "tf-idf", "macro_f1", value, len(truth))]


def _public(scorer: TargetScorer, folder: Path) -> Iterator[Measurement]:
    news = data.newsmtsc(folder, "train")
    sets = (
        (_PUBLIC[0], news, data.newsmtsc(folder, "rw_dev")),
        (_PUBLIC[1], news, data.newsmtsc(folder, "mt_dev")),
        (_PUBLIC[2], *data.sentfin(folder)),
        (_PUBLIC[3], *data.finentity(folder)),
        (_PUBLIC[4], (), data.bdci(folder)),
    )
    for name, train, dev in sets:
        yield _polarity(scorer, name, dev)
        yield from _baselines(name, train, dev)


def role_pairs(lang: str, path: Path = ROLE_SWAP) -> list[Pair]:
    """The two sentences of each pair: same words, the roles of two brands exchanged."""
    pairs = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if row["lang"] == lang:
            first, second = (Example(row["id"], "role_swap", lang, *parse_marked(row[side])) for side in "ab")
            pairs.append((first, second))
    return pairs


def _swapped(scorer: TargetScorer, lang: str) -> list[Measurement]:
    pairs = role_pairs(lang)
    first, second = ([pair[side] for pair in pairs] for side in (0, 1))
    answers = list(zip(_grouped(scorer, first), _grouped(scorer, second), strict=True))
    flips = sum(_follows(a, x) and _follows(b, y) for (a, b), (x, y) in zip(pairs, answers, strict=True))
    exact = sum(_exact(a, x) and _exact(b, y) for (a, b), (x, y) in zip(pairs, answers, strict=True))
    name, number = f"role swap {lang}", len(pairs)
    return [
        Measurement(name, MODEL, "order_follows_roles", flips / number, number),
        Measurement(name, MODEL, "all_labels_right", exact / number, number),
    ]


def _grouped(scorer: TargetScorer, examples: Sequence[Example]) -> list[tuple[TargetScore, ...]]:
    return scorer.score([query_of(example) for example in examples])


def _follows(example: Example, scores: Sequence[TargetScore]) -> bool:
    """Whether the brand that is better off is scored higher than the one that is worse off."""
    order = {"negative": -1, "neutral": 0, "positive": 1}
    wanted = [order[target.polarity] for target in example.targets]
    given = [score.positive - score.negative for score in scores]
    return (wanted[0] - wanted[1]) * (given[0] - given[1]) > 0


def _exact(example: Example, scores: Sequence[TargetScore]) -> bool:
    return [target.polarity for target in example.targets] == [score.label for score in scores]
