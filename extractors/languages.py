"""Which language a text is in: scripts decide where they can, a trained classifier elsewhere."""

from __future__ import annotations

import re

import py3langid

SUPPORTED = frozenset({"en", "zh"})
_HAN = re.compile(r"[\u4e00-\u9fff]")
_KANA = re.compile(r"[\u3041-\u30ff]")
_LETTER = re.compile(r"[^\W\d_]")
_SAMPLE = 3_000


def detect_language(text: str) -> str | None:
    """ISO 639-1 code of ``text``, or ``None`` when it holds too few letters to tell.

    Simplified and traditional Chinese are both ``zh``. A Han character weighs as much as four Latin letters, since a
    Chinese page full of model names is still Chinese.
    """
    sample = text[:_SAMPLE]
    letters = len(_LETTER.findall(sample))
    if letters < 10:
        return None
    han, kana = len(_HAN.findall(sample)), len(_KANA.findall(sample))
    if kana * 10 > letters:
        return "ja"
    if han * 5 > letters:
        return "zh"
    code: str = py3langid.classify(sample)[0]
    return code
