"""One numeral with what stands directly at its sides: a currency, a unit, coins; or the proof that it is a name or a date.

Rule: a currency or unit touches its number (one space or hyphen, a scale word, at most three words of a noun phrase). What
stands further away belongs to the sentence, not to the number.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from configs.money import money_words
from extractors.numerals import Numeral, find_numerals, is_year
from extractors.phrases import PhraseTable, is_latin
from extractors.zh_numerals import ZH_CHARS

_AROUND = 200
_HAN = re.compile(r"[\u4e00-\u9fff]")
_WORD = re.compile(r"[A-Za-z][A-Za-z'’.-]{0,24}")
_DATE_UNITS = ("年", "月", "日", "号", "點", "点", "时", "届", "期", "级", "季", "层")
_COIN_LINKS = ("", "and", "又", "零", "-")
_COIN_SHARES = {"角": Decimal("0.1"), "毛": Decimal("0.1"), "毛钱": Decimal("0.1")}
_STOPS_COINS = ("", ".", ",", "。", "，", "、", ";", ")", "到", "至", "-", "?", "!", "钱")


@dataclass(frozen=True, slots=True)
class Part:
    """A numeral with what stands directly at its sides; ``coins`` are added to its value."""

    start: int
    end: int
    numeral: Numeral
    currency: str | None = None
    unit: str | None = None
    flags: tuple[str, ...] = ()
    coins: Decimal = Decimal(0)
    bare: bool = False


@cache
def _before() -> PhraseTable[str]:
    words = money_words()
    entries = [(phrase, code) for code, sides in words.currencies.items() for phrase in sides.before]
    return PhraseTable([*((s, "?" + s) for s in ("$", "¥", "kr")), *entries])


@cache
def _after() -> PhraseTable[str]:
    words = money_words()
    entries = [(phrase, code) for code, sides in words.currencies.items() for phrase in sides.after]
    return PhraseTable([*((sign, "?" + sign) for sign in words.assumed), *entries])


@cache
def _units() -> PhraseTable[str]:
    return PhraseTable((phrase, unit) for unit, phrases in money_words().units.items() for phrase in phrases)


@cache
def _coins() -> PhraseTable[str]:
    return PhraseTable((coin, coin) for coin in money_words().subunits)


def _resolve(sign: str, text: str, place: int) -> tuple[str, tuple[str, ...]]:
    """The currency of a table value; a leading ``?`` marks a sign that more than one country uses."""
    if not sign.startswith("?"):
        return sign, ()
    rule = money_words().assumed[sign[1:]]
    around = text[max(0, place - _AROUND) : place + _AROUND]
    folded = around.casefold()
    for currency, words in rule.unless.items():
        if any(word.casefold() in folded for word in words):
            return currency, ("currency_assumed",)
    chinese_yen = sign[1:] == "¥" and _HAN.search(around) is not None
    return rule.currency, () if chinese_yen else ("currency_assumed",)


def _gap(text: str, end: int) -> int:
    """``end`` moved over one space or hyphen."""
    return end + 1 if text[end : end + 1] in (" ", "-") and end < len(text) else end


def _is_date(text: str, numeral: Numeral) -> bool:
    follower = text[numeral.end : numeral.end + 1]
    if follower == "年":
        return is_year(text, numeral)
    return follower in _DATE_UNITS and follower != "" and not text.startswith(("期权", "点评"), numeral.end)


def _counted(text: str, numeral: Numeral) -> tuple[int, str] | None:
    """The unit behind a numeral and where its first word ends, over at most three words between them."""
    end = numeral.end
    unspaced = _units().starting_at(text, end)
    if unspaced and (unspaced[1] not in ("years", "vehicles", "employees") or not is_year(text, numeral)):
        return _further(text, *unspaced)
    if is_year(text, numeral):
        return None
    spot, stops = _gap(text, end), frozenset(money_words().stops)
    for _ in range(4):
        if spot == end or spot >= len(text):
            return None
        if found := _units().starting_at(text, spot):
            return found
        word = _WORD.match(text, spot)
        if word is None or word.group().casefold() in stops:
            return None
        end, spot = word.end(), _gap(text, word.end())
    return None


def _further(text: str, end: int, unit: str) -> tuple[int, str]:
    """A more telling noun behind a bare classifier: 40万名|车主."""
    if unit in ("people", "creditors", "other") and (more := _units().starting_at(text, end)) and more[1] != "other":
        return more
    return end, unit


def _coin(text: str, numeral: Numeral, whole: Part) -> Part | None:
    """The amount before with its coins: "3 dollars 50 cents", 3元5角, 三块五, "15 dollars 50"."""
    between = text[whole.end : numeral.start].strip().casefold()
    if whole.currency is None or numeral.scale or between not in _COIN_LINKS:
        return None
    found = _coins().starting_at(text, _gap(text, numeral.end))
    if found is None and text.startswith("分", numeral.end) and whole.currency == "CNY":
        found = numeral.end + 1, "分"
    if found:
        return _with_coins(whole, found[0], numeral.low * _COIN_SHARES.get(found[1], Decimal("0.01")))
    if whole.numeral.has_large_scale:
        return None
    ends = text[numeral.end : numeral.end + 1] in _STOPS_COINS
    spoken = is_latin(text[whole.end - 1]) or text[whole.end - 1] in "块毛角"
    if not (ends and spoken and 0 < numeral.low < 100 and numeral.low == numeral.high):
        return None
    unit = text[whole.end - 1]
    share = Decimal("0.1") if unit == "块" else Decimal("0.01")
    return _with_coins(whole, numeral.end, numeral.low * share)


def _with_coins(whole: Part, end: int, coins: Decimal) -> Part:
    return replace(whole, end=end, coins=whole.coins + coins)


def _left_currency(text: str, numeral: Numeral, floor: int) -> tuple[int, str] | None:
    spot = numeral.start - (text[numeral.start - 1 : numeral.start] == " " and numeral.start > 0)
    found = _before().ending_at(text, spot)
    return found if found and found[0] >= floor else None


def _part(text: str, numeral: Numeral, floor: int) -> Part | None:
    """The numeral with its currency or unit; ``None`` when it is part of a name or a date. ``floor``: where words are free."""
    if text.startswith("百分之", numeral.start):
        return None
    if text.startswith("百分之", max(0, numeral.start - 3)) and numeral.start >= 3:
        return Part(numeral.start - 3, numeral.end, numeral, None, "percent")
    left = _left_currency(text, numeral, floor)
    start = left[0] if left else numeral.start
    if left is None and numeral.start and is_latin(text[numeral.start - 1]):
        return None
    right = _after().starting_at(text, _gap(text, numeral.end))
    if right and right[1] == "?kr" and right[0] - numeral.end == 2 and numeral.scale is None:
        return None
    end = right[0] if right else numeral.end
    if right and numeral.scale is None and left is None and (late := _late_scale(text, numeral, right[0])):
        numeral, end = late, late.end
    sign = left[1] if left and not (right and left[1].startswith("?")) else right[1] if right else None
    if sign is not None:
        currency, flags = _resolve(sign, text, numeral.start)
        return Part(start, end, numeral, currency, None, flags)
    return _uncurrencied(text, numeral)


def _late_scale(text: str, numeral: Numeral, end: int) -> Numeral | None:
    """ "75 USD million": the scale word behind the currency."""
    spot = _gap(text, end)
    for word, factor in money_words().scales.words.items():
        if len(word) > 3 and text[spot : spot + len(word)].casefold() == word:
            value = numeral.low * factor
            return replace(numeral, end=spot + len(word), low=value, high=value, scale=word)
    return None


def _uncurrencied(text: str, numeral: Numeral) -> Part | None:
    follower = text[numeral.end : numeral.end + 1]
    if numeral.lettered and not _counted(text, numeral):
        return Part(numeral.start, numeral.end, numeral, flags=("lettered",))
    spot = _gap(text, numeral.end)
    if coin := _coins().starting_at(text, spot):
        subunit = money_words().subunits[coin[1]]
        small = replace(numeral, low=numeral.low * subunit.share, high=numeral.high * subunit.share)
        return Part(numeral.start, coin[0], small, subunit.currency, None, ("currency_assumed",))
    if _is_date(text, numeral):
        return None
    if counted := _counted(text, numeral):
        return Part(numeral.start, counted[0], numeral, None, counted[1])
    if follower and is_latin(follower):
        return None
    return Part(numeral.start, numeral.end, numeral)


def is_worth_keeping(text: str, part: Part) -> bool:
    """Whether a part is an amount: it has a currency or unit, or is a bare number with a large scale."""
    if part.currency or part.unit:
        return "lettered" not in part.flags
    return part.numeral.has_large_scale and "lettered" not in part.flags and _stands_free(text, part)


def _stands_free(text: str, part: Part) -> bool:
    """Whether a bare number is no part of a Chinese word (万科, 百度, 千万不要)."""
    digits = text[part.start : part.end]
    return (
        len(digits) > 1 and any(c.isdigit() or (c in ZH_CHARS and c not in "百千万亿兆点") for c in digits)
    ) or digits.isascii()


def find_parts(text: str) -> list[Part]:
    """Numerals of ``text`` that are amounts or may become some, in order, non-overlapping."""
    parts: list[Part] = []
    for numeral in find_numerals(text):
        if parts and (whole := _coin(text, numeral, parts[-1])):
            parts[-1] = whole
            continue
        floor = parts[-1].end if parts else 0
        part = _part(text, numeral, floor) if numeral.start >= floor else None
        if part is not None and part.start >= floor:
            parts.append(part)
    return parts
