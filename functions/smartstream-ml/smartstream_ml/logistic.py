"""Logistic regression: Newton's steps on standardised features, with a ridge. Thirty lines in place of 160 MB."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_RIDGE = 1.0
_STEPS = 50
_ENOUGH = 1e-9
_DIGITS = 12
"""What is kept of a coefficient, so that processors that add in another order agree."""


def train(features: Floats, outcomes: Floats) -> dict[str, Any]:
    """Coefficients for standardised features, and what they are standardised with."""
    mean, scale = features.mean(axis=0), features.std(axis=0)
    scale[scale < _ENOUGH] = 1.0
    design = np.column_stack([np.ones(len(features)), (features - mean) / scale])
    ridge = np.full(design.shape[1], _RIDGE)
    ridge[0] = 0.0
    weights = np.zeros(design.shape[1])
    for _ in range(_STEPS):
        chance = _sigmoid(design @ weights)
        slope = design.T @ (outcomes - chance) - ridge * weights
        curve = (design * (chance * (1 - chance))[:, None]).T @ design + np.diag(ridge + _ENOUGH)
        step = np.linalg.solve(curve, slope)
        weights += step
        if np.abs(step).max() < _ENOUGH:
            break
    rounded = {"intercept": weights[0], "coefficients": weights[1:], "mean": mean, "scale": scale}
    return {name: np.round(value, _DIGITS).tolist() for name, value in rounded.items()}


def score(learnt: Mapping[str, Any], features: Floats) -> Floats:
    """The probability of the outcome 1 for each row."""
    standard = (features - np.asarray(learnt["mean"])) / np.asarray(learnt["scale"])
    return _sigmoid(standard @ np.asarray(learnt["coefficients"]) + learnt["intercept"])


def _sigmoid(value: Floats) -> Floats:
    return np.asarray(1.0 / (1.0 + np.exp(-np.clip(value, -500, 500))), dtype=np.float64)
