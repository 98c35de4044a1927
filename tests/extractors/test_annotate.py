"""Whole articles through the real annotators: spans are true, stops are named, batches change nothing."""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from datetime import UTC, datetime

import pytest

from extractors.annotate import Annotator
from extractors.exchange import AnnotateLine, ScoreLine, annotation_object
from extractors.records import Annotation, Article
from extractors.signals import brand_relevance, make_signals
from flows.resources import load_annotator

EN = (
    "WM Motor restarts, its debts do not\n\nAlthough Baoneng itself is deep in a 50 - billion - yuan debt crisis, it tries to revive WM Motor. "
    "WM Motor's 20 - billion - yuan debt and HiPhi's 15.7 - billion - yuan book debt remain. Owners of the WM Motor EX5 still wait for "
    "parts. WM Motor plans to resume production in September 2025. BYD opened a new factory."
)
ZH = "哪吒汽车债权人申报265.8亿元\n\n哪吒汽车的母公司合众新能源召开债权人会议，申报债权265.8亿元。车主仍在等待配件，哪吒汽车承诺10月恢复服务。"


def article(text: str, lang: str | None = "en", title: str = "") -> Article:
    moment = datetime(2025, 9, 1, tzinfo=UTC)
    return Article(url="https://n.example/a", title=title, text=text, lang=lang, published=moment, first_seen=moment)


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return load_annotator(None)


@pytest.fixture(scope="module")
def english(annotator: Annotator) -> Annotation:
    return annotator.annotate([article(EN, title=EN.splitlines()[0])])[0]


@pytest.mark.parametrize(("text", "lang"), [(EN, "en"), (ZH, "zh"), (ZH.replace("，", "，\u200b"), "zh")])
def test_every_fact_quotes_its_span(annotator: Annotator, text: str, lang: str) -> None:
    found = annotator.annotate([article(text, lang)])[0]
    facts: list[Sequence[object]] = [found.mentions, found.figures, found.events, found.commitments, found.sentiment]
    assert all(facts), "the article holds a fact of every family"
    for fact in (*found.mentions, *found.figures, *found.events, *found.commitments, *found.sentiment):
        assert text[fact.start : fact.end] == fact.quote


def test_each_debt_has_its_holder(english: Annotation) -> None:
    money = {(f.holder, int(f.amount or 0), f.currency) for f in english.figures if f.is_money}
    assert money == {("baoneng", 50 * 10**9, "CNY"), ("wm_motor", 20 * 10**9, "CNY"), ("hiphi", 157 * 10**8, "CNY")}


def test_one_judgement_per_brand_and_sentence_that_sums_to_one(english: Annotation) -> None:
    places = [(s.brand, s.sentence_start) for s in english.sentiment]
    assert len(places) == len(set(places))
    for judgement in english.sentiment:
        assert judgement.negative + judgement.neutral + judgement.positive == pytest.approx(1, abs=1e-3)
        assert judgement.sentence_start <= judgement.start < judgement.end <= judgement.sentence_end


@pytest.mark.parametrize(
    ("text", "lang", "reason"),
    [
        ("Die Werke von BYD stehen seit Wochen still, und niemand weiß, wie es weitergeht.", "de", "language"),
        ("The film earned 15 billion yuan at the box office and a sequel is planned for 2027.", "en", "no_brand"),
        ("", None, "language"),
    ],
)
def test_an_article_that_is_not_ours_stops_with_its_reason(
    annotator: Annotator, text: str, lang: str | None, reason: str
) -> None:
    found = annotator.annotate([article(text, lang)])[0]
    assert found.skipped == reason
    assert (*found.mentions, *found.figures, *found.events, *found.commitments, *found.sentiment) == ()


def test_a_batch_gives_what_single_articles_give(annotator: Annotator) -> None:
    articles = [article(EN), article(ZH, "zh"), article("No brand here at all, only words.")]
    together = annotator.annotate(articles)
    alone = [annotator.annotate([one])[0] for one in articles]
    for a, b in zip(together, alone, strict=True):
        assert (a.id, a.mentions, a.figures, a.events, a.commitments) == (
            b.id,
            b.mentions,
            b.figures,
            b.events,
            b.commitments,
        )
        assert [s.label for s in a.sentiment] == [s.label for s in b.sentiment]


def test_annotations_travel_between_processes(english: Annotation) -> None:
    assert pickle.loads(pickle.dumps(english)) == english


def test_signals_carry_their_evidence(english: Annotation) -> None:
    source = article(EN, title=EN.splitlines()[0])
    signals = make_signals(source, english, "story-1")
    assert {s.family for s in signals} == {"sentiment", "figure", "event", "commitment"}
    assert len({s.id for s in signals}) == len(signals)
    for signal in signals:
        assert EN[signal.start : signal.end] == signal.quote
        assert signal.available_at == source.first_seen
        assert 0 <= signal.relevance <= 100
        assert "sentiment=" in signal.version
    assert signals == make_signals(source, english, "story-1")


def test_relevance_puts_the_subject_first(english: Annotation) -> None:
    relevance = brand_relevance(article(EN, title=EN.splitlines()[0]), english)
    assert relevance["wm_motor"] == 100
    assert relevance["wm_motor"] > relevance["hiphi"]


def test_a_signal_needs_the_time_it_was_knowable(english: Annotation) -> None:
    timeless = Article(url="u", title="", text=EN, lang="en")
    with pytest.raises(ValueError, match="first_seen"):
        make_signals(timeless, english, "story-1")


def test_the_exchange_format_has_exactly_its_keys(english: Annotation) -> None:
    row = annotation_object("x", english)
    assert list(row) == [
        "id",
        "lang",
        "skipped",
        "mentions",
        "figures",
        "events",
        "commitments",
        "sentiment",
        "versions",
    ]
    assert set(row["mentions"][0]) == {"start", "end", "brand", "surface", "via", "confidence"}
    assert {f["amount"] for f in row["figures"]} >= {"50000000000", "20000000000", "15700000000"}


def test_input_lines_are_strict() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        AnnotateLine.model_validate({"id": "1", "text": "x", "titel": "y"})
    with pytest.raises(ValueError, match="no span"):
        ScoreLine.model_validate({"text": "short", "start": 2, "end": 99})
    naive = AnnotateLine.model_validate({"id": "1", "text": "x", "published": "2025-09-01T00:00:00"})
    assert naive.article().published == datetime(2025, 9, 1, tzinfo=UTC)
