"""Phrases found at one place of a sentence: the word lists of ``configs`` made fast to look up.

Rule: the longest phrase wins, and a phrase that begins or ends in a Latin letter never cuts a word in two.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

T = TypeVar("T")

_GAP = 40


def is_latin(char: str) -> bool:
    """Whether ``char`` is a letter that words are spelled with (Han characters are not)."""
    return char.isalpha() and not "\u2e80" <= char <= "\u9fff"


class PhraseTable(Generic[T]):
    """Phrases with values, matched without regard to case unless listed with a leading ``=``."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._any_case: dict[str, T] = {}
        self._exact: dict[str, T] = {}
        for phrase, value in entries:
            if phrase.startswith("=") and len(phrase) > 1:
                self._exact[phrase[1:]] = value
            else:
                self._any_case.setdefault(phrase.casefold(), value)
        self._by_first = self._lengths(0)
        self._by_last = self._lengths(-1)

    def _lengths(self, edge: int) -> dict[str, tuple[int, ...]]:
        """Phrase lengths, longest first, by the character at one edge."""
        found: dict[str, set[int]] = {}
        for phrase in (*self._any_case, *self._exact):
            for char in {phrase[edge], phrase[edge].casefold(), phrase[edge].upper()}:
                found.setdefault(char, set()).add(len(phrase))
        return {char: tuple(sorted(lengths, reverse=True)) for char, lengths in found.items()}

    def _value(self, piece: str) -> T | None:
        found = self._exact.get(piece)
        return found if found is not None else self._any_case.get(piece.casefold())

    def ending_at(self, text: str, end: int) -> tuple[int, T] | None:
        """Start and value of the longest phrase that ends at ``end``."""
        for length in self._by_last.get(text[end - 1], ()) if 0 < end <= len(text) else ():
            start = end - length
            if start < 0 or (value := self._value(text[start:end])) is None:
                continue
            if start == 0 or not (is_latin(text[start]) and is_latin(text[start - 1])):
                return start, value
        return None

    def starting_at(self, text: str, start: int) -> tuple[int, T] | None:
        """End and value of the longest phrase that starts at ``start``."""
        for length in self._by_first.get(text[start], ()) if start < len(text) else ():
            end = start + length
            if end > len(text) or (value := self._value(text[start:end])) is None:
                continue
            if end == len(text) or not (is_latin(text[end - 1]) and is_latin(text[end])):
                return end, value
        return None


class PhraseFinder(Generic[T]):
    """Every place where one of many phrases stands in a text.

    ``~`` in a phrase spans up to 40 characters of one sentence, ``*`` stands for the rest of a word.
    """

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._rules = [(_needle(p), re.compile(_pattern(p), re.IGNORECASE), value) for p, value in entries]

    def find(self, text: str) -> Iterator[tuple[int, int, T]]:
        folded = text.casefold()
        for needle, pattern, value in self._rules:
            if needle in folded:
                for match in pattern.finditer(text):
                    yield match.start(), match.end(), value


def _needle(phrase: str) -> str:
    """The longest word of a phrase: a text without it cannot hold the phrase."""
    return max(re.split(r"[~*\s]+", phrase.casefold()), key=len)


def _pattern(phrase: str) -> str:
    parts = []
    for part in phrase.split("~"):
        literal = re.escape(part.strip()).replace(r"\*", r"[a-z]*").replace(r"\ ", r"[\s-]+")
        left = r"(?<![A-Za-z])" if is_latin(part.strip()[:1]) else ""
        last = part.strip()[-1:]
        right = r"(?![A-Za-z])" if is_latin(last) else ""
        parts.append(left + literal + right)
    return rf"(?:[^.;!?。；！？\n]|\.(?=\S)){{0,{_GAP}}}?".join(parts)
