"""The job: train when there is no model or when asked, and score what came since the last time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from . import measures
from .artefact import Artefact, ModelRefused, checksum, read, schema, written
from .kinds import Kind
from .lake import COMMITTED_AT, POSITION, File, Lake, as_json, batches, parquet

_OVERLAP = timedelta(hours=1)
"""Files that came so long before the last one are looked at again: S3 dates an object by its upload's beginning."""
_BATCH = 16 * 1024 * 1024
"""Files of so many bytes are scored at a time."""
_LEARNT = 64 * 1024 * 1024
"""So many bytes of files, the latest, are learnt from: more would not fit into the function."""
_HELD_OUT = 0.2
"""The share of orders, the latest, that a model is tried on and does not learn from."""
_FEW = 100
"""Of fewer rows no drift and no quality is told: it would be chance."""


class TooFew(Exception):
    """Not enough is known to learn from."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What is run."""

    kind: Kind
    version: str | None = None
    """The model's version; None for the one that ``current.json`` names."""
    least_outcomes: int = 200
    """Fewer known outcomes are not learnt from."""
    train_days: int = 90
    score_days: int = 7
    """Changes that are older are not scored: they came too late to matter."""


def train(lake: Lake, settings: Settings, now: datetime) -> Artefact:
    """Train a version and make it the current one. The same data gives the same version.

    Raises:
        TooFew: there are not enough known outcomes, or all are alike.
        ModelRefused: the trusted zone has not the columns that are needed.
    """
    kind = settings.kind
    files = lake.files(kind.table, (now - timedelta(days=settings.train_days)).date())
    files = next(batches(files[::-1], _LEARNT), [])  # the latest
    rows = lake.rows(kind, [file.key for file in files])
    rows = rows.sort_by([(COMMITTED_AT, "ascending"), (POSITION, "ascending")])
    outcomes = kind.outcomes(rows) if len(rows) else np.zeros(0)
    rows, outcomes = rows.filter(pa.array(~np.isnan(outcomes))), outcomes[~np.isnan(outcomes)]
    learn = int(len(rows) * (1 - _HELD_OUT))
    if len(rows) < settings.least_outcomes or len(set(outcomes[:learn].tolist())) < 2:
        raise TooFew(f"{len(rows)} outcomes are known; to learn, {settings.least_outcomes} of both kinds are needed")
    features = kind.measure(rows)
    learnt = kind.train(features[:learn], outcomes[:learn])
    until = _microseconds(rows)[:learn].max()
    metadata = {
        "rows": learn,
        "outcomes_of_1": int(outcomes[:learn].sum()),
        "held_out": _quality(kind.score(learnt, features[learn:]), outcomes[learn:]),
        # What a model that knows nothing but how often it happens would get.
        "held_out_without_features": _quality(np.full(len(rows) - learn, outcomes[:learn].mean()), outcomes[learn:]),
    }
    distributions = {name: measures.distribution(features[:learn, at]) for at, name in enumerate(kind.features)}
    digest = checksum({"schema": schema(kind), "learnt": learnt, "distributions": distributions})[:8]
    version = f"{datetime.fromtimestamp(until / 1e6, UTC):%Y%m%dT%H%M%SZ}-{digest}"
    artefact = Artefact(version, learnt, int(until), distributions, metadata)
    lake.put_new(_model(kind, version), written(kind, artefact))
    lake.put(_current(kind), as_json({"version": version}))
    return artefact


def load(lake: Lake, settings: Settings) -> Artefact | None:
    """The model that is to be used; nothing where none was trained yet.

    Raises:
        ModelRefused: it does not fit, or is not there.
    """
    version = settings.version
    if version is None:
        current = lake.get(_current(settings.kind))
        if current is None:
            return None
        version = str(json.loads(current[0])["version"])
    place = _model(settings.kind, version)
    found = lake.get(place)
    if found is None:
        raise ModelRefused(f"there is no {place}")
    artefact = read(settings.kind, found[0], place)
    if artefact.version != version:
        raise ModelRefused(f"{place} says that it is version {artefact.version}")
    return artefact


def score(
    lake: Lake, settings: Settings, artefact: Artefact, now: datetime, more: Callable[[], bool] = lambda: True
) -> dict[str, Any]:
    """Score what came since the last time, batch by batch while there is ``more`` time; what was done.

    What is about to be scored is written down first, then the predictions, then that it was scored: whoever dies in
    between is followed by a run that does just the same, under the same name.

    Raises:
        ModelRefused: the data has not the columns that are needed.
        Overtaken: another run is at it.
    """
    kind = settings.kind
    place = f"checkpoints/{kind.name}.json"
    found = lake.get(place)
    checkpoint: dict[str, Any] = json.loads(found[0]) if found else {"seen": {}, "pending": None}
    tag = found[1] if found else None
    told: dict[str, Any] = {"scored": 0, "files": 0, "written": []}
    batch_told: list[tuple[Any, Any]] = []
    if pending := checkpoint["pending"]:
        # Its own model: a new one must not give the same rows a second prediction.
        began = load(lake, Settings(kind, pending["version"])) or artefact
        batch_told.append(_predict(lake, kind, began, pending, told))
        tag = lake.put_over(place, as_json(checkpoint := _done(checkpoint)), tag)
    waiting = _new(lake.files(kind.table, (now - timedelta(days=settings.score_days)).date()), checkpoint["seen"])
    left = len(waiting)
    for batch in batches(waiting, _BATCH):
        if not more():
            break
        pending = {
            "files": {file.key: file.modified.isoformat() for file in batch},
            "scored_at": now.isoformat(),
            "version": artefact.version,
        }
        checkpoint = {**checkpoint, "pending": pending}
        tag = lake.put_over(place, as_json(checkpoint), tag)
        batch_told.append(_predict(lake, kind, artefact, pending, told))
        tag = lake.put_over(place, as_json(checkpoint := _done(checkpoint)), tag)
        left -= len(batch)
    return {**told, "waiting": left, **_health(kind, artefact, batch_told)}


def _predict(
    lake: Lake, kind: Kind, artefact: Artefact, pending: Mapping[str, Any], told: dict[str, Any]
) -> tuple[Any, Any]:
    """Write a batch's predictions, and hand back its rows for the figures."""
    rows = lake.rows(kind, sorted(pending["files"]))
    features, outcomes = (kind.measure(rows), kind.outcomes(rows)) if len(rows) else (np.zeros((0, 0)), np.zeros(0))
    known = ~np.isnan(outcomes)
    open_rows = rows.filter(pa.array(~known))
    told["files"] += len(pending["files"])
    if len(open_rows):
        scores = kind.score(artefact.learnt, features[~known])
        at = datetime.fromisoformat(pending["scored_at"])
        count = len(open_rows)
        identity = json.dumps([artefact.version, sorted(pending["files"])])
        name = hashlib.sha256(identity.encode()).hexdigest()[:32]
        key = f"analytics/predictions/dt={at:%Y-%m-%d}/{kind.name}-{name}.parquet"
        columns = {
            "model": pa.array([kind.name] * count),
            "model_version": pa.array([artefact.version] * count),
            "schema_version": pa.array([kind.version] * count, type=pa.int32()),
            "key": open_rows[kind.key].cast(pa.string()),
            "score": pa.array(scores),
            "position": open_rows[POSITION],
            "scored_at": pa.array([at.replace(tzinfo=None)] * count, type=pa.timestamp("us")),
        }
        if lake.put_new(key, parquet(columns)):
            told["scored"] += count
            told["written"].append(key)
    # Only ends that the model cannot have learnt from say how good it is.
    later = known & (_microseconds(rows) > artefact.trained_until) if len(rows) else known
    ends = (kind.score(artefact.learnt, features[later]), outcomes[later]) if later.any() else None
    return (features if len(rows) else None), ends


def _health(kind: Kind, artefact: Artefact, batches_told: Sequence[tuple[Any, Any]]) -> dict[str, Any]:
    """Drift of all that was read, and quality of what had been open and has ended."""
    health: dict[str, Any] = {}
    features = [each for each, _ in batches_told if each is not None]
    if features and len(joined := np.concatenate(features)) >= _FEW:
        health["drifts"] = {
            name: round(measures.drift(artefact.distributions[name], joined[:, at]), 6)
            for at, name in enumerate(kind.features)
        }
        health["drift"] = max(health["drifts"].values())
    ends = [each for _, each in batches_told if each is not None]
    health["outcomes"] = sum(len(outcomes) for _, outcomes in ends)
    if health["outcomes"] >= _FEW:
        health |= _quality(*(np.concatenate(part) for part in zip(*ends, strict=True)))
    return health


def _quality(scores: Any, outcomes: Any) -> dict[str, float]:
    told = {"brier": measures.brier(scores, outcomes), "auc": measures.auc(scores, outcomes)}
    return {name: round(value, 6) for name, value in told.items() if value is not None}


def _new(files: Sequence[File], seen: Mapping[str, str]) -> list[File]:
    """Files that were not scored: the checkpoint knows those of the last hour before its latest one by name."""
    latest = max(map(datetime.fromisoformat, seen.values()), default=None)
    return [file for file in files if file.key not in seen and (latest is None or file.modified >= latest - _OVERLAP)]


def _done(checkpoint: Mapping[str, Any]) -> dict[str, Any]:
    seen = {**checkpoint["seen"], **checkpoint["pending"]["files"]}
    latest = max(map(datetime.fromisoformat, seen.values()))
    kept = {key: at for key, at in seen.items() if datetime.fromisoformat(at) >= latest - _OVERLAP}
    return {"seen": kept, "pending": None}


def _microseconds(rows: pa.Table) -> Any:
    return rows[COMMITTED_AT].cast(pa.int64()).to_numpy()


def _model(kind: Kind, version: str) -> str:
    return f"models/{kind.name}/{version}/model.json"


def _current(kind: Kind) -> str:
    return f"models/{kind.name}/current.json"
