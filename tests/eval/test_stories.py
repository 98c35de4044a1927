"""The labelled story pairs are sound, development and test stories are apart, and the floors hold."""

from __future__ import annotations

import json

import pytest

from tests.eval.run import broken, read_floors
from tests.eval.stories import DATA, measure, read_stories


def rows(split: str) -> list[dict]:
    return [json.loads(line) for line in (DATA / f"story_pairs_{split}.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize(("split", "at_least"), [("dev", 80), ("test", 40)])
def test_every_pair_names_two_pages_of_its_story(split: str, at_least: int) -> None:
    pairs = [(row, pair) for row in rows(split) for pair in row["pairs"]]
    assert len(pairs) >= at_least
    for row, pair in pairs:
        assert {pair["a"], pair["b"]} <= {page["id"] for page in row["pages"]}
        assert pair["a"] != pair["b"]
        assert pair["same"] == (pair["kind"] in {"copy", "rewrite", "retranslation"})


def test_no_story_is_in_both_splits() -> None:
    dev, test = ({row["story"] for row in rows(split)} for split in ("dev", "test"))
    assert not dev & test


def test_pages_that_a_third_one_joins_are_one_story() -> None:
    told = {page.doc_id: story for story, page in read_stories("dev").pages}
    (story,) = {
        told[page.doc_id] for pair in read_stories("dev").pairs if "byton-sale/C" in pair.id for page in pair.pages
    }
    assert story == "byton-sale/O"


def test_the_development_pairs_keep_their_floors() -> None:
    assert broken(measure(None), read_floors()["stories"]) == []
