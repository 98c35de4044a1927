"""What a sentence says about its own figures: as of which day, who says so, and how firmly.

Rule: only what is printed. No date, no source and no doubt are added that the sentence does not carry.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache

from configs.money import figure_cues
from extractors.dates import DateSpan
from extractors.phrases import PhraseFinder, PhraseTable

_FUTURE_KINDS = frozenset({"investment_promised", "revenue_target", "subsidy_promised"})
_EDGES = " 的了,，：:"
_CLAUSE = re.compile(r"[，；。;]|,(?!\d)")


@dataclass(frozen=True, slots=True)
class AsOf:
    """The day or the end of the period that a figure speaks of."""

    day: date
    precision: str


@cache
def _statuses() -> PhraseFinder[str]:
    return PhraseFinder((phrase, status) for status, phrases in figure_cues().statuses.items() for phrase in phrases)


@cache
def _openers() -> PhraseTable[bool]:
    return PhraseTable((opener, True) for opener in figure_cues().as_of_openers)


@cache
def _source_patterns() -> tuple[re.Pattern[str], ...]:
    cues = figure_cues()
    verbs = sorted(cues.source_verbs, key=len, reverse=True)
    latin = "|".join(v for v in verbs if v.isascii())
    han = "|".join(v for v in verbs if not v.isascii())
    openers = "|".join(o for o in cues.source_openers if o.isascii())
    return (
        re.compile(
            rf"\b(?:{openers}) (?!about|people|sources)([^,;.，]{{3,60}}?)(?=,|;|\.(?:\s|$)|$| (?:{latin})\b)", re.I
        ),
        re.compile(rf"^((?:The |A )?[A-Z][\w.'’&-]*(?: [\w.'’&-]+){{0,5}}?) (?:{latin})\b(?! (?:up|off|for))"),
        re.compile(r", ((?:the |a )?[\w.'’&-]+(?: [\w.'’&-]+){0,4}?) (?:said|says|reported|reports|told)\b"),
        re.compile(rf"(?:根据|据)([^，,。；;0-9]{{2,24}}?)(?:{han})"),
        re.compile(r"(?:^|[，。；])([^，,。；;0-9据]{2,16}?)(?:数据显示|显示|披露|表示|透露|公告称|公告|报道称|报道)"),
    )


def claim_source(text: str) -> str | None:
    """Who says so, as printed, or ``None``."""
    for pattern in _source_patterns():
        if match := pattern.search(text):
            return match.group(1).strip(_EDGES) or None
    return None


def claim_status(text: str, start: int, end: int) -> str:
    """``denied``, ``rumoured`` or ``confirmed_by_court`` when a phrase near ``text[start:end]`` says so, else ``asserted``."""
    found: list[tuple[int, str]] = []
    for left, right, status in _statuses().find(text):
        gap = max(left - end, start - right, 0)
        between = text[min(right, end) : max(left, start)] if gap else ""
        breaks = len(_CLAUSE.findall(between))
        if breaks <= (2 if status != "confirmed_by_court" else 1):
            found.append((gap, status))
    return min(found)[1] if found else "asserted"


def _is_led(text: str, day: DateSpan) -> bool:
    """Whether "as of", 截至 and their like stand before the date."""
    spot = day.start - (text[max(0, day.start - 1) : day.start] == " ")
    return _openers().ending_at(text, spot) is not None and not text[max(0, spot - 3) : spot].casefold().endswith(
        (" on", " to")
    )


def as_of(text: str, start: int, end: int, days: Sequence[DateSpan], kind: str, today: date | None) -> AsOf | None:
    """The date of the figure at ``text[start:end]``: one led by "as of" first, else the nearest one printed."""

    def rank(day: DateSpan) -> tuple[bool, int]:
        gap = start - day.end if day.end <= start else (day.start - end) * 2
        return not _is_led(text, day), max(gap, 0)

    for day in sorted(days, key=rank):
        last = day.last
        if today and last > today and day.relative and _is_led(text, day) and kind not in _FUTURE_KINDS:
            return AsOf(_year_before(last), day.precision)
        if today is None or day.first <= today:
            return AsOf(last, day.precision)
    return None


def _year_before(day: date) -> date:
    """The same day a year earlier: "as of August 31" printed in mid August means the year before."""
    return date(day.year - 1, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)
