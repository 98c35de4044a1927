"""Numerals: every spelling of a value reads back as that value, and no text can upset the reader."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.numerals import find_numerals, read_digits

_DIGITS = "零一二三四五六七八九"
_ONES = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["_", "_", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]


def chinese(value: int) -> str:
    """A whole number in Chinese words, the textbook way."""
    if value < 10:
        return _DIGITS[value]
    for unit, char in ((10**8, "亿"), (10**4, "万"), (1000, "千"), (100, "百"), (10, "十")):
        if value >= unit:
            rest = value % unit
            gap = "零" if rest and rest < unit // 10 else ""
            return chinese(value // unit) + char + (gap + chinese(rest) if rest else "")
    raise AssertionError(value)


def english(value: int) -> str:
    """A whole number in English words."""
    if value < 20:
        return _ONES[value]
    if value < 100:
        return _TENS[value // 10] + (f"-{_ONES[value % 10]}" if value % 10 else "")
    for unit, word in ((10**9, "billion"), (10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if value >= unit:
            rest = value % unit
            return f"{english(value // unit)} {word}" + (f" {english(rest)}" if rest else "")
    raise AssertionError(value)


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_chinese_words_read_back(value: int) -> None:
    text = chinese(value)
    (numeral,) = find_numerals(text)
    assert (numeral.start, numeral.end) == (0, len(text))
    assert numeral.low == numeral.high == value


@given(st.integers(min_value=1, max_value=10**12 - 1))
def test_english_words_read_back(value: int) -> None:
    text = english(value)
    (numeral,) = find_numerals(text)
    assert (numeral.start, numeral.end) == (0, len(text))
    assert numeral.low == numeral.high == value


@given(st.integers(min_value=0, max_value=10**15), st.integers(min_value=0, max_value=99))
def test_grouped_digits_read_back(whole: int, cents: int) -> None:
    assert read_digits(f"{whole:,}.{cents:02d}") == Decimal(whole) + Decimal(cents) / 100


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("数十亿", "1000000000", "10000000000"),
        ("几千万", "10000000", "100000000"),
        ("十几亿", "1000000000", "2000000000"),
        ("七八亿", "700000000", "800000000"),
        ("三四百亿", "30000000000", "40000000000"),
        ("tens of billions", "10000000000", "100000000000"),
        ("several million", "1000000", "10000000"),
    ],
)
def test_vague_numerals_are_intervals(text: str, low: str, high: str) -> None:
    (numeral,) = find_numerals(text)
    assert (numeral.low, numeral.high) == (Decimal(low), Decimal(high))


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1.5亿", "150000000"),
        ("2亿5000万", "250000000"),
        ("3千万亿", "3000000000000000"),
        ("两个亿", "200000000"),
        ("三万五", "35000"),
        ("壹万二千三百四十五", "12345"),
        ("1.5万亿", "1500000000000"),
        ("5 lakh crore", "5000000000000"),
        ("12,34,567.89", "1234567.89"),
        ("26,58 Milliarden", "26580000000"),
        ("half a billion", "500000000"),
        ("two point five billion", "2500000000"),
    ],
)
def test_mixed_print_has_one_value(text: str, value: str) -> None:
    (numeral,) = find_numerals(text)
    assert numeral.low == numeral.high == Decimal(value)


@pytest.mark.parametrize("text", ["1,2,3", "five three", "EX-5", "16:48", "1/5", "第三款", "#12"])
def test_lists_names_and_times_are_no_single_number(text: str) -> None:
    assert [n for n in find_numerals(text) if n.end - n.start == len(text.strip("EX-#第款"))] == []


def test_open_numerals_say_so() -> None:
    assert [n.open for n in find_numerals("20多亿，200余亿，上百亿，300亿")] == [True, True, True, False]


@given(
    st.text(alphabet=st.characters(codec="utf-8"))
    | st.text(alphabet="0123456789.,亿万千百十一二两几数多上点 -onehudrdmilbt")
)
def test_any_text_gives_ordered_spans(text: str) -> None:
    last = 0
    for numeral in find_numerals(text):
        assert last <= numeral.start < numeral.end <= len(text)
        assert numeral.low <= numeral.high
        last = numeral.end
