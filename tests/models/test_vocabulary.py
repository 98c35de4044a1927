"""The cut tokenizer against the full one, on a small model built here and, where it is installed, on the real one."""

import json
import math

import pytest
from tokenizers import Tokenizer

from models.sentiment import data
from models.sentiment.scorer import WEIGHTS
from models.sentiment.vocabulary import is_basic, pieces_of, trimmed

PIECES = [
    ("<s>", 0.0), ("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -2.0), ("a", -4.0), ("b", -4.1), ("車", -6.0),
    ("车", -6.0), ("ab", -5.0), ("▁ab", -5.5), ("ба", -5.6), ("ba", -5.7), ("abab", -9.5), ("ab车", -30.0),
    ("<mask>", 0.0),
]  # fmt: skip
FLAGS = dict.fromkeys(("single_word", "lstrip", "rstrip", "normalized"), False)
DESCRIPTION = {
    "version": "1.0",
    "truncation": None,
    "padding": None,
    "added_tokens": [
        {"id": i, "content": name, "special": True, **FLAGS}
        for i, name in [(0, "<s>"), (1, "<pad>"), (2, "</s>"), (3, "<unk>"), (15, "<mask>")]
    ],
    "normalizer": None,
    "pre_tokenizer": {"type": "Metaspace", "replacement": "▁", "prepend_scheme": "always", "split": True},
    "post_processor": None,
    "decoder": None,
    "model": {"type": "Unigram", "unk_id": 3, "vocab": [list(piece) for piece in PIECES]},
}  # fmt: skip


def test_kept_text_is_cut_alike_and_new_ids_are_rows_of_the_old_table():
    full = Tokenizer.from_str(json.dumps(DESCRIPTION))
    cut, kept = trimmed(DESCRIPTION, pieces_of(full, ["ab abab ba"]))
    small = Tokenizer.from_str(json.dumps(cut))
    for text in ("ab abab ba", "ba ab", "a车b"):
        before, after = full.encode(text), small.encode(text)
        assert after.tokens == before.tokens
        assert [kept[i] for i in after.ids] == before.ids
    assert kept[:4] == [0, 1, 2, 3]
    assert math.isclose(cut["model"]["vocab"][4][1], -2.0)
    assert DESCRIPTION["model"]["vocab"][-1][0] == "<mask>", "the source is left as it was"


def test_pieces_of_other_scripts_go_and_single_characters_stay():
    _, kept = trimmed(DESCRIPTION, [])
    assert [PIECES[i][0] for i in kept[4:]] == ["▁", "a", "b", "车"]


@pytest.mark.parametrize(
    ("piece", "kept"),
    [
        ("é", True),
        ("▁€", True),
        ("车", True),
        ("▁不同的", True),
        ("▁2,5", True),
        ("...", True),
        ("車", False),
        ("車廠", False),
        ("2nd", False),
        ("д", False),
        ("の", False),
    ],
)
def test_basic_pieces_are_chinese_words_figures_and_single_letters(piece, kept):
    assert is_basic(piece) is kept


def test_the_shipped_tokenizer_cuts_every_own_sentence_like_the_full_one():
    pytest.importorskip("semantra_multilingual", reason="needs the train extra")
    from models.sentiment.encoder import tokenizer_description

    full = Tokenizer.from_str(json.dumps(tokenizer_description()))
    small = Tokenizer.from_file(str(WEIGHTS / "sentiment.tokenizer.json"))
    texts = [e.text for lang in ("en", "zh") for split in ("train", "dev") for e in data.own(lang, split)]
    same = sum(
        small.encode(text, add_special_tokens=False).tokens == full.encode(text, add_special_tokens=False).tokens
        for text in texts
    )
    assert same / len(texts) >= 0.99


def test_the_shipped_tokenizer_knows_every_character_of_the_own_sentences():
    small = Tokenizer.from_file(str(WEIGHTS / "sentiment.tokenizer.json"))
    unknown = {
        text[a:b]
        for lang in ("en", "zh")
        for example in data.own(lang, "train")
        for text, encoding in [(example.text, small.encode(example.text, add_special_tokens=False))]
        for token, (a, b) in zip(encoding.ids, encoding.offsets, strict=True)
        if token == 3
    }
    assert unknown <= set(), unknown
