"""The reading is clean, the spans are true."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.sentences import split_sentences


def read(text: str, lang: str = "en") -> list[str]:
    return [sentence.text for sentence in split_sentences(text, lang)]


def test_abbreviations_and_decimals_do_not_end_a_sentence() -> None:
    text = 'Hozon Co., Ltd. owes 26.58 bn yuan. The U.S. unit said: "We pay." It did not.'
    assert read(text) == ["Hozon Co., Ltd. owes 26.58 bn yuan.", 'The U.S. unit said: "We pay."', "It did not."]


def test_chinese_quotes_stay_with_their_sentence_and_decimals_whole() -> None:
    text = "负债203.67亿元。法院称：“计划已批准。”随后宣布复产！"
    assert read(text, "zh") == ["负债203.67亿元。", "法院称：“计划已批准。”", "随后宣布复产！"]


@pytest.mark.parametrize(
    ("printed", "reading"),
    [
        ("a 20 - billion - yuan debt", "a 20-billion-yuan debt"),
        ("负债２０３．６７亿元", "负债203.67亿元"),
        ("WM\u200b Motor", "WM Motor"),
        ("once rich - now poor", "once rich - now poor"),
    ],
)
def test_reading_is_normalised(printed: str, reading: str) -> None:
    assert read(printed) == [reading]


def test_spaced_hyphens_are_joined_everywhere_in_a_text_that_prints_compounds_so() -> None:
    text = "New - energy cars. Battery - swapping works. After - sales is shut."
    assert read(text) == ["New-energy cars.", "Battery-swapping works.", "After-sales is shut."]


def test_a_line_break_ends_a_sentence_and_paragraphs_count_from_zero() -> None:
    sentences = split_sentences("Title without stop\n\nFirst. Second.", "en")
    assert [(s.paragraph, s.text) for s in sentences] == [(0, "Title without stop"), (1, "First."), (1, "Second.")]


def test_span_points_into_the_stored_text() -> None:
    text = "Its 20 - billion - yuan debt."
    sentence = split_sentences(text, "en")[0]
    at = sentence.text.index("20-billion-yuan")
    start, end = sentence.span(at, at + len("20-billion-yuan"))
    assert text[start:end] == "20 - billion - yuan"


@given(st.text(), st.sampled_from(["en", "zh"]))
def test_any_text_is_read_in_order_without_overlap(text: str, lang: str) -> None:
    end = 0
    for sentence in split_sentences(text, lang):
        assert end <= sentence.start < sentence.end <= len(text)
        assert len(sentence.offsets) == len(sentence.text) + 1
        assert list(sentence.offsets) == sorted(sentence.offsets)
        end = sentence.end
