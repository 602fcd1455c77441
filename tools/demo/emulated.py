"""The AWS half of the demonstration: stream, delivery, lake and its notifications, in the emulator.

They are the platform's, where ``./inv up`` has made it in the emulator that runs, and our own in a private one
otherwise. Either way a rule of ours puts the lake's "Object Created" events into a queue: they are what EventBridge
would call the transform with.
"""

from __future__ import annotations

import contextlib
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from ..emulator import process
from ..emulator.client import role_keys
from ..emulator.environment import clean_environment
from ..emulator.probe import health
from .errors import DemoError

ACCOUNT: Final = "111111111111"
REGION: Final = "eu-north-1"
NAME: Final = "smartstream-demo"
PREFIX: Final = "raw/year=!{timestamp:yyyy}/month=!{timestamp:MM}/day=!{timestamp:dd}/hour=!{timestamp:HH}/"
ERRORS: Final = "errors/firehose/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd}/"
ZONES: Final = ("raw/", "trusted/", "analytics/", "quarantine/", "errors/", "models/", "checkpoints/")
_PLATFORM: Final = re.compile(r"smartstream-(?!demo)")

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Where the data goes: names, and clients of the owner's account."""

    endpoint: str
    account: str
    keys: dict[str, str]
    stream: str
    delivery: str
    bucket: str
    queue: str
    ours: bool
    """Whether stream and lake were made for the demonstration."""

    def client(self, service: str) -> Any:
        """A client in the owner's account."""
        return _client(self.endpoint, self.keys, service)

    def environment(self) -> dict[str, str]:
        """The environment of a function in that account."""
        return {**clean_environment(self.endpoint, region=REGION), **self.keys}

    def flush(self) -> list[str]:
        """What the delivery stream has not written yet is written now; the keys of the objects since last time."""
        wanted = json.dumps({"account": self.account, "region": REGION, "name": self.delivery}).encode()
        request = urllib.request.Request(  # noqa: S310
            f"{self.endpoint}/_groundplan/firehose/flush", wanted, method="POST"
        )
        try:
            opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with opener.open(request, timeout=120) as answer:
                return list(json.load(answer)["objects"])
        except urllib.error.HTTPError as error:
            said = json.load(error).get("message")
            raise DemoError(f"the delivery stream {self.delivery} does not deliver: {said}") from error

    def notifications(self) -> list[dict[str, Any]]:
        """The events that have come since the last time."""
        sqs, found = self.client("sqs"), []
        while messages := sqs.receive_message(QueueUrl=self.queue, MaxNumberOfMessages=10).get("Messages"):
            found += [json.loads(message["Body"]) for message in messages]
            entries = [{"Id": str(i), "ReceiptHandle": m["ReceiptHandle"]} for i, m in enumerate(messages)]
            sqs.delete_message_batch(QueueUrl=self.queue, Entries=entries)
        return found

    def keys_below(self, prefix: str) -> dict[str, str]:
        """The objects of a zone, and what identifies their content."""
        pages = self.client("s3").get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=prefix)
        return {found["Key"]: found["ETag"] for page in pages for found in page.get("Contents", [])}


@contextlib.contextmanager
def pipeline(home: Path, say: Say) -> Iterator[Pipeline]:
    """The pipeline, for as long as the block runs; what was made for the demonstration goes with it."""
    found = platform(home)
    if found is not None:
        say(f"the platform is up in the emulator: stream {found.stream}, bucket {found.bucket}")
        _empty(found, say)
        with _queue(found) as ready:
            yield ready
        return
    say("the platform is not up in an emulator: stream, delivery and lake are made in a private one")
    with process.owned(0, home=home, reuse=False) as emulator, _queue(make(emulator.endpoint)) as ready:
        yield ready


def platform(home: Path, account: str = ACCOUNT) -> Pipeline | None:
    """The platform's pipeline in the emulator that was left running; None where there is none."""
    state = process.recorded(home)
    if state is None or health(state.port) is None:
        return None
    endpoint = state.emulator.endpoint
    keys = role_keys(endpoint, f"arn:aws:iam::{account}:role/groundplan-demo")
    firehose = _client(endpoint, keys, "firehose")
    for name in firehose.list_delivery_streams()["DeliveryStreamNames"]:
        if not _PLATFORM.match(name):
            continue
        described = firehose.describe_delivery_stream(DeliveryStreamName=name)["DeliveryStreamDescription"]
        source = described.get("Source", {}).get("KinesisStreamSourceDescription")
        if source is None:
            continue
        destination = described["Destinations"][0]["ExtendedS3DestinationDescription"]
        return Pipeline(
            endpoint=endpoint,
            account=account,
            keys=keys,
            stream=source["KinesisStreamARN"].rpartition("/")[2],
            delivery=name,
            bucket=destination["BucketARN"].rpartition(":")[2],
            queue="",
            ours=False,
        )
    return None


def make(endpoint: str, name: str = NAME) -> Pipeline:
    """What of the platform the data runs through, made without Terraform."""
    keys = role_keys(endpoint, f"arn:aws:iam::{ACCOUNT}:role/groundplan-demo")
    made = Pipeline(endpoint, ACCOUNT, keys, name, name, f"{name}-{ACCOUNT}", "", ours=True)
    made.client("kinesis").create_stream(StreamName=name, ShardCount=2)
    s3 = made.client("s3")
    s3.create_bucket(Bucket=made.bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    s3.put_bucket_notification_configuration(
        Bucket=made.bucket, NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    role = f"arn:aws:iam::{ACCOUNT}:role/{name}"
    made.client("firehose").create_delivery_stream(
        DeliveryStreamName=name,
        DeliveryStreamType="KinesisStreamAsSource",
        KinesisStreamSourceConfiguration={
            "KinesisStreamARN": f"arn:aws:kinesis:{REGION}:{ACCOUNT}:stream/{name}",
            "RoleARN": role,
        },
        ExtendedS3DestinationConfiguration={
            "BucketARN": f"arn:aws:s3:::{made.bucket}",
            "RoleARN": role,
            "Prefix": PREFIX,
            "ErrorOutputPrefix": ERRORS,
            "BufferingHints": {"SizeInMBs": 5, "IntervalInSeconds": 60},
            "CompressionFormat": "GZIP",
        },
    )
    return made


@contextlib.contextmanager
def _queue(found: Pipeline) -> Iterator[Pipeline]:
    """The lake's events, in a queue."""
    sqs, events = found.client("sqs"), found.client("events")
    name = f"{NAME}-events"
    url = sqs.create_queue(QueueName=name)["QueueUrl"]
    sqs.purge_queue(QueueUrl=url)  # of a demonstration that was killed
    pattern = {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {"bucket": {"name": [found.bucket]}, "object": {"key": [{"prefix": "raw/"}]}},
    }
    events.put_rule(Name=name, EventPattern=json.dumps(pattern))
    arn = f"arn:aws:sqs:{REGION}:{found.account}:{name}"
    events.put_targets(Rule=name, Targets=[{"Id": "demo", "Arn": arn}])
    try:
        yield replace(found, queue=url)
    finally:
        # An emulator that was killed has nothing to clean up.
        with contextlib.suppress(Exception):
            events.remove_targets(Rule=name, Ids=["demo"])
            events.delete_rule(Name=name)
            sqs.delete_queue(QueueUrl=url)


def _empty(found: Pipeline, say: Say) -> None:
    """What an earlier demonstration left: the source is another one now."""
    found.flush()
    s3 = found.client("s3")
    keys = [key for zone in ZONES for key in found.keys_below(zone)]
    for start in range(0, len(keys), 1000):
        objects = [{"Key": key} for key in keys[start : start + 1000]]
        s3.delete_objects(Bucket=found.bucket, Delete={"Objects": objects, "Quiet": True})
    if keys:
        say(f"{len(keys)} objects of an earlier demonstration are removed from the emulated bucket")


def _client(endpoint: str, keys: dict[str, str], service: str) -> Any:
    import boto3
    from botocore.config import Config

    return boto3.Session(
        aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
        aws_session_token=keys["AWS_SESSION_TOKEN"],
        region_name=REGION,
    ).client(service, endpoint_url=endpoint, config=Config(proxies={}, s3={"addressing_style": "path"}))
