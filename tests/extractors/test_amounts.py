"""Amounts: what is money, what is counted, and what only looks like a quantity."""

from __future__ import annotations

import time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.amounts import Amount, find_amounts


def one(text: str, lang: str = "en") -> Amount:
    (amount,) = find_amounts(text, lang)
    return amount


def money(text: str, lang: str) -> list[tuple[str, str | None]]:
    return [(str(a.value), a.currency) for a in find_amounts(text, lang) if a.unit is None]


_EN_SCALES = {
    " thousand": 10**3,
    " million": 10**6,
    " billion": 10**9,
    " trillion": 10**12,
    "bn": 10**9,
    "mn": 10**6,
    " crore": 10**7,
}
_ZH_SCALES = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12, "千万": 10**7}
_EN_SIGNS = {
    ("RMB", ""): "CNY",
    ("US$", ""): "USD",
    ("€", ""): "EUR",
    ("", " yuan"): "CNY",
    ("", " baht"): "THB",
    ("HK$", ""): "HKD",
}
_ZH_SIGNS = {
    "元": "CNY",
    "美元": "USD",
    "港元": "HKD",
    "欧元": "EUR",
    "泰铢": "THB",
    "日元": "JPY",
    "亿元人民币"[1:]: "CNY",
}
_VALUES = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("9999.99"), places=2)


@given(_VALUES, st.sampled_from(sorted(_EN_SCALES)), st.sampled_from(sorted(_EN_SIGNS)))
def test_english_print_reads_back(value: Decimal, scale: str, sign: tuple[str, str]) -> None:
    printed = f"{sign[0]}{value}{scale}{sign[1]}"
    amount = one(f"The company owes {printed} to banks.")
    assert (amount.value, amount.currency) == (value * _EN_SCALES[scale], _EN_SIGNS[sign])
    assert amount.end - amount.start == len(printed)


@given(_VALUES, st.sampled_from(sorted(_ZH_SCALES)), st.sampled_from(sorted(_ZH_SIGNS)))
def test_chinese_print_reads_back(value: Decimal, scale: str, sign: str) -> None:
    printed = f"{value}{scale}{sign}"
    amount = one(f"该公司欠款{printed}。", "zh")
    assert (amount.value, amount.currency) == (value * _ZH_SCALES[scale], _ZH_SIGNS[sign])
    assert amount.end - amount.start == len(printed)


@pytest.mark.parametrize(
    ("text", "approx", "low", "high"),
    [
        ("about 20 billion yuan", "about", None, None),
        ("nearly 20 billion yuan", "nearly", None, 20),
        ("more than 20 billion yuan", "over", 20, None),
        ("at least RMB20bn", "over", 20, None),
        ("up to 20 billion yuan", "up_to", None, 20),
        ("less than 20 billion yuan", "under", None, 20),
        ("20 billion yuan or more", "over", 20, None),
        ("约200亿元", "about", None, None),
        ("近200亿元", "nearly", None, 20),
        ("逾200亿元", "over", 20, None),
        ("200多亿元", "over", 20, None),
        ("200余亿元", "over", 20, None),
        ("不足200亿元", "under", None, 20),
        ("至多200亿元", "up_to", None, 20),
        ("200亿元以上", "over", 20, None),
        ("200亿元左右", "about", None, None),
        ("20 billion yuan", "exact", None, None),
    ],
)
def test_approximation_sets_bounds(text: str, approx: str, low: int | None, high: int | None) -> None:
    amount = one(text, "zh" if "元" in text else "en")
    assert amount.value == 20 * 10**9
    assert amount.approx == approx
    assert (amount.low, amount.high) == tuple(None if b is None else Decimal(b * 10**9) for b in (low, high))


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("between 2 and 3 billion yuan", "2000000000", "3000000000"),
        ("2-3 billion yuan", "2000000000", "3000000000"),
        ("RMB 2-3 billion", "2000000000", "3000000000"),
        ("20亿至30亿元", "2000000000", "3000000000"),
        ("20-30亿元", "2000000000", "3000000000"),
        ("数十亿元", "1000000000", "10000000000"),
        ("hundreds of millions of dollars", "100000000", "1000000000"),
    ],
)
def test_ranges_have_bounds_and_no_value(text: str, low: str, high: str) -> None:
    amount = one(text, "zh" if "元" in text else "en")
    assert (amount.value, amount.approx) == (None, "range")
    assert (amount.low, amount.high) == (Decimal(low), Decimal(high))


def test_from_to_is_a_change_and_no_range() -> None:
    assert money("Debts rose from 3 billion to 8 billion yuan.", "en") == [("3000000000", "CNY"), ("8000000000", "CNY")]


@pytest.mark.parametrize(
    ("text", "lang", "second"),
    [
        ("USD 3.72 bn (26.58 bn yuan)", "en", ("26580000000", "CNY")),
        ("37.2亿美元（约合265.8亿元）", "zh", ("26580000000", "CNY")),
        ("$1.5 billion, or about 10.9 billion yuan,", "en", ("10900000000", "CNY")),
        ("500 million baht, equivalent to about $15 million", "en", ("15000000", "USD")),
    ],
)
def test_a_second_print_is_part_of_the_first(text: str, lang: str, second: tuple[str, str]) -> None:
    amount = one(text, lang)
    assert [(str(a.value), a.currency) for a in amount.also] == [second]


@pytest.mark.parametrize(
    ("text", "currency", "flags"),
    [
        ("$5 million", "USD", ("currency_assumed",)),
        ("US$5 million", "USD", ()),
        ("C$ 9 million, then $5 million", "CAD", ("currency_assumed",)),
        ("¥5 million", "CNY", ("currency_assumed",)),
        ("¥5 million in Japan", "JPY", ("currency_assumed",)),
        ("Rs 10 crore", "INR", ()),
        ("5 million kr", "SEK", ("currency_assumed",)),
    ],
)
def test_shared_signs_are_read_by_context(text: str, currency: str, flags: tuple[str, ...]) -> None:
    amount = find_amounts(text, "en")[-1]
    assert (amount.currency, amount.flags) == (currency, flags)


def test_a_bare_large_number_is_only_a_candidate() -> None:
    english, chinese = one("debts of 80 billion"), one("负债203.67亿", "zh")
    assert (english.currency, english.flags, english.bare) == (None, ("currency_unknown",), True)
    assert (chinese.currency, chinese.flags, chinese.bare) == ("CNY", ("currency_assumed",), True)


@pytest.mark.parametrize(
    "text",
    [
        "It lacks an EX5 and remains at the L2 level.",
        "the 6+3+1 pattern after the 3.15 Gala",
        "On 2025-08-14 16:48 the Model 3 came.",
        "Call 400-820-1234 or 0571-88886666.",
        "shares of 0860.HK and 000980.SZ",
        "ISBN 7-302-12345-6, published by 36Kr",
        "Chapter 11, section 4",
        "百度和万科千万不要低估",
        "2024年8月31日，亿咖通",
    ],
)
def test_names_dates_and_codes_are_no_amounts(text: str) -> None:
    assert find_amounts(text, "zh" if "年" in text or "百度" in text else "en") == []


@pytest.mark.parametrize(
    ("text", "lang", "value", "unit"),
    [
        ("16.5 million units (including exports)", "en", "16500000", "vehicles"),
        ("over 400,000 WM Motor owners", "en", "400000", "owners"),
        ("3,000 former employees", "en", "3000", "employees"),
        ("more than 60% of consumers", "en", "60", "percent"),
        ("近10万名车主", "zh", "100000", "owners"),
        ("百分之六十", "zh", "60", "percent"),
        ("400 kilometers", "en", "400", "km"),
        ("交付1.2万辆", "zh", "12000", "vehicles"),
    ],
)
def test_counted_things_have_a_unit_and_no_currency(text: str, lang: str, value: str, unit: str) -> None:
    amount = one(text, lang)
    assert (amount.value, amount.unit, amount.currency) == (Decimal(value), unit, None)


def test_prices_for_one_piece_are_marked() -> None:
    assert one("28.98万元起", "zh").per
    assert one("$2 a share").per
    assert not one("15亿元起拍", "zh").per


@given(st.text() | st.text(alphabet="0123456789.,$¥€元亿万千百 -–到至和(（)）约近逾%billionyuanto"))
def test_any_text_is_read_without_error(text: str) -> None:
    for lang in ("en", "zh"):
        last = 0
        for amount in find_amounts(text, lang):
            assert last <= amount.start < amount.end <= len(text)
            assert not (amount.currency and amount.unit)
            last = amount.also[-1].end if amount.also else amount.end


@pytest.mark.parametrize(
    "piece", ["1", "1,", "$1 ", "亿", "1亿", "2024 ", "one hundred and ", "1-", "和1亿元", "about ", "—1"]
)
def test_reading_time_is_linear(piece: str) -> None:
    def seconds(length: int) -> float:
        text = piece * (length // len(piece))
        best = float("inf")
        for _ in range(3):
            began = time.perf_counter()
            find_amounts(text, "zh")
            best = min(best, time.perf_counter() - began)
        return best

    seconds(500)
    assert seconds(16_000) < 0.05 + 24 * seconds(2_000)
