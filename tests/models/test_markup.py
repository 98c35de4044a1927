"""Marked-up sentences: what is read, and how a bad line is named."""

import json
from pathlib import Path

import pytest

from models.errors import MarkupError
from models.sentiment import data
from models.sentiment.markup import parse_marked, read_marked


def test_marks_become_spans_of_the_clean_text():
    text, targets = parse_marked(
        "{BYD|byd|positive|brand_loyalty|media} overtook {WM Motor|wm_motor|negative|brand_loyalty|analyst} in May."
    )
    assert text == "BYD overtook WM Motor in May."
    assert [text[t.start : t.end] for t in targets] == ["BYD", "WM Motor"]
    assert [(t.brand, t.polarity, t.voice) for t in targets] == [
        ("byd", "positive", "media"),
        ("wm_motor", "negative", "analyst"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("no brand here", "no {surface"),
        ("{BYD|byd|positive|none} sold", "is not {surface"),
        ("{BYD|byd|good|none|media} sold", "'good'"),
        ("{BYD|byd|positive|speed|media} sold", "'speed'"),
        ("{BYD|byd|positive|none|robot} sold", "'robot'"),
        ("{ |byd|positive|none|media} sold", "is not {surface"),
        ("{BYD|byd|positive|none|media} sold } cars", "a brace outside"),
    ],
)
def test_a_bad_mark_says_what_is_wrong(text, reason):
    with pytest.raises(MarkupError, match=reason.replace("{", r"\{")):
        parse_marked(text)


@pytest.mark.parametrize(
    "bad",
    [
        "not json",
        "[1, 2]",
        '{"id": "b"}',
        '{"id": "", "text": "{BYD|byd|positive|none|media}"}',
        '{"id": "a", "text": "{BYD|byd|positive|none|media}"}',
        '{"id": "b", "text": "{BYD|byd|positive|none|media}", "context": 3}',
    ],
)
def test_a_bad_line_is_named_by_file_and_line(tmp_path: Path, bad: str):
    good = json.dumps({"id": "a", "text": "{BYD|byd|positive|none|media} sold more.", "context": None})
    path = tmp_path / "own_en_train.jsonl"
    path.write_text(f"{good}\n\n{bad}\n", encoding="utf-8")
    with pytest.raises(MarkupError) as caught:
        read_marked(path, "en")
    assert str(caught.value).startswith(f"{path}:3: ")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("split", ["train", "dev"])
def test_every_shipped_sentence_reads_and_spans_are_true(lang: str, split: str):
    for example in data.own(lang, split):
        for target in example.targets:
            assert 0 <= target.start < target.end <= len(example.text)
            assert "|" not in example.text[target.start : target.end]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_no_family_or_sentence_is_shared_between_train_and_dev(lang: str):
    train, dev = data.own(lang, "train"), data.own(lang, "dev")
    assert not {e.family for e in train} & {e.family for e in dev}
    assert not {e.text for e in train} & {e.text for e in dev}
