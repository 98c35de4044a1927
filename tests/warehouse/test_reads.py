"""A run learns what it has done already."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from extractors.stories import StoryIndex, StoryPage
from tests.warehouse.builders import RECORDED, VERSIONS, Page, at, batch_of, entry
from warehouse.batch import Batch, Fetch
from warehouse.load import load_batch
from warehouse.reads import entries_of, known_archive_refs, known_urls, recent_documents, unannotated
from warehouse.store import Warehouse


def fetch(url: str, outcome: str, ref: str | None) -> Fetch:
    return Fetch(kind="page", source=None, url=url, fetched_at=at(0), outcome=outcome, archive_ref=ref)


def test_read_pages_are_known_and_failures_may_be_tried_again(warehouse: Warehouse) -> None:
    page = Page("HiPhi is back.")
    fetches = (fetch("https://ok", "ok", "a#1"), fetch("https://bad", "failed", None))
    load_batch(warehouse, replace(batch_of(page), fetches=fetches), RECORDED)
    asked = [page.article.url, "https://ok", "https://bad", "https://new", "https://half-\ud83d"]
    assert known_urls(warehouse, asked) == {page.article.url, "https://ok"}
    assert known_archive_refs(warehouse, ["a#1", "a.warc.gz#0", "b#1"]) == {"a#1", "a.warc.gz#0"}
    assert known_urls(warehouse, []) == set()


def test_recent_documents_continue_the_clustering(warehouse: Warehouse) -> None:
    text = "WM Motor has told its creditors that it cannot pay before the end of the year, and more words follow here."
    old, new = Page("HiPhi is back.", day=0), Page(text, day=5).feels("wm_motor", "WM Motor", -0.5)
    load_batch(warehouse, batch_of(old, new), RECORDED)
    known = recent_documents(warehouse, at(3))
    assert known == [
        StoryPage(
            new.article.id, "en", new.article.title, text, at(5), frozenset({"wm_motor"}), new.link.story_id, at(5, 8)
        )
    ]
    late = Page(text, day=6, url="https://copy.example")
    (link,) = StoryIndex(known).place([StoryPage.of(late.article, ["wm_motor"])])
    assert (link.story_id, link.role) == (new.link.story_id, "verbatim")


def test_unannotated_gives_back_the_articles_themselves(warehouse: Warehouse) -> None:
    first, second, teaser = Page("HiPhi is back.", day=0), Page("Neta is back.", day=1), Page("More …", day=2)
    teaser.article = replace(teaser.article, status="teaser")
    load_batch(warehouse, replace(batch_of(first, second, teaser), annotations=(first.annotation,)), RECORDED)
    assert unannotated(warehouse, VERSIONS) == [second.article]
    assert unannotated(warehouse, dict(reversed(VERSIONS.items()))) == [second.article]
    assert unannotated(warehouse, {**VERSIONS, "money": "2"}) == [first.article, second.article]
    assert unannotated(warehouse, {**VERSIONS, "money": "2"}, limit=1) == [first.article]


def test_entries_of_gives_the_first_print(warehouse: Warehouse) -> None:
    first = entry("cnevpost", 1, 0)
    edited = replace(first, title="Edited", fetched_at=first.fetched_at + timedelta(hours=1))
    load_batch(warehouse, Batch(entries=(edited, first, entry("cnevpost", 2, 0))), RECORDED)
    assert entries_of(warehouse, [first.url, "https://unknown"]) == {first.url: first}
