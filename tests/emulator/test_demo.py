"""The demonstration, whole: a real PostgreSQL, the emulator, the transform, and both ends compared."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tools.demo import emulated, picture
from tools.demo.binaries import find
from tools.demo.errors import DemoError, Disagreement
from tools.demo.report import summary
from tools.demo.run import QUERIES, run
from tools.emulator import process

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module", autouse=True)
def _server() -> None:
    try:
        find()
    except DemoError as error:
        pytest.skip(str(error))


def test_source_and_lake_agree_after_every_phase(tmp_path: Path) -> None:
    said: list[str] = []
    report = run(3000, 11, tmp_path / "out", REPOSITORY, tmp_path / "emulator", said.append)
    assert report.agree
    assert "private one" in " ".join(said)
    assert [phase.title for phase in report.phases] == [
        "full load, with changes made meanwhile",
        "changes",
        "replay of everything, and a capture that repeats itself",
        "a transform that is killed in the middle",
        "poison records",
        "objects out of order",
        "a new column in the source",
        "predictions, from a run that is killed and repeated",
    ]
    assert all(phase.rows > 200 for phase in report.phases)
    hops = report.hops
    assert hops.captured > 4000
    assert hops.stream == hops.loaded + hops.captured + hops.controls + hops.poison
    assert hops.duplicates > 200, "the capture repeated itself, and nothing came of it"
    assert hops.quarantined == hops.poison == sum(report.poison.values())
    assert set(report.by_operation) == set("LIUD")
    assert sum(report.by_operation.values()) <= hops.trusted_rows
    assert report.changes_records >= 3000
    assert hops.predictions, "the model had enough to learn from"
    assert 0 < report.delay(0.5) <= report.delay(0.99) <= report.delay(1.0) < 60
    told = summary(report)
    assert re.search(r"commit to trusted: p50 \d+\.\d\d s, p99", told)
    assert json.loads(report.as_json())["records_per_second"]["end to end"] > 0
    page = picture.page(report)
    assert "Source and lake agree." in page
    assert f"{hops.stream:,}" in page
    assert [path.name for path in (tmp_path / "out").iterdir() if path.is_dir()] == [], "the files it fetched are gone"
    for log in ("smartstream-transform.log", "smartstream-ml.log"):
        assert "Traceback" not in (tmp_path / "out" / log).read_text()


def test_a_transform_that_loses_deletions_is_found_out(tmp_path: Path) -> None:
    for name in ("smartstream-transform", "smartstream-ml"):
        shutil.copytree(REPOSITORY / "functions" / name, tmp_path / "functions" / name)
    shutil.copytree(REPOSITORY / QUERIES, tmp_path / QUERIES)
    rules = tmp_path / "functions" / "smartstream-transform" / "smartstream_transform" / "rules.py"
    lost = 'if operation == "D": raise ValueError("lost")'
    rules.write_text(f"def clean(table, operation, data):\n    {lost}\n    return data\n")
    with pytest.raises(Disagreement, match="is in the lake, and not in the source") as caught:
        run(300, 3, tmp_path / "out", tmp_path, tmp_path / "emulator", lambda _: None)
    assert caught.value.exit_code == 1


def test_a_transform_that_loses_everything_is_found_out(tmp_path: Path) -> None:
    for name in ("smartstream-transform", "smartstream-ml"):
        shutil.copytree(REPOSITORY / "functions" / name, tmp_path / "functions" / name)
    shutil.copytree(REPOSITORY / QUERIES, tmp_path / QUERIES)
    rules = tmp_path / "functions" / "smartstream-transform" / "smartstream_transform" / "rules.py"
    rules.write_text('def clean(table, operation, data):\n    raise ValueError("lost")\n')
    with pytest.raises(Disagreement, match=r"shop\.\w+ has [\d,]+ rows in the source, and none in the lake") as caught:
        run(300, 3, tmp_path / "out", tmp_path, tmp_path / "emulator", lambda _: None)
    assert caught.value.exit_code == 1


def test_without_the_function_nothing_is_shown(tmp_path: Path) -> None:
    with pytest.raises(DemoError, match="Run this in a checkout"):
        run(1, 1, tmp_path / "out", tmp_path, tmp_path / "emulator", lambda _: None)


def test_the_platform_that_is_up_is_used_and_swept(tmp_path: Path) -> None:
    home, said = tmp_path / "emulator", list[str]()
    emulator = process.start(0, home=home)
    try:
        assert emulated.platform(home) is None
        made = emulated.make(emulator.endpoint, "smartstream-dev")
        s3 = made.client("s3")
        s3.put_object(Bucket=made.bucket, Key="trusted/shop.orders/dt=2026-01-01/old.parquet", Body=b"old")
        s3.put_object(Bucket=made.bucket, Key="kept/by-others", Body=b"")
        rules = {
            "smartstream-dev-scoring": {"ScheduleExpression": "rate(1 hour)"},
            "smartstream-dev-transform": {"EventPattern": '{"source": ["aws.s3"], "detail-type": ["Object Created"]}'},
        }
        for name, put in rules.items():  # the platform's own, which come before the demonstration's
            function = f"arn:aws:lambda:{emulated.REGION}:{emulated.ACCOUNT}:function:{name}"
            made.client("events").put_rule(Name=name, **put)
            made.client("events").put_targets(Rule=name, Targets=[{"Id": "function", "Arn": function}])
        with emulated.pipeline(home, said.append) as found:
            assert (found.ours, found.stream, found.delivery) == (False, "smartstream-dev", "smartstream-dev")
            assert list(found.keys_below("")) == ["kept/by-others"]
            found.client("kinesis").put_record(StreamName=found.stream, Data=b"{}", PartitionKey="a")
            [key] = found.flush()
            [event] = found.notifications()
            assert event["detail-type"] == "Object Created"
            assert event["detail"]["object"]["key"] == key
            assert event["detail"]["bucket"]["name"] == made.bucket
            assert found.notifications() == []
        assert "the platform is up in the emulator: stream smartstream-dev" in said[0]
        assert "1 objects of an earlier demonstration" in said[1]
        assert [rule["Name"] for rule in made.client("events").list_rules()["Rules"]] == sorted(rules)
        assert made.client("sqs").list_queues().get("QueueUrls") is None
        assert made.client("kinesis").list_streams()["StreamNames"] == ["smartstream-dev"]
    finally:
        process.stop(home)
