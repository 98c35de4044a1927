"""Dates as printed, with the precision they were printed in: "end of August 2024", 截至8月31日, last year, Q3 2025.

Rule: a date is a stretch of days. A month deadline is its last day, so every reading carries ``first`` and ``last``; a date
that needs the day of publication is read only when that day is known.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_M = (
    r"(?P<m>Jan(?:uary|\.)?|Feb(?:ruary|\.)?|Mar(?:ch|\.)?|Apr(?:il|\.)?|May|June?\.?|July?\.?|Aug(?:ust|\.)?"
    r"|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"
)
_Y = r"(?P<y>(?:19|20)\d\d)"
_D = r"(?P<d>[0-3]?\d)"
_LAST = r"(?P<end>(?:the )?end(?: of|-of|-|\s)(?:\s?the)?\s?|late[ -])?"
_RANKS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4, "last": 0}
_ZH_RANKS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4, "首": 1, "上": 1, "下": 2}
_ZH_YEARS = {"今年": 0, "去年": -1, "前年": -2, "明年": 1, "后年": 2, "本年": 0, "同年": 0, "当年": 0}
_EN_YEARS = {"this year": 0, "last year": -1, "next year": 1, "the year before": -1, "the previous year": -1}

_NEAR_DAYS = {"yesterday": -1, "today": 0, "tomorrow": 1, "昨日": -1, "昨天": -1, "今日": 0, "今天": 0, "明天": 1}


@dataclass(frozen=True, slots=True)
class DateSpan:
    """A date printed in ``sentence[start:end]``: the days from ``first`` to ``last``.

    ``precision`` is ``day``, ``month``, ``quarter``, ``half`` or ``year``. ``relative`` marks a reading that leans on the day
    of publication ("last year", 8月31日 without a year).
    """

    start: int
    end: int
    first: date
    last: date
    precision: str
    relative: bool = False


Days = tuple[date, date, str]
Reader = Callable[[re.Match[str], date | None], tuple[Days, bool] | None]


def _day(year: int, month: int, day: int) -> Days:
    found = date(year, month, day)
    return found, found, "day"


def _months(year: int, first: int, count: int) -> Days:
    """``count`` months from ``first``: 1 a month, 3 a quarter, 6 a half, 12 a year."""
    last = first + count - 1
    precision = {1: "month", 3: "quarter", 6: "half", 12: "year"}[count]
    return date(year, first, 1), date(year, last, monthrange(year, last)[1]), precision


def _nearest_year(today: date | None, month: int) -> int | None:
    """The year of a month printed without one: the nearest to publication, the past when in doubt."""
    if today is None:
        return None
    gap = month - today.month
    return today.year - 1 if gap > 3 else today.year + 1 if gap < -9 else today.year


def _year_of(match: re.Match[str], today: date | None, month: int) -> tuple[int, bool] | None:
    groups = match.groupdict()
    if groups.get("y"):
        return int(groups["y"]), False
    if word := groups.get("rel"):
        shift = {**_ZH_YEARS, **_EN_YEARS}.get(word.casefold())
        return (today.year + shift, True) if today and shift is not None else None
    year = _nearest_year(today, month)
    return (year, True) if year is not None else None


def _read_day(match: re.Match[str], today: date | None) -> tuple[Days, bool] | None:
    month = _month(match)
    if (year := _year_of(match, today, month)) is None:
        return None
    return _day(year[0], month, int(match["d"])), year[1]


def _month(match: re.Match[str]) -> int:
    text = match["m"].casefold()
    return int(text) if text.isdigit() else _MONTHS.index(text[:3]) + 1


def _read_month(match: re.Match[str], today: date | None) -> tuple[Days, bool] | None:
    month = _month(match)
    if (year := _year_of(match, today, month)) is None:
        return None
    return _months(year[0], month, 1), year[1]


def _read_part(count: int) -> Reader:
    """A quarter (3 months) or half (6 months) of a year."""

    def read(match: re.Match[str], today: date | None) -> tuple[Days, bool] | None:
        rank = {**_RANKS, **_ZH_RANKS}.get(match["n"].casefold(), 1)
        year = _year_of(match, today, min(12, (rank or 1) * count))
        return (_months(year[0], ((rank or 12 // count) - 1) * count + 1, count), year[1]) if year else None

    return read


def _read_year(match: re.Match[str], today: date | None) -> tuple[Days, bool] | None:
    year = _year_of(match, today, 1)
    return (_months(year[0], 1, 12), year[1]) if year else None


def _read_year_end(match: re.Match[str], today: date | None) -> tuple[Days, bool] | None:
    year = _year_of(match, today, today.month if today else 1)
    return (_months(year[0], 12, 1), year[1]) if year else None


def _read_near_month(match: re.Match[str], today: date | None) -> tuple[Days, bool] | None:
    if today is None:
        return None
    shift = {"last": -1, "this": 0, "next": 1, "上": -1, "本": 0, "这": 0, "下": 1}[match["n"].casefold()]
    index = today.year * 12 + today.month - 1 + shift
    return _months(index // 12, index % 12 + 1, 1), True


def _read_near_day(match: re.Match[str], today: date | None) -> tuple[Days, bool] | None:
    if today is None:
        return None
    near = today + timedelta(days=_NEAR_DAYS[match[0].casefold()])
    return (near, near, "day"), True


_ZH_Y = r"(?:(?P<y>(?:19|20)\d\d)年|(?P<rel>今年|去年|前年|明年|后年|同年|当年))"
_EN_REL = r"(?P<rel>this year|last year|next year)"
_DAY_TAIL = r"(?:st|nd|rd|th)?"

_ENGLISH: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(rf"(?<![\d.-]){_Y}[-/.](?P<m>[01]?\d)[-/.]{_D}(?![\d-])"), _read_day),
    (
        re.compile(rf"\b{_M} {_D}{_DAY_TAIL}(?:,? {_Y})?(?![\d,.]*\d| (?:million|billion|units|vehicles))\b", re.I),
        _read_day,
    ),
    (re.compile(rf"\b{_D}{_DAY_TAIL}(?: of)? {_M}(?:,? {_Y})?\b", re.I), _read_day),
    (re.compile(rf"\b{_LAST}{_M},? (?:of )?{_Y}\b", re.I), _read_month),
    (re.compile(rf"\b(?:Q|q)(?P<n>[1-4])(?: of)?[ -]?{_Y}?(?!\d)"), _read_part(3)),
    (re.compile(rf"\b{_Y} ?Q(?P<n>[1-4])\b"), _read_part(3)),
    (
        re.compile(rf"\b(?P<n>first|second|third|fourth|last) quarter(?: of)?(?: {_Y}| {_EN_REL})?\b", re.I),
        _read_part(3),
    ),
    (re.compile(rf"\bH(?P<n>[12])(?: of)?[ -]?{_Y}?(?!\d)"), _read_part(6)),
    (re.compile(rf"\b(?P<n>first|second) half(?: of)?(?: {_Y}| {_EN_REL})\b", re.I), _read_part(6)),
    (
        re.compile(rf"\b(?:the )?(?:end[ -](?:of )?|year[ -]end |close of |late )(?:{_Y}|{_EN_REL})\b", re.I),
        _read_year_end,
    ),
    (re.compile(r"\b(?:the end of the year|the year[ -]end|by year[ -]end|year's end)\b", re.I), _read_year_end),
    (
        re.compile(rf"\b(?:in|by|during|for|since|until|before|after|of|from) (?P<body>{_LAST}{_M})\b(?! \d)", re.I),
        _read_month,
    ),
    (re.compile(rf"\b{_EN_REL}\b", re.I), _read_year),
    (re.compile(r"\b(?P<n>last|this|next) month\b", re.I), _read_near_month),
    (re.compile(r"\b(?:yesterday|today|tomorrow)\b", re.I), _read_near_day),
    (
        re.compile(rf"(?<![\d.,$€£¥-]){_Y}(?![\d%]|[.,]\d|[ -]?(?:million|billion|yuan|units|vehicles|km|RMB))\b"),
        _read_year,
    ),
]
_CHINESE: list[tuple[re.Pattern[str], Reader]] = [
    (re.compile(rf"(?<![\d.-]){_Y}[-/.](?P<m>[01]?\d)[-/.]{_D}(?![\d-])"), _read_day),
    (re.compile(rf"{_ZH_Y}?\s?(?P<m>1[0-2]|0?[1-9])\s?月\s?{_D}\s?[日号]"), _read_day),
    (re.compile(rf"{_ZH_Y}\s?(?P<m>1[0-2]|0?[1-9])\s?月(?:份|底|末)?"), _read_month),
    (re.compile(rf"{_ZH_Y}?第?(?P<n>[一二三四1-4首])个?季度"), _read_part(3)),
    (re.compile(rf"{_ZH_Y}?(?P<n>[上下])半年"), _read_part(6)),
    (re.compile(rf"{_ZH_Y}(?:年?底|年?末)"), _read_year_end),
    (re.compile(r"(?<![\d去今明前])年(?:底|末)前?"), _read_year_end),
    (re.compile(r"(?<![\d.])(?P<m>1[0-2]|0?[1-9])月(?:份|底|末)?(?!\d)"), _read_month),
    (re.compile(r"(?P<n>[上本这下])个?月(?![球亮])"), _read_near_month),
    (re.compile(r"昨日|昨天|今日|今天|明天"), _read_near_day),
    (re.compile(_ZH_Y), _read_year),
    (re.compile(rf"(?<![\d.]){_Y}(?=全年)"), _read_year),
]


def find_dates(sentence: str, lang: str, published: datetime | None) -> list[DateSpan]:
    """Dates of ``sentence`` in order, non-overlapping, the most precise reading of each place.

    ``published`` resolves relative dates ("last year", 8月31日); without it they are left out. Impossible dates
    (31 February) are left out.
    """
    today = published.date() if published else None
    found: list[DateSpan] = []
    taken = bytearray(len(sentence))
    for pattern, read in _CHINESE if lang == "zh" else _ENGLISH:
        for match in pattern.finditer(sentence):
            start, end = match.span("body" if "body" in pattern.groupindex else 0)
            if any(taken[start:end]):
                continue
            try:
                reading = read(match, today)
            except ValueError:
                taken[start:end] = b"\x01" * (end - start)
                continue
            if reading is not None:
                found.append(DateSpan(start, end, *reading[0], reading[1]))
                taken[start:end] = b"\x01" * (end - start)
    return sorted(found, key=lambda d: d.start)
