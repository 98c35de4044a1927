"""Which kind of the vocabulary an amount is: the words around it, weighed by nearness and strength.

Rule: the nearest strong phrase of the amount's own clause decides; an amount that no phrase explains stays ``other_money``, and a
counted number that no phrase explains is no figure.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from configs.money import KindCue, figure_cues
from extractors.amounts import Amount
from extractors.phrases import PhraseFinder

_BREAK = re.compile(r"[;；。]|[,，](?!\d)|\b(?:while|whereas|but|although)\b|(?<=\d[)）]) ")
_AND = re.compile(r"\band (?=[a-z]+\b)|并|且")
_LIGHT = re.compile(
    r"[\s-]|\b(?:of|to|at|by|for|about|over|nearly|some|up|more|than|was|were|is|a|an|the|stood|worth)\b|[约近逾超过达为高仅的元了至]"
)
_STRONG, _WEAK = 3.0, 1.2
_ADJACENT, _NEAR = 1.0, 2
_FLOOR = -1.5
_HAN_WIDTH = 2.5


@dataclass(frozen=True, slots=True)
class Cue:
    """A phrase that names a kind, at ``sentence[start:end]``."""

    start: int
    end: int
    kind: str
    weight: float
    spread: bool = False


@cache
def _money_finder() -> PhraseFinder[tuple[str, float, bool]]:
    kinds = figure_cues().kinds.items()
    return PhraseFinder(entry for kind, cue in kinds if not cue.units for entry in _entries(kind, cue))


@cache
def _count_finder(unit: str) -> tuple[PhraseFinder[tuple[str, float, bool]], str | None]:
    """The phrases for a unit, and the kind that the unit alone already names."""
    kinds = [(kind, cue) for kind, cue in figure_cues().kinds.items() if unit in cue.units]
    sure = next((kind for kind, cue in kinds if "*" in cue.strong), None)
    return PhraseFinder(entry for kind, cue in kinds for entry in _entries(kind, cue)), sure


def _cues(text: str, finder: PhraseFinder[tuple[str, float, bool]]) -> list[Cue]:
    return _outermost([Cue(start, end, *value) for start, end, value in finder.find(text)])


def _entries(kind: str, cue: KindCue) -> list[tuple[str, tuple[str, float, bool]]]:
    phrases = [*((p, _STRONG) for p in cue.strong), *((p, _WEAK) for p in cue.weak)]
    return [(phrase, (kind, weight, "~" in phrase)) for phrase, weight in phrases if phrase != "*"]


def _outermost(cues: list[Cue]) -> list[Cue]:
    """Cues that stand in no longer solid cue: in "net loss" the word "loss" says nothing more."""
    kept: list[Cue] = []
    reach = -1
    for cue in sorted(cues, key=lambda c: (c.start, -c.end, -c.weight)):
        same = kept and (cue.start, cue.end) == (kept[-1].start, kept[-1].end)
        if cue.end > reach or same:
            kept.append(cue)
            reach = reach if cue.spread else max(reach, cue.end)
    return kept


def money_cues(text: str) -> list[Cue]:
    """Every money phrase of a sentence."""
    return _cues(text, _money_finder())


def _distance(text: str, cue: Cue, amount: Amount) -> tuple[float, str]:
    """How far a cue stands from an amount, in Latin letters, and the words between."""
    if cue.end <= amount.start:
        between = text[cue.end : amount.start]
    elif cue.start >= amount.end:
        between = text[amount.end : cue.start]
    else:
        return 0.0, ""
    wide = sum("\u4e00" <= c <= "\u9fff" for c in between)
    return len(between) + (_HAN_WIDTH - 1) * wide, between


def _score(text: str, cue: Cue, amount: Amount, amounts: Sequence[Amount]) -> float:
    distance, between = _distance(text, cue, amount)
    low, high = min(cue.end, amount.end), max(cue.start, amount.start)
    if cue.spread:
        low, high = min(low, cue.start), max(high, cue.end)
    crossed = sum(1 for a in amounts if a is not amount and a.unit is None and low <= a.start and a.end <= high)
    around = text[cue.start : cue.end] if cue.start < amount.start and amount.end < cue.end else ""
    breaks = len(_BREAK.findall(between)) + len(_BREAK.findall(around))
    behind = 0.15 if cue.start >= amount.end else 0.0
    near = _ADJACENT if len(_LIGHT.sub("", between)) <= _NEAR else 0.0
    joined = 0.6 * len(_AND.findall(between))
    length = min(cue.end - cue.start, 30) * 0.01
    return cue.weight + length + near - joined - distance / 25 - 1.4 * breaks - 1.5 * crossed - behind


def _best(text: str, cues: Sequence[Cue], amount: Amount, amounts: Sequence[Amount]) -> tuple[str, float] | None:
    scored = [(_score(text, cue, amount, amounts), cue.kind) for cue in cues]
    best = max(scored, key=lambda s: s[0], default=None)
    return (best[1], best[0]) if best is not None and best[0] > _FLOOR else None


def _confidence(score: float) -> float:
    return round(min(0.95, max(0.3, 0.6 + score / 9)), 2)


def money_kind(text: str, amount: Amount, amounts: Sequence[Amount], cues: Sequence[Cue]) -> tuple[str, float]:
    """Kind of an amount of money and how sure, 0 to 1. ``cues`` are :func:`money_cues` of the sentence."""
    best = _best(text, cues, amount, amounts)
    if amount.per and (best is None or best[0] != "price"):
        by_share = (
            text[amount.end : amount.end + 8].strip().startswith(("a share", "per sha", "每股", "/股"))
            or "每股" in text[max(0, amount.start - 3) : amount.start]
        )
        return ("other_money" if by_share else "price"), 0.7
    return (best[0], _confidence(best[1])) if best else ("other_money", 0.3)


def count_kind(text: str, amount: Amount, amounts: Sequence[Amount]) -> tuple[str, float] | None:
    """Kind of a counted number, or ``None`` when it is none of the vocabulary's."""
    finder, sure = _count_finder(amount.unit or "")
    if sure is not None:
        return sure, 0.8
    best = _best(text, _cues(text, finder), amount, amounts)
    return (best[0], _confidence(best[1])) if best else None
