"""The runner's verdicts: what is below a floor, what is merely skipped, and that every pinned floor is answered."""

from tests.eval.measurement import Measurement
from tests.eval.run import Floor, broken, read_floors
from tests.eval.sentiment import measure

ROW = Measurement("set", "model", "macro_f1", 0.70, 10)
FLOOR = Floor("set", "model", "macro_f1", at_least=0.70)


def test_a_row_on_its_floor_holds_and_one_below_does_not():
    assert broken([ROW], [FLOOR]) == []
    (line,) = broken([Measurement("set", "model", "macro_f1", 0.699, 10)], [FLOOR])
    assert line == "set / model / macro_f1: 0.699, pinned at least 0.7"


def test_an_error_has_a_ceiling():
    ceiling = Floor("set", "model", "macro_f1", at_most=0.05)
    (line,) = broken([ROW], [ceiling])
    assert "pinned at most 0.05" in line


def test_a_skipped_row_does_not_fail_and_a_missing_one_does():
    skipped = Measurement("set", "model", "macro_f1", None, skipped="no --data folder")
    assert broken([skipped], [FLOOR]) == []
    assert broken([], [FLOOR]) == ["set / model / macro_f1: a floor is pinned, nothing measures it"]


def test_the_scorer_keeps_its_floors_on_the_sets_of_the_repository():
    rows = measure(None)
    assert broken(rows, read_floors()["sentiment"]) == []
    assert all(row.skipped for row in rows if row.value is None)
