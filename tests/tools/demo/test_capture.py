"""How records are put into the stream; what a slot has is tested with a real server in tests/emulator/test_demo.py."""

from __future__ import annotations

from typing import Any

import pytest

from tools.demo import capture
from tools.demo.capture import Capture
from tools.demo.errors import DemoError
from tools.demo.records import Record


class Stream:
    """A Kinesis that takes only some of what it is given at first."""

    def __init__(self, refusals: list[set[int]] | None = None) -> None:
        self.requests: list[list[dict[str, Any]]] = []
        self.taken: list[bytes] = []
        self.refusals = refusals or []

    def put_records(self, StreamName: str, Records: list[dict[str, Any]]) -> dict[str, Any]:
        assert StreamName == "s"
        self.requests.append(Records)
        refused = self.refusals.pop(0) if self.refusals else set()
        self.taken += [record["Data"] for i, record in enumerate(Records) if i not in refused]
        said = [{"ErrorCode": "Throttled"} if i in refused else {"SequenceNumber": "1"} for i in range(len(Records))]
        return {"FailedRecordCount": len(refused), "Records": said}


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(capture.time, "sleep", lambda _: None)


def records(count: int, size: int = 10) -> list[Record]:
    return [Record(f"k{i}", f"{i:0{size}d}".encode()) for i in range(count)]


def test_a_request_has_at_most_what_kinesis_takes() -> None:
    stream = Stream()
    made = Capture(None, stream, "s")
    made._put(records(1201))
    assert [len(request) for request in stream.requests] == [500, 500, 201]
    assert made.sent == 1201
    stream.requests.clear()
    made._put(records(9, 1_000_000))
    assert [len(request) for request in stream.requests] == [4, 4, 1]
    assert stream.requests[0][1]["PartitionKey"] == "k1"


def test_only_what_was_refused_is_put_again() -> None:
    stream = Stream([{1, 3}, {0}])
    made = Capture(None, stream, "s")
    made._put(records(5))
    assert sorted(stream.taken) == [record.line for record in records(5)]
    assert [len(request) for request in stream.requests] == [5, 2, 1]
    assert made.sent == 5


def test_a_stream_that_never_takes_them_is_an_error() -> None:
    made = Capture(None, Stream([{0}] * 20), "s")
    with pytest.raises(DemoError, match=r"the stream s does not take 1 records: .*Throttled"):
        made._put(records(1))
    assert made.sent == 0
