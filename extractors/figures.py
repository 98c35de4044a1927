"""Money with its owner: every amount of an article that says something about a company, as a :class:`Figure`.

Rule: an amount becomes a figure only with a reason. Money needs a currency or a money word beside it; a counted number needs a
kind of the vocabulary. What is printed stays as printed: nothing is rescaled or converted here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from configs.money import money_words
from extractors.amounts import Amount, are_listed, find_amounts
from extractors.claims import as_of, claim_source, claim_status
from extractors.dates import find_dates
from extractors.holders import PRONOUN, Binder, Binding, Scene, parties_in, shared_out, title_party, topic_before
from extractors.holders_en import english_binder
from extractors.holders_zh import chinese_binder
from extractors.kinds import Cue, count_kind, money_cues, money_kind
from extractors.languages import detect_language
from extractors.records import Article, Figure, Mention, Print
from extractors.sentences import Sentence
from models.tagger import Tagger

_PEOPLE = {"owners": "people", "employees": "people", "consumers": "people"}
_DURATIONS = frozenset({"days", "weeks", "months", "years"})
_DEBT_KINDS = frozenset({"debt_unspecified", "loan", "overdue_debt", "total_liabilities", "guarantee"})
_TABLE = 40
_AGO = re.compile(r"\s?(?:ago|later|earlier|old\b|-old|前(?!后)|后|内|来|以来|之前)")
_NEXT_WORD = re.compile(r"[ -]([A-Za-z]+)")


def _bound_in_sentence(binding: Binding) -> Binding:
    """Counted numbers often speak of a whole market: they belong to a brand only where the sentence binds them."""
    return binding if binding.confidence >= PRONOUN - 0.05 else Binding(None, None, 0.6)


def _counts_other_things(text: str, amount: Amount, cues: Sequence[Cue]) -> bool:
    """Whether a bare English number counts the noun behind it ("5 million votes")."""
    following = _NEXT_WORD.match(text, amount.end)
    if following is None or following.group(1).casefold() in money_words().stops:
        return False
    return not any(cue.start <= following.start(1) < cue.end for cue in cues)


def _lists(text: str, amounts: Sequence[Amount]) -> list[list[Amount]]:
    """Amounts grouped by the lists they stand in."""
    groups: list[list[Amount]] = []
    for amount in amounts:
        if groups and are_listed(text, groups[-1][-1], amount):
            groups[-1].append(amount)
        else:
            groups.append([amount])
    return groups


def _as_in_list(first: Figure, later: Figure) -> Figure:
    """Members of a list share their owner, and the kind that the first one tells."""
    kind = later.kind if first.kind == "other_money" else first.kind
    return replace(later, holder=first.holder, counterparty=first.counterparty, kind=kind)


class _Reading:
    """One sentence being turned into figures."""

    def __init__(self, article: Article, sentence: Sentence, scene: Scene, lang: str, bind: Binder) -> None:
        self.article, self.sentence, self.scene, self.lang, self._bind = article, sentence, scene, lang, bind
        self.text = scene.text
        self.cues = money_cues(self.text)
        self.days = find_dates(self.text, lang, article.published)
        self.source = claim_source(self.text)

    def figures(self) -> Iterator[Figure]:
        amounts = [a for a in self.scene.amounts if not self._is_date(a)]
        for group in _lists(self.text, amounts):
            shares = shared_out(self.scene, group)
            first: Figure | None = None
            for i, amount in enumerate(group):
                found = self._money(amount) if amount.unit is None else self._count(amount)
                if found is None:
                    continue
                found = _as_in_list(first, found) if first else found
                first = first or found
                yield replace(found, holder=shares[i], counterparty=None) if shares else found

    def _is_date(self, amount: Amount) -> bool:
        return any(d.start < amount.end and amount.start < d.end for d in self.days)

    def _money(self, amount: Amount) -> Figure | None:
        kind, sureness = money_kind(self.text, amount, self.scene.amounts, self.cues)
        if amount.bare and (kind == "other_money" or self._is_counted(amount)):
            return None
        binding = self._bind(amount, kind)
        if binding.received and kind in _DEBT_KINDS | {"supplier_arrears"}:
            kind = "receivable"
        if binding.holder and binding.holder.startswith("person:") and kind in _DEBT_KINDS:
            kind = "personal_debt"
        return self._figure(amount, kind, binding, sureness)

    def _is_counted(self, amount: Amount) -> bool:
        return self.lang == "en" and _counts_other_things(self.text, amount, self.cues)

    def _count(self, amount: Amount) -> Figure | None:
        if amount.unit in _DURATIONS and _AGO.match(self.text, amount.end):
            return None
        found = count_kind(self.text, amount, self.scene.amounts)
        if found is None or (found[0] == "duration" and amount.unit not in _DURATIONS):
            return None
        return self._figure(amount, found[0], _bound_in_sentence(self._bind(amount, found[0])), found[1])

    def _figure(self, amount: Amount, kind: str, binding: Binding, sureness: float) -> Figure:
        start, end = self.sentence.span(amount.start, amount.end)
        today: date | None = self.article.published.date() if self.article.published else None
        day = as_of(self.text, amount.start, amount.end, self.days, kind, today)
        return Figure(
            start=start,
            end=end,
            quote=self.article.text[start:end],
            amount=amount.value,
            kind=kind,
            low=amount.low,
            high=amount.high,
            currency=amount.currency,
            unit=_PEOPLE.get(amount.unit, amount.unit) if amount.unit else None,
            scale_raw=amount.scale,
            approx=amount.approx,
            holder=binding.holder,
            counterparty=binding.counterparty,
            as_of=day.day if day else None,
            as_of_precision=day.precision if day else None,
            claim_status=claim_status(self.text, amount.start, amount.end),
            claim_source=self.source,
            flags=amount.flags,
            also_printed=tuple(self._print(second) for second in amount.also),
            confidence=round(binding.confidence * sureness, 3),
        )

    def _print(self, amount: Amount) -> Print:
        start, end = self.sentence.span(amount.start, amount.end)
        value = amount.value if amount.value is not None else amount.low
        assert value is not None
        return Print(start=start, end=end, quote=self.article.text[start:end], amount=value, currency=amount.currency)


def _scenes(article: Article, sentences: Sequence[Sentence], mentions: Sequence[Mention], lang: str) -> list[Scene]:
    parties = [parties_in(sentence, mentions) for sentence in sentences]
    title = title_party(article, mentions)
    return [
        Scene(s.text, parties[i], topic_before(i, parties), title, tuple(find_amounts(s.text, lang)))
        for i, s in enumerate(sentences)
    ]


def _binders(scenes: Sequence[Scene], lang: str, tagger: Tagger) -> list[Binder]:
    if lang == "zh":
        return [chinese_binder(scene) for scene in scenes]
    parses = tagger.parse([scene.text for scene in scenes])
    return [english_binder(scene, parse) for scene, parse in zip(scenes, parses, strict=True)]


def find_figures(
    article: Article, sentences: Sequence[Sentence], mentions: Sequence[Mention], tagger: Tagger
) -> tuple[Figure, ...]:
    """Figures of ``article`` in order of print. ``sentences`` are all its sentences, ``mentions`` its brands.

    Spans are article positions with ``article.text[start:end] == quote``. Only English sentences that hold an amount are
    parsed, in one batch. A stretch with more than 40 amounts is a table: its numbers have no owner in words and are left out.
    """
    lang = article.lang or detect_language(article.text) or "en"
    scenes = zip(sentences, _scenes(article, sentences, mentions, lang), strict=True)
    telling = [(s, scene) for s, scene in scenes if 0 < len(scene.amounts) <= _TABLE]
    binders = _binders([scene for _, scene in telling], lang, tagger)
    found = (
        figure
        for (sentence, scene), bind in zip(telling, binders, strict=True)
        for figure in _Reading(article, sentence, scene, lang, bind).figures()
    )
    return tuple(sorted(found, key=lambda f: f.start))
