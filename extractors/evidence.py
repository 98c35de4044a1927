"""What a document says for and against each reading of a name, graded by nearness.

Rule: a word is never evidence for itself, neither by overlapping the name it would support nor by being repeated as a
mere context term. Lookups go by place, so a document costs time in proportion to its length.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.aliases import Entry, Role

TITLE = -1
"""Index and paragraph of the title, which stands next to every paragraph."""

SAME, PARAGRAPH, NEXT, DOCUMENT = 1.0, 0.9, 0.75, 0.5
HINT, TOPIC = 0.9, 0.7
_TOPIC_HITS = 3
"""So many signs of a car topic make the whole document one; fewer speak for their surroundings only."""


@dataclass(frozen=True, slots=True)
class Place:
    """A sentence, or the title, as it is searched."""

    index: int
    paragraph: int
    text: str

    def nearness(self, other: Place) -> float:
        if self.index == other.index:
            return SAME
        if TITLE in (self.index, other.index):
            return NEXT
        distance = abs(self.paragraph - other.paragraph)
        return PARAGRAPH if distance == 0 else NEXT if distance == 1 else DOCUMENT


@dataclass(frozen=True, slots=True)
class Sign:
    """One reading of some characters: a name that may mean a brand, or a term that speaks for or against it."""

    place: Place
    start: int
    end: int
    entry: Entry

    @property
    def span(self) -> tuple[int, int, int]:
        return self.place.index, self.start, self.end

    def supports(self, name: Sign) -> bool:
        """Whether this sign is no part of ``name`` itself."""
        return self.place.index != name.place.index or self.start >= name.end or name.start >= self.end


@dataclass
class _Spots:
    """Where one word stands: up to two signs for each place, and for each paragraph up to two of its places.

    Two are enough to answer whether there is one besides the name that asks, however often the word is repeated.
    """

    by_place: dict[int, list[Sign]] = field(default_factory=dict)
    by_paragraph: dict[int, list[Sign]] = field(default_factory=dict)

    def add(self, sign: Sign) -> None:
        if sign.place.index not in self.by_place and len(self.by_paragraph.setdefault(sign.place.paragraph, [])) < 2:
            self.by_paragraph[sign.place.paragraph].append(sign)
        if len(signs := self.by_place.setdefault(sign.place.index, [])) < 2:
            signs.append(sign)

    def strength(self, name: Sign) -> float:
        place = name.place
        if any(sign.supports(name) for sign in self.by_place.get(place.index, ())):
            return SAME
        around = (place.paragraph, place.paragraph - 1, place.paragraph + 1, TITLE)
        signs = [s for p in around for s in self.by_paragraph.get(p, ()) if s.place.index != place.index]
        near = max((place.nearness(sign.place) for sign in signs), default=0.0)
        return near or (DOCUMENT if len(self.by_place) > (place.index in self.by_place) else 0.0)


@dataclass
class Evidence:
    """Signs for (or against) one brand."""

    count: int = 0
    _words: defaultdict[tuple[Role, str], _Spots] = field(default_factory=lambda: defaultdict(_Spots))
    _spans: defaultdict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))

    def add(self, sign: Sign) -> None:
        self._words[sign.entry.role, sign.entry.text.casefold()].add(sign)
        insort(self._spans[sign.place.index], (sign.start, sign.end))
        self.count += 1

    def strength(self, name: Sign) -> float:
        """Nearness of the nearest sign that supports ``name``; 0 if there is none."""
        own = name.entry.text.casefold()
        usable = (spots for (role, text), spots in self._words.items() if role is Role.SURFACE or text != own)
        return max((spots.strength(name) for spots in usable), default=0.0)

    def distance(self, name: Sign) -> int:
        """Characters to the nearest sign of the same sentence.

        One that follows counts four times: in both languages a maker stands before its model.
        """
        spans = self._spans.get(name.place.index, [])
        at = bisect_left(spans, (name.start, name.end))
        before = [name.start - end for _, end in spans[max(0, at - 1) : at] if end <= name.start]
        after = [4 * (start - name.end) for start, _ in spans[at : at + 2] if start >= name.end]
        return min((*before, *after), default=1_000_000)


class Document:
    """One text's names while they are decided: what is taken so far, and what speaks for the rest."""

    def __init__(self, names: Sequence[Sign]) -> None:
        self.names = names
        self.taken: list[tuple[Sign, float]] = []
        self.proof: defaultdict[str, Evidence] = defaultdict(Evidence)
        self._hints: defaultdict[str, Evidence] = defaultdict(Evidence)
        self._models: defaultdict[str, Evidence] = defaultdict(Evidence)
        self._topic: defaultdict[str, Evidence] = defaultdict(Evidence)
        self._against: defaultdict[str, Evidence] = defaultdict(Evidence)
        self._safe: set[str] = set()
        self._ends: dict[tuple[int, int], str] = {}

    def take(self, name: Sign, confidence: float) -> None:
        """Count ``name`` as a mention and as proof of its brand."""
        self.taken.append((name, confidence))
        self._ends[name.place.index, name.end] = name.entry.brand
        if name.entry.via != "person":
            self.proof[name.entry.brand].add(name)

    def take_safe(self, name: Sign, *, listed: bool, confidence: float) -> None:
        """Take a name that proves itself; one of the title (``listed`` false) is proof only."""
        self._safe.add(name.entry.brand)
        if listed:
            self.take(name, confidence)
        else:
            self.proof[name.entry.brand].add(name)

    def add_term(self, sign: Sign) -> None:
        """Note a context, topic or exclude term, or a person or model as a hint."""
        brand = sign.entry.brand
        match sign.entry.role:
            case Role.TOPIC:
                self._topic[brand].add(sign)
            case Role.EXCLUDE:
                self._against[brand].add(sign)
            case _:
                (self._models if sign.entry.via == "model" else self._hints)[brand].add(sign)

    def strength(self, name: Sign) -> float:
        """How well the document supports ``name``, by what its entry needs; 0 is not at all."""
        if self._is_vetoed(name) or self._follows_another(name):
            return 0.0
        strength = self._brand_strength(name)
        if name.entry.need == "topic":
            return max(strength, self._topic_strength(name))
        if name.entry.need == "sentence":
            return strength if strength >= HINT * SAME else 0.0
        return strength

    def _brand_strength(self, name: Sign) -> float:
        brand = name.entry.brand
        proof = self.proof[brand].strength(name) if brand in self.proof else 0.0
        hint = self._hints[brand].strength(name) if brand in self._hints else 0.0
        if name.entry.via != "model" and brand in self._models:
            hint = max(hint, self._models[brand].strength(name))
        return max(proof, HINT * hint)

    def _topic_strength(self, name: Sign) -> float:
        """Support by words about cars and by other brands."""
        brand = name.entry.brand
        signs = [self._topic[b] for b in ("", brand) if b in self._topic]
        signs += [evidence for other, evidence in self.proof.items() if other != brand]
        near = max((evidence.strength(name) for evidence in signs), default=0.0)
        enough = near >= NEXT or sum(evidence.count for evidence in signs) >= _TOPIC_HITS
        return TOPIC * near if enough else 0.0

    def _is_vetoed(self, name: Sign) -> bool:
        """An exclude term speaks against its sentence, and against the document unless the brand is proven there."""
        brand = name.entry.brand
        against = self._against[brand].strength(name) if brand in self._against else 0.0
        if against == SAME:
            return brand not in self.proof or self.proof[brand].strength(name) < SAME
        return against > 0 and brand not in self._safe

    def _follows_another(self, name: Sign) -> bool:
        """Whether a model stands right behind another brand's name, as in "BYD E5"."""
        if name.entry.via != "model":
            return False
        gap = name.place.text[name.start - 1 : name.start] == " "
        before = self._ends.get((name.place.index, name.start - gap))
        return before is not None and before != name.entry.brand
