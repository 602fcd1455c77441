"""A function's process: answers, failures, and a death in the middle."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tools.demo.errors import DemoError
from tools.demo.functions import Function, Killed, function

HANDLER = """
import boto3
from botocore.stub import ANY

def handler(event, context):
    print("to the log")
    assert 0 < context.get_remaining_time_in_millis() <= 300000
    if "fail" in event:
        raise ValueError(event["fail"])
    if "exit" in event:
        raise SystemExit(event["exit"])
    s3 = boto3.client("s3", region_name="eu-north-1", aws_access_key_id="x", aws_secret_access_key="x")
    # Nothing is sent: an answer is given before.
    s3.meta.events.register("before-call.s3.PutObject", answered)
    for i in range(event.get("puts", 0)):
        s3.put_object(Bucket="b", Key=str(i), Body=b"")
    return {"id": context.aws_request_id, "puts": event.get("puts", 0)}

def answered(**_):
    from botocore.awsrequest import AWSResponse
    return AWSResponse("", 200, {}, None), {"ResponseMetadata": {"HTTPStatusCode": 200}}
"""


@pytest.fixture
def made(tmp_path: Path) -> Iterator[Function]:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "handled.py").write_text(HANDLER)
    environment = {name: os.environ[name] for name in ("PATH", "HOME", "LD_LIBRARY_PATH") if name in os.environ}
    with function("handled", "handled", tmp_path / "code", environment, tmp_path / "log") as found:
        yield found


def test_it_answers_one_event_after_another_in_one_process(made: Function) -> None:
    assert made.call({}) == {"id": "demo-0", "puts": 0}
    assert made.call({"puts": 2}) == {"id": "demo-1", "puts": 2}
    assert made.log.read_text().count("to the log") == 2, "what it prints is not its answer"
    assert made.peak_mb > 5


def test_a_failure_is_told_and_survived(made: Function) -> None:
    with pytest.raises(DemoError, match=r"handled failed: ValueError: no such thing\n  Its log: .*log"):
        made.call({"fail": "no such thing"})
    assert made.call({})["id"] == "demo-1"


def test_it_dies_after_so_many_objects_and_starts_again(made: Function) -> None:
    with pytest.raises(Killed):
        made.call({"puts": 3}, die_after=2)
    assert made.call({"puts": 3}) == {"id": "demo-0", "puts": 3}, "a new process, and no death in it"
    assert made.call({"puts": 1}, die_after=2)["puts"] == 1, "it wrote less than it was to die of"
    assert made.call({"puts": 3})["puts"] == 3, "the order to die was for that event only"


def test_a_process_that_ends_by_itself_is_not_killed(made: Function) -> None:
    with pytest.raises(DemoError, match="ended with exit code 3"):
        made.call({"exit": 3})


def test_it_runs_with_this_python(made: Function) -> None:
    assert made.call({})
    assert made._process is not None
    assert made._process.args[0] == sys.executable  # type: ignore[index]
