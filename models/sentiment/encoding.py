"""Sentence and targets to token ids, the same way in training and at run time.

Rule: a sentence may be cut, a target never is. Layout of one pass: ``<s> context </s> sentence </s>``, the context
part only when there is one; every target token carries token type 1, so that the encoder knows what is asked about.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from tokenizers import Encoding, Tokenizer

BOS: Final = 0
PAD: Final = 1
EOS: Final = 2
MAX_TOKENS: Final = 160
MAX_CONTEXT_TOKENS: Final = 40
MAX_TARGETS: Final = 24
_SPACE_PIECE: Final = "\u2581"

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Encoded:
    """One pass: token ids and, for each target, the positions of its tokens among them."""

    ids: tuple[int, ...]
    targets: tuple[tuple[int, ...], ...]


def target_tokens(encoding: Encoding, span: Span) -> tuple[int, ...]:
    """Indices of the tokens that carry characters of ``span``.

    A target written only in characters that the tokenizer drops is read at the next token, or at the last one.
    """
    start, end = span
    touching = [i for i, (a, b) in enumerate(encoding.offsets) if a < end and b > start and a < b]
    worded = [i for i in touching if encoding.tokens[i] != _SPACE_PIECE]
    if worded or touching:
        return tuple(worded or touching)
    return (next((i for i, (a, _) in enumerate(encoding.offsets) if a >= end), len(encoding.ids) - 1),)


def kept_positions(length: int, targets: Sequence[Sequence[int]], budget: int) -> list[int]:
    """The ``budget`` token positions nearest to a target, in reading order.

    First the head token of each target, then by distance to the nearest target token: what is far from
    every target goes first.
    """
    if length <= budget:
        return list(range(length))
    positions = np.arange(length)
    marked = np.array(sorted({i for tokens in targets for i in tokens}) or [0])
    distance = np.abs(positions[:, None] - marked[None, :]).min(axis=1)
    distance[[tokens[0] for tokens in targets]] = -1
    nearest = np.lexsort((positions, distance))[:budget]
    return sorted(int(i) for i in nearest)


def encode(
    tokenizer: Tokenizer, text: str, spans: Sequence[Span], context: str = "", max_tokens: int = MAX_TOKENS
) -> Encoded:
    """One pass for ``text`` with at most :data:`MAX_TARGETS` target ``spans``."""
    sentence = tokenizer.encode(text, add_special_tokens=False)
    tokens = [target_tokens(sentence, span) for span in spans]
    kept = kept_positions(len(sentence.ids), tokens, max_tokens - 2)
    head = [BOS]
    room = min(MAX_CONTEXT_TOKENS, max_tokens - 3 - len(kept))
    if context and room > 0:
        head += [*tokenizer.encode(context, add_special_tokens=False).ids[-room:], EOS]
    place = {old: new for new, old in enumerate(kept, start=len(head))}
    ids = (*head, *(sentence.ids[i] for i in kept), EOS)
    return Encoded(ids, tuple(tuple(place[i] for i in group if i in place) for group in tokens))


def collate(batch: Sequence[Encoded]) -> dict[str, npt.NDArray[np.int64] | npt.NDArray[np.float32]]:
    """Padded arrays of a batch of B passes, T tokens, K targets.

    ``input_ids``, ``attention_mask``, ``token_type_ids``: (B, T) int64; ``target_weights``: (B, K, T) float32, each
    row an average over the tokens of one target, zero where a pass has fewer than K targets.
    """
    longest = max(len(item.ids) for item in batch)
    most = max(1, *(len(item.targets) for item in batch))
    ids = np.full((len(batch), longest), PAD, dtype=np.int64)
    mask = np.zeros_like(ids)
    types = np.zeros_like(ids)
    weights = np.zeros((len(batch), most, longest), dtype=np.float32)
    for row, item in enumerate(batch):
        ids[row, : len(item.ids)] = item.ids
        mask[row, : len(item.ids)] = 1
        for column, positions in enumerate(item.targets):
            types[row, list(positions)] = 1
            weights[row, column, list(positions)] = 1.0 / len(positions)
    return {"input_ids": ids, "attention_mask": mask, "token_type_ids": types, "target_weights": weights}


def batches_by_length(lengths: Sequence[int], tokens_per_batch: int) -> Iterable[list[int]]:
    """Indices grouped so that a padded batch stays within ``tokens_per_batch``, shortest sentences first."""
    batch: list[int] = []
    for index in sorted(range(len(lengths)), key=lambda i: (lengths[i], i)):
        if batch and lengths[index] * (len(batch) + 1) > tokens_per_batch:
            yield batch
            batch = []
        batch.append(index)
    if batch:
        yield batch
