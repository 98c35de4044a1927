"""The value of one Chinese numeral: 一百五十七亿八千一百万, 1.5亿, 两百亿, 三四百万, 数十亿, 20多亿, 十几万.

Rule: a unit multiplies everything smaller that stands before it, so mixed print (3千万亿, 2亿5000万) needs no cases of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from configs.money import money_words

_SOME = "几幾数數"
_MORE = "多余餘来來"
ZH_CHARS = "〇零○一二两兩三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖十拾百佰千仟万萬亿億兆点點半上" + _SOME + _MORE
_LARGEST = Decimal(10) ** 24
_TOKEN = re.compile(r"[0-9]+(?:[.,][0-9]+)*|.")


@dataclass(frozen=True, slots=True)
class ZhReading:
    """``text[skip:length]`` of the run that was read, its value from ``low`` to ``high``, and the largest unit printed."""

    skip: int
    length: int
    low: Decimal
    high: Decimal
    scale: str | None
    open: bool


Interval = tuple[Decimal, Decimal]


@cache
def _tables() -> tuple[dict[str, Decimal], dict[str, Decimal]]:
    numerals = money_words().numerals
    return numerals.zh_digits, numerals.zh_units


def _spoken(digits: str, has_unit: bool) -> Interval | None:
    """Digits between units: one digit, a pair such as 七八 (7 to 8), or a positional number such as 二〇二五."""
    table, _ = _tables()
    values = [table[d] for d in digits]
    if len(values) > 1 and values[0] == 0:
        values = values[1:]
    if len(values) == 1:
        return values[0], values[0]
    rising = len(values) == 2 and 0 < values[0] < values[1] <= values[0] + 2
    if rising:
        return values[0], values[1]
    if has_unit:
        return None
    whole = Decimal("".join(str(v) for v in values))
    return whole, whole


def _ascii(token: str) -> Decimal | None:
    bare = token.replace(",", "")
    grouped = re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?", token)
    return Decimal(bare) if grouped else None


class _Sum:
    """The running value: parts (low, high, unit), biggest unit first, and the digits waiting for their unit."""

    def __init__(self) -> None:
        self.parts: list[tuple[Decimal, Decimal, Decimal]] = []
        self.waiting: Interval | None = None
        self.unit = Decimal(0)
        self.top: tuple[Decimal, str] = (Decimal(0), "")
        self.open = False
        self.zero = False

    def multiply(self, unit: Decimal, char: str) -> bool:
        low, high = self.waiting or (Decimal(0), Decimal(0))
        while self.parts and self.parts[-1][2] < unit:
            part = self.parts.pop()
            low, high = low + part[0], high + part[1]
        if high == 0:
            if self.parts and unit >= 100:
                return False
            low = high = Decimal(1)
        if high * unit > _LARGEST:
            return False
        self.parts.append((low * unit, high * unit, unit))
        self.waiting, self.unit, self.zero = None, unit, False
        self.top = max(self.top, (unit, char))
        return True

    def finish(self) -> Interval:
        low, high = self.waiting or (Decimal(0), Decimal(0))
        return low + sum((p[0] for p in self.parts), Decimal(0)), high + sum((p[1] for p in self.parts), Decimal(0))


def _merge(run: str) -> list[str]:
    """Tokens of a run: ASCII numbers, stretches of spoken digits (with a spoken decimal point), single other characters."""
    digits, _ = _tables()
    tokens: list[str] = []
    for token in _TOKEN.findall(run):
        spoken = token in digits or token in "点點"
        if spoken and tokens and tokens[-1][0] in digits:
            tokens[-1] += token
        else:
            tokens.append(token)
    return tokens


def _value(token: str, next_token: str) -> Interval | None:
    digits, units = _tables()
    if token[0].isascii():
        number = _ascii(token)
        return None if number is None else (number, number)
    head, point, tail = token.replace("點", "点").partition("点")
    if not point:
        return _spoken(head, next_token in units)
    if not tail or not all(c in digits for c in head + tail):
        return None
    number = Decimal("".join(str(digits[c]) for c in head) + "." + "".join(str(digits[c]) for c in tail))
    return number, number


def _step(total: _Sum, token: str, previous: str, next_token: str) -> bool:
    """Take one token into the sum; ``False`` when the run is no number."""
    digits, units = _tables()
    if token in units:
        return total.multiply(units[token], token)
    if token in _SOME:
        total.waiting = (Decimal(0 if previous in ("十", "拾") else 1), Decimal(10))
        return total.waiting is not None and (next_token in units or previous in units)
    if token in _MORE:
        total.open = True
        return bool(previous)
    if token == "半":
        total.parts.append((total.unit / 2, total.unit / 2, total.unit / 10))
        return previous in units
    if token[0] in digits or token[0] in "0123456789":
        if total.waiting is not None:
            return False
        total.zero = token[0] in "零〇○" or token[0] in "0123456789"
        total.waiting = _value(token, next_token)
        return total.waiting is not None
    return token in " 个"


def _trimmed(run: str, after: str) -> tuple[int, str, bool]:
    """How much of the front belongs to the words before (人数|3000), the rest, and whether it opens with 上 (上百亿)."""
    _, units = _tables()
    skip, raised = 0, False
    while run[skip : skip + 1] and (
        run[skip] in _MORE + "上点點半 个" or (run[skip] in _SOME and run[skip + 1 : skip + 2] not in units)
    ):
        raised = run[skip] == "上" and (after if skip == 0 else run[skip - 1]) not in "以加算之"
        skip += 1
    raised = raised and run[skip : skip + 1] in units
    return (skip - 1 if raised else skip), run[skip:].rstrip("点點上 个"), raised


def read_zh(run: str, after: str = "") -> ZhReading | None:
    """Read a run of numeral characters; ``after`` is the character before it. ``None`` when it is no number."""
    skip, body, raised = _trimmed(run, after or " ")
    tokens = _merge(body)
    if not tokens:
        return None
    total = _Sum()
    total.open = raised
    for previous, token, following in zip(["", *tokens], tokens, [*tokens[1:], ""], strict=False):
        if not _step(total, token, previous, following):
            return None
    if total.waiting and not total.zero and total.unit >= 100 and total.waiting[1] < 10:
        low, high = total.waiting
        total.waiting = (low * total.unit / 10, high * total.unit / 10)
    low, high = total.finish()
    length = skip + raised + len(body)
    return ZhReading(skip, length, low, high, total.top[1] or None, total.open)
