"""Marked text for tests of figures: ``[[surface|brand]]`` or ``[[surface|brand:person]]`` becomes a mention."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from functools import cache

from extractors.figures import find_figures
from extractors.records import Article, Figure, Mention
from extractors.sentences import split_sentences
from models.tagger import SpacyTagger

_MARK = re.compile(r"\[\[([^|\]]+)\|([^\]:]+)(?::(\w+))?\]\]")
PUBLISHED = datetime(2025, 8, 14, 16, 48, tzinfo=UTC)


@cache
def tagger() -> SpacyTagger:
    return SpacyTagger()


def marked(text: str) -> tuple[str, tuple[Mention, ...]]:
    """Plain text and its mentions."""
    plain, position, mentions = "", 0, []
    for match in _MARK.finditer(text):
        plain += text[position : match.start()]
        start, surface = len(plain), match.group(1)
        mentions.append(
            Mention(
                start=start, end=start + len(surface), quote=surface, brand=match.group(2), via=match.group(3) or "name"
            )
        )
        plain += surface
        position = match.end()
    return plain + text[position:], tuple(mentions)


def read(text: str, lang: str = "en", title: str = "", mentions: Iterable[Mention] = ()) -> tuple[Figure, ...]:
    """Figures of a marked text."""
    plain, found = marked(text)
    article = Article(url="test:", title=title, text=plain, lang=lang, published=PUBLISHED)
    return find_figures(article, split_sentences(plain, lang), (*found, *mentions), tagger())
