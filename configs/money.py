"""The printed vocabulary of money and of what is said about it: ``money.yaml`` and ``figure_cues.yaml``, read strictly.

Rule: a word list is data. The grammars in ``extractors`` hold no word that an editor might want to add.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache

from pydantic import BaseModel, ConfigDict

from configs.document import read_model


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Placed(_Strict):
    """Phrases by the side of the number on which they stand."""

    before: list[str]
    after: list[str]


class Assumed(_Strict):
    """A sign shared by currencies: its usual reading, and the words that point to another one."""

    currency: str
    unless: dict[str, list[str]]


class Subunit(_Strict):
    """A coin: which currency it belongs to when it stands alone, and its share of the whole."""

    currency: str
    share: Decimal


class Scales(_Strict):
    """Multipliers: whole words, and letters that count only directly behind digits beside a currency."""

    words: dict[str, Decimal]
    letters: dict[str, Decimal]


class Numerals(_Strict):
    """Number words; ``vague`` gives the low and high factor of openers such as "tens of"."""

    en: dict[str, Decimal]
    vague: dict[str, tuple[Decimal, Decimal]]
    zh_digits: dict[str, Decimal]
    zh_units: dict[str, Decimal]


class Approximations(_Strict):
    """Approximation (vocabulary ``approx``) → phrases, on either side of the number."""

    before: dict[str, list[str]]
    after: dict[str, list[str]]


class MoneyWords(_Strict):
    """Everything in ``money.yaml``."""

    currencies: dict[str, Placed]
    assumed: dict[str, Assumed]
    subunits: dict[str, Subunit]
    scales: Scales
    numerals: Numerals
    approximations: Approximations
    conversions: list[str]
    range_links: list[str]
    list_links: list[str]
    per_unit: Placed
    per_unit_not: list[str]
    units: dict[str, list[str]]
    stops: list[str]


class KindCue(_Strict):
    """Phrases that name one kind of figure: ``strong`` ones decide, ``weak`` ones lose to any strong one nearby.

    ``~`` in a phrase stands for up to 40 characters of the same clause group, ``*`` for the rest of a word.
    """

    units: list[str] = []
    strong: list[str] = []
    weak: list[str] = []


class Frame(_Strict):
    """Which part a verb's partners play. Values: ``holder``, ``counterparty`` or ``none``."""

    verbs: list[str]
    subject: str
    object: str
    to: str = "none"
    source: str = "none"


class Generics(_Strict):
    """Words that stand for the company spoken of, and signs of companies that no list knows."""

    en: list[str]
    zh: list[str]
    zh_company_ends: list[str]
    zh_company_breaks: list[str]
    zh_not_names: list[str]
    not_holders: list[str]


class FigureCues(_Strict):
    """Everything in ``figure_cues.yaml``."""

    kinds: dict[str, KindCue]
    frames: list[Frame]
    statuses: dict[str, list[str]]
    source_openers: list[str]
    source_verbs: list[str]
    as_of_openers: list[str]
    generics: Generics
    person_titles: list[str]


@cache
def money_words() -> MoneyWords:
    """``configs/money.yaml``. Raises :class:`configs.errors.ConfigError`."""
    return read_model(None, "money.yaml", MoneyWords)[0]


@cache
def figure_cues() -> FigureCues:
    """``configs/figure_cues.yaml``. Raises :class:`configs.errors.ConfigError`."""
    return read_model(None, "figure_cues.yaml", FigureCues)[0]
