"""The arithmetic, against figures that were worked out by hand."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import numpy as np
import pyarrow as pa
import pytest
from smartstream_ml import logistic, measures
from smartstream_ml.kinds import Returns


def array(*values: float) -> measures.Floats:
    return np.array(values, dtype=np.float64)


def test_brier_is_the_mean_square_of_the_error() -> None:
    assert measures.brier(array(0.5, 1.0, 0.0), array(1, 1, 1)) == pytest.approx((0.25 + 0 + 1) / 3)


def test_auc_is_the_share_of_pairs_in_the_right_order() -> None:
    scores, outcomes = array(0.1, 0.4, 0.35, 0.8), array(0, 0, 1, 1)
    assert measures.auc(scores, outcomes) == pytest.approx(0.75)
    assert measures.auc(array(0.5, 0.5, 0.5, 0.5), outcomes) == pytest.approx(0.5)
    assert measures.auc(scores, array(1, 1, 1, 1)) is None


def test_drift_is_nothing_at_home_and_much_elsewhere() -> None:
    values = np.arange(1000, dtype=np.float64)
    learnt = measures.distribution(values)
    assert len(learnt["edges"]) == 9
    assert measures.drift(learnt, values) == pytest.approx(0)
    assert measures.drift(learnt, values[::3]) < 0.01
    assert measures.drift(learnt, values + 5000) > 5
    # Two shares of a half that become three quarters and a quarter.
    half = {"edges": [0.5], "shares": [0.5, 0.5]}
    expected = 0.25 * np.log(0.75 / 0.5) - 0.25 * np.log(0.25 / 0.5)
    assert measures.drift(half, array(0, 0, 0, 1)) == pytest.approx(expected)


def test_a_feature_that_is_always_the_same_has_one_share() -> None:
    learnt = measures.distribution(array(1, 1, 1))
    assert measures.drift(learnt, array(1, 1)) == pytest.approx(0)
    assert measures.drift(learnt, array(0, 0)) > 1


def test_regression_finds_the_coefficients_that_made_the_data() -> None:
    dice = np.random.default_rng(1)
    features = dice.normal(size=(20_000, 2)) * [2, 5] + [1, -3]
    chance = 1 / (1 + np.exp(-(0.3 + 0.8 * features[:, 0] - 0.2 * features[:, 1])))
    learnt = logistic.train(features, (dice.random(20_000) < chance).astype(float))
    found = np.asarray(learnt["coefficients"]) / np.asarray(learnt["scale"])
    assert found == pytest.approx([0.8, -0.2], abs=0.05)
    assert np.abs(logistic.score(learnt, features) - chance).max() < 0.05


def test_data_that_is_perfectly_split_still_gives_finite_numbers() -> None:
    features, outcomes = np.array([[0.0, 1], [1, 1], [2, 1], [3, 1]]), array(0, 0, 1, 1)
    learnt = logistic.train(features, outcomes)
    assert np.isfinite(learnt["coefficients"]).all()
    assert (np.diff(logistic.score(learnt, features)) > 0).all()


def test_features_are_finite_whatever_is_missing() -> None:
    saturday = datetime(2026, 11, 21, 6)
    rows = pa.table(
        {
            "order_id": pa.array([1, 2]),
            "status": pa.array(["new", None]),
            "total": pa.array([Decimal("9.00"), None], type=pa.decimal128(12, 2)),
            "created_at": pa.array([saturday, None], type=pa.timestamp("us")),
        }
    )
    kind = Returns()
    features = kind.measure(rows)
    assert features.shape == (2, len(kind.features))
    assert np.isfinite(features).all()
    assert features[0] == pytest.approx([np.log(10), 0, 1, 0, 1], abs=1e-9)
    assert features[1][1] == 1
    assert np.isnan(kind.outcomes(rows)).all()
