"""Where the words of the brand book stand in a text: every surface and every term, found in one pass.

Rule: matching is literal and linear. How a surface may be printed (case, hyphens, scripts) is spelled out when the
automaton is built, so that a search costs the same for ten names or ten thousand and needs no test per hit but the
word's edges. Whether a hit means the brand is decided elsewhere (:mod:`extractors.brands`).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

import ahocorasick_rs

from configs.book import HAN, Brand, BrandBook, Surface

_HYPHENS = ("-", "\u2010", "\u2011")
_INVISIBLE = str.maketrans("", "", "\u200b\u200c\u200d\u2060\ufeff\u00ad")
_UNUSUAL = re.compile("[\u00a0\u00ad\u2009\u200b-\u200d\u202f\u2060\u3000\ufeff\uff10-\uff5a]")
_SHORT = 4
"""Latin names of at most this many characters are matched as printed: LP, NIO, Neta."""


class Role(Enum):
    """What a hit is to the brand it belongs to."""

    SURFACE = "surface"
    BLOCKER = "blocker"
    CONTEXT = "context"
    TOPIC = "topic"
    EXCLUDE = "exclude"


@dataclass(frozen=True, slots=True)
class Entry:
    """What one pattern means to one brand; ``brand`` is empty for the topic terms that support all brands."""

    brand: str
    role: Role
    text: str
    via: str = ""
    need: str = "none"
    shared: bool = False


class Hit(NamedTuple):
    """Characters ``start:end`` of the searched text are printed as ``entries`` say."""

    start: int
    end: int
    entries: tuple[Entry, ...]


def fold(text: str) -> str:
    """``text`` with hyphens as spaces, character by character."""
    for hyphen in _HYPHENS:
        text = text.replace(hyphen, " ")
    return text


def fold_raw(text: str) -> str:
    """Stored text brought close to a sentence's reading; positions are not kept."""
    if not text.isascii() and _UNUSUAL.search(text):
        text = unicodedata.normalize("NFKC", text.translate(_INVISIBLE))
    return fold(text.replace(" - ", "-"))


def _is_word(char: str) -> bool:
    return (char.isalnum() and not HAN.match(char)) or char == "_"


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a Latin edge of ``text[start:end]`` is the edge of a word, and the word no part of an address."""
    if start and _is_word(text[start]) and (_is_word(text[start - 1]) or text[start - 1] == "@"):
        return False
    if end == len(text) or not _is_word(text[end - 1]):
        return True
    return not (_is_word(text[end]) or (text[end] == "." and text[end + 1 : end + 2].isalnum()))


def _printed(text: str) -> set[str]:
    """A text as given and in capitals, as headlines print it."""
    folded = fold(text)
    return {folded, folded.upper()}


def _surface_forms(entry: Entry) -> set[str]:
    """How a surface may be printed: never in small letters, which turn Tesla into a unit.

    A name that proves itself is read as agencies capitalise it, too (Xpeng, Hiphi); codes, models and risky words only
    as given or in capitals.
    """
    forms = _printed(entry.text)
    is_code = entry.via in ("model", "person") or entry.text.isupper() or len(entry.text) <= _SHORT
    return forms if entry.need != "none" or is_code else forms | {fold(entry.text).title()}


class Scanner:
    """Finds the words of ``entries`` in folded text."""

    def __init__(self, patterns: Mapping[str, Iterable[Entry]]) -> None:
        self._entries = [tuple(dict.fromkeys(entries)) for entries in patterns.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(patterns))

    def scan(self, text: str) -> Iterator[Hit]:
        """All hits in ``text``, overlapping ones too, in order of their ends."""
        for index, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            entries = self._entries[index]
            if entries[0].role is Role.BLOCKER or _stands_alone(text, start, end):
                yield Hit(start, end, entries)


def _surfaces(brand: Brand) -> Iterator[tuple[str, Surface]]:
    yield from (("name", s) for s in brand.names)
    yield from (("alias", s) for s in brand.aliases)
    for via, entities in (("legal_entity", brand.legal_entities), ("person", brand.people)):
        yield from ((via, s) for entity in entities for s in entity.surfaces)
    yield from (("model", s) for s in brand.models)
    yield from (("mistranslation", s) for s in brand.mistranslations)


_DEFAULT_NEED = {"model": "brand", "person": "brand", "mistranslation": "brand"}


def _add(patterns: dict[str, list[Entry]], forms: Iterable[str], entry: Entry) -> None:
    for form in forms:
        patterns.setdefault(form, []).append(entry)


def surface_scanner(book: BrandBook) -> Scanner:
    """A scanner of every surface of the book and of the phrases that block one."""
    patterns: dict[str, list[Entry]] = {}
    blockers: dict[str, list[Entry]] = {}
    for brand in book.values():
        for via, surface in _surfaces(brand):
            need = surface.needs_context or _DEFAULT_NEED.get(via, "none")
            for text in surface.spellings:
                entry = Entry(brand.id, Role.SURFACE, text, via, need, bool(surface.shared_with))
                _add(patterns, _surface_forms(entry), entry)
            for phrase in surface.blocked_in:
                _add(blockers, _printed(phrase), Entry(brand.id, Role.BLOCKER, phrase))
    for form, entries in blockers.items():
        if form not in patterns:
            patterns[form] = entries
    return Scanner(patterns)


def term_scanner(book: BrandBook) -> Scanner:
    """A scanner of the terms that speak for or against a brand."""
    patterns: dict[str, list[Entry]] = {}
    for brand in book.values():
        for role, terms in (
            (Role.CONTEXT, brand.context_terms),
            (Role.TOPIC, brand.topic_terms),
            (Role.EXCLUDE, brand.exclude_terms),
        ):
            for term in terms:
                _add(patterns, _term_forms(term), Entry(brand.id, role, term))
    for term in (*book.topic.en, *book.topic.zh):
        _add(patterns, _term_forms(term), Entry("", Role.TOPIC, term))
    return Scanner(patterns)


def _term_forms(term: str) -> set[str]:
    """A term with its plural; one that begins with a small letter also at the start of a sentence."""
    if HAN.search(term):
        return {fold(term)}
    forms = _printed(term)
    if term[:1].islower():
        forms |= {fold(term).capitalize(), fold(term).title()}
    return {form + ending for form in forms for ending in ("", "s")}
