"""The phrase notation of the rule files: words people can read, compiled to regular expressions.

``word*`` any ending · ``(a|b)`` either · ``x?`` optional · ``...`` a short gap inside one clause (five words of
English, twelve characters of Chinese). English phrases match whole words; case never matters.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_GAP = {"en": r"(?:[^\w;.!?]+[\w'’.-]+){0,5}?[^\w;!?]+", "zh": r"[^，。；！？]{0,12}?"}


def compile_phrases(phrases: Sequence[str], lang: str) -> re.Pattern[str] | None:
    """One pattern that matches any of ``phrases``; ``None`` for no phrases.

    Raises :class:`ValueError` naming the phrase that is not well formed.
    """
    if not phrases:
        return None
    bodies = []
    for phrase in phrases:
        body = re.sub(r"\s*\.\.\.\s*", lambda _: "\0", phrase.strip())
        body = re.sub(r"(?<=\w)\*", r"\\w*", body)
        body = re.sub(r"\s+", r"\\s+", body).replace("\0", _GAP[lang])
        body = rf"\b(?:{body})(?!\w)" if lang == "en" else f"(?:{body})"
        try:
            re.compile(body)
        except re.error as error:
            raise ValueError(f"phrase {phrase!r} is not well formed: {error}") from error
        bodies.append(body)
    return re.compile("|".join(bodies), re.IGNORECASE)
