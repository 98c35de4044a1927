"""The evaluation's numbers against values worked out by hand."""

import numpy as np
import pytest

from models.sentiment.calibrate import temperature
from models.sentiment.metrics import calibration_error, macro_f1, softmax


def test_macro_f1_counts_each_class_the_same():
    truth = ["negative", "negative", "negative", "positive"]
    answers = ["negative", "negative", "positive", "positive"]
    assert macro_f1(truth, answers) == pytest.approx((0.8 + 2 / 3) / 2)
    assert macro_f1([], []) == 0.0


def test_calibration_error_is_the_gap_of_confidence_and_accuracy():
    assert calibration_error([0.9, 0.9, 0.9, 0.9], [True, True, True, False]) == pytest.approx(0.15)
    assert calibration_error([1.0, 0.55], [True, False]) == pytest.approx(0.275)
    assert calibration_error([], []) == 0.0


def test_temperature_cools_a_model_that_is_too_sure():
    random = np.random.default_rng(3)
    truth = random.integers(0, 3, 4_000)
    honest = np.log(np.where(np.arange(3) == truth[:, None], 0.6, 0.2))
    drawn = np.array([random.choice(3, p=softmax(row)) for row in honest])
    assert temperature((honest * 3).astype(np.float32), drawn.tolist()) == pytest.approx(3.0, rel=0.15)
