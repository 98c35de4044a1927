"""Who a phrase is about: clauses of a sentence and the brands around a place in it.

The one rule: the subject before a phrase in its own clause owns it; only without one do later or outer names count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.records import Mention
from extractors.sentences import Sentence

_BREAK = {
    "en": re.compile(
        r"[;:—–]|,\s+(?=(?:while|whereas|but|although|though|and|or|so|yet|which|who)\b)|\b(?:while|whereas|but)\b"
    ),
    "zh": re.compile(r"[，；：]|(?:而|但|不过|却)(?=[\u4e00-\u9fff]{2})"),
}
_JOINT = re.compile(r"\s*(?:,|、|和|与|及|以及|/|,?\s*\b(?:and|or|as well as)\b)\s*(?:the\s+)?$")


@dataclass(frozen=True, slots=True)
class Named:
    """A brand mention placed in a sentence's own text."""

    start: int
    end: int
    mention: Mention

    @property
    def brand(self) -> str:
        return self.mention.brand


def names_in(sentence: Sentence, mentions: Sequence[Mention]) -> list[Named]:
    """The mentions inside ``sentence``, in order, with positions in ``sentence.text``."""
    place = {offset: i for i, offset in enumerate(sentence.offsets[:-1])}
    return sorted(
        (Named(place[m.start], place[m.end - 1] + 1, m) for m in mentions if m.start in place and m.end - 1 in place),
        key=lambda named: named.start,
    )


def clause_at(text: str, start: int, end: int, lang: str) -> tuple[int, int]:
    """Bounds of the clause of ``text`` that holds ``text[start:end]``."""
    left, right = 0, len(text)
    for cut in _BREAK[lang].finditer(text):
        if cut.end() <= start:
            left = cut.end()
        elif cut.start() >= end:
            right = cut.start()
            break
    return left, right


def coordinated(text: str, names: Sequence[Named], chosen: Named) -> list[Named]:
    """``chosen`` with the names joined to it by commas or "and": "WM Motor, HiPhi and Jiyue"."""
    i = names.index(chosen)
    first = last = i
    while first and _JOINT.fullmatch(text[names[first - 1].end : names[first].start]):
        first -= 1
    while last + 1 < len(names) and _JOINT.fullmatch(text[names[last].end : names[last + 1].start]):
        last += 1
    return list(names[first : last + 1])


def owners(text: str, names: Sequence[Named], start: int, end: int, lang: str) -> list[Named]:
    """The names that ``text[start:end]`` is about, coordinated ones together; empty when the sentence names none.

    In order: the last name before it in its clause, the first after it in its clause, the last before it in the
    sentence, the first after it.
    """
    left, right = clause_at(text, start, end, lang)
    before = [n for n in names if n.start < end]
    after = [n for n in names if n.start >= end]
    inside_before = [n for n in before if n.start >= left]
    inside_after = [n for n in after if n.end <= right]
    for candidates, index in ((inside_before, -1), (inside_after, 0), (before, -1), (after, 0)):
        if candidates:
            return coordinated(text, names, candidates[index])
    return []


class Antecedents:
    """The brand spoken of last, for sentences that only say "the company". Feed it the sentences in order."""

    def __init__(self, pattern: re.Pattern[str] | None) -> None:
        self._pattern = pattern
        self._last: tuple[int, str] | None = None

    def resolve(self, sentence: Sentence) -> str | None:
        """The brand meant by a reference in ``sentence``, if the text just spoke of one brand."""
        if self._last is None or self._pattern is None or sentence.paragraph - self._last[0] > 1:
            return None
        return self._last[1] if self._pattern.search(sentence.text) else None

    def note(self, sentence: Sentence, names: Sequence[Named]) -> None:
        """Remember the subject of ``sentence``; two brands or more leave it open."""
        brands = {named.brand for named in names}
        if brands:
            self._last = (sentence.paragraph, next(iter(brands))) if len(brands) == 1 else None
