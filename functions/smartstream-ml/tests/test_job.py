"""The job over a lake of moto's: trusted rows in, predictions out, each once."""

from __future__ import annotations

import hashlib
import io
import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from smartstream_ml import job
from smartstream_ml import lake as module
from smartstream_ml.artefact import ModelRefused, checksum
from smartstream_ml.handler import handler, run, settings
from smartstream_ml.job import Settings, TooFew
from smartstream_ml.kinds import KINDS, Returns
from smartstream_ml.lake import Lake, Overtaken

BUCKET = "smartstream-test-lake"
NOON = datetime(2026, 11, 21, 12)
SCHEMA = pa.schema(
    [
        ("order_id", pa.int64()),
        ("customer_id", pa.int64()),
        ("status", pa.string()),
        ("total", pa.decimal128(12, 2)),
        ("created_at", pa.timestamp("us")),
        ("updated_at", pa.timestamp("us")),
        ("_op", pa.string()),
        ("_position", pa.string()),
        ("_committed_at", pa.timestamp("us")),
    ]
)


class Shop:
    """The trusted zone as the transform leaves it, and the job over it."""

    def __init__(self, s3: Any) -> None:
        self.s3 = s3
        self.lake = Lake(s3, BUCKET)
        self.settings = Settings(Returns(), least_outcomes=50)
        self.files = 0
        self.changes = 0

    def change(
        self, order: int, status: str | None, total: float | None = 10.0, operation: str = "U"
    ) -> dict[str, Any]:
        self.changes += 1
        at = NOON + timedelta(seconds=self.changes)
        return {
            "order_id": order,
            "customer_id": 1,
            "status": status,
            "total": None if total is None else Decimal(f"{total:.2f}"),
            "created_at": NOON,
            "updated_at": at,
            "_op": operation,
            "_position": f"{self.changes:046d}",
            "_committed_at": at,
        }

    def put(self, *changes: dict[str, Any], schema: pa.Schema = SCHEMA, day: str = "2026-11-21") -> str:
        self.files += 1
        sink = io.BytesIO()
        pq.write_table(pa.Table.from_pylist(list(changes), schema=schema), sink)
        key = f"trusted/shop.orders/dt={day}/{self.files:04d}.parquet"
        self.s3.put_object(Bucket=BUCKET, Key=key, Body=sink.getvalue())
        return key

    def history(self, orders: int = 400) -> None:
        """Orders that ended: dear ones come back more often."""
        dice = np.random.default_rng(6)
        totals = dice.uniform(1, 1000, orders)
        ends = dice.uniform(0, 1000, orders) < totals
        self.put(
            *(
                self.change(1000 + number, "returned" if back else "sent", total)
                for number, (total, back) in enumerate(zip(totals, ends, strict=True))
            )
        )

    def run(self, action: str = "score", now: datetime = NOON, context: object = None, **more: Any) -> dict[str, Any]:
        given = Settings(Returns(), **{"least_outcomes": 50, **more})
        return run({"action": action}, context, self.lake, given, now.replace(tzinfo=UTC))

    def names(self, prefix: str) -> list[str]:
        listed = self.s3.list_objects_v2(Bucket=BUCKET, Prefix=prefix)
        return [each["Key"] for each in listed.get("Contents", ())]

    def read(self, key: str) -> bytes:
        return bytes(self.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read())

    def predictions(self) -> list[dict[str, Any]]:
        keys = self.names("analytics/")
        return [row for key in keys for row in pq.read_table(io.BytesIO(self.read(key))).to_pylist()]

    def everything(self) -> dict[str, bytes]:
        return {key: self.read(key) for key in self.names("")}


@pytest.fixture
def shop(s3: Any) -> Shop:
    return Shop(s3)


def test_a_young_pipeline_has_no_model_and_that_is_no_failure(shop: Shop) -> None:
    shop.put(shop.change(1, "new"))
    told = shop.run()
    assert (told["version"], told["scored"]) == (None, 0)
    assert told["reason"] == "0 outcomes are known; to learn, 50 of both kinds are needed"
    assert shop.names("models/") == shop.names("analytics/") == shop.names("checkpoints/") == []


def test_an_hour_trains_what_it_needs_and_scores_what_is_open(shop: Shop) -> None:
    shop.history()
    shop.put(shop.change(1, "new", 5), shop.change(2, "paid", 900), shop.change(3, "new"))
    shop.put(shop.change(3, None, None, "D"), shop.change(4, "new", None), shop.change(1, "paid", 6))
    told = shop.run()
    [model] = shop.names(f"models/order-returns/{told['version']}/")
    assert model.endswith("/model.json")
    assert json.loads(shop.read("models/order-returns/current.json")) == {"version": told["version"]}
    by_key = {row["key"]: row for row in shop.predictions()}
    assert sorted(by_key) == ["1", "2", "4"], "deleted and ended ones are not scored"
    assert 0 < by_key["1"]["score"] < 0.5 < by_key["2"]["score"] < 1
    assert by_key["1"] == {
        "model": "order-returns",
        "model_version": told["version"],
        "schema_version": 1,
        "key": "1",
        "score": by_key["1"]["score"],
        "position": f"{shop.changes:046d}",
        "scored_at": NOON,
    }
    assert shop.names("analytics/") == told["written"]
    assert told["written"][0].startswith("analytics/predictions/dt=2026-11-21/order-returns-")


def test_it_learns_what_there_is_to_learn(shop: Shop) -> None:
    shop.history(2000)
    trained = shop.run("train")["trained"]
    assert trained["rows"] == 1600
    assert trained["held_out"]["brier"] < trained["held_out_without_features"]["brier"] - 0.02
    assert trained["held_out"]["auc"] > 0.75
    assert "auc" in trained["held_out_without_features"]


def test_the_same_data_gives_the_same_model_and_the_same_scores(shop: Shop) -> None:
    shop.history()
    shop.put(shop.change(1, "new"))
    first = shop.run()
    before = shop.everything()
    assert shop.run("train")["version"] == first["version"]
    for key in [*shop.names("checkpoints/"), *shop.names("analytics/")]:
        shop.s3.delete_object(Bucket=BUCKET, Key=key)
    assert shop.run()["version"] == first["version"]
    assert shop.everything() == before


def test_without_anything_new_nothing_is_written(shop: Shop) -> None:
    shop.history()
    shop.put(shop.change(1, "new"))
    shop.run()
    before = shop.everything()
    told = shop.run(now=NOON + timedelta(hours=1))
    assert (told["scored"], told["files"], told["waiting"]) == (0, 0, 0)
    assert shop.everything() == before


def test_only_what_is_new_is_scored(shop: Shop) -> None:
    shop.history()
    shop.put(shop.change(1, "new"))
    shop.run()
    # A change that came late: its day is over, and its file's name comes before those that were read.
    shop.put(shop.change(2, "new"), day="2026-11-20")
    told = shop.run(now=NOON + timedelta(hours=1))
    assert (told["scored"], told["files"]) == (1, 1)
    assert sorted(row["key"] for row in shop.predictions()) == ["1", "2"]
    shop.put(shop.change(3, "new"), day="2026-11-10")
    assert shop.run(now=NOON + timedelta(hours=2))["scored"] == 0, "a week is too late to matter"


def test_the_checkpoint_remembers_an_hour_and_not_for_ever(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.history()
    files = [module.File(NOON.replace(tzinfo=UTC) + timedelta(minutes=n), f"k{n}", 1) for n in range(0, 240, 10)]
    checkpoint: dict[str, Any] = {"seen": {}, "pending": {"files": {f.key: f.modified.isoformat() for f in files}}}
    after = job._done(checkpoint)
    assert sorted(after["seen"]) == sorted(f"k{n}" for n in range(170, 240, 10))
    late = module.File(files[-1].modified - timedelta(minutes=30), "late", 1)
    assert job._new([*files, late], after["seen"]) == [late]


class Killed(BaseException):
    """Stands for the end of the process: nothing catches it."""


@pytest.mark.parametrize("after", [0, 1, 2])
def test_a_kill_between_any_two_writes_gives_each_prediction_once(shop: Shop, after: int) -> None:
    shop.history()
    shop.run("train")
    shop.put(shop.change(1, "new"), shop.change(2, "new"))
    put, done = shop.s3.put_object, []

    def dying(**arguments: Any) -> Any:
        if len(done) == after:
            raise Killed
        done.append(arguments["Key"])
        return put(**arguments)

    shop.s3.put_object = dying
    with pytest.raises(Killed):
        shop.run()
    shop.s3.put_object = put
    # The world goes on: there are other data and another model when the next run comes.
    shop.put(shop.change(3, "new"))
    shop.history(100)
    shop.run("train")
    shop.run(now=NOON + timedelta(hours=1))
    assert sorted(row["key"] for row in shop.predictions()) == ["1", "2", "3"]
    assert shop.run(now=NOON + timedelta(hours=2))["scored"] == 0


def test_two_runs_at_once_do_not_score_twice(shop: Shop) -> None:
    shop.history()
    shop.run("train")
    shop.put(shop.change(1, "new"))
    rows = shop.lake.rows
    overtaken = []

    def meanwhile(*arguments: Any) -> Any:
        if not overtaken:
            overtaken.append(1)
            run({}, None, Lake(shop.s3, BUCKET), shop.settings, NOON.replace(tzinfo=UTC))
        return rows(*arguments)

    shop.lake.rows = meanwhile  # type: ignore[method-assign]
    with pytest.raises(Overtaken, match="one at a time"):
        shop.run()
    assert [row["key"] for row in shop.predictions()] == ["1"]


def test_it_stops_in_time_and_goes_on_where_it_was(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(job, "_BATCH", 1)
    shop.history()
    for order in range(1, 4):
        shop.put(shop.change(order, "new"))

    class Context:
        """A call that has time for two batches."""

        def __init__(self) -> None:
            self.left = [900_000, 300_000, 59_999]

        def get_remaining_time_in_millis(self) -> int:
            return self.left.pop(0)

    told = shop.run(context=Context())
    assert (told["files"], told["waiting"]) == (2, 2)
    told = shop.run()
    assert (told["files"], told["waiting"]) == (2, 0)
    assert sorted(row["key"] for row in shop.predictions()) == ["1", "2", "3"]


def rewrite(shop: Shop, *, honest: bool, **changes: Any) -> None:
    """Change the model's file; ``honest`` gives it a checksum that fits."""
    version = json.loads(shop.read("models/order-returns/current.json"))["version"]
    key = f"models/order-returns/{version}/model.json"
    told = {**json.loads(shop.read(key)), **changes}
    if honest:
        del told["checksum"]
        told["checksum"] = checksum(told)
    shop.s3.put_object(Bucket=BUCKET, Key=key, Body=json.dumps(told).encode())


@pytest.mark.parametrize(
    ("honest", "changes", "expected"),
    [
        (False, {"trained_until": 1}, "was changed or damaged: its checksum is"),
        (
            True,
            {"schema": {"version": 0}},
            r"trained for other data \(version, table, key, columns, features differ",
        ),
        (True, {"format": 2}, "is 'order-returns' in format 2, not 'order-returns' in 1"),
        (True, {"version": "another"}, "says that it is version another"),
    ],
)
def test_a_model_that_does_not_fit_is_refused(
    shop: Shop, honest: bool, changes: dict[str, Any], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.history()
    shop.run("train")
    rewrite(shop, honest=honest, **changes)
    shop.put(shop.change(1, "new"))
    with pytest.raises(ModelRefused, match=expected):
        shop.run()
    assert shop.names("analytics/") == shop.names("checkpoints/") == []
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (line["level"], line["metric"]["failures"]) == ("ERROR", 1)


@pytest.mark.parametrize("content", [b"no JSON", b"[]", b"{}", b'{"checksum": "x"}'])
def test_what_is_no_model_is_refused(shop: Shop, content: bytes) -> None:
    shop.history()
    told = shop.run("train")
    shop.s3.put_object(Bucket=BUCKET, Key=f"models/order-returns/{told['version']}/model.json", Body=content)
    with pytest.raises(ModelRefused, match=r"is no model|was changed"):
        shop.run()


def test_data_that_has_other_types_is_refused(shop: Shop) -> None:
    shop.history()
    shop.run("train")
    at = SCHEMA.get_field_index("total")
    order = {**shop.change(1, "new"), "total": "10.00"}
    key = shop.put(order, schema=SCHEMA.set(at, pa.field("total", pa.string())))
    with pytest.raises(ModelRefused, match=rf"{key}: .* needs total as decimal128\(12, 2\), and finds string"):
        shop.run()
    assert shop.names("analytics/") == []


def test_a_version_can_be_asked_for(shop: Shop) -> None:
    shop.history()
    first = shop.run("train")["version"]
    shop.history(100)
    shop.put(shop.change(1, "new"))
    second = shop.run("train")["version"]
    assert second != first
    assert shop.run(version=first)["version"] == first
    assert [row["model_version"] for row in shop.predictions()] == [first]
    with pytest.raises(ModelRefused, match=r"there is no models/order-returns/0/model\.json"):
        shop.run(version="0")


def test_drift_and_quality_are_told_of_what_came_later(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    shop.history()
    first = shop.run()
    assert first["outcomes"] == 80, "what was learnt from says nothing about quality"
    shop.history()
    same = shop.run()
    assert same["drifts"]["total"] < 0.1
    assert same["outcomes"] == 400
    assert same["brier"] < 0.25
    assert same["auc"] > 0.7
    shop.put(*(shop.change(5000 + n, "new", 50_000) for n in range(200)))
    moved = shop.run()
    assert moved["drift"] > 1
    assert moved["drift"] == max(moved["drifts"].values())
    line = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert line["metric"]["drift"] == moved["drift"]


def test_many_rows_are_folded_as_they_are_read(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_WAITING", 2)
    keys = [
        shop.put(shop.change(1, "new"), shop.change(2, "new")),
        shop.put(shop.change(1, None, operation="D"), shop.change(2, "paid")),
        shop.put(shop.change(3, "new")),
    ]
    rows = shop.lake.rows(Returns(), [keys[1], keys[2], keys[0]])
    assert sorted(zip(rows["order_id"].to_pylist(), rows["status"].to_pylist(), strict=True)) == [
        (2, "paid"),
        (3, "new"),
    ]


def test_too_little_is_not_learnt_from(shop: Shop) -> None:
    shop.put(*(shop.change(n, "sent") for n in range(100)))
    with pytest.raises(TooFew):
        shop.run("train")


def test_a_line_of_log_carries_the_metrics(
    shop: Shop, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("METRICS_NAMESPACE", "SmartStream")
    shop.history()
    shop.put(shop.change(1, "new"))
    shop.run()
    [line] = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    [definition] = told["_aws"]["CloudWatchMetrics"]
    assert {each["Name"] for each in definition["Metrics"]} >= {"scored", "failures", "duration", "drift", "outcomes"}
    assert (told["scored"], told["failures"], told["Function"]) == (1, 0, "smartstream-ml")


def test_the_handler_reads_its_environment(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("smartstream_ml.handler._s3", lambda: shop.s3)
    with pytest.raises(ValueError, match="LAKE_BUCKET is not set"):
        handler({"detail-type": "Scheduled Event"}, None)
    monkeypatch.setenv("LAKE_BUCKET", BUCKET)
    assert handler({"detail-type": "Scheduled Event"}, None)["version"] is None
    with pytest.raises(ValueError, match="there is no action 'dance'"):
        handler({"action": "dance"}, None)
    with pytest.raises(ValueError, match="MODEL_NAME is 'oracle'; there are: order-returns"):
        settings({"MODEL_NAME": "oracle"})
    assert settings({"LEAST_OUTCOMES": "7", "MODEL_VERSION": "3"}) == Settings(KINDS["order-returns"], "3", 7)


def test_a_checkpoint_says_nothing_of_a_row(shop: Shop) -> None:
    shop.history()
    shop.put(shop.change(1, "new"))
    shop.run()
    told = json.loads(shop.read("checkpoints/order-returns.json"))
    assert told["pending"] is None
    assert sorted(told["seen"]) == shop.names("trusted/")
    assert len(hashlib.sha256(shop.read("checkpoints/order-returns.json")).hexdigest()) == 64
