"""Commitments: what was promised, by whom, until when; advice and other people's hopes are none."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from configs.load import load_brands, load_vocabulary
from configs.rules import load_commitment_rules, load_event_rules
from extractors.brands import BrandLinker
from extractors.commitments import CommitmentFinder
from extractors.records import Article, Commitment
from extractors.sentences import split_sentences

LINKER = BrandLinker(load_brands())
REFERENCES = {lang: load_event_rules().references.pattern(lang) for lang in ("en", "zh")}
FINDER = CommitmentFinder(load_commitment_rules(), REFERENCES)


def find(text: str, lang: str = "en") -> list[Commitment]:
    article = Article(url="u", title="", text=text, lang=lang, published=datetime(2025, 8, 14, tzinfo=UTC))
    sentences = split_sentences(text, lang)
    found = FINDER.find(article, lang, sentences, LINKER.link("", sentences, text))
    for commitment in found:
        assert text[commitment.start : commitment.end] == commitment.quote
    return list(found)


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        (
            "WM Motor promised to resume production in September.",
            "en",
            ("wm_motor", "announced", "production", None, None, date(2025, 9, 30), "month"),
        ),
        (
            "WM Motor aims to sell 10,000 vehicles by the end of 2025.",
            "en",
            ("wm_motor", "aspiration", "units_sold", Decimal(10000), "vehicles", date(2025, 12, 31), "month"),
        ),
        (
            "威马汽车承诺2025年10月恢复售后服务。",
            "zh",
            ("wm_motor", "announced", "service", None, None, date(2025, 10, 31), "month"),
        ),
        (
            "EV Electra pledged to invest 600 million USD in HiPhi.",
            "en",
            ("ev_electra", "announced", "investment_promised", Decimal(600_000_000), "USD", None, None),
        ),
        (
            "If creditors agree, Neta plans to restart production in 2026.",
            "en",
            ("neta", "conditional", "production", None, None, date(2026, 12, 31), "year"),
        ),
    ],
)
def test_a_promise_with_its_parts(text: str, lang: str, expected: tuple[object, ...]) -> None:
    (found,) = find(text, lang)
    parts = (found.brand, found.strength, found.metric, found.target_value, found.unit, found.deadline)
    assert (*parts, found.deadline_precision) == expected


@pytest.mark.parametrize(
    ("text", "lang"),
    [
        ("WM Motor can focus on range extenders to avoid the fierce competition.", "en"),
        ("WM Motor should plan to build a small car for the city.", "en"),
        ("Jiyue may resume its service in October.", "en"),
        ("Neta failed to deliver the cars it had sold to its dealers.", "en"),
        ("Even if WM Motor lowers prices, consumers will still worry about parts.", "en"),
        ("威马汽车可以专注增程车型，避开激烈竞争。", "zh"),
        ("专家认为，哪吒汽车应当重建售后。", "zh"),
        ("威马汽车的重整计划已经获批，债权人表决通过。", "zh"),
    ],
)
def test_advice_chance_and_failure_are_no_promise(text: str, lang: str) -> None:
    assert find(text, lang) == []


def test_a_doubted_goal_is_still_a_goal() -> None:
    (found,) = find("If WM Motor cannot prove the goal of selling 10,000 vehicles by the end of 2025, the plan fails.")
    assert (found.strength, found.target_value) == ("conditional", Decimal(10000))


def test_a_promise_ends_before_the_next_brand() -> None:
    (found,) = [
        c
        for c in find("HiPhi will focus on its old models, avoiding a fight with BYD and Xiaomi.")
        if c.brand == "hiphi"
    ]
    assert "BYD" not in found.what


def test_a_deadline_that_was_over_is_no_deadline() -> None:
    for found in find("WM Motor promised to repay the suppliers whom it left in 2023."):
        assert found.deadline is None


def test_strengths_are_words_of_the_vocabulary() -> None:
    rules = load_commitment_rules()
    assert set(rules.strengths) <= set(load_vocabulary().commitment_strengths)
