"""One story counts once, however often and in whichever language it is printed."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest

from extractors.stories import StoryIndex, StoryLink, StoryPage

START = datetime(2025, 8, 1, tzinfo=UTC)
STORY = (
    "Human Horizons, the parent of HiPhi, reported book liabilities of 15.781 billion yuan across 52 companies at the end of "
    "August 2024. Ordinary claims of 12.476 billion yuan were registered, while 1,234 owners asked for parts. The administrator "
    "will meet the creditors again in Yancheng, and two possible investors have looked at the books of the group."
)
REWRITTEN = (
    "Human Horizons, owner of the HiPhi brand, showed book liabilities of 15.781 billion yuan across 52 companies at the end "
    "of August 2024. Ordinary claims of 12.476 billion yuan were registered, while 1,234 car owners wanted parts. The "
    "administrator is to meet creditors again in Yancheng, and two possible investors have looked at the books of the group."
)
CHINESE = "华人运通旗下高合汽车，52家公司账面负债157.81亿元，登记普通债权124.76亿元，1234名车主等待配件。管理人将在盐城再次召开会议。"
OTHER = (
    "HiPhi owners met in Yancheng on Sunday to ask where their parts are. The service line has been silent since June, and the "
    "few workshops that still open their doors repair what they can with parts taken from other cars, owners reported."
)


def page(name: str, text: str, lang: str = "en", day: float = 0, title: str = "HiPhi debts") -> StoryPage:
    return StoryPage(name, lang, title, text, START + timedelta(days=day), frozenset({"hiphi"}))


def place(*pages: StoryPage) -> dict[str, StoryLink]:
    return {link.doc_id: link for link in StoryIndex().place(pages)}


@pytest.mark.parametrize(
    ("second", "role"),
    [
        (page("b", STORY, day=1), "verbatim"),
        (page("b", STORY + " Reported by the evening desk.", day=1), "copy"),
        (page("b", REWRITTEN, day=1, title="Debts of HiPhi"), "rewrite"),
        (page("b", CHINESE, "zh", day=1, title="高合债务"), "translation"),
    ],
)
def test_a_later_print_joins_the_story(second: StoryPage, role: str) -> None:
    links = place(page("a", STORY), second)
    assert links["a"].role == "origin"
    assert (links["b"].role, links["b"].story_id) == (role, links["a"].story_id)
    assert 0 < links["b"].score <= 1
    assert "(with a)" in links["b"].reason


def test_another_story_of_the_same_brand_and_day_stays_apart() -> None:
    links = place(page("a", STORY), page("b", OTHER))
    assert links["b"].role == "origin"
    assert links["a"].story_id != links["b"].story_id


def test_a_print_outside_the_window_is_a_story_of_its_own() -> None:
    assert place(page("a", STORY), page("b", STORY + " Again.", day=30))["b"].role == "origin"


def test_first_seen_is_the_origin_whatever_the_order_of_arrival() -> None:
    pages = [
        page("a", STORY),
        page("b", STORY + " Copied.", day=1),
        page("c", CHINESE, "zh", day=2),
        page("d", OTHER, day=3),
    ]
    expected = StoryIndex().place(pages)
    for order in permutations(pages):
        assert StoryIndex().place(order) == expected


def test_batches_give_the_same_stories_as_one_pass() -> None:
    pages = [page("a", STORY), page("b", STORY + " Copied.", day=1), page("c", CHINESE, "zh", day=2)]
    at_once = StoryIndex().place(pages)
    index, piecewise = StoryIndex(), []
    for one in pages:
        piecewise += index.place([one])
    assert piecewise == at_once


def test_a_late_copy_joins_a_stored_story() -> None:
    stored = StoryPage("a", "en", "HiPhi debts", STORY, START, frozenset({"hiphi"}), story_id="story-1")
    assert StoryIndex([stored]).place([page("b", STORY + " Copied.", day=1)])[0].story_id == "story-1"


def test_a_known_page_without_its_story_is_refused() -> None:
    with pytest.raises(ValueError, match="a known page needs its story"):
        StoryIndex([page("a", STORY)])
