"""Events: the right type, brand, status and date for what a sentence says in plain words."""

from datetime import UTC, date, datetime

import pytest

from configs.load import load_brands, load_vocabulary
from configs.rules import load_event_rules
from extractors.brands import BrandLinker
from extractors.events import EventFinder
from extractors.records import Article, Event
from extractors.sentences import split_sentences

BOOK = load_brands()
LINKER = BrandLinker(BOOK)
FINDER = EventFinder(load_event_rules(), {brand.id: brand.tier for brand in BOOK.values()})


def find(text: str, lang: str = "en") -> list[Event]:
    article = Article(url="u", title="", text=text, lang=lang, published=datetime(2025, 8, 14, tzinfo=UTC))
    sentences = split_sentences(text, lang)
    events = FINDER.find(article, lang, sentences, LINKER.link("", sentences, text))
    for event in events:
        assert text[event.start : event.end] == event.quote
    return list(events)


def triples(text: str, lang: str = "en") -> set[tuple[str, str, str]]:
    return {(event.type, event.brand, event.status) for event in find(text, lang)}


@pytest.mark.parametrize(
    ("text", "lang", "expected"),
    [
        ("WM Motor plans to resume production in September.", "en", {("production_resume", "wm_motor", "planned")}),
        ("WM Motor has resumed production at its plant.", "en", {("production_resume", "wm_motor", "done")}),
        ("威马汽车计划9月复产。", "zh", {("production_resume", "wm_motor", "planned")}),
        ("A court accepted the restructuring application of Jiyue.", "en", {("court_acceptance", "jiyue", "done")}),
        (
            "哪吒汽车拖欠供应商货款，员工讨薪。",
            "zh",
            {("supplier_dispute", "neta", "ongoing"), ("staff_protest", "neta", "done")},
        ),
        (
            "HiPhi denied the reports of its bankruptcy.",
            "en",
            {("denial", "hiphi", "denied"), ("bankruptcy", "hiphi", "denied")},
        ),
        ("The Thai government withheld subsidies from Jiyue.", "en", {("subsidy_withheld", "jiyue", "done")}),
        ("极越汽车召回部分车辆。", "zh", {("recall", "jiyue", "done")}),
        ("BYD could win, and a new paint was shown.", "en", set()),
    ],
)
def test_type_brand_and_status(text: str, lang: str, expected: set[tuple[str, str, str]]) -> None:
    assert triples(text, lang) >= expected
    if not expected:
        assert triples(text, lang) == set()


def test_coordinated_brands_share_the_event() -> None:
    found = triples("WM Motor, HiPhi, and Jiyue resumed production.")
    assert {brand for kind, brand, _ in found if kind == "production_resume"} == {"wm_motor", "hiphi", "jiyue"}


def test_the_clause_decides_between_two_brands() -> None:
    found = triples("Neta halted production, while BYD opened a new factory.")
    assert ("production_halt", "neta", "done") in found
    assert ("plant_opening", "byd", "done") in found
    assert not {kind for kind, brand, _ in found if brand == "byd"} & {"production_halt"}


def test_an_investor_acts_on_the_brand() -> None:
    (event,) = [
        e for e in find("EV Electra has failed to pay the promised capital to HiPhi.") if e.type == "funding_default"
    ]
    assert (event.brand, event.actor) == ("hiphi", "ev_electra")


def test_the_company_means_the_brand_spoken_of_last() -> None:
    found = find("Jiyue had a bad winter. The company laid off most of its staff.")
    (event,) = [e for e in found if e.type == "layoff"]
    assert event.brand == "jiyue"
    assert event.confidence <= 0.5


def test_two_brands_leave_the_reference_open() -> None:
    assert not [e for e in find("Jiyue met Neta. The company laid off most of its staff.") if e.type == "layoff"]


@pytest.mark.parametrize(
    ("text", "lang", "day", "precision"),
    [
        ("WM Motor plans to resume production in September 2025.", "en", date(2025, 9, 1), "month"),
        (
            "On 12 June 2025 a court accepted the reorganisation application of Neta Auto.",
            "en",
            date(2025, 6, 12),
            "day",
        ),
        ("威马汽车2025年4月3日重整计划获批。", "zh", date(2025, 4, 3), "day"),
    ],
)
def test_the_printed_date_with_its_precision(text: str, lang: str, day: date, precision: str) -> None:
    assert (day, precision) in {(e.date, e.date_precision) for e in find(text, lang)}


def test_what_is_done_is_not_dated_in_the_future() -> None:
    (event,) = [
        e
        for e in find("WM Motor halted production and promised a car for December 2026.")
        if e.type == "production_halt"
    ]
    assert event.date is None


def test_every_type_of_the_rule_file_is_in_the_vocabulary() -> None:
    vocabulary = load_vocabulary()
    known = set(vocabulary.event_types)
    rules = load_event_rules()
    assert set(rules.types) == known
    assert set(rules.statuses) <= set(vocabulary.event_statuses)
    assert rules.lasting | rules.acted_on <= known
