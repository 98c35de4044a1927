"""From a sentence and its targets to token ids, on the shipped tokenizer."""

import numpy as np
import pytest
from tokenizers import Tokenizer

from models.sentiment.encoding import BOS, EOS, PAD, batches_by_length, collate, encode, kept_positions
from models.sentiment.scorer import WEIGHTS


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(WEIGHTS / "sentiment.tokenizer.json"))


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("WM Motor's EX5 waits.", "EX5"),
        ("WM Motor's EX5 waits.", "WM Motor"),
        ("去年，威马汽车欠薪。", "威马汽车"),
        ("威马欠薪", "威马"),
        ("Rivals fear “Neta”.", "Neta"),
        ("Ｎeta 与 ＢＹＤ", "ＢＹＤ"),
    ],
)
def test_target_tokens_spell_the_target(tokenizer, text, target):
    start = text.index(target)
    encoded = encode(tokenizer, text, [(start, start + len(target))])
    spelled = tokenizer.decode([encoded.ids[i] for i in encoded.targets[0]]).strip()
    assert spelled.startswith(target.translate({ord(c): ord(c) - 0xFEE0 for c in "ＢＹＤＮ"})[:3])
    assert encoded.ids[0] == BOS
    assert encoded.ids[-1] == EOS


def test_context_stands_before_the_sentence_and_shifts_the_targets(tokenizer):
    alone = encode(tokenizer, "BYD rose.", [(0, 3)])
    after = encode(tokenizer, "BYD rose.", [(0, 3)], "WM Motor filed on Monday.")
    assert after.ids[-len(alone.ids) + 1 :] == alone.ids[1:]
    assert [after.ids[i] for i in after.targets[0]] == [alone.ids[i] for i in alone.targets[0]]


@pytest.mark.parametrize("place", [0, 300, 599])
def test_a_long_sentence_is_cut_around_its_target(tokenizer, place):
    words = ["word"] * 600
    words[place] = "Neta"
    text = " ".join(words)
    start = text.index("Neta")
    encoded = encode(tokenizer, text, [(start, start + 4)], "Before that.", max_tokens=48)
    assert len(encoded.ids) <= 48
    assert tokenizer.decode([encoded.ids[i] for i in encoded.targets[0]]).strip() == "Neta"


def test_far_targets_of_a_long_sentence_are_all_kept(tokenizer):
    words = ["word"] * 600
    for place in (0, 200, 400, 599):
        words[place] = "Neta"
    text = " ".join(words)
    spans = [(i, i + 4) for i in range(len(text)) if text.startswith("Neta", i)]
    encoded = encode(tokenizer, text, spans, max_tokens=48)
    assert len(encoded.ids) == 48
    assert [tokenizer.decode([encoded.ids[i] for i in t]).strip() for t in encoded.targets] == ["Neta"] * 4


def test_kept_positions_prefers_what_is_near():
    assert kept_positions(5, [[2]], 9) == [0, 1, 2, 3, 4]
    assert kept_positions(9, [[4]], 3) == [3, 4, 5]
    assert kept_positions(9, [[0, 1, 2, 3], [8]], 2) == [0, 8]


def test_collate_averages_each_target_and_pads_with_zero(tokenizer):
    long = encode(tokenizer, "Neta and WM Motor", [(0, 4), (9, 17)])
    short = encode(tokenizer, "BYD", [(0, 3)])
    arrays = collate([long, short])
    assert arrays["target_weights"].shape == (2, 2, len(long.ids))
    np.testing.assert_allclose(arrays["target_weights"].sum(axis=2), [[1, 1], [1, 0]], rtol=1e-6)
    assert (arrays["input_ids"][1, len(short.ids) :] == PAD).all()
    assert arrays["attention_mask"].sum(axis=1).tolist() == [len(long.ids), len(short.ids)]
    assert arrays["token_type_ids"].sum() == sum(len(t) for e in (long, short) for t in e.targets)


def test_batches_hold_every_index_once_and_stay_in_budget():
    lengths = [5, 80, 7, 30, 31, 6, 200]
    groups = list(batches_by_length(lengths, 100))
    assert sorted(i for group in groups for i in group) == list(range(7))
    assert all(len(g) == 1 or max(lengths[i] for i in g) * len(g) <= 100 for g in groups)
