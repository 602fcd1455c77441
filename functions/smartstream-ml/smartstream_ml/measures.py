"""How good predictions were, and how far data has moved from what a model learnt on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

_BINS = 10
_NOBODY = 1e-4
"""A share of nobody is taken as this: its logarithm is wanted."""


def brier(scores: Floats, outcomes: Floats) -> float:
    """The mean square of what a score was off by: 0 is perfect, 0.25 is always saying a half."""
    return float(np.mean((scores - outcomes) ** 2))


def auc(scores: Floats, outcomes: Floats) -> float | None:
    """How often one that happened had a higher score than one that did not; nothing where all ended alike."""
    happened = int(outcomes.sum())
    if happened in (0, len(outcomes)):
        return None
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    above = ranks[outcomes == 1].sum() - happened * (happened + 1) / 2
    return float(above / (happened * (len(outcomes) - happened)))


def distribution(values: Floats) -> dict[str, list[float]]:
    """Tenths of the values: the edges between them, and the share between two edges."""
    edges = np.unique(np.quantile(values, np.linspace(0, 1, _BINS + 1)[1:-1]))
    return {"edges": edges.tolist(), "shares": _shares(edges, values).tolist()}


def drift(learnt: Mapping[str, Sequence[float]], values: Floats) -> float:
    """The population stability index: below 0.1 nothing happened, above 0.25 it is another population."""
    was = np.clip(np.asarray(learnt["shares"]), _NOBODY, None)
    is_ = np.clip(_shares(np.asarray(learnt["edges"]), values), _NOBODY, None)
    return float(np.sum((is_ - was) * np.log(is_ / was)))


def _shares(edges: npt.NDArray[Any], values: Floats) -> Floats:
    counts = np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
    return np.asarray(counts / len(values), dtype=np.float64)
