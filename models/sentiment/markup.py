"""The project's own sentences as people write them: ``{surface|brand|label|dimension|voice}`` inside a JSON line.

Rule: a bad line is an error that names file and line; nothing is guessed and nothing skipped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from models.errors import MarkupError
from models.sentiment.labels import DIMENSIONS, POLARITIES, VOICES

_MARK: Final = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Target:
    """A marked brand: span of the clean text, and what an annotator said of it. ``None``: not annotated."""

    start: int
    end: int
    brand: str
    polarity: str
    dimension: str | None = None
    voice: str | None = None


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence with its targets. ``family`` groups sentences of one situation; splits never cut through one."""

    id: str
    source: str
    lang: str
    text: str
    targets: tuple[Target, ...]
    context: str = ""
    family: str = ""
    phenomenon: str = ""


def parse_marked(marked: str) -> tuple[str, tuple[Target, ...]]:
    """Clean text and targets of a marked-up sentence.

    Raises:
        MarkupError: a mark without exactly five parts, an unknown word, a stray brace, no mark at all.
    """
    pieces: list[str] = []
    targets: list[Target] = []
    position = length = 0
    for mark in _MARK.finditer(marked):
        before = marked[position : mark.start()]
        surface, brand, polarity, dimension, voice = _parts(mark.group(1))
        start = length + len(before)
        targets.append(Target(start, start + len(surface), brand, polarity, dimension, voice))
        pieces += [before, surface]
        position, length = mark.end(), start + len(surface)
    text = "".join([*pieces, marked[position:]])
    if "{" in text or "}" in text:
        raise MarkupError("a brace outside a {surface|brand|label|dimension|voice} mark")
    if not targets:
        raise MarkupError("no {surface|brand|label|dimension|voice} mark")
    return text, tuple(targets)


def _parts(inside: str) -> tuple[str, str, str, str, str]:
    parts = inside.split("|")
    if len(parts) != 5 or not all(part.strip() for part in parts):
        raise MarkupError(f"{{{inside}}} is not {{surface|brand|label|dimension|voice}}")
    surface, brand, polarity, dimension, voice = parts
    for word, known in ((polarity, POLARITIES), (dimension, DIMENSIONS), (voice, VOICES)):
        if word not in known:
            raise MarkupError(f"{word!r} in {{{inside}}} is none of {', '.join(known)}")
    return surface, brand, polarity, dimension, voice


def read_marked(path: Path, lang: str) -> list[Example]:
    """All sentences of a JSON Lines file; blank lines are allowed.

    Raises:
        MarkupError: ``file:line: reason`` for the first line that cannot be read or repeats an id.
    """
    examples: list[Example] = []
    seen: set[str] = set()
    for number, line in _lines(path):
        try:
            example = _example(json.loads(line), path.stem, lang)
        except (MarkupError, json.JSONDecodeError) as error:
            raise MarkupError(f"{path}:{number}: {error}") from error
        if example.id in seen:
            raise MarkupError(f"{path}:{number}: id {example.id!r} is used twice")
        seen.add(example.id)
        examples.append(example)
    return examples


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if line.strip():
            yield number, line


def _example(row: Any, source: str, lang: str) -> Example:
    if not isinstance(row, dict):
        raise MarkupError("a line must be one JSON object")
    for key in ("id", "text"):
        if not isinstance(row.get(key), str) or not row[key]:
            raise MarkupError(f"{key!r} must be a non-empty string")
    for key in ("context", "family", "phenomenon"):
        if not isinstance(row.get(key) or "", str):
            raise MarkupError(f"{key!r} must be a string or null")
    text, targets = parse_marked(row["text"])
    return Example(
        id=row["id"],
        source=source,
        lang=lang,
        text=text,
        targets=targets,
        context=row.get("context") or "",
        family=row.get("family") or "",
        phenomenon=row.get("phenomenon") or "",
    )
