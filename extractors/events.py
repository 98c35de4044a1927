"""Typed events around brands: phrases from the rule file, bound to the brand whose clause they stand in.

A first, rule-based reader: precise about type, brand, status and date of what a sentence says in plain words.
It reports each sentence by itself; which sentences tell of one event is decided where articles meet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from configs.rules import EventRules, patterns_of
from extractors.clauses import Antecedents, Named, clause_at, names_in, owners
from extractors.dates import DateSpan, find_dates
from extractors.records import Article, Event, Mention
from extractors.sentences import Sentence

_LANGS = ("en", "zh")
_OPENING = 6
"""Characters before a date that still opens its sentence ("In September, ...")."""
_REFERRED = 0.5
_OUTSIDE_CLAUSE = 0.7
_IN_CLAUSE = 0.85


class EventFinder:
    """Finds events. ``tiers`` maps each brand to its tier, so that investors are told from the brands they act on."""

    def __init__(self, rules: EventRules, tiers: Mapping[str, str]) -> None:
        self._rules = rules
        self._tiers = dict(tiers)
        self._patterns = {lang: patterns_of(rules.types, lang) for lang in _LANGS}
        exceptions = {name: words.exceptions for name, words in rules.types.items()}
        self._exceptions = {lang: patterns_of(exceptions, lang) for lang in _LANGS}
        self._statuses = {lang: patterns_of(rules.statuses, lang) for lang in _LANGS}
        self._references = {lang: rules.references.pattern(lang) for lang in _LANGS}

    @property
    def version(self) -> str:
        """Changes with the rules."""
        return self._rules.version

    def find(
        self, article: Article, lang: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> tuple[Event, ...]:
        """All events of an article, in text order; at most one per sentence, type and brand."""
        antecedents = Antecedents(self._references[lang])
        found: list[Event] = []
        for sentence in sentences:
            names = names_in(sentence, mentions)
            brand = None if names else antecedents.resolve(sentence)
            if names or brand:
                found += self._in_sentence(article, lang, sentence, names, brand)
            antecedents.note(sentence, names)
        return tuple(found)

    def _in_sentence(
        self, article: Article, lang: str, sentence: Sentence, names: list[Named], referred: str | None
    ) -> Iterator[Event]:
        seen: set[tuple[str, str]] = set()
        for name, match in self._matches(sentence.text, lang):
            for brand, actor, start, end, confidence in self._bind(sentence.text, lang, name, match, names, referred):
                if (name, brand) in seen:
                    continue
                seen.add((name, brand))
                a, b = sentence.span(start, end)
                status = self._status(sentence.text, lang, name, match)
                when = _nearest_date(sentence.text, lang, match, article, status)
                yield Event(
                    start=a,
                    end=b,
                    quote=article.text[a:b],
                    type=name,
                    brand=brand,
                    status=status,
                    actor=actor,
                    date=when.first if when else None,
                    date_precision=when.precision if when else None,
                    confidence=confidence,
                )

    def _matches(self, text: str, lang: str) -> list[tuple[str, re.Match[str]]]:
        """Types said in ``text``: overlapping matches of different types stand, except a part inside a longer one."""
        hits = [
            (name, match)
            for name, pattern in self._patterns[lang].items()
            for match in pattern.finditer(text)
            if not self._is_excepted(name, match, text, lang)
        ]
        kept = [
            (name, match) for name, match in hits if not any(_inside(match, m) for other, m in hits if other != name)
        ]
        return sorted(kept, key=lambda hit: hit[1].start())

    def _is_excepted(self, name: str, match: re.Match[str], text: str, lang: str) -> bool:
        exception = self._exceptions[lang].get(name)
        return exception is not None and any(_overlap(match, m) for m in exception.finditer(text))

    def _bind(
        self, text: str, lang: str, name: str, match: re.Match[str], names: list[Named], referred: str | None
    ) -> Iterator[tuple[str, str | None, int, int, float]]:
        """(brand, actor, start, end, confidence) for each brand that the match is about."""
        if not names:
            assert referred is not None
            yield referred, referred, match.start(), match.end(), _REFERRED
            return
        actor: str | None = None
        if name in self._rules.acted_on:
            backers = [n for n in names if self._tiers.get(n.brand) == "investor"]
            others = [n for n in names if n not in backers]
            if backers and others:
                actor, names = owners(text, backers, match.start(), match.end(), lang)[0].brand, others
        left, right = clause_at(text, match.start(), match.end(), lang)
        for named in owners(text, names, match.start(), match.end(), lang):
            inside = left <= named.start < right
            default = None if name in self._rules.acted_on else named.brand
            start, end = min(named.start, match.start()), max(named.end, match.end())
            yield named.brand, actor or default, start, end, _IN_CLAUSE if inside else _OUTSIDE_CLAUSE

    def _status(self, text: str, lang: str, name: str, match: re.Match[str]) -> str:
        left, right = clause_at(text, match.start(), match.end(), lang)
        for status, pattern in self._statuses[lang].items():
            if pattern.search(text, left, match.end()) or (status == "denied" and pattern.search(text, left, right)):
                return status
        return "ongoing" if name in self._rules.lasting else "done"


def _inside(part: re.Match[str], whole: re.Match[str]) -> bool:
    """Whether ``whole`` holds ``part`` and more."""
    return whole.start() <= part.start() and part.end() <= whole.end() and whole.span() != part.span()


def _overlap(a: re.Match[str], b: re.Match[str]) -> bool:
    return a.start() < b.end() and b.start() < a.end()


def _nearest_date(text: str, lang: str, match: re.Match[str], article: Article, status: str) -> DateSpan | None:
    """The printed date nearest to the match in its clause, else the one that opens the sentence; none that contradicts.

    What is done cannot lie after publication: a date that would is another event's.
    """
    left, right = clause_at(text, match.start(), match.end(), lang)
    dates = find_dates(text, lang, article.published)
    if status == "done" and article.published:
        dates = [d for d in dates if d.first <= article.published.date()]
    inside = [d for d in dates if left <= d.start < right]
    opening = [d for d in dates if d.start <= _OPENING]
    middle = (match.start() + match.end()) / 2
    return min(inside or opening, key=lambda d: abs((d.start + d.end) / 2 - middle), default=None)
