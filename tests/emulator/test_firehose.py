"""A delivery stream delivers. No test waits for an interval: its timer is held, and called by hand."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tools.emulator import delivery
from tools.emulator.extensions import firehose

from .conftest import ACCOUNT, REGION, Client

OTHER = "222222222222"
PREFIX = "raw/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/"
ERRORS = "errors/firehose/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/"


class Held:
    """A timer that only a test sets off."""

    made: list[Held]

    def __init__(self, seconds: float, function: Callable[[], None]) -> None:
        self.seconds, self.function = seconds, function
        self.daemon = self.cancelled = False
        Held.made.append(self)

    def start(self) -> None:
        """Nothing runs by itself."""

    def cancel(self) -> None:
        self.cancelled = True


@pytest.fixture(autouse=True)
def _held(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    Held.made = []
    monkeypatch.setattr(firehose, "new_timer", Held)
    yield


class Pipe:
    """A stream, a bucket and what delivers from the one to the other."""

    def __init__(self, server: str, connect: Client, name: str, account: str = ACCOUNT) -> None:
        self.server, self.name, self.account = server, name, account
        self.kinesis, self.firehose = connect("kinesis", account), connect("firehose", account)
        self.s3 = connect("s3", account)
        self.kinesis.create_stream(StreamName=name, ShardCount=2)
        self.s3.create_bucket(Bucket=name)

    def deliver(self, **destination: Any) -> Pipe:
        said = {
            "BucketARN": f"arn:aws:s3:::{self.name}",
            "RoleARN": f"arn:aws:iam::{self.account}:role/delivery",
            "Prefix": PREFIX,
            "ErrorOutputPrefix": ERRORS,
            "BufferingHints": {"SizeInMBs": 1, "IntervalInSeconds": 60},
            "CompressionFormat": "GZIP",
        }
        self.firehose.create_delivery_stream(
            DeliveryStreamName=self.name,
            DeliveryStreamType="KinesisStreamAsSource",
            KinesisStreamSourceConfiguration={
                "KinesisStreamARN": f"arn:aws:kinesis:{REGION}:{self.account}:stream/{self.name}",
                "RoleARN": f"arn:aws:iam::{self.account}:role/delivery",
            },
            ExtendedS3DestinationConfiguration={**said, **destination},
        )
        return self

    def put(self, *records: bytes) -> None:
        self.kinesis.put_records(
            StreamName=self.name, Records=[{"Data": r, "PartitionKey": str(i)} for i, r in enumerate(records)]
        )

    def flush(self) -> list[str]:
        status, answer = self.ask({"account": self.account, "region": REGION, "name": self.name})
        assert status == 200, answer
        return list(answer["objects"])

    def ask(self, wanted: dict[str, Any], path: str = "/_groundplan/firehose/flush") -> tuple[int, dict[str, Any]]:
        request = urllib.request.Request(self.server + path, json.dumps(wanted).encode(), method="POST")  # noqa: S310
        try:
            with urllib.request.urlopen(request) as answer:  # noqa: S310
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)

    def keys(self) -> list[str]:
        return [found["Key"] for found in self.s3.list_objects_v2(Bucket=self.name).get("Contents", [])]

    def body(self, key: str) -> bytes:
        return bytes(self.s3.get_object(Bucket=self.name, Key=key)["Body"].read())


@pytest.fixture
def pipe(server: str, connect: Client, name: str) -> Pipe:
    return Pipe(server, connect, name)


def test_what_is_put_into_the_stream_is_an_object_of_the_owner(server: str, connect: Client, name: str) -> None:
    pipe = Pipe(server, connect, name, OTHER).deliver()
    pipe.put(b'{"n":1}\n', b'{"n":2}\n', b'{"n":3}\n')
    [key] = pipe.flush()
    assert pipe.keys() == [key]
    assert re.fullmatch(
        rf"raw/year=\d{{4}}/month=\d\d/day=\d\d/hour=\d\d/{name}-1-\d{{4}}(-\d\d){{5}}-[0-9a-f-]{{36}}\.gz", key
    )
    assert sorted(gzip.decompress(pipe.body(key)).splitlines()) == [b'{"n":1}', b'{"n":2}', b'{"n":3}']
    assert pipe.flush() == [], "nothing is delivered twice"


def test_what_was_in_the_stream_before_is_not_delivered(pipe: Pipe) -> None:
    pipe.put(b"before")
    pipe.deliver()
    pipe.put(b"after")
    [key] = pipe.flush()
    assert gzip.decompress(pipe.body(key)) == b"after"


def test_a_full_buffer_is_written_without_being_asked(pipe: Pipe) -> None:
    pipe.deliver(CompressionFormat="UNCOMPRESSED")
    half = b"x" * (600 * 1024)
    pipe.put(half, half, half)
    [key] = pipe.keys()
    assert len(pipe.body(key)) == 2 * len(half), "the record that fills the buffer is in it"
    [first, second] = pipe.flush()
    assert first == key
    assert len(pipe.body(second)) == len(half)


def test_the_interval_counts_from_the_first_record(pipe: Pipe) -> None:
    pipe.deliver()
    pipe.put(b"1")
    pipe.put(b"2")
    [timer] = Held.made
    assert (timer.seconds, timer.daemon) == (60, True)
    timer.function()
    [key] = pipe.keys()
    assert len(gzip.decompress(pipe.body(key))) == 2
    pipe.put(b"3")
    assert len(Held.made) == 2, "the next buffer has an interval of its own"
    pipe.flush()
    assert Held.made[1].cancelled


@pytest.mark.parametrize(
    ("asked", "kind"),
    [
        ({"DataFormatConversionConfiguration": {"Enabled": True}}, "format-conversion-failed"),
        (
            {"ProcessingConfiguration": {"Enabled": True, "Processors": [{"Type": "Lambda", "Parameters": []}]}},
            "processing-failed",
        ),
        ({"CompressionFormat": "Snappy"}, "processing-failed"),
    ],
)
def test_what_the_emulator_cannot_do_goes_below_the_error_prefix(pipe: Pipe, asked: dict[str, Any], kind: str) -> None:
    pipe.deliver(**asked)
    pipe.put(b"one", b"two")
    [key] = pipe.flush()
    assert re.match(rf"errors/firehose/{kind}/\d{{4}}/\d\d/\d\d/{pipe.name}-1-", key)
    lines = [json.loads(line) for line in pipe.body(key).splitlines()]
    assert {base64.b64decode(line["rawData"]) for line in lines} == {b"one", b"two"}
    assert all("emulator does not" in line["errorMessage"] for line in lines)


def test_records_wait_for_a_bucket_that_is_missing(pipe: Pipe) -> None:
    pipe.deliver()
    pipe.s3.delete_bucket(Bucket=pipe.name)
    pipe.put(b"kept")
    Held.made[0].function()  # on its own it only says so in the log
    status, answer = pipe.ask({"account": ACCOUNT, "region": REGION, "name": pipe.name})
    assert status == 400
    assert "MissingBucket" in answer["message"]
    pipe.s3.create_bucket(Bucket=pipe.name)
    [key] = pipe.flush()
    assert gzip.decompress(pipe.body(key)) == b"kept"


def test_a_delimiter_key_and_a_changed_destination(pipe: Pipe) -> None:
    processors = [{"Type": "AppendDelimiterToRecord", "Parameters": []}]
    pipe.deliver(
        ProcessingConfiguration={"Enabled": True, "Processors": processors},
        EncryptionConfiguration={"KMSEncryptionConfig": {"AWSKMSKeyARN": "arn:aws:kms:us-east-1:111111111111:key/k"}},
        FileExtension=".json.gz",
    )
    pipe.put(b"a")
    [key] = pipe.flush()
    assert key.endswith(".json.gz")
    assert gzip.decompress(pipe.body(key)) == b"a\n"
    head = pipe.s3.head_object(Bucket=pipe.name, Key=key)
    assert (head["ServerSideEncryption"], head["SSEKMSKeyId"][-5:]) == ("aws:kms", "key/k")
    pipe.firehose.update_destination(
        DeliveryStreamName=pipe.name,
        CurrentDeliveryStreamVersionId="1",
        DestinationId="destinationId-000000000001",
        ExtendedS3DestinationUpdate={"Prefix": "other/", "FileExtension": ".z"},
    )
    pipe.put(b"b")
    [key] = pipe.flush()
    assert re.match(rf"other/\d{{4}}/\d\d/\d\d/\d\d/{pipe.name}-2-.*\.z$", key)


def test_one_that_is_gone_reads_no_more(pipe: Pipe) -> None:
    pipe.deliver()
    pipe.put(b"lost")
    pipe.firehose.delete_delivery_stream(DeliveryStreamName=pipe.name)
    assert Held.made[0].cancelled
    pipe.put(b"unread")
    assert pipe.keys() == []
    status, answer = pipe.ask({"account": ACCOUNT, "region": REGION, "name": pipe.name})
    assert (status, answer["message"]) == (
        400,
        f"LookupError: there is no delivery stream {pipe.name} with a Kinesis source",
    )


def test_requests_to_steer_that_nobody_answers(pipe: Pipe) -> None:
    assert pipe.ask({}, "/_groundplan/firehose/fill")[0] == 404
    assert pipe.ask({}, "/_groundplan/nothing/flush")[0] == 404
    assert pipe.ask({"account": ACCOUNT})[0] == 400


@pytest.mark.parametrize(
    ("prefixes", "message"),
    [
        ({"ErrorOutputPrefix": ""}, "ErrorOutputPrefix cannot be null or empty"),
        ({"ErrorOutputPrefix": "e/!{timestamp:yyyy}/"}, "must contain !{firehose:error-output-type}"),
        ({"Prefix": "!{firehose:error-output-type}/"}, "Prefix cannot contain"),
        ({"Prefix": "!{timestamp:QQ}/"}, "QQ in !{timestamp:QQ} is not understood"),
        ({"Prefix": "!{timestamp:yyyy'x}/"}, "is not a valid pattern"),
        ({"Prefix": "!{partitionKeyFromQuery:id}/"}, "is not an expression"),
    ],
)
def test_prefixes_that_aws_refuses(pipe: Pipe, prefixes: dict[str, str], message: str) -> None:
    with pytest.raises(ClientError, match=re.escape(message)) as caught:
        pipe.deliver(**prefixes)
    assert caught.value.response["Error"]["Code"] == "InvalidArgumentException"
    assert pipe.firehose.list_delivery_streams()["DeliveryStreamNames"].count(pipe.name) == 0


def test_a_source_that_does_not_exist_and_records_past_it(pipe: Pipe) -> None:
    pipe.kinesis.delete_stream(StreamName=pipe.name)
    with pytest.raises(ClientError, match="does not exist"):
        pipe.deliver()
    pipe.kinesis.create_stream(StreamName=pipe.name, ShardCount=1)
    pipe.deliver()
    with pytest.raises(ClientError, match="not permitted on KinesisStreamAsSource"):
        pipe.firehose.put_record(DeliveryStreamName=pipe.name, Record={"Data": b"x"})


def test_each_record_of_a_shard_has_a_number_of_its_own(pipe: Pipe) -> None:
    pipe.kinesis.put_record(StreamName=pipe.name, Data=b"0", PartitionKey="a")
    answer = pipe.kinesis.put_records(
        StreamName=pipe.name, Records=[{"Data": b"x", "PartitionKey": "a"} for _ in range(3)]
    )
    assert [record["SequenceNumber"] for record in answer["Records"]] == ["2", "3", "4"]


AT = datetime(2026, 3, 9, 22, 5, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("prefix", "zone", "expected"),
    [
        ("raw/", "UTC", "raw/2026/03/09/22/"),
        ("raw/!{timestamp:yyyy-MM-dd'T'HH:mm:ss}/", "UTC", "raw/2026-03-09T22:05:07/"),
        ("raw/!{timestamp:yyyy/MM/dd/HH}/", "Asia/Tokyo", "raw/2026/03/10/07/"),
        ("!{timestamp:DDD''yy}/!{firehose:random-string}/", "UTC", "068'26/r/"),
    ],
)
def test_prefixes(prefix: str, zone: str, expected: str) -> None:
    assert delivery.expand(prefix, AT, lambda: "r", zone=zone) == expected


def test_an_error_prefix_without_expressions_gets_kind_and_date() -> None:
    assert delivery.expand("errors/", AT, lambda: "r", error="processing-failed") == (
        "errors/processing-failed/2026/03/09/22/"
    )


def test_zipped() -> None:
    packed = delivery.content([b"a", b"b"], "ZIP", b"\n")
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.read("data") == b"a\nb\n"
