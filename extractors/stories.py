"""Which pages tell the same story: copies, rewritten copies and retranslations count once.

The first page seen is the story's origin; later pages join with a role, a score and a reason. Deterministic and
incremental: the same pages in any batches give the same stories, as long as they arrive in the order they were seen.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from rapidfuzz import fuzz
from rensa import RMinHash, RMinHashLSH

from extractors.chinese import simplify
from extractors.dates import find_dates
from extractors.records import Article, content_id

_PERMUTATIONS = 128
_SEED = 20250814
_BANDS = 64
"""Two rows a band: pages that share an eighth of their word groups are compared exactly."""
_WORD = re.compile(r"[a-z0-9]+(?:[.'-][a-z0-9]+)*|[\u4e00-\u9fff]", re.IGNORECASE)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class StoryRules:
    """Thresholds of the links. Jaccard is over word 3-grams (English) or character 4-grams (Chinese).

    ``near``: a copy. ``rewritten``: a rewritten copy, only together with a similar title (``title``, 0-100).
    ``facts``: a retelling in other words or another language: Dice of printed numbers and days, weighted by how telling
    they are, times Jaccard of brands; with at least ``shared_facts`` of them, told within ``facts_days``.
    ``window_days``: how long a story stays open for pages that are seen late.
    """

    near: float = 0.6
    rewritten: float = 0.25
    title: float = 60.0
    facts: float = 0.38
    shared_facts: int = 3
    facts_days: int = 3
    window_days: int = 14

    @property
    def window(self) -> timedelta:
        """How far back a page can still join a story."""
        return timedelta(days=self.window_days)


@dataclass(frozen=True, slots=True)
class StoryLink:
    """A page's place in a story. ``role``: origin, verbatim, copy, rewrite or translation; ``score`` in [0, 1]."""

    doc_id: str
    story_id: str
    role: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class StoryPage:
    """What clustering needs of a page. ``story_id`` is set for pages that already have their story.

    ``told_at`` is when the page was published, by its own word; ``seen_at`` stands in where it does not say.
    """

    doc_id: str
    lang: str | None
    title: str
    text: str
    seen_at: datetime
    brands: frozenset[str] = frozenset()
    story_id: str | None = None
    told_at: datetime | None = None

    @classmethod
    def of(cls, article: Article, brands: Iterable[str]) -> StoryPage:
        """The view of an article; ``article.first_seen`` must be set."""
        if article.first_seen is None:
            raise ValueError(f"{article.url}: an article without first_seen cannot be placed in time")
        seen = article.first_seen
        return cls(
            article.id, article.lang, article.title, article.text, seen, frozenset(brands), None, article.published
        )


@dataclass(slots=True)
class _Fingerprint:
    page: StoryPage
    shingles: frozenset[str]
    facts: frozenset[str]
    minhash: RMinHash = field(repr=False)


class StoryIndex:
    """Stories seen so far. :meth:`place` gives each new page its story and remembers it."""

    def __init__(self, known: Sequence[StoryPage] = (), rules: StoryRules | None = None) -> None:
        self._rules = rules or StoryRules()
        self._prints: list[_Fingerprint] = []
        self._lsh = RMinHashLSH(0.5, _PERMUTATIONS, _BANDS)
        self._by_shingles: dict[frozenset[str], int] = {}
        for page in sorted(known, key=lambda p: (p.seen_at, p.doc_id)):
            if page.story_id is None:
                raise ValueError(f"{page.doc_id}: a known page needs its story")
            self._remember(_fingerprint(page))

    def place(self, pages: Sequence[StoryPage]) -> list[StoryLink]:
        """One link per page, in order of ``seen_at`` (ties by id)."""
        links = []
        for page in sorted(pages, key=lambda p: (p.seen_at, p.doc_id)):
            print_ = _fingerprint(page)
            link = self._copy_of(print_) or self._retelling_of(print_)
            if link is None:
                link = StoryLink(page.doc_id, content_id("story", page.doc_id), "origin", 1.0, "first seen")
            links.append(link)
            print_.page = replace(page, story_id=link.story_id)
            self._remember(print_)
        return links

    def _remember(self, print_: _Fingerprint) -> None:
        self._lsh.insert(len(self._prints), print_.minhash)
        self._by_shingles.setdefault(print_.shingles, len(self._prints))
        self._prints.append(print_)

    def _copy_of(self, new: _Fingerprint) -> StoryLink | None:
        """The best earlier page in the same language that shares enough running text."""
        if new.shingles and (same := self._by_shingles.get(new.shingles)) is not None:
            return _link(new, self._prints[same], "verbatim", 1.0, "the same word groups")
        best: tuple[float, int] | None = None
        for i in sorted(self._lsh.query(new.minhash)):
            old = self._prints[i]
            if old.page.lang == new.page.lang and self._in_window(new, old):
                score = _jaccard(new.shingles, old.shingles)
                if best is None or score > best[0]:
                    best = (score, i)
        if best is None:
            return None
        score, old = best[0], self._prints[best[1]]
        if score >= self._rules.near:
            return _link(new, old, "copy", score, f"shares {score:.0%} of its word groups")
        likeness = fuzz.token_set_ratio(new.page.title, old.page.title)
        if score >= self._rules.rewritten and likeness >= self._rules.title:
            return _link(new, old, "rewrite", score, f"shares {score:.0%} of its word groups and its title")
        return None

    def _retelling_of(self, new: _Fingerprint) -> StoryLink | None:
        """The earlier page that tells the same numbers and days of the same brands, in whatever words.

        Digits survive translation, also where the scale changes or slips (157.81亿, "15.781 billion", "157.81
        billion"): digits are compared, not values.
        """
        best: tuple[float, _Fingerprint] | None = None
        for old in self._prints:
            if self._in_window(new, old) and self._told_together(new, old):
                score = _same_facts(new, old, self._rules.shared_facts)
                if score >= self._rules.facts and (best is None or score > best[0]):
                    best = (score, old)
        if best is None:
            return None
        score, old = best
        role = "rewrite" if old.page.lang == new.page.lang else "translation"
        shared = len(new.facts & old.facts)
        return _link(new, old, role, score, f"tells the same {shared} numbers and days of the same brands")

    def _told_together(self, new: _Fingerprint, old: _Fingerprint) -> bool:
        told = [print_.page.told_at or print_.page.seen_at for print_ in (new, old)]
        return abs(told[0] - told[1]) <= timedelta(days=self._rules.facts_days)

    def _in_window(self, new: _Fingerprint, old: _Fingerprint) -> bool:
        return abs(new.page.seen_at - old.page.seen_at) <= self._rules.window


def _link(new: _Fingerprint, old: _Fingerprint, role: str, score: float, reason: str) -> StoryLink:
    assert old.page.story_id is not None
    return StoryLink(new.page.doc_id, old.page.story_id, role, round(score, 4), f"{reason} (with {old.page.doc_id})")


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a and b else 0.0


def _same_facts(a: _Fingerprint, b: _Fingerprint, at_least: int) -> float:
    """Weighted Dice of facts times Jaccard of brands; 0 with fewer than ``at_least`` facts in common."""
    shared = a.facts & b.facts
    if len(shared) < at_least or sum(map(_weight, shared)) <= at_least:
        return 0.0
    dice = 2 * sum(map(_weight, shared)) / sum(map(_weight, (*a.facts, *b.facts)))
    return dice * len(a.page.brands & b.page.brands) / len(a.page.brands | b.page.brands)


def _weight(fact: str) -> int:
    """How telling a fact is: a day 2, a number by its significant digits, at most 3."""
    return 2 if "-" in fact else min(3, len(fact) - 1)


def _fingerprint(page: StoryPage) -> _Fingerprint:
    text = simplify(page.text)
    words = [w.lower() for w in _WORD.findall(text)]
    width = 4 if page.lang == "zh" else 3
    shingles = frozenset(" ".join(words[i : i + width]) for i in range(len(words) - width + 1))
    minhash = RMinHash(_PERMUTATIONS, _SEED)
    minhash.update(sorted(shingles))  # sorted: a set has no order to repeat
    return _Fingerprint(page, shingles, _numbers(text) | _days(text, page), minhash)


def _numbers(text: str) -> frozenset[str]:
    """Significant digits of the printed numbers, two or more, years left out."""
    printed = (n.replace(",", "") for n in _NUMBER.findall(text))
    digits = (n.replace(".", "").strip("0") for n in printed if not re.fullmatch(r"(19|20)\d\d", n))
    return frozenset(d for d in digits if len(d) >= 2)


def _days(text: str, page: StoryPage) -> frozenset[str]:
    """The days that the text names, as month and day."""
    lang = "zh" if page.lang == "zh" else "en"
    found = find_dates(text, lang, page.told_at or page.seen_at)
    return frozenset(f"{d.first:%m-%d}" for d in found if d.precision == "day")
