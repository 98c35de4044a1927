"""Numerals as newspapers print them, English and Chinese, digits and words: where they stand and what they are worth.

Rule: a numeral is an interval of exact decimals. "157亿8100万" is a point, 数十亿 runs from 1 to 10 times ten 亿, and what
cannot be read as one number is no numeral, never a guess.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from configs.money import money_words
from extractors.phrases import PhraseTable, is_latin
from extractors.zh_numerals import ZH_CHARS, read_zh

_DIGITS = r"[0-9]+(?:[.,][0-9]+)*"
_RUN = re.compile(
    rf"[0-9]{{1,3}}(?: [0-9]{{3}}){{2,}}(?![0-9.,]|[{ZH_CHARS}])"
    rf"|(?:[0-9]|(?<=[0-9])[.,](?=[0-9])|(?<=[0-9{ZH_CHARS}]) (?=[万亿萬億])|个(?=[亿億])|[{ZH_CHARS}])+"
)
_THOUSANDS = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]{1,2}(?:,[0-9]{2})+,[0-9]{3}(?:\.[0-9]+)?")
_POINT = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_CONTINENTAL = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3}){2,}|[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+")
_DECIMAL_COMMA = re.compile(r"[0-9]+,(?:[0-9]{1,2}|[0-9]{4,})")
_GLUE = re.compile(r"[ -]?")
_SMALL_SCALES = ("hundred", "thousand", "十", "百", "千", "拾", "佰", "仟")
_LONGEST, _LONGEST_WORDS = 40, 24
_LARGEST = Decimal(10) ** 24
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A numeral with its scale word. ``low == high`` unless the words themselves are vague (几, "several").

    ``open`` marks 多/余/"hundreds" written into the numeral: more than ``low``. ``lettered`` marks a scale of one letter
    ("50m"), to be believed beside a currency only. ``scale`` is the scale as printed.
    """

    start: int
    end: int
    low: Decimal
    high: Decimal
    scale: str | None = None
    open: bool = False
    lettered: bool = False

    @property
    def has_large_scale(self) -> bool:
        return self.scale is not None and not self.lettered and self.scale.casefold() not in _SMALL_SCALES


def read_digits(text: str) -> Decimal | None:
    """The value of digits with separators: ``12,34,567.89``, ``1 500 000``, ``26,58`` (decimal comma), ``1.234.567``."""
    if " " in text:
        return Decimal(text.replace(" ", ""))
    if _THOUSANDS.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if _POINT.fullmatch(text):
        return Decimal(text)
    if _CONTINENTAL.fullmatch(text):
        return Decimal(text.replace(".", "").replace(",", "."))
    if _DECIMAL_COMMA.fullmatch(text):
        return Decimal(text.replace(",", "."))
    return None


@cache
def _scale_words() -> PhraseTable[tuple[Decimal, bool]]:
    scales = money_words().scales
    letters = [(f"={k}", (v, True)) for k, v in scales.letters.items()]
    letters += [(f"={k.upper()}", (v, True)) for k, v in scales.letters.items()]
    return PhraseTable([*((w, (v, False)) for w, v in scales.words.items()), *letters])


@cache
def _word_run() -> re.Pattern[str]:
    """A run of English number words: each step takes one word, so reading it is linear."""
    numerals = money_words().numerals
    openers = sorted((w for w in numerals.vague if w != "a"), key=len, reverse=True)
    vague = "|".join(re.escape(w).replace(r"\ ", r"[ -]+") for w in openers)
    words = "|".join(sorted([*numerals.en, *_word_scales()], key=len, reverse=True))
    join = r"(?:[ -]+|(?:(?<=hundred)|(?<=thousand)|(?<=illion)) and |(?: point )(?=\w))"
    opener = rf"(?:(?:{vague})[ -]+(?:a )?|a (?=(?:{'|'.join(_word_scales())}|dozen)\b))"
    return re.compile(rf"\b(?:{opener})?(?:{words})\b(?:{join}(?:{words})\b)*", re.IGNORECASE)


def _word_scales() -> list[str]:
    return [w for w in money_words().scales.words if w.isalpha() and len(w) > 3]


def _add_words(words: list[str]) -> Decimal | None:
    """ "eighteen thousand eight hundred and five" → 18805; ``None`` when the words are a list and not a number."""
    en, scales = money_words().numerals.en, money_words().scales.words
    total = current = Decimal(0)
    last = Decimal(10) ** 30
    for word in words:
        if total + current > _LARGEST:
            return None
        if (value := en.get(word)) is not None:
            if value >= last or (current % 10 and current % 100):
                return None
            current, last = current + value, (Decimal(10) if value >= 20 else Decimal(0))
        elif (scale := scales.get(word)) is not None:
            current = (current or 1) * scale
            last = scale
            if scale > 100:
                total, current = total + current, Decimal(0)
    return total + current


def _decimal_words(words: list[str]) -> Decimal | None:
    """ "two point five billion": digits after the point, then scale words."""
    at = words.index("point")
    digits = money_words().numerals.en
    whole = _add_words(words[:at])
    tail = ""
    rest = at + 1
    while rest < len(words) and (digit := digits.get(words[rest])) is not None and digit < 10:
        tail += str(digit)
        rest += 1
    if whole is None or not tail:
        return None
    value = Decimal(f"{whole}.{tail}")
    for word in words[rest:]:
        if (scale := money_words().scales.words.get(word)) is None:
            return None
        value *= scale
    return value


def _read_words(text: str) -> tuple[Decimal, Decimal] | None:
    """Low and high value of a run of English number words."""
    vague = money_words().numerals.vague
    folded = " ".join(re.split(r"[\s-]+", text.casefold().strip()))
    low = high = Decimal(1)
    opened = False
    for opener in sorted(vague, key=len, reverse=True):
        if folded.startswith(opener + " "):
            low, high = vague[opener]
            folded = folded[len(opener) :].strip().removeprefix("a ")
            opened = True
            break
    words = [w for w in folded.split(" ") if w != "and"]
    if len(words) > _LONGEST_WORDS:
        return None
    if not opened and words[0] in money_words().scales.words:
        return None
    value = _decimal_words(words) if "point" in words else _add_words(words)
    return None if value is None else (low * value, high * value)


def _in_word(text: str, start: int) -> bool:
    """Whether the digits at ``start`` belong to a name or pattern: EX5, L2, 6+3+1, 1/5, 16:48, 010-555."""
    before = text[start - 1] if start else " "
    if before == "-":
        return start > 1 and is_latin(text[start - 2])
    return before in "/+:#№第_·."


def _scaled(text: str, end: int) -> tuple[int, Decimal, str | None, bool]:
    """Scale words behind digits, at most two ("5 lakh crore"): new end, factor, printed scale, lettered."""
    factor, first, lettered = Decimal(1), end, False
    for _ in range(2):
        glue = _GLUE.match(text, end)
        start = glue.end() if glue else end
        found = _scale_words().starting_at(text, start)
        if found is None or (found[1][1] and start != end):
            break
        factor *= found[1][0]
        end, lettered = found[0], found[1][1]
    printed = text[first:end].strip(" -") or None
    return end, factor, printed, lettered


def _from_digits(text: str, start: int, end: int) -> Numeral | None:
    value = read_digits(text[start:end])
    if value is None:
        return None
    stop, factor, scale, lettered = _scaled(text, end)
    return Numeral(start, stop, value * factor, value * factor, scale, False, lettered)


def _from_zh(text: str, start: int, end: int) -> Numeral | None:
    run = text[start:end]
    skip = len(run) - len(run.lstrip(" 多余餘来來点點半个"))
    start += skip
    reading = read_zh(run[skip:], after=text[start - 1] if start else "")
    if reading is None:
        return None
    return Numeral(start + reading.skip, start + reading.length, reading.low, reading.high, reading.scale, reading.open)


def _runs(text: str) -> Iterator[Numeral | None]:
    for match in _RUN.finditer(text):
        start, end = match.span()
        if end - start > _LONGEST or _in_word(text, start):
            continue
        plain = all(c in "0123456789., " for c in match.group())
        yield _from_digits(text, start, end) if plain else _from_zh(text, start, end)
    for match in _word_run().finditer(text):
        values = _read_words(match.group())
        if values is not None:
            scale = next(
                (w for w in reversed(re.split(r"[\s-]+", match.group())) if w.casefold() in _word_scales()), None
            )
            yield Numeral(match.start(), match.end(), *values, scale)


def find_numerals(text: str) -> list[Numeral]:
    """Numerals of ``text`` in order, non-overlapping. Names with digits in them (EX5, 800V, 6+3+1) are left out."""
    found = sorted(
        (n for n in _runs(text) if n is not None and n.start < n.end and n.high < _LARGEST),
        key=lambda n: (n.start, -n.end),
    )
    kept: list[Numeral] = []
    for numeral in found:
        if not kept or numeral.start >= kept[-1].end:
            kept.append(numeral)
    return kept


def is_year(text: str, numeral: Numeral) -> bool:
    """Whether the numeral is four bare digits that name a year."""
    return _YEAR.fullmatch(text[numeral.start : numeral.end]) is not None
