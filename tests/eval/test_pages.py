"""Segments are counted as trafilatura counts them: anywhere in the body, white space folded."""

from tests.eval.pages import Counts, segments

GOLD = {"with": ["the car  stood still", "parts never came"], "without": ["Subscribe now", "Imprint"]}


def test_segments_are_found_across_white_space() -> None:
    assert segments(GOLD, "On Friday the car\nstood still. Imprint") == Counts(tp=1, fp=1, fn=1, tn=1)


def test_a_page_without_an_article_misses_everything_wanted() -> None:
    assert segments(GOLD, "") == Counts(tp=0, fp=0, fn=2, tn=2)


def test_scores_are_those_of_the_summed_counts() -> None:
    scores = (Counts(3, 1, 0, 2) + Counts(0, 0, 1, 1)).scores
    assert scores == {"f1": 0.75, "precision": 0.75, "recall": 0.75, "accuracy": 0.75}
