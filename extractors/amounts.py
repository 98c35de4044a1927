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
from extractors.amount_parts import Part, find_parts, is_worth_keeping
from extractors.numerals import Numeral
from extractors.phrases import PhraseTable

_LINK = re.compile(r"\s{0,3}[-–—~～]{1,2}\s{0,3}")
_BRACKETS = "((（,，、 "


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
    words = money_words()
    after = [*((p, True) for p in words.per_unit.after), *((p, False) for p in words.per_unit_not)]
    return PhraseTable((p, True) for p in words.per_unit.before), PhraseTable(after)


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


def are_listed(text: str, first: Amount, second: Amount) -> bool:
    """Whether two amounts stand side by side in one list: "4.1 billion, 5.1 billion and 8.2 billion yuan"."""
    same = first.currency == second.currency and first.unit == second.unit
    return same and _link(text, first.end, second.start) is not None


def _spread(text: str, parts: list[Part]) -> list[Part]:
    """Give a part without currency or unit those of its neighbour: "between 2 and 3 billion yuan", 148亿和112亿元."""
    spread = list(parts)
    for i in range(len(parts) - 2, -1, -1):
        part, following = spread[i], spread[i + 1]
        if part.currency or part.unit or _link(text, part.end, following.start) is None:
            continue
        numeral = part.numeral
        if numeral.scale is None and following.numeral.scale is not None and following.currency:
            factor = _scale_factor(following.numeral)
            numeral = replace(
                numeral, low=numeral.low * factor, high=numeral.high * factor, scale=following.numeral.scale
            )
        spread[i] = replace(
            part, numeral=numeral, currency=following.currency, unit=following.unit, flags=following.flags
        )
    return _spread_right(text, spread)


def _spread_right(text: str, parts: list[Part]) -> list[Part]:
    """ "RMB 2-3 billion": the currency in front serves the second number too."""
    spread = list(parts)
    for i in range(1, len(spread)):
        part, earlier = spread[i], spread[i - 1]
        joined = (
            text[earlier.end : part.start].strip().casefold() != "and"
            and _link(text, earlier.end, part.start) == "range"
        )
        if part.currency is None and part.unit is None and earlier.currency and joined:
            numeral = earlier.numeral
            if numeral.scale is None and part.numeral.scale is not None:
                factor = _scale_factor(part.numeral)
                scaled = replace(
                    numeral, low=numeral.low * factor, high=numeral.high * factor, scale=part.numeral.scale
                )
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


def _range(text: str, first: Part, second: Part) -> bool:
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
    found = _approx_before().ending_at(text, start - (text[max(0, start - 1) : start] == " "))
    if found:
        return found[1], found[0], end
    right = _approx_after().starting_at(text, end + (text[end : end + 1] == " "))
    return (right[1], start, right[0]) if right else ("exact", start, end)


def _is_per(text: str, start: int, end: int) -> bool:
    before, after = _per()
    behind = after.starting_at(text, end + (text[end : end + 1] in (" ", "-") and end < len(text)))
    return (behind is not None and behind[1]) or before.ending_at(
        text, start - (text[max(0, start - 1) : start] == " ")
    ) is not None


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


def _amount(text: str, part: Part, last: Part) -> Amount:
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


def _ranged(text: str, parts: list[Part]) -> list[Amount]:
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
    bracketed = between.strip()[:1] in ("(", "（", "[") and len(between) < 24
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


def find_amounts(sentence: str, lang: str) -> list[Amount]:
    """Amounts of ``sentence`` in order. ``lang`` is ``en`` or ``zh``: in Chinese text a bare 亿 or 万 counts yuan.

    Linear in the length of the sentence; never raises on any text.
    """
    kept = [p for p in _spread(sentence, find_parts(sentence)) if is_worth_keeping(sentence, p)]
    whole = [p if p.currency or p.unit else _bare(p, lang) for p in kept]
    return _folded(sentence, _ranged(sentence, whole))


def _bare(part: Part, lang: str) -> Part:
    if lang == "zh":
        return replace(part, bare=True, currency="CNY", flags=("currency_assumed",))
    return replace(part, bare=True, flags=("currency_unknown",))
