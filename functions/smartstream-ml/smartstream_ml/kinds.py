"""What a model is to the job that runs it, and the one model there is. To replace it, write another ``Kind``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from . import logistic

Floats = npt.NDArray[np.float64]


class Kind(Protocol):
    """A kind of model: what it reads, what it learns, what it says."""

    name: str
    """Its folder below ``models/``."""
    version: int
    """Of its schema: raised with every change of ``columns``, ``features`` or what they mean."""
    table: str
    key: str
    columns: Mapping[str, str]
    """What it needs of the table, with Arrow's names of the types."""
    features: tuple[str, ...]

    def measure(self, rows: pa.Table) -> Floats:
        """A row of features for each row: finite numbers only."""
        ...

    def outcomes(self, rows: pa.Table) -> Floats:
        """For each row 1.0 or 0.0 where it is known what is to be predicted, NaN where it is still open."""
        ...

    def train(self, features: Floats, outcomes: Floats) -> dict[str, Any]:
        """What is learnt, as JSON has it. The same data always gives the same."""
        ...

    def score(self, learnt: Mapping[str, Any], features: Floats) -> Floats:
        """A number between 0 and 1 for each row of features."""
        ...


class Returns:
    """How likely it is that an order which is on its way to a customer comes back."""

    name = "order-returns"
    version = 1
    table = "shop.orders"
    key = "order_id"
    columns: Mapping[str, str] = {
        "order_id": "int64",
        "status": "string",
        "total": "decimal128(12, 2)",
        "created_at": "timestamp[us]",
    }
    features = ("total", "total_unknown", "hour_sin", "hour_cos", "weekend")

    _KEPT, _RETURNED = "sent", "returned"

    def measure(self, rows: pa.Table) -> Floats:
        """What is known when an order is placed: total, hour and day; nothing that only its end would tell."""
        total = _numbers(rows, "total")
        created = np.nan_to_num(_numbers(rows, "created_at") / 1e6)
        hour = created / 3600 % 24 * (2 * np.pi / 24)
        weekday = (np.floor(created / 86_400) + 3) % 7  # 1970 began on a Thursday
        return np.column_stack(
            [
                np.log1p(np.clip(np.nan_to_num(total), 0, None)),
                np.isnan(total),
                np.sin(hour),
                np.cos(hour),
                weekday >= 5,
            ]
        ).astype(np.float64)

    def outcomes(self, rows: pa.Table) -> Floats:
        """Returned or kept; an order that is new or paid may still become either."""
        status = rows["status"]
        returned, kept = (
            pc.fill_null(pc.equal(status, word), False).to_numpy() for word in (self._RETURNED, self._KEPT)
        )
        return np.where(returned, 1.0, np.where(kept, 0.0, np.nan))

    def train(self, features: Floats, outcomes: Floats) -> dict[str, Any]:
        """Logistic regression."""
        return logistic.train(features, outcomes)

    def score(self, learnt: Mapping[str, Any], features: Floats) -> Floats:
        """The probability."""
        return logistic.score(learnt, features)


def _numbers(rows: pa.Table, column: str) -> Floats:
    values = rows[column]
    if pa.types.is_timestamp(values.type):
        values = values.cast(pa.int64())
    return np.asarray(values.cast(pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)


KINDS: Mapping[str, Kind] = {kind.name: kind for kind in (Returns(),)}
