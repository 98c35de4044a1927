"""Which brands a text names, and exactly where.

Rule: a surface that could mean something else counts only with evidence, and the evidence is graded by its nearness.
A name that proves itself is taken at once; everything else is decided in rounds, each resting on what was taken before:
names that need context, names that two brands share, words that need their brand in the same sentence, then people.

Evidence for a brand is *proof* (a surface that proves itself, or one already taken) or a *hint* (a context term of the
brand, one of its people or, for names that are no models, one of its models). Its strength is 1 in the same sentence,
0.9 in the same paragraph, 0.75 in the next one or in the title, and 0.5 elsewhere in the document; a hint weighs 0.9 of
that, a mere car topic 0.7.

The confidence of a mention that proves itself is 0.98 for a name or a legal entity and 0.95 for the rest. Any other has
0.6 + 0.35 × strength, times 0.9 for a shared surface or a person, times 0.85 for a mistranslation.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from configs.book import BrandBook
from extractors.aliases import Entry, Hit, Role, fold, fold_raw, surface_scanner, term_scanner
from extractors.evidence import TITLE, Document, Place, Sign
from extractors.records import Mention
from extractors.sentences import Sentence

_Test = Callable[[Entry], bool]


class BrandLinker:
    """Finds the brands of ``book`` in texts. Pure, built once, and picklable (the automata are rebuilt)."""

    def __init__(self, book: BrandBook) -> None:
        self._book = book
        self._surfaces = surface_scanner(book)
        self._terms = term_scanner(book)

    def __reduce__(self) -> tuple[type[BrandLinker], tuple[BrandBook]]:
        return BrandLinker, (self._book,)

    @property
    def version(self) -> str:
        """Changes with any fact of the book."""
        return self._book.version

    def names_any(self, text: str) -> bool:
        """Whether ``text`` could name a brand; ``False`` is certain. Far cheaper than :meth:`link`."""
        hits = self._surfaces.scan(fold_raw(text))
        return any(hit.entries[0].role is Role.SURFACE for hit in hits)

    def link(self, title: str, sentences: Sequence[Sentence], text: str | None = None) -> tuple[Mention, ...]:
        """The mentions of brands in ``sentences``, in order and without overlap.

        ``title`` serves as evidence only. ``text`` is the article's text, from which quotes are cut as printed;
        without it they are the sentences' readings, which differ where a page prints full-width or invisible
        characters.
        """
        places = [Place(s.index, s.paragraph, fold(s.text)) for s in sentences]
        names = [name for place in places for name in self._names(place)]
        if not names:
            return ()
        heading = Place(TITLE, TITLE, fold_raw(title))
        document = Document(names)
        for sign in self._signs([heading, *places]):
            document.add_term(sign)
        _take_safe(document, names, listed=True)
        _take_safe(document, self._names(heading), listed=False)
        _decide(document)
        by_index = {s.index: s for s in sentences}
        return tuple(_mention(by_index[n.place.index], n, conf, text) for n, conf in _longest(document.taken))

    def _names(self, place: Place) -> list[Sign]:
        """What may name a brand in a place; phrases that block a name are gone."""
        hits = list(self._surfaces.scan(place.text))
        blocked = _covered([h for h in hits if h.entries[0].role is Role.BLOCKER])
        return [
            Sign(place, hit.start, hit.end, entry)
            for hit in hits
            if hit.entries[0].role is Role.SURFACE and not blocked(hit.start, hit.end)
            for entry in hit.entries
        ]

    def _signs(self, places: Iterable[Place]) -> Iterator[Sign]:
        for place in places:
            for hit in self._terms.scan(place.text):
                yield from (Sign(place, hit.start, hit.end, entry) for entry in hit.entries)


def _covered(spans: Iterable[Hit | Sign]) -> Callable[[int, int], bool]:
    """A test whether ``start:end`` lies within one of ``spans``."""
    reach: dict[int, int] = {}
    for span in spans:
        reach[span.start] = max(span.end, reach.get(span.start, 0))
    starts = sorted(reach)
    ends = list(accumulate((reach[s] for s in starts), max))

    def test(start: int, end: int) -> bool:
        at = bisect_right(starts, start)
        return at > 0 and ends[at - 1] >= end

    return test


def _take_safe(document: Document, names: Iterable[Sign], *, listed: bool) -> None:
    """Names that prove themselves, with people and models as hints."""
    names = list(names)
    for name in _outermost(n for n in names if _is_safe(n.entry)):
        sure = 0.98 if name.entry.via in ("name", "legal_entity") else 0.95
        document.take_safe(name, listed=listed, confidence=sure)
    for name in names:
        if name.entry.via == "person" or (name.entry.via == "model" and name.entry.need == "brand"):
            document.add_term(name)


def _is_safe(entry: Entry) -> bool:
    return entry.need == "none" and not entry.shared and entry.via != "person"


def _decide(document: Document) -> None:
    """The rounds after the names that prove themselves."""

    def named(*needs: str) -> _Test:
        return lambda entry: entry.via != "person" and not entry.shared and entry.need in needs

    _take(document, named("topic", "brand"))
    _take(document, lambda entry: entry.via != "person" and entry.shared)
    _take(document, named("sentence"))
    _take(document, lambda entry: entry.via == "person" and entry.brand in document.proof)


def _take(document: Document, test: _Test) -> None:
    """Take the names that pass ``test`` and have support: for each span the brand that has more, and none in a tie.

    All of a round are judged before any is taken, so that their order does not matter.
    """
    readings: defaultdict[tuple[int, int, int], list[Sign]] = defaultdict(list)
    for name in document.names:
        if test(name.entry):
            readings[name.span].append(name)
    found = [best for rivals in readings.values() if (best := _best(document, rivals))]
    for name, strength in found:
        document.take(name, _confidence(name.entry, strength))


def _best(document: Document, rivals: Sequence[Sign]) -> tuple[Sign, float] | None:
    supported = [(name, strength) for name in rivals if (strength := document.strength(name))]
    if len(supported) < 2:
        return supported[0] if supported else None

    def rank(reading: tuple[Sign, float]) -> tuple[float, int]:
        name, strength = reading
        return strength, -document.proof[name.entry.brand].distance(name)

    first, second, *_ = sorted(supported, key=rank, reverse=True)
    return None if rank(first) == rank(second) else first


def _confidence(entry: Entry, strength: float) -> float:
    factor = 0.85 if entry.via == "mistranslation" else 0.9 if entry.shared or entry.via == "person" else 1.0
    return round((0.6 + 0.35 * strength) * factor, 3)


def _outermost(names: Iterable[Sign]) -> Iterator[Sign]:
    """Names that are not inside a longer one of the same place."""
    end, index = 0, TITLE - 1
    for name in sorted(names, key=lambda n: (n.place.index, n.start, -n.end)):
        if name.place.index != index:
            index, end = name.place.index, 0
        if name.end > end:
            end = name.end
            yield name


def _longest(taken: Iterable[tuple[Sign, float]]) -> list[tuple[Sign, float]]:
    """Of names that overlap the longest, then the surest, then the first; in order of the text."""
    chosen = []
    used: dict[int, bytearray] = {}
    for name, confidence in sorted(taken, key=lambda t: (t[0].start - t[0].end, -t[1], t[0].span)):
        marks = used.setdefault(name.place.index, bytearray(len(name.place.text)))
        if not any(marks[name.start : name.end]):
            marks[name.start : name.end] = b"\x01" * (name.end - name.start)
            chosen.append((name, confidence))
    return sorted(chosen, key=lambda t: t[0].span)


def _mention(sentence: Sentence, name: Sign, confidence: float, text: str | None) -> Mention:
    start, end = sentence.span(name.start, name.end)
    quote = sentence.text[name.start : name.end] if text is None else text[start:end]
    return Mention(start=start, end=end, quote=quote, brand=name.entry.brand, via=name.entry.via, confidence=confidence)
