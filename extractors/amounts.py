"""Amounts of money and counted things in one sentence: value, currency or unit, approximation, second prints.

Rule: nothing is money because it is a number. A currency makes money; a large scale word alone makes a *candidate* with
neither currency nor unit, for :mod:`extractors.figures` to believe or not. Positions are positions of the sentence text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache

from configs.money import money_words
from extractors.numerals import Numeral, find_numerals, is_year
from extractors.phrases import PhraseTable, is_latin

_LINK = re.compile(r"\s{0,3}[-–—~～]{1,2}\s{0,3}")  # noqa: RUF001 - dashes of ranges
_HAN = re.compile(r"[\u4e00-\u9fff]")
_DATE_UNITS = ("年", "月", "日", "号", "點", "点", "时", "届", "期", "级", "季", "层", "点")
_BRACKETS = "((（,，、 "  # noqa: RUF001


@dataclass(frozen=True, slots=True)
class Amount:
    """One amount as printed in ``sentence[start:end]``.

    ``value`` is in units of ``currency`` or ``unit`` and ``None`` for ranges and vague words (数十亿), whose bounds are ``low``
    and ``high``; a bound is ``None`` when open or unknown. ``also`` holds further prints of the same sum. ``per`` marks a
    price for one piece. ``bare`` marks a large number with neither currency nor unit in print ("80 billion", 203.67亿).
    """

    start: int
    end: int
    value: Decimal | None
    low: Decimal | None
    high: Decimal | None
    approx: str
    currency: str | None
    unit: str | None
    scale: str | None
    flags: tuple[str, ...] = ()
    also: tuple[Amount, ...] = ()
    per: bool = False
    bare: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A numeral with what stands directly at its sides."""

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


@cache
def _approx_before() -> PhraseTable[str]:
    table = money_words().approximations.before
    return PhraseTable((phrase, approx) for approx, phrases in table.items() for phrase in phrases)


@cache
def _approx_after() -> PhraseTable[str]:
    table = money_words().approximations.after
    return PhraseTable((phrase, approx) for approx, phrases in table.items() for phrase in phrases)


@cache
def _per() -> tuple[PhraseTable[bool], PhraseTable[bool]]:
    per = money_words().per_unit
    return PhraseTable((p, True) for p in per.before), PhraseTable((p, True) for p in per.after)


@cache
def _links() -> PhraseTable[str]:
    words = money_words()
    entries = [(link, "list") for link in words.list_links] + [(link, "range") for link in words.range_links]
    return PhraseTable(reversed(entries))


@cache
def _conversions() -> PhraseTable[bool]:
    return PhraseTable((word, True) for word in money_words().conversions)


def _plain(value: Decimal) -> Decimal:
    """The same value printed without exponent and without idle zeros."""
    value = value.normalize()
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1)) if isinstance(exponent, int) and 0 < exponent < 20 else value


def _resolve(sign: str, text: str) -> tuple[str, tuple[str, ...]]:
    """The currency of a table value; a leading ``?`` marks a sign that more than one country uses."""
    if not sign.startswith("?"):
        return sign, ()
    rule = money_words().assumed[sign[1:]]
    folded = text.casefold()
    for currency, words in rule.unless.items():
        if any(word.casefold() in folded for word in words):
            return currency, ("currency_assumed",)
    chinese_yen = sign[1:] == "¥" and _HAN.search(text) is not None
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
        word = re.compile(r"[A-Za-z][A-Za-z'’.-]{0,24}").match(text, spot)  # noqa: RUF001
        if word is None or word.group().casefold() in stops:
            return None
        end, spot = word.end(), _gap(text, word.end())
    return None


def _further(text: str, end: int, unit: str) -> tuple[int, str]:
    """A more telling noun behind a bare classifier: 40万名|车主."""
    if unit in ("people", "creditors", "other") and (more := _units().starting_at(text, end)) and more[1] != "other":
        return more
    return end, unit


def _coin_tail(text: str, end: int) -> tuple[int, Decimal]:
    """Coins behind a whole amount: "3 dollars 50 cents", 3元5角2分."""
    total, stop = Decimal(0), end
    for match in re.compile(r"(?:\s+and\s+|\s*)(\d{1,2}|[一二两三四五六七八九])\s?(角|毛|分|cents?|pence|¢)(?![A-Za-z])").finditer(text, end, end + 24):
        if match.start() != stop:
            break
        digits = money_words().numerals.zh_digits
        amount = digits[match.group(1)] if match.group(1) in digits else Decimal(match.group(1))
        total += amount * (Decimal("0.1") if match.group(2) in "角毛" else Decimal("0.01"))
        stop = match.end()
    return stop, total


def _left_currency(text: str, numeral: Numeral) -> tuple[int, str] | None:
    spot = numeral.start - (text[numeral.start - 1 : numeral.start] == " " and numeral.start > 0)
    return _before().ending_at(text, spot)


def _part(text: str, numeral: Numeral) -> _Part | None:
    """The numeral with its currency or unit; ``None`` when it is part of a name or a date."""
    if text.startswith("百分之", numeral.start):
        return None
    if text.startswith("百分之", max(0, numeral.start - 3)) and numeral.start >= 3:
        return _Part(numeral.start - 3, numeral.end, numeral, None, "percent")
    left = _left_currency(text, numeral)
    start = left[0] if left else numeral.start
    if left is None and numeral.start and is_latin(text[numeral.start - 1]):
        return None
    right = _after().starting_at(text, _gap(text, numeral.end))
    end = right[0] if right else numeral.end
    if right and numeral.scale is None and left is None and (late := _late_scale(text, numeral, right[0])):
        numeral, end = late, late.end
    sign = left[1] if left and not (right and left[1].startswith("?")) else right[1] if right else None
    if sign is not None:
        currency, flags = _resolve(sign, text)
        end, coins = _coin_tail(text, end)
        return _Part(start, end, numeral, currency, None, flags, coins)
    return _uncurrencied(text, numeral)


def _late_scale(text: str, numeral: Numeral, end: int) -> Numeral | None:
    """"75 USD million": the scale word behind the currency."""
    spot = _gap(text, end)
    for word, factor in money_words().scales.words.items():
        if len(word) > 3 and text[spot : spot + len(word)].casefold() == word:
            value = numeral.low * factor
            return replace(numeral, end=spot + len(word), low=value, high=value, scale=word)
    return None


def _uncurrencied(text: str, numeral: Numeral) -> _Part | None:
    follower = text[numeral.end : numeral.end + 1]
    if numeral.lettered and not _counted(text, numeral):
        return _Part(numeral.start, numeral.end, numeral, flags=("lettered",))
    spot = _gap(text, numeral.end)
    if coin := _coins().starting_at(text, spot):
        subunit = money_words().subunits[coin[1]]
        small = replace(numeral, low=numeral.low * subunit.share, high=numeral.high * subunit.share)
        return _Part(numeral.start, coin[0], small, subunit.currency, None, ("currency_assumed",))
    if _is_date(text, numeral):
        return None
    if counted := _counted(text, numeral):
        return _Part(numeral.start, counted[0], numeral, None, counted[1])
    if follower and is_latin(follower):
        return None
    return _Part(numeral.start, numeral.end, numeral)


def _link(text: str, end: int, start: int) -> str | None:
    """What joins two neighbouring parts: ``range``, ``list`` or nothing."""
    between = text[end:start]
    if len(between) > 12:
        return None
    if _LINK.fullmatch(between):
        return "range"
    word = between.strip()
    found = _links().starting_at(word, 0) if word else None
    return found[1] if found and found[0] == len(word) else None


def _spread(text: str, parts: list[_Part]) -> list[_Part]:
    """Give a part without currency or unit those of its neighbour: "between 2 and 3 billion yuan", 148亿和112亿元."""
    spread = list(parts)
    for i in range(len(parts) - 2, -1, -1):
        part, following = spread[i], spread[i + 1]
        if part.currency or part.unit or _link(text, part.end, following.start) is None:
            continue
        numeral = part.numeral
        if numeral.scale is None and following.numeral.scale is not None and following.currency:
            factor = _scale_factor(following.numeral)
            numeral = replace(numeral, low=numeral.low * factor, high=numeral.high * factor, scale=following.numeral.scale)
        spread[i] = replace(part, numeral=numeral, currency=following.currency, unit=following.unit, flags=following.flags)
    return _spread_right(text, spread)


def _spread_right(text: str, parts: list[_Part]) -> list[_Part]:
    """"RMB 2-3 billion": the currency in front serves the second number too."""
    spread = list(parts)
    for i in range(1, len(spread)):
        part, earlier = spread[i], spread[i - 1]
        if part.currency is None and part.unit is None and earlier.currency and _link(text, earlier.end, part.start) == "range":
            numeral = earlier.numeral
            if numeral.scale is None and part.numeral.scale is not None:
                factor = _scale_factor(part.numeral)
                scaled = replace(numeral, low=numeral.low * factor, high=numeral.high * factor, scale=part.numeral.scale)
                spread[i - 1] = replace(earlier, numeral=scaled)
            spread[i] = replace(part, currency=earlier.currency, flags=earlier.flags)
    return spread


def _scale_factor(numeral: Numeral) -> Decimal:
    """The product of the printed scale words."""
    words = money_words()
    factor = Decimal(1)
    for word in (numeral.scale or "").replace("-", " ").split():
        named = words.scales.words.get(word.casefold()) or words.numerals.zh_units.get(word)
        factor *= named or words.scales.letters.get(word.casefold(), Decimal(1))
    return factor


def _range(text: str, first: _Part, second: _Part) -> bool:
    """Whether two parts are the ends of one range."""
    same = (first.currency, first.unit) == (second.currency, second.unit)
    if not same or not (first.currency or first.unit) or first.numeral.low >= second.numeral.high:
        return False
    between = text[first.end : second.start].strip().casefold()
    if _link(text, first.end, second.start) != "range" or between in ("", ","):
        return False
    opening = text[max(0, first.start - 24) : first.start].casefold()
    if between in ("and", "和"):
        return "between" in opening or "介于" in opening or "在" in opening[-2:]
    changing = re.search(r"(?:from|rose|fell|由|从|soared|dropped|increased|cut) ?$", opening)
    return changing is None or between not in ("to", "到", "至")


def _approx(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Approximation words around ``text[start:end]`` and the stretch with them."""
    left = text[:start].rstrip()
    found = _approx_before().ending_at(text, len(left)) if start - len(left) <= 1 else None
    if found:
        return found[1], found[0], end
    right = _approx_after().starting_at(text, end + (text[end : end + 1] == " "))
    return (right[1], start, right[0]) if right else ("exact", start, end)


def _is_per(text: str, start: int, end: int) -> bool:
    before, after = _per()
    behind = after.starting_at(text, end + (text[end : end + 1] in (" ", "-") and end < len(text)))
    return behind is not None or before.ending_at(text, len(text[:start].rstrip())) is not None


def _bounds(approx: str, low: Decimal, high: Decimal) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Value, low and high bound."""
    if approx == "range":
        return None, low, high
    match approx:
        case "over":
            return low, low, None
        case "nearly" | "under" | "up_to":
            return high, None, high
        case _:
            return low, None, None


def _amount(text: str, part: _Part, last: _Part) -> Amount:
    """The amount of one part, or of a range from ``part`` to ``last``."""
    low, high = part.numeral.low + part.coins, last.numeral.high + last.coins
    approx, _, _ = _approx(text, part.start, last.end)
    if low != high:
        approx = "range"
    elif part.numeral.open and approx in ("exact", "about"):
        approx = "over"
    value, floor, ceiling = _bounds(approx, _plain(low), _plain(high))
    per = _is_per(text, part.start, last.end)
    scale = last.numeral.scale
    return Amount(
        start=part.start,
        end=last.end,
        value=value,
        low=floor,
        high=ceiling,
        approx=approx,
        currency=last.currency,
        unit=last.unit,
        scale=scale,
        flags=part.flags,
        per=per,
        bare=part.bare,
    )


def _ranged(text: str, parts: list[_Part]) -> list[Amount]:
    amounts: list[Amount] = []
    i = 0
    while i < len(parts):
        paired = i + 1 < len(parts) and _range(text, parts[i], parts[i + 1])
        amounts.append(_amount(text, parts[i], parts[i + paired]))
        i += 1 + paired
    return amounts


def _is_second_print(text: str, first: Amount, second: Amount) -> bool:
    """Whether ``second`` prints ``first`` again in another currency."""
    if not (first.currency and second.currency) or first.currency == second.currency:
        return False
    between = text[first.end : second.start]
    bracketed = between.strip()[:1] in ("(", "（", "[") and len(between) < 24  # noqa: RUF001
    words = between.strip(_BRACKETS + "[")
    if words and (hedge := _approx_before().ending_at(words, len(words))) and hedge[0] > 0:
        words = words[: hedge[0]].strip()
    converted = bool(words) and (found := _conversions().starting_at(words, 0)) is not None and found[0] == len(words)
    return (bracketed and len(words) <= 20) or (converted and len(between) < 30)


def _folded(text: str, amounts: list[Amount]) -> list[Amount]:
    """Second prints folded into the first: "USD 3.72 bn (26.58 bn yuan)" is one sum."""
    folded: list[Amount] = []
    for amount in amounts:
        if folded and _is_second_print(text, folded[-1].also[-1] if folded[-1].also else folded[-1], amount):
            folded[-1] = replace(folded[-1], also=(*folded[-1].also, amount))
        else:
            folded.append(amount)
    return folded


def _is_worth_keeping(text: str, part: _Part) -> bool:
    if part.currency or part.unit:
        return "lettered" not in part.flags
    return part.numeral.has_large_scale and "lettered" not in part.flags and _stands_free(text, part)


def _stands_free(text: str, part: _Part) -> bool:
    """Whether a bare number is no part of a Chinese word (万科, 百度, 千万不要)."""
    digits = text[part.start : part.end]
    return len(digits) > 1 and any(c.isdigit() or c in "一二三四五六七八九十两数几多余" for c in digits) or digits.isascii()


def find_amounts(sentence: str, lang: str) -> list[Amount]:
    """Amounts of ``sentence`` in order. ``lang`` is ``en`` or ``zh``: in Chinese text a bare 亿 or 万 counts yuan.

    Linear in the length of the sentence; never raises on any text.
    """
    kept = [p for p in _spread(sentence, _parts(sentence)) if _is_worth_keeping(sentence, p)]
    whole = [p if p.currency or p.unit else _bare(p, lang) for p in kept]
    return _folded(sentence, _ranged(sentence, whole))


def _parts(text: str) -> list[_Part]:
    parts: list[_Part] = []
    for numeral in find_numerals(text):
        part = _part(text, numeral)
        if part is not None and not (parts and part.start < parts[-1].end):
            parts.append(part)
    return parts


def _bare(part: _Part, lang: str) -> _Part:
    if lang == "zh":
        return replace(part, bare=True, currency="CNY", flags=("currency_assumed",))
    return replace(part, bare=True, flags=("currency_unknown",))
