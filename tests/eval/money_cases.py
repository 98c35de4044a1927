"""Money strings of other projects, each read from its own file format into (text, amounts expected).

Rule: a case is kept or left out by a stated rule, never by its outcome. Cases about spelling numbers aloud are read in the
direction that we need: from text to amount.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

Value = tuple[Decimal, str]


@dataclass(frozen=True, slots=True)
class MoneyCase:
    """``text`` in ``lang`` holds exactly the amounts ``expected`` (units, ISO code)."""

    text: str
    lang: str
    expected: tuple[Value, ...]


_UNITS = {
    "Dollar": "USD", "Cent": "USD", "Pound": "GBP", "Rupee": "INR", "Finnish markka": "FIM", "Franc": "FRF", "Peseta": "ESP", "Pence": "GBP", "Penny": "GBP", "Netherlands guilder": "NLG",
    "Italian lira": "ITL", "Spanish peseta": "ESP", "German mark": "DEM", "Deutsche mark": "DEM", "Euro": "EUR",
}  # fmt: skip
_SIGNS = {
    "US$": "USD", "JPY¥": "JPY", "NT$": "TWD", "TWD": "TWD", "RM": "MYR", "CNY": "CNY", "$": "USD", "£": "GBP", "€": "EUR",
    "¥": "CNY", "₩": "KRW", "₹": "INR", "₽": "RUB",
}  # fmt: skip
_SCALES = {"万": 10_000, "billion": 10**9, "million": 10**6, "trillion": 10**12}
_DUCKLING = {"Dollar": "USD", "Pound": "GBP", "Rupee": "INR"}
_JIONLP = {
    "元": "CNY", "港元": "HKD", "美元": "USD", "日元": "JPY", "新台币": "TWD", "泰铢": "THB", "卢布": "RUB", "欧元": "EUR",
    "澳元": "AUD", "韩元": "KRW",
}  # fmt: skip


def recognizers(folder: Path, language: str) -> Iterator[MoneyCase]:
    """Currency specs that the project's own Python port supports; words of currency without a number are left out."""
    path = folder / "recognizers_text_specs" / "NumberWithUnit" / language / "CurrencyModel.json"
    for spec in json.loads(path.read_text(encoding="utf-8")):
        if "python" in spec.get("NotSupported", "") + spec.get("NotSupportedByDesign", ""):
            continue
        expected = []
        for result in spec["Results"]:
            resolution = result["Resolution"]
            if resolution["value"] is None:
                continue
            value = Decimal(resolution["value"]) / (100 if resolution["unit"] in ("Cent", "Pence", "Penny") else 1)
            expected.append(
                (value, resolution.get("isoCurrency") or _UNITS.get(resolution["unit"], resolution["unit"]))
            )
        yield MoneyCase(spec["Input"].strip(), "zh" if language == "Chinese" else "en", tuple(expected))


def duckling(folder: Path, lang: str) -> Iterator[MoneyCase]:
    """Cases with a currency; bare numbers ("five") are no money here."""
    for case in json.loads((folder / "money_cases" / f"duckling_AmountOfMoney_{lang.upper()}.json").read_text()):
        match = re.fullmatch(r"(?:simple|under|above) (\w+) ([\d.e]+)", case["expected"])
        if match is None or match.group(1) == "Unnamed":
            continue
        unit, value = match.group(1), Decimal(match.group(2))
        currency = (
            "CNY"
            if lang == "zh" and unit in ("Dollar", "Cent")
            else _DUCKLING.get(unit, "USD" if unit == "Cent" else unit)
        )
        share = Decimal("0.01") if unit == "Cent" else Decimal(1)
        text = case["text"].replace("\\x20ac", "€").replace("\\x00a3\\&", "£")
        yield MoneyCase(text, lang, ((value * share, currency),))


def jionlp(folder: Path) -> Iterator[MoneyCase]:
    """Single values of the parser's cases; ranges are covered by the project's own tests."""
    for case in json.loads((folder / "money_cases" / "jionlp_money_parser.json").read_text()):
        expected = case["expected"]
        if isinstance(expected["num"], str):
            yield MoneyCase(case["text"], "zh", ((Decimal(expected["num"]), _JIONLP[expected["case"]]),))


def _written(text: str) -> Value | None:
    """A sign with digits and perhaps a scale: ``US$1000``, ``€100万``, ``$2.5 billion``."""
    match = re.fullmatch(r"(\D+?)\s?([\d,]*\.?\d+)\s?(万|billion|million|trillion)?(?: yuan)?", text.strip())
    sign = "CNY" if text.endswith("yuan") else None
    if match is None and sign:
        match = re.fullmatch(r"()([\d,]*\.?\d+)\s?(billion|million)? yuan", text.strip())
    if match is None or (sign is None and match.group(1) not in _SIGNS):
        return None
    try:
        value = Decimal(match.group(2).replace(",", "")) * _SCALES.get(match.group(3) or "", 1)
    except InvalidOperation:
        return None
    return value, sign or _SIGNS[match.group(1)]


def pairs(path: Path, separator: str, spoken: int, lang: str) -> Iterator[MoneyCase]:
    """NeMo and WeText lines: a spoken and a written side; the written side gives the value, both sides are cases."""
    for line in path.read_text(encoding="utf-8").splitlines():
        sides = [s.strip() for s in line.split(separator)]
        if len(sides) == 2 and (value := _written(sides[1 - spoken])) is not None:
            yield MoneyCase(sides[spoken], lang, (value,))
            yield MoneyCase(sides[1 - spoken], lang, (value,))


def all_cases(folder: Path) -> dict[str, list[MoneyCase]]:
    """Cases by source."""
    cases = folder / "money_cases"
    return {
        "recognizers en": list(recognizers(folder, "English")),
        "recognizers zh": list(recognizers(folder, "Chinese")),
        "duckling en": list(duckling(folder, "en")),
        "duckling zh": list(duckling(folder, "zh")),
        "jionlp zh": list(jionlp(folder)),
        "nemo en": list(pairs(cases / "nemo_en_data_inverse_text_normalization_money.txt", "~", 0, "en")),
        "nemo zh": list(pairs(cases / "nemo_zh_data_inverse_text_normalization_money.txt", "~", 0, "zh")),
        "wetext en": list(pairs(cases / "wetext_itn_english_test_data_en_money.txt", "=>", 0, "en")),
        "wetext zh": list(pairs(cases / "wetext_itn_chinese_test_data_money.txt", "=>", 0, "zh")),
    }
