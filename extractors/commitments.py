"""The promise ledger's raw material: who promised what, how much, until when and how firmly.

A commitment needs its promiser: a brand named (or plainly referred to) right before the promising words. Advice,
chances and other people's hopes are not commitments, however much they sound like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from configs.rules import CommitmentRules, patterns_of
from extractors.amounts import find_amounts
from extractors.clauses import Antecedents, Named, coordinated, names_in
from extractors.dates import find_dates
from extractors.records import Article, Commitment, Mention
from extractors.sentences import Sentence

_LANGS = ("en", "zh")
_BETWEEN = {"en": 40, "zh": 14}
"""Characters that may stand between promiser and promising words."""
_GOAL = 2
"""A goal may stand this many times farther away."""
_END = {
    "en": re.compile(r"[;.!?]|,\s+(?:but|while|whereas|although|though|or if)\b|$"),
    "zh": re.compile(r"[；。！？]|，(?:但|而|不过)|$"),
}
_NAMED, _REFERRED = 0.8, 0.5


@dataclass(frozen=True, slots=True)
class _Promise:
    """Promising words and what they promise, as positions in a sentence."""

    strength: str
    cue: int
    start: int
    end: int


class CommitmentFinder:
    """Finds commitments by the rules of ``configs/commitments.yaml``."""

    def __init__(self, rules: CommitmentRules, references: dict[str, re.Pattern[str] | None]) -> None:
        self._rules = rules
        self._references = references
        self._strengths = {lang: patterns_of(rules.strengths, lang) for lang in _LANGS}
        self._metrics = {lang: patterns_of(rules.metrics, lang) for lang in _LANGS}
        self._goals = {lang: rules.goals.pattern(lang) for lang in _LANGS}
        self._conditions = {lang: rules.conditions.pattern(lang) for lang in _LANGS}
        self._exceptions = {lang: rules.exceptions.pattern(lang) for lang in _LANGS}

    @property
    def version(self) -> str:
        """Changes with the rules."""
        return self._rules.version

    def find(
        self, article: Article, lang: str, sentences: Sequence[Sentence], mentions: Sequence[Mention]
    ) -> tuple[Commitment, ...]:
        """All commitments of an article, in text order; at most one per sentence and brand."""
        antecedents = Antecedents(self._references[lang])
        found: list[Commitment] = []
        for sentence in sentences:
            names = names_in(sentence, mentions)
            promise: _Promise | None
            if names:
                for named in names:
                    if promise := self._promise_after(sentence.text, named.end, lang, _next(names, named)):
                        group = [n for n in coordinated(sentence.text, names, named) if n.end <= promise.cue]
                        for brand, start in {n.brand: n.start for n in reversed(group)}.items():
                            found += self._commitment(article, lang, sentence, brand, start, promise, _NAMED)
                        break
            elif (meant := antecedents.resolve(sentence)) and (pattern := self._references[lang]):
                reference = pattern.search(sentence.text)
                if reference and (promise := self._promise_after(sentence.text, reference.end(), lang, None)):
                    found += self._commitment(article, lang, sentence, meant, reference.start(), promise, _REFERRED)
            antecedents.note(sentence, names)
        return tuple(found)

    def _promise_after(self, text: str, position: int, lang: str, other: int | None) -> _Promise | None:
        """The nearest promising words after ``position`` with nothing between that takes the promise away, else a goal.

        ``other`` is where the sentence names another brand next: its clause is no part of the promise.
        """
        window = position + _BETWEEN[lang]
        hits = [
            (match.start(), -match.end(), strength, match)
            for strength, pattern in self._strengths[lang].items()
            if (match := pattern.search(text, position)) and match.start() <= window
        ]
        if hits:
            strength, match = min(hits, key=lambda hit: hit[:2])[2:]
            exception = self._exceptions[lang]
            spoiled = exception and exception.search(text, position, min(len(text), match.end() + 1))
            if not spoiled and (promise := self._reach(text, lang, strength, match, other)):
                return promise
        goals = self._goals[lang]
        goal = goals.search(text, position, min(len(text), position + _GOAL * _BETWEEN[lang])) if goals else None
        return self._reach(text, lang, "aspiration", goal, other) if goal else None

    def _reach(self, text: str, lang: str, strength: str, cue: re.Match[str], other: int | None) -> _Promise | None:
        """The promise from its words to the end of its clause, if that says anything."""
        ending = _END[lang].search(text, cue.end())
        end = ending.start() if ending else len(text)
        if other is not None and cue.end() < other < end:
            comma = max(text.rfind(mark, cue.end(), other) for mark in ",，")
            end = comma if comma >= 0 else end
        says_enough = end - cue.end() >= self._rules.min_length[lang]
        if not says_enough and self._metric(text[cue.start() : end], lang) is None:
            return None
        return _Promise(strength, cue.start(), cue.end(), end)

    def _commitment(
        self, article: Article, lang: str, sentence: Sentence, brand: str, start: int, promise: _Promise, sure: float
    ) -> Iterator[Commitment]:
        what = sentence.text[promise.start : promise.end].strip(" ,，:：")
        if not what:
            return
        condition = self._conditions[lang]
        conditional = condition is not None and condition.search(sentence.text, 0, promise.start) is not None
        metric = self._metric(what, lang)
        value, unit = self._target(what, metric, lang)
        deadline, precision = _deadline(sentence.text[promise.cue : promise.end], lang, article)
        a, b = sentence.span(start, promise.end)
        yield Commitment(
            start=a,
            end=b,
            quote=article.text[a:b],
            brand=brand,
            what=what,
            strength="conditional" if conditional else promise.strength,
            metric=metric,
            target_value=value,
            unit=unit,
            deadline=deadline,
            deadline_precision=precision,
            confidence=sure if metric else sure - 0.2,
        )

    def _target(self, what: str, metric: str | None, lang: str) -> tuple[Decimal | None, str | None]:
        """The promised amount with its currency or unit, when one is printed that fits the metric."""
        fitting = self._rules.units.get(metric or "", [])
        for amount in find_amounts(what, lang):
            if amount.value is not None and (amount.unit in fitting or (amount.currency and "money" in fitting)):
                return amount.value, amount.currency or amount.unit
        return None, None

    def _metric(self, what: str, lang: str) -> str | None:
        return next((name for name, pattern in self._metrics[lang].items() if pattern.search(what)), None)


def _next(names: Sequence[Named], named: Named) -> int | None:
    """Where the sentence names another brand after ``named``."""
    return next((n.start for n in names if n.start > named.start and n.brand != named.brand), None)


def _deadline(text: str, lang: str, article: Article) -> tuple[date | None, str | None]:
    """The last date that the promise names, unless it was over when the article was published."""
    dates = find_dates(text, lang, article.published)
    if not dates:
        return None, None
    latest = max(dates, key=lambda d: d.last)
    if article.published and latest.last < article.published.date():
        return None, None
    return latest.last, latest.precision
