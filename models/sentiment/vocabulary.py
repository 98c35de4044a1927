"""XLM-R's 250,002 pieces cut down to those English and simplified Chinese need.

Rule: a text whose pieces are all kept is cut into exactly the same pieces as before. A unigram tokenizer takes the
most probable segmentation, so removing pieces that a text does not use cannot change its best one.
"""

from __future__ import annotations

import copy
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

from tokenizers import Tokenizer

SPECIALS: Final = ("<s>", "<pad>", "</s>", "<unk>")
_SPACE_PIECE: Final = "\u2581"


def pieces_of(tokenizer: Tokenizer, texts: Sequence[str], chunk: int = 2_000) -> set[int]:
    """Ids of every piece that ``texts`` are cut into."""
    found: set[int] = set()
    for start in range(0, len(texts), chunk):
        for encoding in tokenizer.encode_batch(list(texts[start : start + chunk]), add_special_tokens=False):
            found.update(encoding.ids)
    return found


def is_basic(piece: str) -> bool:
    """Kept whether seen or not: simplified Chinese (GB 2312), figures and punctuation, single Latin letters."""
    bare = piece.removeprefix(_SPACE_PIECE)
    if all("\u4e00" <= char <= "\u9fff" for char in bare):
        return _is_simplified(bare)
    if len(bare) == 1 and ("LATIN" in unicodedata.name(bare, "") or unicodedata.category(bare)[0] in "NPS"):
        return True
    return bare.isascii() and not any(char.isalpha() for char in bare)


def _is_simplified(text: str) -> bool:
    try:
        text.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return True


def trimmed(description: dict[str, Any], used: Iterable[int]) -> tuple[dict[str, Any], list[int]]:
    """The tokenizer description with only the specials, ``used`` and :func:`is_basic`; and the old id of each row.

    ``description`` is the parsed ``tokenizer.json`` of a Unigram model. Kept pieces stay in their old order, the
    specials first, so new ids are row numbers of the cut embedding table.
    """
    vocab: list[list[Any]] = description["model"]["vocab"]
    first = len(SPECIALS)
    wanted = set(used) | {i for i, (piece, _) in enumerate(vocab) if is_basic(piece)}
    kept = [*range(first), *sorted(i for i in wanted if first <= i and vocab[i][0] != "<mask>")]
    result = copy.deepcopy(description)
    result["model"]["vocab"] = [vocab[i] for i in kept]
    result["added_tokens"] = [token for token in result["added_tokens"] if token["id"] < first]
    result["post_processor"] = None
    return result, kept
