"""Sentences as the annotators read them, every character traceable to the stored text.

Pages carry the furniture of machine translation ("20 - billion - yuan", full-width digits, zero-width
spaces) and two scripts of Chinese. The stored text is never changed: a :class:`Sentence` holds a normalised reading of its stretch together with
the position of every character, so grammars and models see clean text while spans stay true.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

import spacy
from spacy.language import Language

from extractors.chinese import simplify

_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_FULL_WIDTH_KEPT = frozenset("，。！？；：（）、～")
_SPACED_HYPHEN = re.compile(r"(?<=\w) ([-\u2010\u2011]) (?=\w)")
_NUMBER_HYPHEN = re.compile(
    r"(?<=\d) ([-\u2010\u2011]) (?=(?:hundred|thousand|million|billion|trillion|crore|lakh)\b)"
    r"|(?<=illion) ([-\u2010\u2011]) (?=(?:yuan|dollar|euro|RMB|US)\b)",
    re.IGNORECASE,
)
_TIGHT_HYPHEN = re.compile(r"(?<=[a-z])-(?=[a-z])")
_CLOSERS = re.compile(r"[\"'”’」』）)\]】]+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of an article.

    ``text`` is the normalised reading; ``offsets[i]`` is the position of ``text[i]`` in the article's text and
    ``offsets[len(text)]`` the end of the sentence there. ``paragraph`` counts non-empty lines from 0.
    """

    index: int
    paragraph: int
    text: str
    offsets: tuple[int, ...]

    @property
    def start(self) -> int:
        return self.offsets[0]

    @property
    def end(self) -> int:
        return self.offsets[-1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Article positions of ``text[start:end]`` (``start < end``)."""
        return self.offsets[start], self.offsets[end - 1] + 1


def _fold(char: str) -> str:
    """The reading of one character: one character, or nothing."""
    if char in _INVISIBLE:
        return ""
    if char in "\u00a0\u3000\u2009\u202f\t":
        return " "
    if ("\uff01" <= char <= "\uff5e" and char not in _FULL_WIDTH_KEPT) or char == "￥":
        return unicodedata.normalize("NFKC", char)
    return char


def _is_hyphen_spaced(text: str) -> bool:
    """Whether the writer (mostly a translation engine) prints compounds as "new - energy vehicle"."""
    spaced = len(_SPACED_HYPHEN.findall(text))
    return spaced >= 3 and spaced > len(_TIGHT_HYPHEN.findall(text))


def _read(text: str) -> tuple[str, list[int]]:
    """Normalised reading of ``text`` and the source position of each of its characters."""
    chars: list[str] = []
    offsets: list[int] = []
    for position, char in enumerate(text):
        if folded := _fold(char):
            chars.append(folded)
            offsets.append(position)
    reading = simplify("".join(chars))
    pattern = _SPACED_HYPHEN if _is_hyphen_spaced(reading) else _NUMBER_HYPHEN
    dropped = {i for m in pattern.finditer(reading) for i in (m.start(), m.end() - 1)}
    if dropped:
        offsets = [o for i, o in enumerate(offsets) if i not in dropped]
        reading = "".join(c for i, c in enumerate(reading) if i not in dropped)
    return reading, offsets


@cache
def _sentencizer(lang: str) -> Language:
    """spaCy's rule-based splitter; its tokenizer knows the abbreviations ("Co.", "U.S.") that do not end a sentence."""
    chinese = lang == "zh"
    nlp = spacy.blank("zh" if chinese else "en")
    marks = ["!", "?", "。", "！", "？", "…"]
    nlp.add_pipe("sentencizer", config={"punct_chars": marks if chinese else [*marks, "."]})
    nlp.max_length = 3_000_000
    return nlp


def _bounds(line: str, lang: str) -> list[tuple[int, int]]:
    """Start and end of each sentence of one line, white space trimmed, stray closing quotes given back."""
    starts = [s.start_char for s in _sentencizer(lang)(line).sents]
    for i, start in enumerate(starts):
        if i and (m := _CLOSERS.match(line, start)):
            starts[i] = m.end()
        elif i and line[start : start + 1].islower():
            starts[i] = -1
    kept = [s for s in starts if s >= 0]
    bounds = []
    for start, end in zip(kept, [*kept[1:], len(line)], strict=True):
        stretch = line[start:end]
        left = start + len(stretch) - len(stretch.lstrip())
        right = start + len(stretch.rstrip())
        if left < right:
            bounds.append((left, right))
    return bounds


def split_sentences(text: str, lang: str) -> list[Sentence]:
    """Sentences of ``text`` in order; a line break always ends one. ``lang`` is ``en`` or ``zh``."""
    reading, offsets = _read(text)
    sentences: list[Sentence] = []
    paragraph = 0
    for line in re.finditer(r"[^\n\r]+", reading):
        bounds = _bounds(line.group(), lang)
        for left, right in bounds:
            a, b = line.start() + left, line.start() + right
            spots = (*offsets[a:b], offsets[b - 1] + 1)
            sentences.append(Sentence(len(sentences), paragraph, reading[a:b], spots))
        paragraph += bool(bounds)
    return sentences
