"""Traditional characters read as simplified ones, place by place, so that one set of rules and one model serve both."""

from __future__ import annotations

import re
from functools import cache

import opencc

_HAN = re.compile(r"[\u3400-\u9fff]")


@cache
def _converter() -> opencc.OpenCC:
    return opencc.OpenCC("t2s")


def simplify(text: str) -> str:
    """``text`` in simplified characters, of exactly the same length."""
    if not _HAN.search(text):
        return text
    converted: str = _converter().convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(piece if len(piece := _converter().convert(char)) == 1 else char for char in text)
