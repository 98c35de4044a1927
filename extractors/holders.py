"""Whose money it is: the parties a sentence offers, and the choice among them.

Rule: grammar first. The English tree (:mod:`extractors.holders_en`) or the Chinese clause (:mod:`extractors.holders_zh`) binds an
amount to a party; only where they are silent does the topic of the text speak, with lower confidence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache

from configs.money import Frame, figure_cues
from extractors.amounts import Amount
from extractors.records import Article, Mention
from extractors.sentences import Sentence

GRAMMAR, PRONOUN, TOPIC, TITLE = 0.9, 0.75, 0.6, 0.4


@dataclass(frozen=True, slots=True)
class Party:
    """A possible holder at ``sentence[start:end]``; ``id`` is a brand id, ``other:<surface>`` or ``person:<surface>``."""

    start: int
    end: int
    id: str


@dataclass(frozen=True, slots=True)
class Binding:
    """Who owes, lost, promised or received, towards whom, and how sure (0 to 1)."""

    holder: str | None
    counterparty: str | None = None
    confidence: float = GRAMMAR
    received: bool = False


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence with all that may own its amounts. ``topic`` is the party that earlier sentences speak of."""

    text: str
    parties: tuple[Party, ...]
    topic: str | None
    title: str | None
    amounts: tuple[Amount, ...]

    def party_at(self, position: int) -> Party | None:
        return next((p for p in self.parties if p.start <= position < p.end), None)


Binder = Callable[[Amount, str], Binding]


@cache
def frame_of(verb: str) -> Frame | None:
    """The roles around a verb, by its lemma."""
    return next((frame for frame in figure_cues().frames if verb in frame.verbs), None)


def party_id(mention: Mention) -> str:
    """A named person owns his own money, not the brand's."""
    return f"person:{mention.quote}" if mention.via == "person" else mention.brand


def parties_in(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[Party, ...]:
    """The mentions of a sentence as parties, in order."""
    place = {offset: i for i, offset in enumerate(sentence.offsets[:-1])}
    inside = [m for m in mentions if m.start in place and m.end - 1 in place]
    return tuple(
        sorted((Party(place[m.start], place[m.end - 1] + 1, party_id(m)) for m in inside), key=lambda p: p.start)
    )


def title_party(article: Article, mentions: Sequence[Mention]) -> str | None:
    """The brand of the title, or the only brand of the text."""
    brands = list(dict.fromkeys(m.brand for m in mentions if m.via != "person"))
    titled = [m.brand for m in mentions if m.quote in article.title and m.via != "person"]
    if titled:
        return titled[0]
    return brands[0] if len(brands) == 1 else None


def topic_before(index: int, scenes: Sequence[tuple[Party, ...]], reach: int = 3) -> str | None:
    """The party that the sentences before ``index`` speak of: the first one named in the nearest of them."""
    for earlier in range(index - 1, max(-1, index - 1 - reach), -1):
        if scenes[earlier]:
            return scenes[earlier][0].id
    return None


def shared_out(scene: Scene, group: Sequence[Amount]) -> list[str] | None:
    """One holder per amount where the sentence says "respectively" (分别) and names as many parties before as amounts."""
    if len(group) < 2 or not ("respectively" in scene.text or "分别" in scene.text):
        return None
    before = [p.id for p in scene.parties if p.end <= group[0].start]
    return before[-len(group) :] if len(set(before)) == len(before) == len(group) else None


def fallback(scene: Scene) -> Binding:
    """Topic, then title: the reading when grammar is silent."""
    if scene.topic:
        return Binding(scene.topic, None, TOPIC)
    return Binding(scene.title, None, TITLE if scene.title else 0.3)
