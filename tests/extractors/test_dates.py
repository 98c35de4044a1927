"""Dates: first and last day, precision, and nothing that the calendar does not have."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.dates import find_dates

PUBLISHED = datetime(2025, 8, 14, 16, 48, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "lang", "first", "last", "precision", "relative"),
    [
        ("as of August 31, 2024", "en", "2024-08-31", "2024-08-31", "day", False),
        ("on 3 April 2025", "en", "2025-04-03", "2025-04-03", "day", False),
        ("since 2023-09-11", "en", "2023-09-11", "2023-09-11", "day", False),
        ("by the end of August 2024", "en", "2024-08-01", "2024-08-31", "month", False),
        ("in February 2024", "en", "2024-02-01", "2024-02-29", "month", False),
        ("by September", "en", "2025-09-01", "2025-09-30", "month", True),
        ("in Q3 2025", "en", "2025-07-01", "2025-09-30", "quarter", False),
        ("the third quarter of last year", "en", "2024-07-01", "2024-09-30", "quarter", True),
        ("in the first half of 2025", "en", "2025-01-01", "2025-06-30", "half", False),
        ("its 2024 loss", "en", "2024-01-01", "2024-12-31", "year", False),
        ("last year", "en", "2024-01-01", "2024-12-31", "year", True),
        ("last month", "en", "2025-07-01", "2025-07-31", "month", True),
        ("at the end of 2024", "en", "2024-12-01", "2024-12-31", "month", False),
        ("截至2024年8月31日", "zh", "2024-08-31", "2024-08-31", "day", False),
        ("8月10日起", "zh", "2025-08-10", "2025-08-10", "day", True),
        ("2024年8月底", "zh", "2024-08-01", "2024-08-31", "month", False),
        ("今年9月", "zh", "2025-09-01", "2025-09-30", "month", True),
        ("2025年上半年", "zh", "2025-01-01", "2025-06-30", "half", False),
        ("2025年第三季度", "zh", "2025-07-01", "2025-09-30", "quarter", False),
        ("去年底", "zh", "2024-12-01", "2024-12-31", "month", True),
        ("2023年", "zh", "2023-01-01", "2023-12-31", "year", False),
    ],
)
def test_reading(text: str, lang: str, first: str, last: str, precision: str, relative: bool) -> None:
    (span,) = find_dates(text, lang, PUBLISHED)
    assert (span.first, span.last) == (date.fromisoformat(first), date.fromisoformat(last))
    assert (span.precision, span.relative) == (precision, relative)


@pytest.mark.parametrize(
    ("text", "lang"), [("last year", "en"), ("in September", "en"), ("8月31日", "zh"), ("去年", "zh")]
)
def test_relative_dates_need_the_day_of_publication(text: str, lang: str) -> None:
    assert find_dates(text, lang, None) == []


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("2025-02-31", "en"),
        ("2025 units", "en"),
        ("It may march on", "en"),
        ("$2025 each", "en"),
        ("2月30日", "zh"),
        ("3年后", "zh"),
    ],
)
def test_no_date(text: str, lang: str) -> None:
    assert [d for d in find_dates(text, lang, PUBLISHED) if d.precision in ("day", "year")] == []


@given(st.dates(min_value=date(1950, 1, 1), max_value=date(2090, 12, 31)))
def test_full_dates_read_back(day: date) -> None:
    english = f"{day:%B} {day.day}, {day.year}"
    chinese = f"{day.year}年{day.month}月{day.day}日"
    for text, lang in ((english, "en"), (chinese, "zh"), (day.isoformat(), "en")):
        (span,) = find_dates(f"({text})", lang, None)
        assert (span.first, span.last, span.precision) == (day, day, "day")


@given(st.text() | st.text(alphabet="0123456789-/.,年月日季度底末前上下半 QHJanuryFebMcendofth"))
def test_any_text_gives_ordered_spans(text: str) -> None:
    for lang in ("en", "zh"):
        last = 0
        for span in find_dates(text, lang, PUBLISHED):
            assert last <= span.start < span.end <= len(text)
            assert span.first <= span.last
            last = span.end
