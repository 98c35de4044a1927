"""The shipped scorer: shapes, sums, order, sameness, and the answers it must not get wrong."""

import json
import pickle
import shutil
import subprocess
import sys

import pytest

from models.errors import QueryError, WeightsError
from models.protocols import TargetQuery, TargetScore, TargetScorer
from models.sentiment.labels import DIMENSIONS, POLARITIES, VOICES
from models.sentiment.scorer import WEIGHTS, OnnxTargetScorer, load_scorer


def query(text: str, *targets: str, lang: str = "en", context: str = "") -> TargetQuery:
    return TargetQuery(text, tuple((text.index(t), text.index(t) + len(t)) for t in targets), context, lang)


MIXED = [
    query("WM Motor filed for restructuring while BYD opened a plant.", "WM Motor", "BYD"),
    query("威马汽车的车主仍在等待配件。", "威马汽车", lang="zh"),
    query("Nothing to see."),
    query("Neta owes its suppliers six billion yuan.", "Neta", context="The list was published on Monday."),
]


@pytest.fixture(scope="module")
def scorer() -> OnnxTargetScorer:
    return load_scorer()


def test_it_is_a_target_scorer_and_names_its_weights(scorer):
    assert isinstance(scorer, TargetScorer)
    assert scorer.version == json.loads((WEIGHTS / "sentiment.json").read_text())["version"]


def test_each_target_gets_one_score_in_order(scorer):
    answers = scorer.score(MIXED)
    assert [len(scores) for scores in answers] == [2, 1, 0, 1]
    for score in (score for scores in answers for score in scores):
        assert score.negative + score.neutral + score.positive == pytest.approx(1.0, abs=1e-9)
        assert score.label in POLARITIES
        assert score.confidence == getattr(score, score.label) == max(score.negative, score.neutral, score.positive)
        assert score.dimension in DIMENSIONS
        assert score.voice in VOICES
        assert 0 < score.dimension_probability <= 1
        assert 0 < score.voice_probability <= 1
    assert scorer.score([]) == []


def test_a_batch_answers_like_its_queries_alone(scorer):
    together = scorer.score(MIXED)
    for asked, answer in zip(MIXED, together, strict=True):
        (alone,) = scorer.score([asked])
        for one, other in zip(alone, answer, strict=True):
            assert one.label == other.label
            assert one.negative == pytest.approx(other.negative, abs=1e-4)
            assert one.dimension_probability == pytest.approx(other.dimension_probability, abs=1e-4)


def test_the_same_batch_gives_the_same_bits(scorer):
    assert scorer.score(MIXED) == scorer.score(MIXED)


def test_queries_and_scores_travel_between_processes(scorer):
    answers = scorer.score(MIXED)
    assert pickle.loads(pickle.dumps(MIXED)) == MIXED
    assert pickle.loads(pickle.dumps(answers)) == answers
    assert isinstance(answers[0][0], TargetScore)


def test_more_targets_than_one_pass_holds_are_all_answered(scorer):
    names = [f"Brand{i:02}" for i in range(60)]
    text = "Listed were " + ", ".join(names) + "."
    (scores,) = scorer.score([query(text, *names)])
    assert len(scores) == 60


def test_a_target_at_the_end_of_an_endless_sentence_is_read(scorer):
    text = "It is said that " * 400 + "Neta cannot pay its workers and the court froze its accounts."
    (scores,) = scorer.score([query(text, "Neta")])
    assert scores[0].label == "negative"


@pytest.mark.parametrize("span", [(0, 0), (3, 2), (-1, 2), (0, 99)])
def test_a_span_outside_its_text_is_refused(span):
    with pytest.raises(QueryError, match="is no span"):
        TargetQuery("BYD rose.", (span,))


OVERTAKING = pytest.mark.parametrize(
    ("text", "winner", "loser", "lang"),
    [
        ("BYD overtook WM Motor", "BYD", "WM Motor", "en"),
        ("WM Motor overtook BYD", "WM Motor", "BYD", "en"),
        ("比亚迪超过了威马", "比亚迪", "威马", "zh"),
        ("威马超过了比亚迪", "威马", "比亚迪", "zh"),
    ],
)


@OVERTAKING
def test_who_overtakes_whom_decides_who_is_better_off(scorer, text, winner, loser, lang):
    ((ahead, behind),) = scorer.score([query(text, winner, loser, lang=lang)])
    assert ahead.positive - ahead.negative > behind.positive - behind.negative


@pytest.mark.xfail(
    reason="three bare words: the order is right, the winner's label is not yet; see card.md", strict=True
)
@OVERTAKING
def test_who_overtakes_whom_decides_the_labels(scorer, text, winner, loser, lang):
    ((ahead, behind),) = scorer.score([query(text, winner, loser, lang=lang)])
    assert (ahead.label, behind.label) == ("positive", "negative")


def test_missing_or_broken_weights_are_named(tmp_path):
    with pytest.raises(WeightsError, match=r"sentiment\.json"):
        OnnxTargetScorer(tmp_path)
    for name in ("sentiment.json", "sentiment.tokenizer.json"):
        shutil.copy(WEIGHTS / name, tmp_path / name)
    with pytest.raises(WeightsError, match=r"sentiment\.onnx: no weights file"):
        OnnxTargetScorer(tmp_path)
    (tmp_path / "sentiment.onnx").write_bytes(b"not an onnx file")
    with pytest.raises(WeightsError, match=r"sentiment\.onnx"):
        OnnxTargetScorer(tmp_path)
    (tmp_path / "sentiment.json").write_text('{"version": "x"}')
    with pytest.raises(WeightsError, match="polarities"):
        OnnxTargetScorer(tmp_path)


def test_a_fresh_process_loads_within_bounds_and_without_torch():
    code = (
        "import resource, sys, time\n"
        "from models.protocols import TargetQuery\n"
        "from models.sentiment.scorer import load_scorer\n"
        "started = time.perf_counter()\n"
        "scorer = load_scorer()\n"
        "loaded = time.perf_counter() - started\n"
        "scorer.score([TargetQuery('BYD overtook WM Motor in May.', ((0, 3),))] * 200)\n"
        "assert 'torch' not in sys.modules and 'transformers' not in sys.modules\n"
        "print(loaded, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    seconds, megabytes = map(float, done.stdout.split())
    assert seconds < 2.0
    assert megabytes < 700
